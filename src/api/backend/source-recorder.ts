// Writes one source of an import while it is being read: its batches, its end, where it was left. Reads nothing.
import type { FileState, ImportWriter, SourceWriter } from '../../../db/ledger.ts'
import type { Problem } from '../../core/problem.ts'
import { INCOMPLETE } from '../../importers/cutter.ts'
import type { SourceBatch, SourceSummary } from '../../importers/read-source.ts'
import type { Tally } from '../contract/shapes.ts'
import type { SourceFacts } from './reading/reading-event.ts'

/** What entries were counted as. */
export type Counted = Omit<Tally, 'entries'>

export interface SourceStart {
  source: SourceFacts
  /** Where an earlier reading of the same, shorter file ended. */
  grownSince: FileState | null
}

export interface RecorderParts {
  writer: ImportWriter
  nowMs(): number
  count(part: Counted): void
}

export class SourceRecorder {
  readonly #parts: RecorderParts
  readonly #start: SourceStart
  #identified: { importer: string; headHash: string } | null = null
  /** Null until there is something to write. */
  #writer: SourceWriter | null = null

  constructor(parts: RecorderParts, start: SourceStart) {
    this.#parts = parts
    this.#start = start
  }

  identify(identified: { importer: string; headHash: string }): void {
    this.#identified = identified
  }

  write(batch: SourceBatch): void {
    const { accepted, duplicates } = this.#open(this.#identified?.importer ?? null).write(batch)
    const ignored = [...batch.ignored.values()].reduce((sum, count) => sum + count, 0)
    this.#parts.count({ accepted, duplicates, ignored, rejected: batch.rejected.length })
  }

  end(summary: SourceSummary): void {
    const { problem, incompleteLastEntry, importer } = summary
    this.#open(importer).finish({ problem, incompleteLastEntry, fileState: this.#fileState(summary) })
  }

  fail(problem: Problem): void {
    this.#open(null).finish({ problem, incompleteLastEntry: false, fileState: null })
  }

  drop(): void {
    this.#writer?.drop()
  }

  #open(importer: string | null): SourceWriter {
    if (this.#writer !== null) return this.#writer
    const { source, grownSince } = this.#start
    const { name, size: bytes } = source
    this.#writer = this.#parts.writer.startSource({
      name, importer, bytes, modifiedAtMs: source.modifiedAtMs ?? this.#parts.nowMs(), sourceKey: this.#sourceKey(),
    })
    // A line that was cut off then is whole now, and is counted as what it is.
    if (grownSince !== null) this.#parts.count(this.#writer.repeat(grownSince.path, INCOMPLETE))
    return this.#writer
  }

  /** The hash of its head; a source that nobody knows has no entries that would need an identity. */
  #sourceKey(): string {
    const { source, grownSince } = this.#start
    return grownSince?.sourceKey ?? this.#identified?.headHash ?? source.name
  }

  #fileState({ importer, problem, end, headHash, headLength }: SourceSummary): FileState | null {
    const { source: { path, size, modifiedAtMs }, grownSince } = this.#start
    const head = grownSince ?? (headHash === null ? null : { headHash, headLength })
    if (path === undefined || size === null || importer === null || problem !== null || head === null) return null
    const { offset, position } = end ?? { offset: 0, position: 0 }
    return {
      path, size, modifiedAtMs, offset, position, importer, headHash: head.headHash, headLength: head.headLength,
      sourceKey: this.#sourceKey(),
    }
  }
}
