// What prompt caching saves and costs. Every price comes from the price point of the usage; no multipliers here.
import type { Pico } from './money.ts'
import type { Rates } from './price-book.ts'
import { promptSize } from './prompt-band.ts'
import type { TokenClass, TokenCounts } from './usage.ts'

/** Amounts in pico-USD. */
export interface CachingFigures {
  /** cacheRead x (input price - read price). */
  readSaving: Pico
  /** cacheWrite5m x (5m price - input price). */
  writePremium5m: Pico
  /** cacheWrite1h x (1h price - input price). */
  writePremium1h: Pico
  /** readSaving - writePremium5m - writePremium1h. May be negative. */
  netSaving: Pico
  /** Prompt size x input price + output x output price. Web searches are left out: caching does not touch them. */
  costWithoutCaching: Pico
}

export const NO_CACHING: CachingFigures = {
  readSaving: 0n, writePremium5m: 0n, writePremium1h: 0n, netSaving: 0n, costWithoutCaching: 0n,
}

/** Tokens x (a - b); 0 where either price is unknown, since nothing can then be said. */
function difference(tokens: number, a: bigint | null, b: bigint | null): Pico {
  return tokens === 0 || a === null || b === null ? 0n : BigInt(tokens) * (a - b)
}

/**
 * Caching figures of usage at one price point. Tokens of a class that has no price are left out of the saving and of
 * the cost without caching alike, so that cost + net saving = cost without caching always holds.
 */
export function cachingFigures(
  tokens: TokenCounts, rates: Rates, costByClass: Readonly<Record<TokenClass, Pico>>,
): CachingFigures {
  const readSaving = difference(tokens.cacheRead, rates.uncachedInput, rates.cacheRead)
  const writePremium5m = difference(tokens.cacheWrite5m, rates.cacheWrite5m, rates.uncachedInput)
  const writePremium1h = difference(tokens.cacheWrite1h, rates.cacheWrite1h, rates.uncachedInput)
  const netSaving = readSaving - writePremium5m - writePremium1h
  const cost = costByClass.uncachedInput + costByClass.cacheRead + costByClass.cacheWrite5m + costByClass.cacheWrite1h
    + costByClass.output
  return { readSaving, writePremium5m, writePremium1h, netSaving, costWithoutCaching: cost + netSaving }
}

/** Token hit rate: cacheRead / prompt tokens, over sums. Null without prompt tokens. */
export function hitRate(tokens: TokenCounts): number | null {
  const prompt = promptSize(tokens)
  return prompt === 0 ? null : tokens.cacheRead / prompt
}

/** Reuse: cacheRead / (cacheRead + cache writes). Null where nothing was cached. */
export function reuse(tokens: TokenCounts): number | null {
  const cached = tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
  return cached === 0 ? null : tokens.cacheRead / cached
}
