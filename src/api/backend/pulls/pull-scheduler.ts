// Runs scheduled pulls while the app runs, and only what the user switched on. What a pull does is in pull-desk.ts.
import { ProblemError, problem, type Problem } from '../../../core/problem.ts'
import { formatUsdExact } from '../../../core/money.ts'
import { PULL_KINDS, type PullKind } from '../../contract/pull-shapes.ts'
import type { Context } from '../context.ts'
import { problemOf } from '../import-problem.ts'
import type { PullDesk, StartedPull } from './pull-desk.ts'
import { changePullMemory, readOwnMemory, type PullMemory } from './pull-memory.ts'
import type { ScheduleOptions, Wait } from './pull-options.ts'
import { isDue, nextRunAt } from './schedule-times.ts'

/** A timer stands still while the computer sleeps: none is set for longer than this. */
const LOOK_EVERY_MS = 60_000

/** More than this times what was agreed to stops a schedule. */
const COST_MARGIN = 2n

export class PullScheduler {
  readonly #context: Context
  readonly #desk: PullDesk
  readonly #wait: Wait
  /** Names the app on this computer; a schedule of another is not ours to run. */
  readonly installation: () => string
  #callOff: (() => void) | null = null
  #stopped = false

  constructor({ context, desk, installation, wait = realWait }: ScheduleOptions & { context: Context; desk: PullDesk }) {
    this.#context = context
    this.#desk = desk
    this.#wait = wait
    this.installation = installation
  }

  /** Call at the start, and after every change of a schedule. Waits for nothing while all are off. */
  arm(): void {
    this.#callOff?.()
    this.#callOff = null
    const on = PULL_KINDS.map((kind) => this.#read(kind)).filter(({ every }) => every !== 'off')
    const times = on.map(({ nextAtMs }) => nextAtMs ?? 0)
    if (this.#stopped || times.length === 0) return
    const dueInMs = Math.max(0, Math.min(...times) - this.#context.nowMs())
    this.#callOff = this.#wait(Math.min(LOOK_EVERY_MS, dueInMs), () => this.#look())
  }

  stop(): void {
    this.#stopped = true
    this.#callOff?.()
    this.#callOff = null
  }

  #look(): void {
    this.#callOff = null
    const due = PULL_KINDS.filter((kind) => {
      const { every, nextAtMs } = this.#read(kind)
      return every !== 'off' && isDue(nextAtMs ?? 0, this.#context.nowMs()) && !this.#desk.isBusy(kind)
    })
    for (const kind of due) void this.#run(kind).catch((error: unknown) => this.#context.fault(error))
    this.#armLater()
  }

  /** A kind that is at work stays due: looked at again with the next timer, not at once. */
  #armLater(): void {
    if (!this.#stopped) this.#callOff = this.#wait(LOOK_EVERY_MS, () => this.#look())
  }

  async #run(kind: PullKind): Promise<void> {
    const { every } = this.#read(kind)
    if (every === 'off') return
    const startedAtMs = this.#context.nowMs()
    // Claimed before anything is asked: neither a crash nor a second process on this ledger makes it run twice.
    changePullMemory(this.#context.ledger, kind, { nextAtMs: nextRunAt(every, { startedAtMs, failures: 0 }) })
    const failed = await this.#pull(kind, startedAtMs)
    if (this.#stopped) return
    this.#noteRun(kind, { startedAtMs, failed })
    this.#context.changed()
    this.arm()
  }

  async #pull(kind: PullKind, startedAtMs: number): Promise<Problem | null> {
    try {
      const { done } = await this.#start(kind)
      return (await done).failed
    } catch (error) {
      const failed = problemOf(error)
      if (!this.#stopped) this.#noteNotStarted(kind, startedAtMs, failed)
      if (!(error instanceof ProblemError)) this.#context.fault(error)
      return failed
    }
  }

  #noteNotStarted(kind: PullKind, startedAtMs: number, failed: Problem): void {
    changePullMemory(this.#context.ledger, kind, {
      lastStartedAtMs: startedAtMs, lastFinishedAtMs: this.#context.nowMs(), lastState: 'failed', lastProblem: failed,
      lastImportId: null, lastAccepted: null,
    })
  }

  #start(kind: PullKind): Promise<StartedPull> {
    const { request, agreedCost } = this.#read(kind)
    if (request?.kind === 'anthropic') return this.#desk.startAnthropic(request)
    if (request?.kind === 'cloudwatch') return this.#desk.startScheduled(request, (cost) => refuseAbove(agreedCost, cost))
    throw problem('no-schedule', 'The schedule does not say what to pull.', 'Set it up again.')
  }

  /** The schedule as it is now: the user may have changed it meanwhile. */
  #noteRun(kind: PullKind, { startedAtMs, failed }: { startedAtMs: number; failed: Problem | null }): void {
    const { every, failures } = this.#read(kind)
    if (every === 'off') return
    const { ledger } = this.#context
    if (failed?.code === COST_ABOVE_AGREED) return changePullMemory(ledger, kind, { every: 'off', nextAtMs: null, failures: 0 })
    const counted = failed === null ? 0 : failures + 1
    changePullMemory(ledger, kind, { failures: counted, nextAtMs: nextRunAt(every, { startedAtMs, failures: counted }) })
  }

  #read(kind: PullKind): PullMemory {
    return readOwnMemory(this.#context.ledger, kind, this.installation)
  }
}

const COST_ABOVE_AGREED = 'cost-above-agreed'

function refuseAbove(agreed: string | null, cost: bigint): void {
  if (agreed !== null && cost <= BigInt(agreed) * COST_MARGIN) return
  const [now, then] = [cost, BigInt(agreed ?? '0')].map((amount) => `USD ${formatUsdExact(amount)}`)
  throw problem(
    COST_ABOVE_AGREED,
    `The schedule was stopped and nothing was pulled: the calls would now cost ${now}, more than twice the ${then} agreed to.`,
    'Ask what it will cost, and switch the schedule on again if that is right.',
  )
}

const realWait: Wait = (ms, callBack) => {
  const timer = setTimeout(callBack, ms)
  // A schedule keeps no process alive.
  timer.unref()
  return () => clearTimeout(timer)
}
