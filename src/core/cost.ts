// The list cost of usage: tokens x the price of the day, plus web searches. What has no price is unpriced, never zero.
import { cachingFigures, NO_CACHING, type CachingFigures } from './caching.ts'
import type { Pico } from './money.ts'
import { isPriorityAtList, type PriceBook, type PriceMatch, type Rates } from './price-book.ts'
import { sortAssumptions } from './price-class.ts'
import { TOKEN_CLASSES, type Assumption, type TokenClass, type TokenCounts, type UsageCell } from './usage.ts'

/** What one cell costs, in pico-USD, and how well that is known. */
export interface CellCost {
  /** The price point, or why there is none. */
  match: PriceMatch
  /** 0 where a class has no price; see `unpricedTokens`. */
  byClass: Readonly<Record<TokenClass, Pico>>
  webSearches: Pico
  /** The priced part. Null only if there is usage and none of it is priced. */
  listCost: Pico | null
  unpricedTokens: number
  unpricedSearches: number
  lowerBound: boolean
  /** The part of the list cost that is a lower bound. */
  lowerBoundCost: Pico
  assumptions: readonly Assumption[]
  caching: CachingFigures
}

const NOTHING: Readonly<Record<TokenClass, Pico>> = {
  uncachedInput: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n,
}

export function totalTokens(tokens: TokenCounts): number {
  return tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.output
}

interface PricedTokens {
  byClass: Readonly<Record<TokenClass, Pico>>
  sum: Pico
  unpriced: number
}

function priceTokens(tokens: TokenCounts, rates: Rates): PricedTokens {
  const byClass = { ...NOTHING }
  let [sum, unpriced] = [0n, 0]
  for (const name of TOKEN_CLASSES) {
    const rate = rates[name]
    if (rate === null) {
      unpriced += tokens[name]
    } else if (tokens[name] !== 0) {
      byClass[name] = rate * BigInt(tokens[name])
      sum += byClass[name]
    }
  }
  return { byClass, sum, unpriced }
}

/** Assumptions of a cell: those it came with, as far as they bear on it, and those of its price. */
function assumptionsOf(cell: UsageCell, match: PriceMatch): Assumption[] {
  const writes = cell.tokens.cacheWrite5m + cell.tokens.cacheWrite1h
  const held = new Set(cell.priceClass.assumptions)
  if (writes === 0) held.delete('write-split')
  if (match.kind === 'priced' && totalTokens(cell.tokens) > 0) {
    if (match.point.confidence === 'low') held.add('price')
    if (isPriorityAtList(cell.priceClass)) held.add('priority')
  }
  return sortAssumptions(held)
}

/** The list cost of one cell, from the prices of its own UTC day. */
export function priceCell(cell: UsageCell, book: PriceBook): CellCost {
  const match = book.find(cell.priceClass, cell.utcDay)
  const all = totalTokens(cell.tokens)
  const priced = match.kind === 'priced'
    ? priceTokens(cell.tokens, match.point.rates)
    : { byClass: NOTHING, sum: 0n, unpriced: all }
  const fee = cell.webSearches === 0 ? null : book.searchFee(cell.priceClass.platform, cell.utcDay)
  const webSearches = fee === null ? 0n : fee * BigInt(cell.webSearches)
  const hasUsage = all > 0 || cell.webSearches > 0
  const somePriced = priced.unpriced < all || fee !== null
  const assumptions = assumptionsOf(cell, match)
  const bandUnknown = match.kind === 'priced' && match.lowerBound && all > 0
  const splitUnknown = assumptions.includes('write-split') && match.kind === 'priced'
  return {
    match,
    byClass: priced.byClass,
    webSearches,
    listCost: hasUsage && !somePriced ? null : priced.sum + webSearches,
    unpricedTokens: priced.unpriced,
    unpricedSearches: fee === null ? cell.webSearches : 0,
    lowerBound: bandUnknown || splitUnknown,
    lowerBoundCost: bandUnknown ? priced.sum : splitUnknown ? priced.byClass.cacheWrite5m : 0n,
    assumptions,
    caching: match.kind === 'priced' ? cachingFigures(cell.tokens, match.point.rates, priced.byClass) : NO_CACHING,
  }
}
