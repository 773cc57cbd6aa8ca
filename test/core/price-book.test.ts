import { describe, expect, it } from 'vitest'
import { priceCell } from '../../src/core/cost.ts'
import { discountOn } from '../../src/core/discount.ts'
import type { PriceOverride } from '../../src/core/price-book.ts'
import { priceClassKey, priceClassOf } from '../../src/core/price-class.ts'
import { promptBand } from '../../src/core/prompt-band.ts'
import type { Pass, UsageRecord } from '../../src/core/usage.ts'
import { listPriceBook } from '../../src/prices/load-prices.ts'
import { cell, tokens } from './builders.ts'

const override = (some: Partial<PriceOverride> = {}): PriceOverride => ({
  platform: 'anthropic', route: null, model: 'claude-opus-5-5', tier: 'standard', speed: 'standard', promptOver: 0,
  effectiveFrom: null, effectiveTo: null, note: null,
  usdPerMillionTokens: { uncachedInput: '1', cacheRead: '0.1', cacheWrite5m: '1.25', cacheWrite1h: '2', output: '10' },
  ...some,
})

const input = { tokens: { uncachedInput: 1_000_000 } }
const find = (overrides: PriceOverride[], some = cell({ model: 'claude-opus-5-5' }, input)) => {
  const { match, listCost } = priceCell(some, listPriceBook(overrides))
  return { usd: listCost === null ? null : Number(listCost) / 1e12, override: match.kind === 'priced' && match.point.override }
}

describe('a price the user set', () => {
  it('goes before the list and is marked', () => {
    expect(find([])).toEqual({ usd: 4, override: false })
    expect(find([override()])).toEqual({ usd: 1, override: true })
  })

  it('holds on its own route, tier, speed and platform only', () => {
    for (const some of [{ route: 'us' }, { tier: 'batch' }, { speed: 'fast' }, { platform: 'bedrock' as const }, { model: 'claude-opus-5' }]) {
      expect(find([override(some)])).toEqual({ usd: 4, override: false })
    }
    const us = cell({ model: 'claude-opus-5-5', route: 'us' }, input)
    expect(find([override({ route: 'us' })], us)).toEqual({ usd: 1, override: true })
  })

  it('prefers the one for the route, and of equals the later', () => {
    const dear = { uncachedInput: '9', cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output: '9' }
    expect(find([override({ route: 'global', usdPerMillionTokens: dear }), override()]).usd).toBe(9)
    expect(find([override(), override({ usdPerMillionTokens: dear })]).usd).toBe(9)
  })

  it('holds on both its first and last day, and not beside them', () => {
    const dated = override({ effectiveFrom: '2026-11-10', effectiveTo: '2026-11-12' })
    const on = (day: string) => find([dated], cell({ model: 'claude-opus-5-5' }, { ...input, on: day })).usd
    expect(['2026-11-09', '2026-11-10', '2026-11-12', '2026-11-13'].map(on)).toEqual([4, 1, 1, 4])
  })

  it('prices a model that has no list price', () => {
    expect(find([override({ model: 'claude-mythos-preview' })], cell({ model: 'claude-mythos-preview' }, input))).toEqual({ usd: 1, override: true })
    expect(find([override({ model: 'my-model' })], cell({ model: 'my-model' }, input))).toEqual({ usd: 1, override: true })
  })

  it('for small prompts leaves the list tier of large ones', () => {
    const haiku = override({ model: 'claude-haiku-5-5' })
    const small = cell({ model: 'claude-haiku-5-5' }, { tokens: { uncachedInput: 100_000 } })
    const large = cell({ model: 'claude-haiku-5-5' }, { tokens: { uncachedInput: 100_001 } })
    expect(find([haiku], small)).toEqual({ usd: 0.1, override: true })
    expect(find([haiku], large)).toEqual({ usd: 0.0500005, override: false })
    expect(find([override({ model: 'claude-haiku-5-5', promptOver: 100_000 })], large).override).toBe(true)
  })

  it('leaves a class without a rate unpriced', () => {
    const rates = { uncachedInput: '1', cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output: null }
    const cost = priceCell(cell({ model: 'claude-opus-5-5' }, { tokens: { uncachedInput: 5, output: 7 } }), listPriceBook([override({ usdPerMillionTokens: rates })]))
    expect(cost).toMatchObject({ listCost: 5_000_000n, unpricedTokens: 7 })
  })
})

describe('discounts', () => {
  it('are exact, by platform and day', () => {
    const discounts = [
      { platform: 'bedrock' as const, pct: '12.5', effectiveFrom: '2026-01-01', effectiveTo: '2026-06-30' },
      { platform: 'bedrock' as const, pct: '15.25', effectiveFrom: '2026-07-01', effectiveTo: null },
    ]
    expect(discountOn(discounts, 'bedrock', '2026-06-30')).toEqual({ num: 1n, den: 8n })
    expect(discountOn(discounts, 'bedrock', '2026-07-01')).toEqual({ num: 61n, den: 400n })
    expect(discountOn(discounts, 'bedrock', '2025-12-31')).toEqual({ num: 0n, den: 1n })
    expect(discountOn(discounts, 'anthropic', '2026-07-01')).toEqual({ num: 0n, den: 1n })
  })
})

describe('price classes', () => {
  const pass: Pass = {
    kind: 'message', model: 'claude-opus-5-5', rawModel: 'claude-opus-5-5', tier: 'standard', speed: 'standard',
    tokens: tokens({ uncachedInput: 50_000, cacheRead: 50_001, output: 900_000 }), webSearches: 0, writeSplitAssumed: false, promptRange: null,
  }
  const record: UsageRecord = {
    basis: 'requests', messageId: null, requestId: null, reportKey: null, occurredAtMs: 0, grain: 'instant', platform: 'anthropic', route: 'global',
    origin: { importer: 'x', account: null, workspace: null, apiKey: null, principal: null, profile: null, project: null, gateway: null, tags: {} },
    passes: [pass], requests: 1, latencyMs: null, timeToFirstTokenMs: null, stopReason: null, errorCode: null, session: null, sidechain: false,
    modelHint: null, assumptions: ['date'],
  }

  it('takes the band from the prompt of the pass, not from its output', () => {
    expect(priceClassOf(record, pass)).toMatchObject({ promptOver: 100_000, promptUpTo: 130_000, assumptions: ['date'] })
  })

  it('takes the range an aggregate says, and notes an assumed write split', () => {
    const aggregate = { ...pass, promptRange: { over: 200_000, upTo: 1_000_000 }, writeSplitAssumed: true }
    expect(priceClassOf(record, aggregate)).toMatchObject({ promptOver: 200_000, promptUpTo: 1_000_000, assumptions: ['write-split', 'date'] })
  })

  it('has one key for equal classes, whatever the order of assumptions', () => {
    const one = priceClassOf(record, pass)
    expect(priceClassKey({ ...one, assumptions: ['date', 'output'] })).toBe(priceClassKey({ ...one, assumptions: ['output', 'date'] }))
    expect(priceClassKey({ ...one, promptUpTo: null })).not.toBe(priceClassKey(one))
    expect(priceClassKey({ ...one, route: 'us' })).not.toBe(priceClassKey(one))
  })

  it.each([
    [0, 0, 76_923], [76_923, 0, 76_923], [76_924, 76_923, 100_000], [100_000, 76_923, 100_000], [100_001, 100_000, 130_000],
    [200_000, 153_846, 200_000], [200_001, 200_000, 260_000], [260_001, 260_000, null],
  ])('cuts a prompt of %i tokens', (size, over, upTo) => {
    expect(promptBand(size)).toEqual({ over, upTo })
  })
})
