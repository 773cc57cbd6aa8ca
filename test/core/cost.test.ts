import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priceCell, totalTokens } from '../../src/core/cost.ts'
import { formatUsdExact } from '../../src/core/money.ts'
import type { PriceClass, TokenCounts, UsageCell } from '../../src/core/usage.ts'
import { listPriceBook, pricePoints } from '../../src/prices/load-prices.ts'
import { cell, tokens, type Usage } from './builders.ts'

const book = listPriceBook()
const costOf = (some: UsageCell) => priceCell(some, book)
const usd = (priceClass: Partial<PriceClass> & { model: string }, usage: Usage): string | null => {
  const { listCost } = costOf(cell(priceClass, usage))
  return listCost === null ? null : formatUsdExact(listCost)
}

const V1: Partial<TokenCounts> = { uncachedInput: 1200, cacheWrite5m: 8000, cacheRead: 40_000, output: 900 }

describe('list cost of worked requests on the Anthropic API', () => {
  it('prices every token class of a request at its own rate', () => {
    // 1200 x 4 + 8000 x 5 + 40000 x 0.20 + 900 x 20 = 4800 + 40000 + 8000 + 18000 = 70800 USD per million tokens
    expect(usd({ model: 'claude-opus-5-5' }, { tokens: V1 })).toBe('0.0708')
  })

  it('halves a batch and raises US residency by a tenth', () => {
    // (10000 x 3 + 2000 x 15) x 0.5 x 1.1 = 60000 x 0.55 = 33000
    expect(usd({ model: 'claude-sonnet-4-6', tier: 'batch', route: 'us' }, { tokens: { uncachedInput: 10_000, output: 2000 } })).toBe('0.033')
  })

  it('prices Haiku 5.5 at the small rate up to exactly 100,000 prompt tokens', () => {
    // 2000 x 0.10 + 8000 x 0.125 + 90000 x 0.01 + 1000 x 0.50 = 200 + 1000 + 900 + 500 = 2600
    const at = { uncachedInput: 2000, cacheWrite5m: 8000, cacheRead: 90_000, output: 1000 }
    expect(usd({ model: 'claude-haiku-5-5' }, { tokens: at })).toBe('0.0026')
  })

  it('prices the whole request at five times one token later', () => {
    // 2001 x 0.50 + 8000 x 0.625 + 90000 x 0.05 + 1000 x 2.50 = 1000.5 + 5000 + 4500 + 2500 = 13000.5
    const over = { uncachedInput: 2001, cacheWrite5m: 8000, cacheRead: 90_000, output: 1000 }
    expect(usd({ model: 'claude-haiku-5-5' }, { tokens: over })).toBe('0.0130005')
  })

  it('applies the long-context premium of its time to all tokens', () => {
    // prompt 210,000 > 200,000: 10000 x 6 + 10000 x 7.5 + 190000 x 0.6 + 2000 x 22.5 = 60000 + 75000 + 114000 + 45000
    const long = { uncachedInput: 10_000, cacheWrite5m: 10_000, cacheRead: 190_000, output: 2000 }
    expect(usd({ model: 'claude-sonnet-4-5-20250929' }, { on: '2026-01-15', tokens: long })).toBe('0.294')
  })

  it('prices fast mode from its own point', () => {
    // 1000 x 10 + 20000 x 1 + 500 x 50 = 10000 + 20000 + 25000
    expect(usd({ model: 'claude-opus-5', speed: 'fast' }, { tokens: { uncachedInput: 1000, cacheRead: 20_000, output: 500 } })).toBe('0.055')
  })

  it('adds web searches at one cent each, without the residency premium', () => {
    // 70800 x 1.1 = 77880, and 3 x 0.01 USD
    expect(usd({ model: 'claude-opus-5-5', route: 'us' }, { tokens: V1, webSearches: 3 })).toBe('0.10788')
  })

  it('keeps 5 minute and 1 hour writes apart', () => {
    // 500 x 8 + 2000 x 10 + 10000 x 16 + 60000 x 0.20 + 1500 x 40 = 4000 + 20000 + 160000 + 12000 + 60000
    const both = { uncachedInput: 500, cacheWrite5m: 2000, cacheWrite1h: 10_000, cacheRead: 60_000, output: 1500 }
    expect(usd({ model: 'claude-fable-5-2' }, { tokens: both })).toBe('0.256')
  })

  it('adds compaction passes to the request', () => {
    // 203000 x 5 + 4500 x 25 = 1015000 + 112500
    expect(usd({ model: 'claude-opus-5' }, { tokens: { uncachedInput: 203_000, output: 4500 } })).toBe('1.1275')
  })

  it('prices an advisor pass at the model that ran it', () => {
    // 5000 x 2 + 800 x 10 = 18000, and 12000 x 4 + 300 x 20 = 54000
    const own = costOf(cell({ model: 'claude-sonnet-5-5' }, { tokens: { uncachedInput: 5000, output: 800 } }))
    const advisor = costOf(cell({ model: 'claude-opus-5-5' }, { tokens: { uncachedInput: 12_000, output: 300 } }))
    expect(formatUsdExact((own.listCost ?? 0n) + (advisor.listCost ?? 0n))).toBe('0.072')
  })

  it.each([['2026-10-06', '0.2'], ['2026-10-07', '0.1']])('takes the price of the UTC day: %s', (on, expected) => {
    expect(usd({ model: 'claude-sonnet-5-5' }, { on, tokens: { cacheRead: 1_000_000 } })).toBe(expected)
  })

  it('takes published prices where no multiple fits them', () => {
    // 1000 x 0.25 + 3000 x 0.30 + 4000 x 0.03 + 200 x 1.25 = 250 + 900 + 120 + 250
    const small = { uncachedInput: 1000, cacheWrite5m: 3000, cacheRead: 4000, output: 200 }
    expect(usd({ model: 'claude-3-haiku-20240307' }, { on: '2025-05-01', tokens: small })).toBe('0.00152')
  })
})

describe('the same requests on Bedrock', () => {
  const bedrock = { platform: 'bedrock' as const }

  it.each([['global', '0.0708'], ['geo-us', '0.07788'], ['geo-eu', '0.07788'], ['geo-ca', '0.07788'], ['region', '0.07788']])(
    'prices the route %s', (route, expected) => {
      // 70800 on global; x 1.1 = 77880 on every other route of a model from 4.5 on
      expect(usd({ ...bedrock, route, model: 'claude-opus-5-5' }, { tokens: V1 })).toBe(expected)
    })

  it('halves input and output of a batch and has no price for cached tokens in one', () => {
    // (10000 x 3.3 + 2000 x 16.5) x 0.5 = 33000
    expect(usd({ ...bedrock, route: 'geo-us', tier: 'batch', model: 'claude-sonnet-4-6' }, { tokens: { uncachedInput: 10_000, output: 2000 } })).toBe('0.033')
    const cached = costOf(cell({ ...bedrock, route: 'geo-us', tier: 'batch', model: 'claude-sonnet-4-6' }, { tokens: { uncachedInput: 10_000, cacheRead: 500, output: 2000 } }))
    expect(cached.unpricedTokens).toBe(500)
    expect(formatUsdExact(cached.listCost ?? 0n)).toBe('0.033')
  })

  it.each([
    // 200 + 1000 + 900 + 500 = 2600 as on direct; x 1.1
    ['global', 2000, '0.0026'], ['geo-eu', 2000, '0.00286'],
    // one token over 100,000: 13000.5, and x 1.1 = 14300.55
    ['global', 2001, '0.0130005'], ['geo-eu', 2001, '0.01430055'],
  ])('tiers Haiku 5.5 on %s with %i uncached tokens', (route, uncachedInput, expected) => {
    expect(usd({ ...bedrock, route, model: 'claude-haiku-5-5' }, { tokens: { uncachedInput, cacheWrite5m: 8000, cacheRead: 90_000, output: 1000 } })).toBe(expected)
  })

  it('has one price on every route for models before 4.5', () => {
    // 1000 x 3 + 1000 x 15 = 18000
    for (const route of ['global', 'geo-us', 'geo-apac', 'region']) {
      expect(usd({ ...bedrock, route, model: 'claude-sonnet-4-20250514' }, { on: '2025-07-01', tokens: { uncachedInput: 1000, output: 1000 } })).toBe('0.018')
    }
  })

  it('prices GovCloud at 1.2 times the list', () => {
    // (1000 x 3 + 1000 x 15) x 1.2 = 21600
    expect(usd({ ...bedrock, route: 'us-gov', model: 'claude-sonnet-4-5-20250929' }, { tokens: { uncachedInput: 1000, output: 1000 } })).toBe('0.0216')
  })

  it('does not price web searches, which exist only on direct', () => {
    const cost = costOf(cell({ ...bedrock, model: 'claude-opus-5-5' }, { tokens: { output: 100 }, webSearches: 2 }))
    expect(cost).toMatchObject({ webSearches: 0n, unpricedSearches: 2 })
  })
})

describe('what has no price', () => {
  it.each([
    ['an unknown model', { model: 'claude-opus-9' }, /No price is known for the model claude-opus-9/],
    ['a model without a published price', { model: 'claude-mythos-preview' }, /No price is known/],
    ['an unknown route', { model: 'claude-opus-5-5', platform: 'bedrock' as const, route: 'unknown' }, /route on Bedrock is not known/],
    ['residency of a model that has none', { model: 'claude-haiku-4-5-20251001', route: 'us' }, /route us/],
    ['the flex tier', { model: 'claude-opus-5-5', tier: 'flex' }, /flex tier/],
    ['the priority tier of Bedrock', { model: 'claude-opus-5-5', platform: 'bedrock' as const, tier: 'priority' }, /priority tier/],
    ['fast mode of a model without it', { model: 'claude-sonnet-5-5', speed: 'fast' }, /fast speed/],
    ['a platform without a list', { model: 'claude-opus-5-5', platform: 'foundry' as const }, /on Foundry/],
  ])('leaves %s unpriced and says why', (_, priceClass, why) => {
    const cost = costOf(cell(priceClass, { tokens: { uncachedInput: 7, output: 3 } }))
    expect(cost.listCost).toBeNull()
    expect(cost.unpricedTokens).toBe(10)
    expect(cost.match).toMatchObject({ kind: 'unpriced', why: expect.stringMatching(why) })
  })

  it('costs nothing, and is not unpriced, where nothing was used', () => {
    expect(costOf(cell({ model: 'claude-opus-9' }))).toMatchObject({ listCost: 0n, unpricedTokens: 0 })
  })

  it('still prices the web searches of an unknown model', () => {
    expect(usd({ model: 'claude-opus-9' }, { tokens: { output: 5 }, webSearches: 4 })).toBe('0.04')
  })

  it('leaves only the classes without a rate unpriced', () => {
    // Sonnet 4 on Bedrock has no 1 hour writes: 1000 x 3 is priced, the 400 writes are not
    const cost = costOf(cell({ platform: 'bedrock', model: 'claude-sonnet-4-20250514' }, { on: '2025-07-01', tokens: { uncachedInput: 1000, cacheWrite1h: 400 } }))
    expect(formatUsdExact(cost.listCost ?? 0n)).toBe('0.003')
    expect(cost.unpricedTokens).toBe(400)
  })
})

describe('what a cost rests on', () => {
  const haiku = { model: 'claude-haiku-5-5', promptOver: 0, promptUpTo: 200_000 }

  it('is a lower bound where a threshold lies inside the range an aggregate covers', () => {
    // 1,000,000 x 0.10
    const cost = costOf(cell(haiku, { tokens: { uncachedInput: 1_000_000 } }))
    expect(cost).toMatchObject({ lowerBound: true, lowerBoundCost: 100_000_000_000n, listCost: 100_000_000_000n })
  })

  it('is exact where the range lies wholly above, or ends at, the threshold', () => {
    const above = costOf(cell({ ...haiku, promptOver: 200_000, promptUpTo: 1_000_000 }, { tokens: { uncachedInput: 1_000_000 } }))
    expect(above).toMatchObject({ lowerBound: false, listCost: 500_000_000_000n })
    const below = costOf(cell({ ...haiku, promptUpTo: 100_000 }, { tokens: { uncachedInput: 1_000_000 } }))
    expect(below).toMatchObject({ lowerBound: false, listCost: 100_000_000_000n })
  })

  it('is exact where the threshold does not hold on that day', () => {
    const after = { on: '2026-04-30', tokens: { uncachedInput: 10 } }
    expect(costOf(cell({ model: 'claude-sonnet-4-5-20250929', promptUpTo: null }, after)).lowerBound).toBe(false)
    expect(costOf(cell({ model: 'claude-sonnet-4-5-20250929', promptUpTo: null }, { ...after, on: '2026-04-29' })).lowerBound).toBe(true)
  })

  it('marks cache writes of unknown lifetime, and only them, as a lower bound', () => {
    const unknownSplit = { model: 'claude-opus-5-5', assumptions: ['write-split' as const] }
    const withWrites = costOf(cell(unknownSplit, { tokens: V1 }))
    expect(withWrites).toMatchObject({ lowerBound: true, assumptions: ['write-split'] })
    // 8000 x 5
    expect(withWrites.lowerBoundCost).toBe(40_000_000_000n)
    expect(costOf(cell(unknownSplit, { tokens: { output: 9 } }))).toMatchObject({ lowerBound: false, assumptions: [], lowerBoundCost: 0n })
  })

  it('flags an uncertain price', () => {
    const launch = costOf(cell({ model: 'claude-3-5-haiku-20241022' }, { on: '2024-11-20', tokens: { uncachedInput: 1_000_000 } }))
    expect(launch).toMatchObject({ listCost: 1_000_000_000_000n, assumptions: ['price'] })
  })

  it('shows priority requests at the standard list price and says so', () => {
    const cost = costOf(cell({ model: 'claude-opus-5-5', tier: 'priority' }, { tokens: V1 }))
    expect(cost).toMatchObject({ listCost: 70_800_000_000n, assumptions: ['priority'] })
  })
})

describe('caching', () => {
  it('saves what reads cost less than input, minus what writes cost more', () => {
    // 40000 x (4 - 0.20) = 152000; 8000 x (5 - 4) = 8000
    const { caching } = costOf(cell({ model: 'claude-opus-5-5' }, { tokens: V1 }))
    expect(formatUsdExact(caching.readSaving)).toBe('0.152')
    expect(formatUsdExact(caching.writePremium5m)).toBe('0.008')
    expect(formatUsdExact(caching.netSaving)).toBe('0.144')
    // (1200 + 8000 + 40000) x 4 + 900 x 20 = 214800
    expect(formatUsdExact(caching.costWithoutCaching)).toBe('0.2148')
  })

  it('counts the premium of both kinds of writes', () => {
    // 60000 x (8 - 0.20) = 468000; 2000 x 2 + 10000 x 8 = 84000
    const both = { uncachedInput: 500, cacheWrite5m: 2000, cacheWrite1h: 10_000, cacheRead: 60_000, output: 1500 }
    const { caching } = costOf(cell({ model: 'claude-fable-5-2' }, { tokens: both }))
    expect(formatUsdExact(caching.netSaving)).toBe('0.384')
    expect(formatUsdExact(caching.writePremium1h)).toBe('0.08')
  })

  it('is negative where writes were never read', () => {
    const { caching } = costOf(cell({ model: 'claude-opus-5-5' }, { tokens: { cacheWrite5m: 8000 } }))
    expect(formatUsdExact(caching.netSaving)).toBe('-0.008')
  })

  it('uses the rates of the same route, tier and speed', () => {
    // batch and US: 0.144 x 0.5 x 1.1
    const { caching } = costOf(cell({ model: 'claude-opus-5-5', tier: 'batch', route: 'us' }, { tokens: V1 }))
    expect(formatUsdExact(caching.netSaving)).toBe('0.0792')
  })

  const count = fc.integer({ min: 0, max: 10_000_000 })
  const anyTokens = fc.record({ uncachedInput: count, cacheRead: count, cacheWrite5m: count, cacheWrite1h: count, output: count })

  it('always accounts for the whole: token cost + net saving = cost without caching', () => {
    fc.assert(fc.property(fc.constantFrom(...pricePoints()), anyTokens, (point, counts) => {
      const priced = costOf(cell(
        { platform: point.platform, route: point.routes[0] ?? '', model: point.model, tier: point.tier, speed: point.speed, promptOver: point.promptOver },
        { on: point.effectiveFrom ?? point.effectiveTo ?? '2026-11-15', tokens: counts },
      ))
      expect((priced.listCost ?? 0n) + priced.caching.netSaving).toBe(priced.caching.costWithoutCaching)
    }))
  })

  it('costs nothing more or less than prompt x input + output x output where every class is priced', () => {
    fc.assert(fc.property(anyTokens, (counts) => {
      const { caching } = costOf(cell({ model: 'claude-opus-5-5' }, { tokens: counts }))
      const prompt = BigInt(totalTokens(tokens(counts)) - counts.output)
      expect(caching.costWithoutCaching).toBe(prompt * 4_000_000n + BigInt(counts.output) * 20_000_000n)
    }))
  })
})
