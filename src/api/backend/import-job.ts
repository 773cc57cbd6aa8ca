// One import: its sources one by one into the ledger. A source that fails is reported and does not stop the others.
import type { ImportWriter, Tally } from '../../../db/ledger.ts'
import { ProblemError } from '../../core/problem.ts'
import type { ImportRequest } from './backend.ts'
import type { LogSource } from '../../importers/importer.ts'
import type { Context } from './context.ts'
import { knownSources, runsOf } from './file-recognition.ts'
import { ImportReading } from './import-reading.ts'
import { ImportRecorder } from './import-recorder.ts'
import { problemOf } from './import-problem.ts'
import { importRecords } from './import-records.ts'
import type { JobProgress } from './job-progress.ts'
import type { ThreadKeeper } from './reading/thread-keeper.ts'
import { readSettings } from './settings-store.ts'
import { over, sourceSettings } from './source-settings.ts'

export interface ImportStart {
  request: ImportRequest
  threads: ThreadKeeper
}

/**
 * Resolves to the import's id. Finished sources stay on cancel and on a fault; the one being read is dropped.
 * Rejects where the ledger takes no import at all; the job has failed then too.
 */
export async function runImport(context: Context, job: JobProgress, { request, threads }: ImportStart): Promise<number> {
  const writer = beginImport(context, job, request.label)
  job.importId = writer.id
  try {
    await readSources(context, job, { request, writer, threads })
    for (const source of request.records ?? []) {
      if (!job.cancelled) await importRecords({ context, job, writer, source })
    }
    // A pull that failed and brought nothing has failed; a file that cannot be read is a line of its import's report.
    const nothingCame = job.problem !== null && job.tally.entries === 0
    const state = job.cancelled ? 'cancelled' : nothingCame ? 'failed' : 'done'
    writer.finish(state)
    if (state === 'done' && request.again === true) context.ledger.imports.dropEarlierReadings(writer.id)
    ended(context, job, state)
  } catch (error) {
    closeFailed(context, writer)
    job.countAnew(keptOf(context, writer))
    fail(context, job, error)
  }
  return writer.id
}

function beginImport(context: Context, job: JobProgress, label: string): ImportWriter {
  try {
    // One that could not even be closed when it failed (a full disk): this process writes no other now.
    context.ledger.imports.recover()
    return context.ledger.imports.begin(label)
  } catch (error) {
    fail(context, job, error)
    throw error
  }
}

function fail(context: Context, job: JobProgress, error: unknown): void {
  job.problem = problemOf(error)
  if (!(error instanceof ProblemError)) context.fault(error)
  ended(context, job, 'failed')
}

/** What failed the import may keep it from being closed as well: the next import, or the next start, does it then. */
function closeFailed(context: Context, writer: ImportWriter): void {
  try {
    writer.finish('failed')
  } catch (error) {
    if (!(error instanceof ProblemError)) context.fault(error)
  }
}

/** What the ledger holds of it; nothing where that cannot even be asked. */
function keptOf({ ledger }: Context, { id }: ImportWriter): Tally {
  const nothing = { entries: 0, accepted: 0, duplicates: 0, ignored: 0, rejected: 0 }
  try {
    return ledger.imports.get(id)?.tally ?? nothing
  } catch {
    return nothing
  }
}

interface OpenImport extends ImportStart {
  writer: ImportWriter
}

async function readSources(context: Context, job: JobProgress, { request, writer, threads }: OpenImport): Promise<void> {
  const { tagKeys, sources } = readSettings(context.ledger)
  const said = { platform: request.platform ?? null, route: request.route ?? null, model: request.model ?? null, day: request.day ?? null }
  const settingOf = sourceSettings(sources)
  const reading = new ImportReading({ job, threads, recorder: new ImportRecorder(context, job, writer), makeRoom: () => context.ledger.usage.letGo() })
  for await (const known of knownSources(request.sources, context.ledger)) {
    for await (const { unchanged, toRead } of runsOf(known, request.again === true)) {
      if (job.cancelled) return
      repeatSources(job, writer, unchanged)
      await reading.read(toRead.map((source) => ({ ...source, options: { ...over(said, settingOf(source.source.name)), tagKeys } })))
    }
  }
}

/** The same files again: counted as their reading would count them, without reading. */
function repeatSources(job: JobProgress, writer: ImportWriter, sources: readonly LogSource[]): void {
  const last = sources.at(-1)
  if (last === undefined) return
  job.source = last.name
  job.count(writer.repeatFiles(sources.map(({ name, path = '', size: bytes }) => ({ name, path, bytes }))))
  job.bytesRead += sources.reduce((sum, { size }) => sum + (size ?? 0), 0)
  job.sourcesDone += sources.length
  job.moved()
}

function ended(context: Context, job: JobProgress, state: 'done' | 'cancelled' | 'failed'): void {
  job.source = null
  // Before the end, which whoever waits for it takes as the last word.
  context.changed()
  job.became(state)
}
