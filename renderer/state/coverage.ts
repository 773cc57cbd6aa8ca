// What the figures of a window rest on: how much is priced, attributed, and only a lower bound. Pure.
import { UNATTRIBUTED } from '../../src/core/surface-rules.ts'
import type { Figures, TotalsRow } from '../../src/api/contract/shapes.ts'
import { share } from '../format.ts'

export interface Coverage {
  /** Share of requests that are priced; of tokens where the evidence has no count. Null without usage. */
  priced: number | null
  unpricedRequests: number | null
  unpricedTokens: number
  /** Share of list cost that belongs to a surface. */
  attributed: number | null
  unattributedCost: bigint
  /** Share of list cost that is a lower bound. */
  lowerBound: number | null
  lowerBoundCost: bigint
}

export function tokenTotal(tokens: Figures['tokens']): number {
  return tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.output
}

export type Priceable = Pick<Figures, 'tokens' | 'unpricedTokens'>

/** How much of the tokens had no price, 0 to 1, in two periods whose costs cannot be compared. */
export interface PriceShift {
  now: number
  before: number
}

/** Below this, prices that came or went are too few to be what moved a cost. */
const LEAST_SHIFT = 0.005

/**
 * A cost that fell because usage lost its price, or rose because usage got one, did not change: null unless it is so.
 * A cost that rose although more of the usage has no price did rise.
 */
export function priceShift(
  change: number | null,
  now: readonly Priceable[],
  before: readonly Priceable[],
): PriceShift | null {
  const shift = { now: unpricedShare(now), before: unpricedShare(before) }
  const lost = shift.now - shift.before
  return change === null || Math.abs(lost) < LEAST_SHIFT || change > 0 === lost > 0 ? null : shift
}

function unpricedShare(figures: readonly Priceable[]): number {
  const all = figures.reduce((sum, { tokens }) => sum + tokenTotal(tokens), 0)
  return all === 0 ? 0 : figures.reduce((sum, { unpricedTokens }) => sum + unpricedTokens, 0) / all
}

/** Unknown parts never round up to all: 99.96 % is not 100.0 %. */
function notQuite(ratio: number): number {
  return ratio < 1 && ratio > 0.999 ? 0.999 : ratio
}

/** `rows` are grouped by surface. */
export function coverageOf(data: { rows: readonly TotalsRow[]; totals: Figures }): Coverage {
  const { totals } = data
  const cost = BigInt(totals.listCost ?? '0')
  const all = tokenTotal(totals.tokens)
  const unattributedCost = data.rows
    .filter((row) => (row.keys['surface'] ?? UNATTRIBUTED) === UNATTRIBUTED)
    .reduce((sum, row) => sum + BigInt(row.listCost ?? '0'), 0n)
  const lowerBoundCost = BigInt(totals.lowerBoundCost)
  const byRequests = totals.requests !== null && totals.requests > 0 && totals.unpricedRequests !== null
  const priced = byRequests
    ? 1 - (totals.unpricedRequests ?? 0) / (totals.requests ?? 1)
    : all === 0
      ? null
      : 1 - totals.unpricedTokens / all
  const attributed = share(cost - unattributedCost, cost)
  return {
    priced: priced === null ? null : notQuite(priced),
    unpricedRequests: totals.unpricedRequests,
    unpricedTokens: totals.unpricedTokens,
    attributed: attributed === null ? null : notQuite(attributed),
    unattributedCost,
    lowerBound: share(lowerBoundCost, cost),
    lowerBoundCost,
  }
}
