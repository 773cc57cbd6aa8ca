// What cuts a decoded source into entries and feeds them to a reader: lines.ts, values.ts and csv-rows.ts each are one.
import type { EntryReader, EntrySink } from './importer.ts'

export const INCOMPLETE = 'incomplete last line'

export interface Cutter {
  /** Feeds the reader every entry that ends in this chunk. */
  push(chunk: Buffer): void | Promise<void>
  /** No more chunks. True where the last entry was cut off; it has been counted as ignored. */
  end(): boolean | Promise<boolean>
  /** Entries cut so far, those of `extraEntries` not included. */
  readonly entries: number
  /** Decoded bytes and newlines up to the end of the last whole line; null for other framings. */
  readonly place: { offset: number; position: number } | null
}

export interface CutterParts {
  reader: EntryReader
  sink: EntrySink
  /** Lines already read by an earlier import of the same, shorter file. */
  startPosition: number
}
