import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { modelFacts, MODELS } from '../../src/core/model-catalogue.ts'
import { formatRate } from '../../src/core/money.ts'
import type { PricePoint } from '../../src/core/price-book.ts'
import { PROMPT_CUTS } from '../../src/core/prompt-band.ts'
import { TOKEN_CLASSES, type PriceClass } from '../../src/core/usage.ts'
import { checkPoints } from '../../src/prices/check-points.ts'
import { priceFile } from '../../src/prices/price-file.ts'
import { listPriceBook, pricePoints, readPriceFile, searchFees } from '../../src/prices/load-prices.ts'

const book = listPriceBook()

type Asked = Partial<PriceClass> & { model: string }

function pointOf(asked: Asked, on: string): PricePoint | null {
  const match = book.find({
    platform: 'anthropic', route: 'global', tier: 'standard', speed: 'standard', promptOver: 0, promptUpTo: 1, assumptions: [], ...asked,
  }, on)
  return match.kind === 'priced' ? match.point : null
}

/** input, output, 5 minute write, 1 hour write, read: the order of the published table. */
function row(asked: Asked, on: string): string | null {
  const rates = pointOf(asked, on)?.rates
  if (rates === undefined) return null
  const { uncachedInput, output, cacheWrite5m, cacheWrite1h, cacheRead } = rates
  return [uncachedInput, output, cacheWrite5m, cacheWrite1h, cacheRead].map((rate) => (rate === null ? '-' : formatRate(rate))).join(' ')
}

const NOW = '2026-11-22'

// https://platform.claude.com/docs/en/about-claude/pricing (2026-08-21), and the catalogue of Claude Code 2.1.330
describe('standard prices of the Anthropic API', () => {
  it.each([
    ['claude-fable-5-2', NOW, '8 40 10 16 0.2'],
    ['claude-mythos-5-2', NOW, '8 40 10 16 0.2'],
    ['claude-fable-5-1', NOW, '10 50 12.5 20 0.25'],
    ['claude-mythos-5-1', NOW, '10 50 12.5 20 0.25'],
    ['claude-fable-5', NOW, '10 50 12.5 20 1'],
    ['claude-mythos-5', NOW, '10 50 12.5 20 1'],
    ['claude-opus-5-5', NOW, '4 20 5 8 0.2'],
    ['claude-opus-5', NOW, '5 25 6.25 10 0.5'],
    ['claude-opus-4-8', NOW, '5 25 6.25 10 0.5'],
    ['claude-opus-4-7', NOW, '5 25 6.25 10 0.5'],
    ['claude-opus-4-6', NOW, '5 25 6.25 10 0.5'],
    ['claude-opus-4-5-20251101', NOW, '5 25 6.25 10 0.5'],
    ['claude-opus-4-1-20250805', '2026-08-01', '15 75 18.75 30 1.5'],
    ['claude-opus-4-20250514', '2026-06-01', '15 75 18.75 30 1.5'],
    ['claude-3-opus-20240229', '2025-06-01', '15 75 18.75 30 1.5'],
    ['claude-sonnet-5-5', '2026-10-06', '2 10 2.5 4 0.2'],
    ['claude-sonnet-5-5', '2026-10-07', '2 10 2.5 4 0.1'],
    ['claude-sonnet-5', '2026-09-01', '2 10 2.5 4 0.2'],
    ['claude-sonnet-4-6', NOW, '3 15 3.75 6 0.3'],
    ['claude-sonnet-4-5-20250929', NOW, '3 15 3.75 6 0.3'],
    ['claude-sonnet-4-20250514', '2026-06-01', '3 15 3.75 6 0.3'],
    ['claude-3-7-sonnet-20250219', '2025-06-01', '3 15 3.75 6 0.3'],
    ['claude-3-5-sonnet-20241022', '2025-06-01', '3 15 3.75 6 0.3'],
    ['claude-3-5-sonnet-20240620', '2025-06-01', '3 15 3.75 6 0.3'],
    ['claude-3-sonnet-20240229', '2025-06-01', '3 15 - - -'],
    ['claude-haiku-5-5', NOW, '0.1 0.5 0.125 0.2 0.01'],
    ['claude-haiku-4-5-20251001', NOW, '1 5 1.25 2 0.1'],
    ['claude-3-5-haiku-20241022', '2025-06-01', '0.8 4 1 1.6 0.08'],
    ['claude-3-5-haiku-20241022', '2024-12-02', '1 5 1.25 2 0.1'],
    ['claude-3-haiku-20240307', '2025-06-01', '0.25 1.25 0.3 0.5 0.03'],
    ['claude-2.1', '2024-06-01', '8 24 - - -'],
    ['claude-2.0', '2024-06-01', '8 24 - - -'],
    ['claude-instant-1.2', '2024-06-01', '0.8 2.4 - - -'],
  ])('%s on %s', (model, on, expected) => {
    expect(row({ model }, on)).toBe(expected)
  })

  it('has no price for the one model that publishes none', () => {
    expect(MODELS.filter(({ id }) => !pricePoints().some(({ model, platform }) => model === id && platform === 'anthropic')).map(({ id }) => id))
      .toEqual(['claude-mythos-preview'])
  })

  it('keeps the price after a model was retired: only a new price ends one', () => {
    expect(row({ model: 'claude-opus-4-1-20250805' }, NOW)).toBe('15 75 18.75 30 1.5')
  })
})

describe('long prompts', () => {
  const over = (promptOver: number) => ({ promptOver, promptUpTo: null })
  it.each([
    ['claude-sonnet-4-20250514', 200_000, '2025-08-11', '3 15 3.75 6 0.3'],
    ['claude-sonnet-4-20250514', 200_000, '2025-08-12', '6 22.5 7.5 12 0.6'],
    ['claude-sonnet-4-20250514', 200_000, '2026-04-29', '6 22.5 7.5 12 0.6'],
    ['claude-sonnet-4-20250514', 200_000, '2026-04-30', '3 15 3.75 6 0.3'],
    ['claude-sonnet-4-5-20250929', 200_000, '2025-09-29', '6 22.5 7.5 12 0.6'],
    ['claude-sonnet-4-6', 200_000, '2026-03-12', '6 22.5 7.5 12 0.6'],
    ['claude-sonnet-4-6', 200_000, '2026-03-13', '3 15 3.75 6 0.3'],
    ['claude-opus-4-6', 200_000, '2026-03-12', '10 37.5 12.5 20 1'],
    ['claude-opus-4-6', 200_000, '2026-03-13', '5 25 6.25 10 0.5'],
    ['claude-haiku-5-5', 100_000, '2026-10-07', '0.5 2.5 0.625 1 0.05'],
    ['claude-haiku-5-5', 76_923, '2026-10-07', '0.1 0.5 0.125 0.2 0.01'],
  ])('%s over %i tokens on %s', (model, promptOver, on, expected) => {
    expect(row({ model, ...over(promptOver) }, on)).toBe(expected)
  })

  it('has thresholds only where prompts are cut, so that a band of requests never straddles one', () => {
    const thresholds = new Set(pricePoints().map(({ promptOver }) => promptOver))
    expect([...thresholds].filter((threshold) => threshold !== 0 && !PROMPT_CUTS.includes(threshold))).toEqual([])
  })
})

// https://code.claude.com/docs/en/fast-mode (2026-11)
describe('fast mode', () => {
  it.each([
    ['claude-fable-5-2', '2026-11-09', '16 80 20 32 0.4'],
    ['claude-mythos-5-2', '2026-11-09', '16 80 20 32 0.4'],
    ['claude-opus-5-5', '2026-09-22', '8 40 10 16 0.4'],
    ['claude-opus-5', '2026-07-24', '10 50 12.5 20 1'],
    ['claude-opus-4-8', '2026-11-29', '10 50 12.5 20 1'],
    ['claude-opus-4-8', '2026-11-30', null],
    ['claude-opus-4-7', '2026-05-11', null],
    ['claude-opus-4-7', '2026-05-12', '30 150 37.5 60 3'],
    ['claude-opus-4-7', '2026-07-24', null],
    ['claude-opus-4-6', '2026-06-28', '30 150 37.5 60 3'],
    ['claude-opus-4-6', '2026-06-29', null],
  ])('%s on %s', (model, on, expected) => {
    expect(row({ model, speed: 'fast' }, on)).toBe(expected)
  })

  it('costs a tenth more in the US, and is not sold in batch', () => {
    expect(row({ model: 'claude-opus-5-5', speed: 'fast', route: 'us' }, NOW)).toBe('8.8 44 11 17.6 0.44')
    expect(pricePoints().filter(({ speed, tier }) => speed === 'fast' && tier === 'batch')).toEqual([])
  })
})

describe('rules that the published tables keep', () => {
  const standardNow = pricePoints().filter(({ effectiveTo, promptOver, tier }) => effectiveTo === null && promptOver === 0 && tier === 'standard')
  const times = (rate: bigint | null, tenths: bigint) => (rate === null ? null : (rate * tenths) / 10n)
  const from45 = (model: string) => (modelFacts(model)?.released ?? '') >= '2025-09-29'

  it('halves every token price in batch on direct', () => {
    for (const point of pricePoints().filter(({ platform, tier }) => platform === 'anthropic' && tier === 'batch')) {
      const standard = pointOf({ ...point, route: point.routes[0] ?? '', tier: 'standard' }, point.effectiveFrom ?? NOW)
      for (const name of TOKEN_CLASSES) expect(times(point.rates[name], 20n)).toBe(standard?.rates[name])
    }
  })

  it('raises US residency by a tenth on direct, for models from 4.6 on only', () => {
    const us = standardNow.filter(({ platform, routes }) => platform === 'anthropic' && routes.includes('us'))
    expect(us.length).toBeGreaterThan(10)
    for (const point of us) {
      const global = pointOf({ ...point, route: 'global' }, NOW)
      for (const name of TOKEN_CLASSES) expect(point.rates[name]).toBe(times(global?.rates[name] ?? null, 11n))
    }
    expect(us.every(({ model }) => (modelFacts(model)?.released ?? '') >= '2026-02-05')).toBe(true)
  })

  it('prices Bedrock global as direct, and every other route a tenth higher from 4.5 on, GovCloud a fifth', () => {
    for (const point of standardNow.filter(({ platform }) => platform === 'bedrock')) {
      const direct = pointOf({ model: point.model, route: 'global' }, NOW)
      const govCloud = point.routes.includes('us-gov')
      const tenths = govCloud ? 12n : point.routes.includes('global') || !from45(point.model) ? 10n : 11n
      for (const name of TOKEN_CLASSES) {
        // Bedrock has no 1 hour writes, and no caching at all, on some older models.
        if (point.rates[name] !== null) expect(point.rates[name]).toBe(times(direct?.rates[name] ?? null, tenths))
        else expect(from45(point.model)).toBe(false)
      }
    }
  })

  it('has every geography for each Bedrock model from 4.5 on', () => {
    const models = MODELS.filter(({ id, bedrockId }) => bedrockId !== null && from45(id))
    for (const { id } of models) {
      for (const geo of ['us', 'eu', 'apac', 'jp', 'au', 'in', 'ca']) {
        expect(pointOf({ platform: 'bedrock', route: `geo-${geo}`, model: id }, NOW), `${id} ${geo}`).not.toBeNull()
      }
      expect(pointOf({ platform: 'bedrock', route: 'region', model: id }, NOW)).not.toBeNull()
    }
  })

  it('has no cache prices in Bedrock batch: its jobs do not cache', () => {
    for (const { rates } of pricePoints().filter(({ platform, tier }) => platform === 'bedrock' && tier === 'batch')) {
      expect([rates.cacheRead, rates.cacheWrite5m, rates.cacheWrite1h]).toEqual([null, null, null])
    }
  })

  it('charges 10 USD per 1,000 web searches where Anthropic rates the usage', () => {
    expect(searchFees().map(({ platform, picoPerSearch }) => [platform, picoPerSearch])).toEqual([
      ['anthropic', 10_000_000_000n], ['claude-platform-aws', 10_000_000_000n], ['foundry', 10_000_000_000n],
    ])
  })

  it('adds a tenth on multi-region and regional endpoints of Google Cloud from the 4.5 generation on', () => {
    expect(row({ platform: 'google-cloud', model: 'claude-opus-5' }, NOW)).toBe('5 25 6.25 10 0.5')
    expect(row({ platform: 'google-cloud', model: 'claude-opus-5', route: 'multi-eu' }, NOW)).toBe('5.5 27.5 6.875 11 0.55')
    expect(row({ platform: 'google-cloud', model: 'claude-sonnet-4-6', route: 'region' }, NOW)).toBe('3.3 16.5 4.125 6.6 0.33')
    // One price on every endpoint before.
    expect(row({ platform: 'google-cloud', model: 'claude-opus-4-1-20250805', route: 'region' }, NOW)).toBe('15 75 18.75 30 1.5')
  })

  it('sells the newest models on no single region of Google Cloud, and batches and searches nowhere there', () => {
    expect(row({ platform: 'google-cloud', model: 'claude-opus-5-5', route: 'region' }, NOW)).toBeNull()
    expect(row({ platform: 'google-cloud', model: 'claude-opus-5', tier: 'batch' }, NOW)).toBeNull()
    expect(searchFees().some(({ platform }) => platform === 'google-cloud')).toBe(false)
  })

  it('prices Foundry as direct, its US data zone at 1.1 times, and nothing that its page does not name', () => {
    expect(row({ platform: 'foundry', model: 'claude-opus-5' }, NOW)).toBe('5 25 6.25 10 0.5')
    expect(row({ platform: 'foundry', model: 'claude-opus-5', route: 'data-zone-us' }, NOW)).toBe('5.5 27.5 6.875 11 0.55')
    expect(row({ platform: 'foundry', model: 'claude-opus-4-7', route: 'data-zone-us' }, NOW)).toBeNull()
    expect(row({ platform: 'foundry', model: 'claude-opus-5-5' }, NOW)).toBeNull()
  })

  it('starts a Bedrock price on the day of the launch there', () => {
    expect(row({ platform: 'bedrock', model: 'claude-opus-5-5' }, '2026-09-21')).toBeNull()
    expect(row({ platform: 'bedrock', model: 'claude-opus-5-5' }, '2026-09-22')).toBe('4 20 5 8 0.2')
    expect(row({ platform: 'bedrock', model: 'claude-haiku-5-5', route: 'geo-au', promptOver: 100_000 }, NOW)).toBe('0.55 2.75 0.6875 1.1 0.055')
  })
})

const FOLDER = join(import.meta.dirname, '../../src/prices')
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== 'tsconfig.json')

describe('each price file', () => {
  it.each(FILES)('%s looks as it must', (name) => {
    expect(priceFile.safeParse(JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))).error?.issues).toBeUndefined()
  })

  it('is read', () => {
    const points = FILES.flatMap((name) => priceFile.parse(JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))).points)
    expect(pricePoints()).toHaveLength(points.length)
  })
})

describe('a wrong price file is refused', () => {
  const good = {
    platform: 'anthropic', model: 'claude-opus-5', routes: ['global'], tier: 'standard', speed: 'standard', promptOver: 0,
    effectiveFrom: '2026-07-24', effectiveTo: null, confidence: 'high', sources: ['page'], checkedOn: '2026-11-22', note: null,
    usdPerMillionTokens: { uncachedInput: '5', cacheRead: '0.5', cacheWrite5m: '6.25', cacheWrite1h: '10', output: '25' },
  }
  const read = (...points: object[]) => checkPoints(readPriceFile(priceFile.parse({ sources: { page: 'https://example.com' }, searchFees: [], points })).points)

  it('reads a right one', () => {
    expect(read(good)[0]).toMatchObject({ sources: ['https://example.com'], rates: { cacheWrite5m: 6_250_000n }, override: false })
  })

  it.each([
    ['a number for a price', { ...good, usdPerMillionTokens: { ...good.usdPerMillionTokens, output: 25 } }],
    ['a negative price', { ...good, usdPerMillionTokens: { ...good.usdPerMillionTokens, output: '-25' } }],
    ['a price finer than a micro-USD', { ...good, usdPerMillionTokens: { ...good.usdPerMillionTokens, output: '0.0000001' } }],
    ['a day that does not exist', { ...good, effectiveFrom: '2026-02-30' }],
    ['no source', { ...good, sources: [] }],
    ['a source that is not explained', { ...good, sources: ['elsewhere'] }],
    ['a model that is not in the catalogue', { ...good, model: 'claude-opus-9' }],
    ['an end before the beginning', { ...good, effectiveTo: '2026-07-23' }],
    ['an unknown key', { ...good, multiplier: 1.1 }],
  ])('with %s', (_, bad) => {
    expect(() => read(bad)).toThrow()
  })

  it('with two prices for one day', () => {
    const until = { ...good, effectiveTo: '2026-08-31' }
    expect(read(until, { ...good, effectiveFrom: '2026-09-01' })).toHaveLength(2)
    expect(() => read(until, { ...good, effectiveFrom: '2026-08-31' })).toThrow(/Two prices at once/)
  })
})
