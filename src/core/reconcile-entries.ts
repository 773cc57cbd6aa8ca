// Where a reconciliation keeps its sums: one entry a period, model and meter. Whatever is posted, computed plus causes is
// billed once both sides are posted whole. Pure.
import type { Meter } from './bill.ts'
import type { Cause, ReconcileEntry } from './reconcile-types.ts'
import type { Platform } from './usage.ts'

export interface Place {
  day: string
  model: string
  meter: Meter
}

export class Entries {
  readonly #platform: Platform
  readonly #entries = new Map<string, ReconcileEntry>()

  constructor(platform: Platform) {
    this.#platform = platform
  }

  at({ day, model, meter }: Place): ReconcileEntry {
    const key = `${day}|${meter}|${model}`
    let entry = this.#entries.get(key)
    if (entry === undefined) {
      entry = {
        platform: this.#platform, day, model, meter, computed: 0n, billed: 0n, billedList: 0n, causes: noCauses(),
        computedTokens: 0n, billedTokens: 0n, unpricedTokens: 0n,
      }
      this.#entries.set(key, entry)
    }
    return entry
  }

  post(place: Place, cause: Cause, amount: bigint): void {
    if (amount !== 0n) this.at(place).causes[cause] += amount
  }

  all(): ReconcileEntry[] {
    return [...this.#entries.values()]
  }
}

/** Fresh sums by cause. */
export function noCauses(): Record<Cause, bigint> {
  return {
    routePremium: 0n, cacheTtl: 0n, tier: 0n, promptBand: 0n, otherMeters: 0n, dayEdge: 0n, logGap: 0n, billGap: 0n, price: 0n,
    discount: 0n, rounding: 0n, unknown: 0n,
  }
}
