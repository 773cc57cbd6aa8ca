// Figures of the contract as the command line prints them: USD as exact decimals, keys in a fixed order.
import { formatUsdExact } from '../core/money.ts'
import { pico } from '../api/client.ts'
import type { Figures } from '../api/contract/shapes.ts'

export function usdOf(amount: string | null): string | null {
  return amount === null ? null : formatUsdExact(pico(amount))
}

export function reportFigures(figures: Figures) {
  return {
    requests: figures.requests,
    tokens: figures.tokens,
    webSearches: figures.webSearches,
    listCostUsd: usdOf(figures.listCost),
    unpricedRequests: figures.unpricedRequests,
    unpricedTokens: figures.unpricedTokens,
    lowerBound: figures.lowerBound,
    assumptions: figures.assumptions,
  }
}

/** Savings in USD; null where nothing is priced, since then nothing can be said. */
export function cacheFigures({ tokens, listCost, caching }: Figures) {
  const prompt = tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
  const known = (amount: bigint) => (listCost === null ? null : formatUsdExact(amount))
  return {
    hitRate: prompt === 0 ? null : tokens.cacheRead / prompt,
    netSavingUsd: known(pico(caching.netSaving)),
    readSavingUsd: known(pico(caching.readSaving)),
    writePremiumUsd: known(pico(caching.writePremium5m) + pico(caching.writePremium1h)),
    costWithoutCachingUsd: known(pico(caching.costWithoutCaching)),
    listCostUsd: usdOf(listCost),
  }
}
