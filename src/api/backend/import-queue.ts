// Imports, one after the other: jobs, their progress, their cancellation. What an import does is in import-job.ts.
import { problem } from '../../core/problem.ts'
import type { Job } from '../contract/shapes.ts'
import type { ImportRequest } from './backend.ts'
import type { Context } from './context.ts'
import { runImport } from './import-job.ts'
import { JobProgress } from './job-progress.ts'
import type { ThreadKeeper } from './reading/thread-keeper.ts'

export class ImportQueue {
  readonly #context: Context
  readonly #jobs = new Map<string, JobProgress>()
  #last: Promise<unknown> = Promise.resolve()
  #count = 0
  readonly #threads: ThreadKeeper
  #closed = false

  constructor(context: Context, threads: ThreadKeeper) {
    this.#context = context
    this.#threads = threads
  }

  /** `done` resolves to the import's id when the job has ended, however it ended. */
  start(request: ImportRequest, kind: 'import' | 'sample' | 'pull' = 'import'): { jobId: string; done: Promise<number> } {
    if (this.#closed) throw problem('closing', 'The ledger is being closed.')
    this.#count += 1
    const job = new JobProgress({
      id: `job-${this.#count}`, kind, label: request.label, sourcesTotal: request.sourcesTotal, bytesTotal: request.bytesTotal,
      nowMs: () => this.#context.nowMs(), tell: (told) => this.#context.emit({ type: 'job', job: told }),
    })
    this.#jobs.set(job.id, job)
    job.became('running')
    const done = this.#last.then(() => runImport(this.#context, job, { request, threads: this.#threads }))
    // The next import starts whatever became of this one.
    this.#last = done.catch(() => null).then(() => this.#ended(job))
    return { jobId: job.id, done }
  }

  /** The thread goes with the last import: idle, it would only hold memory. */
  async #ended(job: JobProgress): Promise<void> {
    this.#jobs.delete(job.id)
    if (this.#jobs.size === 0) await this.#threads.end()
  }

  /** Jobs running or waiting. */
  running(): Job[] {
    return [...this.#jobs.values()].filter(({ state }) => state === 'running').map((job) => job.toJob())
  }

  cancel(jobId: string): void {
    const job = this.#jobs.get(jobId)
    if (job === undefined) throw problem('no-job', 'This work is not running any more.')
    job.cancel()
  }

  /** Cancels everything and waits for the running batch. */
  async close(): Promise<void> {
    this.#closed = true
    for (const job of this.#jobs.values()) job.cancel()
    await this.#last
  }
}
