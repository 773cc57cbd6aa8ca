// Recognises a file that was read before: unchanged, or grown since. Looks at its size, time and first bytes only.
import type { FileState, Ledger } from '../../../db/ledger.ts'
import type { LogSource } from '../../importers/importer.ts'
import type { ImportRequest } from './backend.ts'
import type { ToRead } from './reading/read-to-events.ts'

export type Recognition =
  | { kind: 'new' }
  /** Same size and time: nothing to read. */
  | { kind: 'unchanged'; state: FileState }
  /** It begins as it did and is longer: what comes after `state.offset` is new. */
  | { kind: 'grown'; state: FileState }

/** `state` is how the source's path was left when it was last read; null where it never was. */
export async function recognise(source: LogSource, state: FileState | null): Promise<Recognition> {
  if (state === null || source.size === null) return { kind: 'new' }
  if (source.size === state.size && source.modifiedAtMs === state.modifiedAtMs) return { kind: 'unchanged', state }
  // A file of the same size that was written anew is read whole: its first bytes prove nothing about the rest.
  if (source.size <= state.size || state.offset === 0 || state.headLength === 0) return { kind: 'new' }
  // With the importers, which no start needs.
  const { hashHead } = await import('../../importers/read-source.ts')
  return (await hashHead(source, state.headLength)) === state.headHash ? { kind: 'grown', state } : { kind: 'new' }
}

/** Sources that follow each other and of which the same is to be done. */
export interface Run {
  unchanged: LogSource[]
  toRead: Omit<ToRead, 'options'>[]
}

/** Runs of one kind each, in the order of their sources; `again`: all are to be read. What a missing file's fault is, its reading tells. */
export async function* runsOf(known: readonly KnownSource[], again: boolean): AsyncGenerator<Run> {
  let run: Run = { unchanged: [], toRead: [] }
  for (const { source, state } of known) {
    const found = await recognise(source, again ? null : state).catch(() => ({ kind: 'new' as const }))
    const isUnchanged = found.kind === 'unchanged'
    if ((isUnchanged ? run.toRead : run.unchanged).length > 0 || run.unchanged.length >= REPEATED_TOGETHER) {
      yield run
      run = { unchanged: [], toRead: [] }
    }
    if (isUnchanged) run.unchanged.push(source)
    else run.toRead.push({ source, grownSince: found.kind === 'grown' ? found.state : null })
  }
  yield run
}

const REPEATED_TOGETHER = 500
const LOOKED_UP_TOGETHER = 2000

export interface KnownSource {
  source: LogSource
  state: FileState | null
}

/**
 * Sources with what is remembered of them. Only files that can be looked at twice are recognised; an upload is read
 * again. A list of files is looked up many at a time; sources that arrive one by one are handed on one by one.
 */
export async function* knownSources(sources: ImportRequest['sources'], ledger: Ledger): AsyncGenerator<KnownSource[]> {
  const together = Symbol.asyncIterator in sources ? 1 : LOOKED_UP_TOGETHER
  let waiting: LogSource[] = []
  for await (const source of sources) {
    waiting.push(source)
    if (waiting.length < together) continue
    yield lookUp(waiting, ledger)
    waiting = []
  }
  if (waiting.length > 0) yield lookUp(waiting, ledger)
}

function lookUp(sources: readonly LogSource[], ledger: Ledger): KnownSource[] {
  const states = ledger.imports.fileStates(sources.flatMap(({ path }) => path ?? []))
  return sources.map((source) => ({ source, state: source.path === undefined ? null : (states.get(source.path) ?? null) }))
}
