// Builds usage for tests of the core: everything at its most ordinary unless a test says otherwise.
import type { PriceClass, TokenCounts, UsageCell } from '../../src/core/usage.ts'
import { promptBand, promptSize } from '../../src/core/prompt-band.ts'

export const NO_TOKENS: TokenCounts = { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 }

export function tokens(some: Partial<TokenCounts>): TokenCounts {
  return { ...NO_TOKENS, ...some }
}

export interface Usage {
  on?: string
  tokens?: Partial<TokenCounts>
  webSearches?: number
  requests?: number | null
}

/** One request's worth of usage; its band follows from its tokens unless the class says otherwise. */
export function cell(some: Partial<PriceClass> & { model: string }, usage: Usage = {}): UsageCell {
  const counts = tokens(usage.tokens ?? {})
  const band = promptBand(promptSize(counts))
  return {
    priceClass: {
      platform: 'anthropic', route: 'global', tier: 'standard', speed: 'standard', promptOver: band.over, promptUpTo: band.upTo,
      assumptions: [], ...some,
    },
    utcDay: usage.on ?? '2026-11-15',
    tokens: counts,
    webSearches: usage.webSearches ?? 0,
    requests: usage.requests === undefined ? 1 : usage.requests,
  }
}
