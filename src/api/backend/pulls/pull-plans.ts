// The plan of CloudWatch calls that a user looks at: one at a time, used once, forgotten after a while.
import { randomUUID } from 'node:crypto'
import { problem } from '../../../core/problem.ts'
import type { CloudWatchPlan } from '../../../pull/cloudwatch.ts'
import type { CloudWatchPull, PullPlan } from '../../contract/pull-shapes.ts'

/** CloudWatch's prices do not move, but its series do, and a forgotten plan holds connections open. */
const KEPT_MS = 15 * 60_000

export interface HeldPlan {
  id: string
  plan: CloudWatchPlan
  expiresAtMs: number
}

export class PullPlans {
  readonly #nowMs: () => number
  #held: HeldPlan | null = null
  #making: AbortController | null = null

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Takes the place of the plan before, also of one still being made. */
  async make(open: (signal: AbortSignal) => Promise<CloudWatchPlan>): Promise<HeldPlan> {
    this.cancel()
    const making = new AbortController()
    this.#making = making
    try {
      const plan = await open(making.signal)
      if (making.signal.aborted) {
        plan.close()
        throw cancelled()
      }
      return (this.#held = { id: randomUUID(), plan, expiresAtMs: this.#nowMs() + KEPT_MS })
    } catch (error) {
      throw making.signal.aborted ? cancelled() : error
    } finally {
      if (this.#making === making) this.#making = null
    }
  }

  /** Hands the plan over: whoever takes it closes it. */
  take(id: string): CloudWatchPlan {
    const held = this.#held
    if (held === null || held.id !== id || held.expiresAtMs <= this.#nowMs()) {
      throw problem('plan-expired', 'This plan is not valid any more.', 'Ask again what it will cost, then pull.')
    }
    this.#held = null
    return held.plan
  }

  /** Ends what is being planned and forgets what was. */
  cancel(): void {
    this.#making?.abort()
    this.#making = null
    this.#held?.plan.close()
    this.#held = null
  }
}

const cancelled = () => problem('plan-cancelled', 'Planning was cancelled. Nothing was charged.')

/** As the contract tells it. */
export function shownPlan({ id, plan, expiresAtMs }: HeldPlan): PullPlan {
  return {
    id, expiresAtMs, cost: String(plan.cost),
    regions: plan.regions.map(({ region, window: { from, to }, models, metricsRequested, notes }) => (
      { region, from, to, models, metricsRequested, notes }
    )),
  }
}

/** The same account and Regions are asked, whatever the days. */
export function isSamePlace(a: CloudWatchPull, b: CloudWatchPull): boolean {
  return a.profile === b.profile && a.regions.toSorted().join() === b.regions.toSorted().join()
}
