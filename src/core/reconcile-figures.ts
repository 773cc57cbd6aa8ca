// Adds entries of a reconciliation up to the figures of a group. Sums only: grouping changes no amount. Pure.
import { noCauses } from './reconcile-entries.ts'
import { CAUSES, type Cause, type ReconcileEntry } from './reconcile-types.ts'

/** Amounts are decimal strings of pico-USD. Computed + residual = billed, and the residual is the sum of the causes. */
export interface ReconcileFigures {
  computed: string
  billed: string
  billedList: string | null
  residual: string
  causes: Record<Cause, string>
  computedTokens: number
  billedTokens: number | null
  unpricedTokens: number
}

export class ReconcileSum {
  #computed = 0n
  #billed = 0n
  #billedList: bigint | null = 0n
  readonly #causes = noCauses()
  #computedTokens = 0n
  #billedTokens: bigint | null = 0n
  #unpricedTokens = 0n

  add(entry: ReconcileEntry): void {
    this.#computed += entry.computed
    this.#billed += entry.billed
    this.#billedList = plus(this.#billedList, entry.billedList)
    this.#computedTokens += entry.computedTokens
    this.#billedTokens = plus(this.#billedTokens, entry.billedTokens)
    this.#unpricedTokens += entry.unpricedTokens
    for (const cause of CAUSES) this.#causes[cause] += entry.causes[cause]
  }

  toFigures(): ReconcileFigures {
    const causes = this.#causes
    return {
      computed: String(this.#computed),
      billed: String(this.#billed),
      billedList: this.#billedList?.toString() ?? null,
      residual: String(this.#billed - this.#computed),
      causes: {
        routePremium: String(causes.routePremium), cacheTtl: String(causes.cacheTtl), tier: String(causes.tier),
        promptBand: String(causes.promptBand), otherMeters: String(causes.otherMeters), dayEdge: String(causes.dayEdge),
        logGap: String(causes.logGap), billGap: String(causes.billGap), price: String(causes.price),
        discount: String(causes.discount), rounding: String(causes.rounding), unknown: String(causes.unknown),
      },
      computedTokens: Number(this.#computedTokens),
      billedTokens: this.#billedTokens === null ? null : Number(this.#billedTokens),
      unpricedTokens: Number(this.#unpricedTokens),
    }
  }
}

const plus = (a: bigint | null, b: bigint | null): bigint | null => (a === null || b === null ? null : a + b)
