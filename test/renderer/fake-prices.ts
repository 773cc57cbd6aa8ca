// Round prices for the fake ledger, shaped as the contract gives them. Not the price list of the product.
import { parseRate } from '../../src/core/money.ts'
import { buildPriceBook, picoPerSearch } from '../../src/core/price-book.ts'
import type { PricePoint } from '../../src/api/contract/shapes.ts'
import type { Platform } from '../../src/core/usage.ts'

type Rates = PricePoint['usdPerMillionTokens']

/** USD per million tokens: input, read, 5m write, 1h write, output. */
function rates(
  ...[uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output]: [string, string, string, string, string]
): Rates {
  return { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output }
}

const GLOBAL: Readonly<Record<string, Rates>> = {
  'claude-opus-5-5': rates('4', '0.2', '5', '8', '20'),
  'claude-sonnet-5-5': rates('2', '0.1', '2.5', '4', '10'),
  'claude-haiku-5-5': rates('0.5', '0.025', '0.625', '1', '2.5'),
}
/** The geographic routes cost a tenth more. */
const GEO: Readonly<Record<string, Rates>> = {
  'claude-opus-5-5': rates('4.4', '0.22', '5.5', '8.8', '22'),
  'claude-sonnet-5-5': rates('2.2', '0.11', '2.75', '4.4', '11'),
  'claude-haiku-5-5': rates('0.55', '0.0275', '0.6875', '1.1', '2.75'),
}

function point(platform: Platform, routes: string[], entry: [string, Rates]): PricePoint {
  const [model, usdPerMillionTokens] = entry
  return {
    platform,
    routes,
    model,
    tier: 'standard',
    speed: 'standard',
    promptOver: 0,
    effectiveFrom: null,
    effectiveTo: null,
    usdPerMillionTokens,
    confidence: 'high',
    sources: ['https://example.com/prices'],
    checkedOn: '2026-11-19',
    note: null,
    override: false,
  }
}

const haikuOver: PricePoint = {
  ...point('bedrock', ['global'], ['claude-haiku-5-5', rates('1', '0.05', '1.25', '2', '5')]),
  promptOver: 100_000,
}

export const FAKE_POINTS: readonly PricePoint[] = [
  ...Object.entries(GLOBAL).map((entry) => point('anthropic', ['global'], entry)),
  ...Object.entries(GLOBAL).map((entry) => point('bedrock', ['global'], entry)),
  ...Object.entries(GEO).map((entry) => point('bedrock', ['geo-eu', 'geo-us'], entry)),
  haikuOver,
]

export const FAKE_MODELS = [
  {
    id: 'claude-opus-5-5',
    name: 'Claude Opus 5.5',
    family: 'opus',
    released: '2026-09-22',
    tokenizer: '4.7+' as const,
  },
  {
    id: 'claude-sonnet-5-5',
    name: 'Claude Sonnet 5.5',
    family: 'sonnet',
    released: '2026-09-22',
    tokenizer: '4.7+' as const,
  },
  {
    id: 'claude-haiku-5-5',
    name: 'Claude Haiku 5.5',
    family: 'haiku',
    released: '2026-10-01',
    tokenizer: '4.7+' as const,
  },
]

export const FAKE_FEES = [
  {
    platform: 'anthropic' as const,
    usdPerThousandSearches: '10',
    effectiveFrom: null,
    effectiveTo: null,
    sources: ['https://example.com/prices'],
    checkedOn: '2026-11-19',
    note: null,
  },
]

export const FAKE_BOOK = buildPriceBook(
  FAKE_POINTS.map((listed) => {
    const usd = listed.usdPerMillionTokens
    const rate = (text: string | null) => (text === null ? null : parseRate(text))
    return {
      ...listed,
      rates: {
        uncachedInput: rate(usd.uncachedInput),
        cacheRead: rate(usd.cacheRead),
        cacheWrite5m: rate(usd.cacheWrite5m),
        cacheWrite1h: rate(usd.cacheWrite1h),
        output: rate(usd.output),
      },
    }
  }),
  [],
  FAKE_FEES.map((fee) => ({ ...fee, picoPerSearch: picoPerSearch(fee.usdPerThousandSearches) })),
)
