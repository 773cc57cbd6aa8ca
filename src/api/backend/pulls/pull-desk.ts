// Pulls as jobs: plans and starts them, one of a kind at a time, and notes how each ended. Keeps no key beyond a start.
import { problem, type Problem } from '../../../core/problem.ts'
import type { CloudWatchPlan } from '../../../pull/cloudwatch.ts'
import type { RecordSource } from '../../../pull/record-source.ts'
import type { AnthropicPull, CloudWatchPull, PullKind, PullPlan } from '../../contract/pull-shapes.ts'
import type { Context } from '../context.ts'
import type { ImportQueue } from '../import-queue.ts'
import { problemOf } from '../import-problem.ts'
import type { AdminKeys } from './admin-keys.ts'
import type { Endpoints } from './pull-options.ts'
import { changePullMemory } from './pull-memory.ts'
import { listened, type Told } from './pull-outcome.ts'
import { PullPlans, shownPlan } from './pull-plans.ts'
import { openAnthropic, openCloudWatchPlan, type Surroundings } from './pull-sources.ts'

export interface DeskParts {
  context: Context
  queue: ImportQueue
  keys: AdminKeys
  endpoints: Endpoints
}

/** `done` resolves when the pull has ended and that is noted; never rejects. */
export interface StartedPull {
  jobId: string
  done: Promise<{ failed: Problem | null }>
}

const NOT_WRITTEN: Problem = { code: 'not-written', message: 'What was pulled could not be written to the ledger.' }

export class PullDesk {
  readonly #parts: DeskParts
  readonly #plans: PullPlans
  /** Kinds at work, with the job's id once there is one. */
  readonly #busy = new Map<PullKind, string | null>()
  readonly #ending = new Set<Promise<unknown>>()
  readonly #closing = new AbortController()

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.#plans = new PullPlans(() => parts.context.nowMs())
  }

  async plan(request: CloudWatchPull): Promise<PullPlan> {
    const made = await this.#plans.make((signal) => openCloudWatchPlan(request, this.#surroundings(), signal))
    this.#notePlan(request, made.plan)
    return shownPlan(made)
  }

  cancelPlan(): void {
    this.#plans.cancel()
  }

  isBusy(kind: PullKind): boolean {
    return this.#busy.has(kind)
  }

  jobOf(kind: PullKind): string | null {
    return this.#busy.get(kind) ?? null
  }

  /** What was planned, and told with its cost. */
  startPlanned(planId: string): StartedPull {
    this.#begin('cloudwatch')
    try {
      return this.#runCloudWatch(this.#plans.take(planId))
    } catch (error) {
      this.#busy.delete('cloudwatch')
      throw error
    }
  }

  /** A scheduled pull: planned anew, and begun only if `agrees` does not throw at its cost. */
  async startScheduled(request: CloudWatchPull, agrees: (cost: bigint) => void): Promise<StartedPull> {
    return this.#prepare('cloudwatch', async () => {
      const plan = await openCloudWatchPlan(request, this.#surroundings(), this.#closing.signal)
      try {
        this.#notePlan(request, plan)
        agrees(plan.cost)
        return this.#runCloudWatch(plan)
      } catch (error) {
        plan.close()
        throw error
      }
    })
  }

  async startAnthropic(request: AnthropicPull): Promise<StartedPull> {
    return this.#prepare('anthropic', async () => {
      const key = await this.#parts.keys.take()
      if (key === null) throw problem('no-key', 'There is no Admin key.', 'Enter one on the card of the Anthropic Admin API.')
      const sources = await openAnthropic(request, key, this.#surroundings())
      return this.#run('anthropic', { label: 'Anthropic Admin API', sources })
    })
  }

  /** Ends what is being planned and waits until every end is noted. Jobs are the queue's to cancel. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#plans.cancel()
    await Promise.all(this.#ending)
  }

  #surroundings(): Surroundings {
    const { context, endpoints } = this.#parts
    return { endpoints, nowMs: context.nowMs(), remembered: (key) => context.ledger.settings.get(key) }
  }

  #begin(kind: PullKind): void {
    if (this.#closing.signal.aborted) throw problem('closing', 'The ledger is being closed.')
    if (this.#busy.has(kind)) {
      throw problem('pull-running', 'A pull from there is running already.', 'Wait for its end, or cancel it.')
    }
    this.#busy.set(kind, null)
  }

  async #prepare(kind: PullKind, start: () => Promise<StartedPull>): Promise<StartedPull> {
    this.#begin(kind)
    const starting = start()
    this.#track(starting)
    try {
      return await starting
    } catch (error) {
      this.#busy.delete(kind)
      throw error
    }
  }

  #runCloudWatch(plan: CloudWatchPlan): StartedPull {
    const regions = plan.regions.map(({ region }) => region).join(', ')
    const started = this.#run('cloudwatch', { label: `CloudWatch ${regions}`, sources: plan.sources })
    void started.done.then(() => plan.close())
    return started
  }

  #run(kind: PullKind, { label, sources }: { label: string; sources: readonly RecordSource[] }): StartedPull {
    const { context, queue } = this.#parts
    const told: Told = { failed: null, note: null }
    const records = listened(sources, told)
    const { jobId, done } = queue.start({ label, sources: [], sourcesTotal: records.length, bytesTotal: null, records }, 'pull')
    this.#busy.set(kind, jobId)
    changePullMemory(context.ledger, kind, { lastStartedAtMs: context.nowMs() })
    const ended = done.then(
      (importId) => this.#noteEnd(kind, importId, told),
      (error: unknown) => this.#noteFailure(kind, problemOf(error)),
    ).finally(() => {
      this.#busy.delete(kind)
      context.changed()
    }).then(() => ({ failed: told.failed }))
    this.#track(ended)
    return { jobId, done: ended }
  }

  #noteEnd(kind: PullKind, importId: number, told: Told): void {
    const { context } = this.#parts
    const row = context.ledger.imports.get(importId)
    const cancelled = row?.state === 'cancelled'
    if (row?.state === 'failed') told.failed ??= NOT_WRITTEN
    changePullMemory(context.ledger, kind, {
      lastFinishedAtMs: context.nowMs(), lastImportId: importId, lastAccepted: row?.tally.accepted ?? null,
      lastState: cancelled ? 'cancelled' : told.failed === null ? 'done' : 'failed', lastProblem: told.failed ?? told.note,
    })
  }

  /** Of a pull that did not come to be an import. */
  #noteFailure(kind: PullKind, failed: Problem): void {
    const { context } = this.#parts
    const last = { lastState: 'failed' as const, lastProblem: failed, lastImportId: null, lastAccepted: null }
    changePullMemory(context.ledger, kind, { lastFinishedAtMs: context.nowMs(), ...last })
  }

  #notePlan(request: CloudWatchPull, { cost }: CloudWatchPlan): void {
    const { context } = this.#parts
    changePullMemory(context.ledger, 'cloudwatch', { lastPlan: { request, cost: String(cost), atMs: context.nowMs() } })
  }

  #track(work: Promise<unknown>): void {
    const settled = work.catch(() => null).finally(() => this.#ending.delete(settled))
    this.#ending.add(settled)
  }
}
