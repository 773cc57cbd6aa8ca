// One pull as a source of an import: write its batches, keep what the next pull needs to know.
import type { ImportWriter, SourceWriter } from '../../../db/ledger.ts'
import type { Problem } from '../../core/problem.ts'
import type { SourceBatch } from '../../importers/batch-sink.ts'
import type { RecordSource } from '../../pull/record-source.ts'
import type { Context } from './context.ts'
import { problemOf } from './import-problem.ts'
import type { JobProgress } from './job-progress.ts'
import { afterCalls } from './turns.ts'

interface PullWork {
  context: Context
  job: JobProgress
  writer: ImportWriter
  source: RecordSource
}

/** What was written before a fault stays, as with a file; a cancelled pull leaves nothing. Rejects where the ledger cannot be written. */
export async function importRecords(work: PullWork): Promise<void> {
  const { context, job, source } = work
  const { name, importer } = source
  job.source = name
  job.format = importer
  // Told at once: the first answer may be long in coming.
  job.became('running')
  const writer = work.writer.startSource({ name, importer, bytes: null, sourceKey: name, modifiedAtMs: context.nowMs() })
  const asked = source.read(job.signal)
  let problem: Problem | null = null
  let memory: { key: string; value: unknown } | null = null
  for (;;) {
    const answer = await asked.next().catch((error: unknown) => ({ failed: problemOf(error) }))
    if (job.cancelled) return writer.drop()
    if ('failed' in answer) {
      problem = answer.failed
      job.problem ??= problem
      break
    }
    if (answer.done === true) {
      problem = answer.value
      memory = source.remember()
      break
    }
    await write(work, writer, answer.value)
  }
  // What a fault cut short was not read whole; its rows are still those of a pull.
  const pulled = source.pulled()
  const spoken = pulled === null || memory !== null ? pulled : { ...pulled, whole: null }
  writer.finish({ problem, incompleteLastEntry: false, fileState: null, pulled: spoken })
  context.forget()
  // Not before the source is finished: after a crash between the two it is read again, not missed.
  if (memory !== null) context.ledger.settings.set(memory.key, memory.value)
  job.sourcesDone += 1
  job.moved()
}

async function write({ context, job, writer: open }: PullWork, writer: SourceWriter, batch: SourceBatch): Promise<void> {
  const { accepted, duplicates } = writer.write(batch)
  const ignored = [...batch.ignored.values()].reduce((sum, count) => sum + count, 0)
  job.count({ accepted, duplicates, ignored, rejected: batch.rejected.length })
  context.forget()
  job.moved()
  do await afterCalls()
  while (open.tidyUp())
}
