// One import: its sources one by one into the ledger. A source that fails is reported and does not stop the others.
import type { ImportWriter } from '../../../db/ledger.ts'
import { ProblemError, type Problem } from '../../core/problem.ts'
import type { ImportRequest } from './backend.ts'
import type { Context } from './context.ts'
import { importSource } from './import-source.ts'
import type { JobProgress } from './job-progress.ts'
import { readSettings } from './settings-store.ts'

/** Resolves to the import's id. Finished sources stay on cancel and on a fault; the one being read is dropped. */
export async function runImport(context: Context, job: JobProgress, request: ImportRequest): Promise<number> {
  const writer = context.ledger.imports.begin(request.label)
  job.importId = writer.id
  try {
    await readSources(context, job, { request, writer })
    finish(context, job, writer, job.cancelled ? 'cancelled' : 'done')
  } catch (error) {
    job.problem = problemOf(error)
    finish(context, job, writer, 'failed')
    if (!(error instanceof ProblemError)) context.fault(error)
  }
  return writer.id
}

async function readSources(context: Context, job: JobProgress, { request, writer }: { request: ImportRequest; writer: ImportWriter }): Promise<void> {
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

function finish(context: Context, job: JobProgress, writer: ImportWriter, state: 'done' | 'cancelled' | 'failed'): void {
  writer.finish(state)
  job.source = null
  job.became(state)
  context.changed()
}

/** What a source's or an import's failure says to the user. An unexpected error's text may hold content: not shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return systemProblem(error.code)
  return { code: 'not-read', message: 'The source could not be read to its end.' }
}

const SYSTEM_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'The file is not there any more.',
  EACCES: 'The file may not be read.',
  EPERM: 'The file may not be read.',
  EISDIR: 'This is a folder, not a file.',
  Z_DATA_ERROR: 'The compressed data is damaged.',
  Z_BUF_ERROR: 'The compressed data ends too early.',
}

function systemProblem(code: string): Problem {
  return { code: code.toLowerCase().replaceAll('_', '-'), message: SYSTEM_PROBLEMS[code] ?? `The source could not be read (${code}).` }
}
