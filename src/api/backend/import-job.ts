// One import: its sources one by one into the ledger. A source that fails is reported and does not stop the others.
import type { ImportWriter } from '../../../db/ledger.ts'
import { ProblemError } from '../../core/problem.ts'
import type { ImportRequest } from './backend.ts'
import type { Context } from './context.ts'
import { problemOf } from './import-problem.ts'
import { importSource } from './import-source.ts'
import type { JobProgress } from './job-progress.ts'
import { readSettings } from './settings-store.ts'

/** Resolves to the import's id. Finished sources stay on cancel and on a fault; the one being read is dropped. */
export async function runImport(context: Context, job: JobProgress, request: ImportRequest): Promise<number> {
  const writer = context.ledger.imports.begin(request.label)
  job.importId = writer.id
  try {
    await readSources(context, job, { request, writer })
    finish(context, job, { writer, state: job.cancelled ? 'cancelled' : 'done' })
  } catch (error) {
    job.problem = problemOf(error)
    finish(context, job, { writer, state: 'failed' })
    if (!(error instanceof ProblemError)) context.fault(error)
  }
  return writer.id
}

interface OpenImport {
  request: ImportRequest
  writer: ImportWriter
}

async function readSources(context: Context, job: JobProgress, { request, writer }: OpenImport): Promise<void> {
  const { tagKeys } = readSettings(context.ledger)
  const options = { platform: request.platform ?? null, route: request.route ?? null, tagKeys }
  for await (const source of request.sources) {
    if (job.cancelled) return
    job.source = source.name
    job.format = null
    await importSource({ context, job, writer, source, options })
    job.sourcesDone += 1
    job.moved()
  }
}

type EndState = 'done' | 'cancelled' | 'failed'

function finish(context: Context, job: JobProgress, { writer, state }: { writer: ImportWriter; state: EndState }): void {
  writer.finish(state)
  job.source = null
  job.became(state)
  context.changed()
}
