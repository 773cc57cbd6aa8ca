// What the backend and its reading thread say to each other. Owns the words only.
import type { FileState } from '../../../../db/ledger.ts'
import type { ReadOptions } from '../../../importers/importer.ts'
import type { ReadingEvent } from './reading-event.ts'

/** A file as it was listed. */
export interface ListedFile { name: string; path: string; size: number; modifiedAtMs: number }

export interface FileToRead {
  facts: ListedFile
  grownSince: FileState | null
  options: Omit<ReadOptions, 'sourceName'>
}

export type ToThread =
  /** Files that the backend claims first are left to it; `claims` are shared (claims.ts). */
  | { kind: 'read'; files: readonly FileToRead[]; claims: SharedArrayBuffer }
  /** One message was recorded: another may come. */
  | { kind: 'recorded' }

export type FromThread =
  | { kind: 'ready' }
  | { kind: 'told'; events: readonly ReadingEvent[] }
  /** All files asked for were read. */
  | { kind: 'read' }

/** Messages on the way before the thread waits: enough that it never idles, few enough that memory stays small. */
export const MESSAGES_AHEAD = 12
