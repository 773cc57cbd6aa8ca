// Recognises a file that was read before: unchanged, or grown since. Looks at its size, time and first bytes only.
import type { FileState, Ledger } from '../../../db/ledger.ts'
import type { LogSource } from '../../importers/importer.ts'
import { hashHead } from '../../importers/read-source.ts'

export type Recognition =
  | { kind: 'new' }
  /** Same size and time: nothing to read. */
  | { kind: 'unchanged'; state: FileState }
  /** It begins as it did and is longer: what comes after `state.offset` is new. */
  | { kind: 'grown'; state: FileState }

/** Only files that can be looked at twice are recognised; an upload is read again. */
export async function recognise(source: LogSource, ledger: Ledger): Promise<Recognition> {
  const state = source.path === undefined ? null : ledger.imports.fileState(source.path)
  if (state === null || source.size === null) return { kind: 'new' }
  if (source.size === state.size && source.modifiedAtMs === state.modifiedAtMs) return { kind: 'unchanged', state }
  // A file of the same size that was written anew is read whole: its first bytes prove nothing about the rest.
  const mayHaveGrown = source.size > state.size && state.offset > 0 && state.headLength > 0
  return mayHaveGrown && (await hashHead(source, state.headLength)) === state.headHash ? { kind: 'grown', state } : { kind: 'new' }
}
