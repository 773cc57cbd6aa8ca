// Adds up cells into the figures of a group. Amounts stay BigInt until the end; unknown stays unknown.
import { totalTokens, type CellCost } from './cost.ts'
import { sortAssumptions } from './price-class.ts'
import type { Assumption, TokenClass, TokenCounts, UsageCell } from './usage.ts'
import { TOKEN_CLASSES } from './usage.ts'

type CostClass = TokenClass | 'webSearches'

/** Figures of one group. Amounts are decimal strings of pico-USD, so that they survive JSON. */
export interface Figures {
  /** Null where some of the evidence has no count. */
  requests: number | null
  tokens: TokenCounts
  webSearches: number
  /** The priced part; null only if there is usage and none of it is priced. */
  listCost: string | null
  costByClass: Record<CostClass, string>
  /** Requests of which some tokens or searches have no price. */
  unpricedRequests: number | null
  unpricedTokens: number
  lowerBound: boolean
  lowerBoundCost: string
  assumptions: Assumption[]
  caching: {
    readSaving: string
    writePremium5m: string
    writePremium1h: string
    netSaving: string
    costWithoutCaching: string
  }
}

const plus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b)

/** A running sum of priced cells. */
export class FiguresSum {
  #requests: number | null = 0
  #unpricedRequests: number | null = 0
  #unpricedTokens = 0
  #webSearches = 0
  #hasUsage = false
  #hasPriced = false
  #lowerBound = false
  #lowerBoundCost = 0n
  #assumptions = new Set<Assumption>()
  #tokens: TokenCounts = { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 }
  #cost: Record<CostClass, bigint> = {
    uncachedInput: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n, webSearches: 0n,
  }
  #caching = { readSaving: 0n, writePremium5m: 0n, writePremium1h: 0n, netSaving: 0n, costWithoutCaching: 0n }

  add(cell: UsageCell, cost: CellCost): void {
    this.#requests = plus(this.#requests, cell.requests)
    this.#webSearches += cell.webSearches
    this.#unpricedTokens += cost.unpricedTokens
    if (cost.unpricedTokens > 0 || cost.unpricedSearches > 0) {
      this.#unpricedRequests = plus(this.#unpricedRequests, cell.requests)
    }
    if (totalTokens(cell.tokens) > 0 || cell.webSearches > 0) {
      this.#hasUsage = true
      if (cost.listCost !== null) this.#hasPriced = true
    }
    if (cost.lowerBound) this.#lowerBound = true
    this.#lowerBoundCost += cost.lowerBoundCost
    for (const assumption of cost.assumptions) this.#assumptions.add(assumption)
    this.#addAmounts(cell, cost)
  }

  #addAmounts(cell: UsageCell, cost: CellCost): void {
    for (const name of TOKEN_CLASSES) {
      this.#tokens[name] += cell.tokens[name]
      this.#cost[name] += cost.byClass[name]
    }
    this.#cost.webSearches += cost.webSearches
    this.#caching.readSaving += cost.caching.readSaving
    this.#caching.writePremium5m += cost.caching.writePremium5m
    this.#caching.writePremium1h += cost.caching.writePremium1h
    this.#caching.netSaving += cost.caching.netSaving
    this.#caching.costWithoutCaching += cost.caching.costWithoutCaching
  }

  /** In pico-USD; null only if there is usage and none of it is priced. */
  get listCost(): bigint | null {
    if (this.#hasUsage && !this.#hasPriced) return null
    const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output, webSearches } = this.#cost
    return uncachedInput + cacheRead + cacheWrite5m + cacheWrite1h + output + webSearches
  }

  toFigures(): Figures {
    const [cost, caching] = [this.#cost, this.#caching]
    return {
      requests: this.#requests,
      tokens: { ...this.#tokens },
      webSearches: this.#webSearches,
      listCost: this.listCost?.toString() ?? null,
      costByClass: {
        uncachedInput: String(cost.uncachedInput),
        cacheRead: String(cost.cacheRead),
        cacheWrite5m: String(cost.cacheWrite5m),
        cacheWrite1h: String(cost.cacheWrite1h),
        output: String(cost.output),
        webSearches: String(cost.webSearches),
      },
      unpricedRequests: this.#unpricedRequests,
      unpricedTokens: this.#unpricedTokens,
      lowerBound: this.#lowerBound,
      lowerBoundCost: String(this.#lowerBoundCost),
      assumptions: sortAssumptions(this.#assumptions),
      caching: {
        readSaving: String(caching.readSaving),
        writePremium5m: String(caching.writePremium5m),
        writePremium1h: String(caching.writePremium1h),
        netSaving: String(caching.netSaving),
        costWithoutCaching: String(caching.costWithoutCaching),
      },
    }
  }
}
