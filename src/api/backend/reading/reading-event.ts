// What the reading of sources tells whoever records it, in this order. Reader and recorder may live in different
// threads: everything here can be cloned.
import type { FileState } from '../../../../db/ledger.ts'
import type { Problem } from '../../../core/problem.ts'
import type { SourceBatch, SourceSummary } from '../../../importers/read-source.ts'

export interface SourceFacts {
  name: string
  size: number | null
  modifiedAtMs: number | null
  path?: string
}

export type SourceEvent =
  /** A source of the ledger begins: a file, a member of an archive, or what a file has grown by. */
  | { kind: 'opened'; source: SourceFacts; grownSince: FileState | null }
  | { kind: 'identified'; importer: string; headHash: string }
  /** Of the source opened last. */
  | { kind: 'progress'; storedBytes: number }
  | { kind: 'batch'; batch: SourceBatch }
  /** The source opened last is at its end, or could not be read to it. */
  | { kind: 'ended'; summary: SourceSummary }
  | { kind: 'failed'; problem: Problem }
  /** All that was handed in as one source is read. */
  | { kind: 'done'; size: number | null }

/** As the reading thread tells it: `elsewhere` stands for all that a file tells which is read in the backend itself. */
export type ReadingEvent = SourceEvent | { kind: 'elsewhere' }
