// One source of an import that must be read: read it, write its batches, remember where it ended.
import { setImmediate } from 'node:timers/promises'
import type { FileState, ImportWriter, SourceWriter } from '../../../db/ledger.ts'
import { problem } from '../../core/problem.ts'
import { INCOMPLETE } from '../../importers/cutter.ts'
import type { LogSource, ReadOptions } from '../../importers/importer.ts'
import { readSource, type SourceBatch, type SourceSummary } from '../../importers/read-source.ts'
import { membersOf } from '../../importers/zip.ts'
import type { Context } from './context.ts'
import { problemOf } from './import-problem.ts'
import type { JobProgress } from './job-progress.ts'

export interface SourceWork {
  context: Context
  job: JobProgress
  writer: ImportWriter
  source: LogSource
  options: Omit<ReadOptions, 'sourceName'>
}

/** Never rejects for what is wrong with the source; rejects where the ledger cannot be written. */
export function importSource(work: SourceWork, grownSince: FileState | null): Promise<void> {
  return grownSince === null ? readMembers(work) : new SourceReading(work, grownSince).run()
}

/** The members of a zip archive, each a source of its own; any other file is its only member. */
async function readMembers(work: SourceWork): Promise<void> {
  const { job, source } = work
  const bytesBefore = job.bytesRead
  let count = 0
  let reading: SourceReading | null = null
  try {
    for await (const member of membersOf(source)) {
      if (job.cancelled) return
      count += 1
      reading = new SourceReading({ ...work, source: member }, null)
      await reading.run()
    }
    if (count === 0) failSource(work, problem('empty-archive', 'This archive holds no file.'))
  } catch (error) {
    if (reading?.ledgerFailed === true) throw error
    if (!job.cancelled) failSource(work, error)
  }
  // Members of an archive count inflated bytes while they are read.
  if (source.size !== null) job.bytesRead = bytesBefore + source.size
}

/** A source that could not even be opened. */
function failSource({ writer, source, context }: SourceWork, error: unknown): void {
  const { name, size: bytes, modifiedAtMs } = source
  writer.startSource({ name, importer: null, bytes, sourceKey: name, modifiedAtMs: modifiedAtMs ?? context.nowMs() })
    .finish({ problem: problemOf(error), incompleteLastEntry: false, fileState: null })
}

class SourceReading {
  readonly #work: SourceWork
  /** Where an earlier reading of the same, shorter file ended. */
  readonly #earlier: FileState | null
  #headHash: string | null = null
  readonly #bytesBefore: number
  #writer: SourceWriter | null = null
  /** The ledger could not be written: no matter of this source alone. */
  ledgerFailed = false

  constructor(work: SourceWork, earlier: FileState | null) {
    this.#work = work
    this.#earlier = earlier
    this.#bytesBefore = work.job.bytesRead
  }

  async run(): Promise<void> {
    const { job } = this.#work
    try {
      const summary = await this.#read()
      if (summary.aborted) return this.#writer?.drop()
      const { problem, incompleteLastEntry } = summary
      this.#open(summary.importer).finish({ problem, incompleteLastEntry, fileState: this.#fileState(summary) })
    } catch (error) {
      if (this.ledgerFailed) throw error
      if (job.cancelled) return this.#writer?.drop()
      this.#open(null).finish({ problem: problemOf(error), incompleteLastEntry: false, fileState: null })
    }
  }

  #read(): Promise<SourceSummary> {
    const { job, source, options } = this.#work
    const resume = this.#earlier
    return readSource({
      source,
      options: { ...options, sourceName: source.name },
      signal: job.signal,
      ...(resume === null ? {} : { resume: { offset: resume.offset, position: resume.position, importer: resume.importer } }),
      onIdentified: (importer, headHash) => {
        job.format = importer.id
        this.#headHash = headHash
      },
      onProgress: (storedBytes) => {
        job.bytesRead = this.#bytesBefore + (resume?.offset ?? 0) + storedBytes
        job.moved()
      },
      onBatch: (batch) => this.#write(batch),
    })
  }

  async #write(batch: SourceBatch): Promise<void> {
    const { job, context } = this.#work
    try {
      const { accepted, duplicates } = this.#open(job.format).write(batch)
      const ignored = [...batch.ignored.values()].reduce((sum, count) => sum + count, 0)
      job.count({ accepted, duplicates, ignored, rejected: batch.rejected.length })
    } catch (error) {
      this.ledgerFailed = true
      throw error
    }
    context.forget()
    job.moved()
    // Calls that came in meanwhile are answered now.
    await setImmediate()
  }

  #open(importer: string | null): SourceWriter {
    if (this.#writer !== null) return this.#writer
    const { writer, source, job } = this.#work
    const earlier = this.#earlier
    this.#writer = writer.startSource({
      name: source.name, importer, bytes: source.size, modifiedAtMs: source.modifiedAtMs ?? this.#work.context.nowMs(),
      sourceKey: earlier?.sourceKey ?? this.#sourceKey(),
    })
    // A line that was cut off then is whole now, and is counted as what it is.
    if (earlier !== null) job.count(this.#writer.repeat(earlier.path, INCOMPLETE))
    return this.#writer
  }

  /** The hash of its head; a source that nobody knows has no entries that would need an identity. */
  #sourceKey(): string {
    return this.#headHash ?? this.#work.source.name
  }

  #fileState({ importer, problem, end, headHash, headLength }: SourceSummary): FileState | null {
    const { path, size, modifiedAtMs } = this.#work.source
    const head = this.#earlier ?? (headHash === null ? null : { headHash, headLength })
    if (path === undefined || size === null || importer === null || problem !== null || head === null) return null
    const { offset, position } = end ?? { offset: 0, position: 0 }
    return {
      path, size, modifiedAtMs, offset, position, importer, headHash: head.headHash, headLength: head.headLength,
      sourceKey: this.#earlier?.sourceKey ?? this.#sourceKey(),
    }
  }
}
