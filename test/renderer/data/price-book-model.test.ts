// Looking through the price book, and reading the forms that change it.
import { describe, expect, it } from 'vitest'
import { contract } from '../../../src/api/contract/contract.ts'
import { gapGroups } from '../../../renderer/state/gaps.ts'
import type { PricePoint } from '../../../src/api/contract/shapes.ts'
import {
  draftFor, draftOf, filterPoints, inForce, readDiscount, readOverride, routesText, variantText,
} from '../../../renderer/views/data/price-book-model.ts'

const point: PricePoint = {
  platform: 'bedrock', routes: ['geo-eu', 'geo-us'], model: 'claude-opus-5-5', tier: 'standard', speed: 'standard',
  promptOver: 0, effectiveFrom: '2026-09-22', effectiveTo: null, confidence: 'high', sources: [], checkedOn: '2026-11-22',
  note: null, override: false,
  usdPerMillionTokens: { uncachedInput: '4.4', cacheRead: '0.22', cacheWrite5m: '5.5', cacheWrite1h: '8.8', output: '22' },
}
const names = new Map([['claude-opus-5-5', 'Claude Opus 5.5']])
const all = { text: '', platform: null, on: null }

describe('looking through', () => {
  it('takes both ends of the dates as inclusive', () => {
    expect(inForce(point, '2026-09-21')).toBe(false)
    expect(inForce(point, '2026-09-22')).toBe(true)
    expect(inForce({ ...point, effectiveTo: '2026-10-01' }, '2026-10-01')).toBe(true)
    expect(inForce({ ...point, effectiveTo: '2026-10-01' }, '2026-10-02')).toBe(false)
  })

  it('filters by id or name, platform and day', () => {
    expect(filterPoints([point], all, names)).toHaveLength(1)
    expect(filterPoints([point], { ...all, text: 'Opus 5.5' }, names)).toHaveLength(1)
    expect(filterPoints([point], { ...all, text: 'haiku' }, names)).toHaveLength(0)
    expect(filterPoints([point], { ...all, platform: 'anthropic' }, names)).toHaveLength(0)
    expect(filterPoints([point], { ...all, on: '2026-01-01' }, names)).toHaveLength(0)
  })

  it('says routes and variants in words', () => {
    expect(routesText(point.routes)).toBe('EU, US')
    expect(variantText(point)).toBe('standard')
    expect(variantText({ tier: 'batch', speed: 'standard', promptOver: 100_000 })).toBe('batch, over 100,000')
  })
})

describe('gapGroups', () => {
  it('joins the prompt bands of one price: 3 + 2 requests, the days of both', () => {
    const gap = {
      platform: 'bedrock', route: 'unknown', model: 'p', tier: 'standard', speed: 'standard', promptOver: 0, firstDay: '2026-11-03',
      lastDay: '2026-11-20', requests: 3, tokens: 30, why: 'x',
    } as const
    const groups = gapGroups([gap, { ...gap, promptOver: 100_000, firstDay: '2026-11-01', requests: 2, tokens: 5 }, { ...gap, tier: 'batch' }])
    expect(groups).toHaveLength(2)
    expect(groups[0]).toEqual({ ...gap, firstDay: '2026-11-01', requests: 5, tokens: 35 })
  })
})

describe('an override', () => {
  const draft = { ...draftFor({ platform: 'bedrock', model: 'claude-next', route: 'geo-eu' }) }

  it('needs a model and a rate, and says which field is wrong', () => {
    const read = readOverride({ ...draft, model: '', promptOver: '-1', rates: { ...draft.rates, output: '1e3' } })
    expect(read.ok ? [] : Object.keys(read.problems).sort()).toEqual(['model', 'output', 'promptOver'])
    const empty = readOverride(draft)
    expect(empty.ok ? [] : Object.keys(empty.problems)).toEqual(['uncachedInput'])
  })

  it('keeps rates as typed, unknown ones as unknown, and stays inside the contract', () => {
    const read = readOverride({ ...draft, rates: { ...draft.rates, uncachedInput: '4.40', output: '22' } })
    if (!read.ok) throw new Error('not read')
    expect(contract['prices.setOverride'].input.parse({ override: read.value }).override).toEqual(read.value)
    expect(read.value.usdPerMillionTokens).toEqual({
      uncachedInput: '4.40', cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output: '22',
    })
  })

  it('comes back from a saved one unchanged', () => {
    const saved = {
      id: 3, platform: 'bedrock', route: null, model: 'claude-next', tier: 'batch', speed: 'standard', promptOver: 0,
      effectiveFrom: '2026-01-01', effectiveTo: null, usdPerMillionTokens: point.usdPerMillionTokens, note: 'contract',
    } as const
    expect(readOverride(draftOf(saved))).toEqual({ ok: true, value: saved })
  })
})

describe('a discount', () => {
  const draft = { id: null, platform: 'bedrock', pct: '12.5', effectiveFrom: '2026-01-01', effectiveTo: '' } as const

  it('is a percentage with at most two decimals', () => {
    expect(readDiscount(draft)).toEqual({ ok: true, value: { ...draft, effectiveTo: null } })
    for (const pct of ['', '101', '5.125', '-1', 'ten']) expect(readDiscount({ ...draft, pct }).ok).toBe(false)
  })

  it('does not end before it begins', () => {
    expect(readDiscount({ ...draft, effectiveTo: '2025-12-31' }).ok).toBe(false)
  })
})
