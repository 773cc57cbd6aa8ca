// What a user does about what is unpriced, unattributed or priced otherwise: figures follow at once, and go back.
import { describe, expect, test } from 'vitest'
import { BEDROCK_LOG, DIRECT_LOG } from './logs.ts'
import { EVERYTHING, micro, openTestBackend, type TestBackend } from './test-backend.ts'

const PROFILE = 'arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/p2example9qr'

async function loaded(): Promise<TestBackend> {
  const opened = openTestBackend()
  await opened.importTexts({ 'bedrock.json': BEDROCK_LOG, 'direct.jsonl': DIRECT_LOG })
  return opened
}

const total = async ({ client }: TestBackend) => (await client.call('usage.totals', { filters: EVERYTHING, by: [] })).totals

describe('profiles', () => {
  test('a mapping to model and route prices what waited, and can be taken back', async () => {
    const opened = await loaded()
    const before = await total(opened)
    expect((await opened.client.call('profiles.list', {})).profiles).toEqual([
      { rawModel: PROFILE, requests: 1, tokens: 560, model: null, route: null, hint: null },
    ])
    await opened.client.call('profiles.map', { rawModel: PROFILE, model: 'claude-opus-5-5', route: 'geo-us' })
    // Opus 5.5 in a geography, 10 % over global: 500 x 4.4 + 60 x 22 = 2,200 + 1,320 = 3,520 micro-USD.
    expect(await total(opened)).toMatchObject({ listCost: micro(42_812 + 3520), unpricedTokens: 0, unpricedRequests: 0 })
    expect((await opened.client.call('prices.gaps', {})).gaps).toEqual([])
    await opened.client.call('profiles.map', { rawModel: PROFILE, model: null, route: null })
    expect(await total(opened)).toEqual(before)
  })

  test('half a mapping, and a model nobody knows, are refused', async () => {
    const { client } = await loaded()
    await expect(client.call('profiles.map', { rawModel: PROFILE, model: 'claude-opus-5-5', route: null })).rejects.toMatchObject({ problem: { code: 'half-mapping' } })
    await expect(client.call('profiles.map', { rawModel: PROFILE, model: 'claude-nothing', route: 'global' })).rejects.toMatchObject({ problem: { code: 'unknown-model' } })
  })
})

describe('prices', () => {
  const override = {
    id: null, platform: 'bedrock' as const, route: 'geo-eu', model: 'claude-sonnet-5-5', tier: 'standard', speed: 'standard', promptOver: 0,
    effectiveFrom: '2026-11-01', effectiveTo: null, note: 'our contract',
    usdPerMillionTokens: { uncachedInput: '2', cacheRead: '0.1', cacheWrite5m: '2.5', cacheWrite1h: '4', output: '10' },
  }

  test('a price the user sets goes before the list from its day on, and is shown as one', async () => {
    const opened = await loaded()
    const { id } = await opened.client.call('prices.setOverride', { override })
    // 100 x 2 + 10,000 x 0.1 + 50 x 10 = 1,700 micro-USD instead of 1,870.
    expect((await total(opened)).listCost).toBe(micro(42_812 - 170))
    const { points } = await opened.client.call('prices.list', { platform: 'bedrock', model: 'claude-sonnet-5-5', on: '2026-11-03' })
    expect(points.filter((point) => point.override)).toMatchObject([{ routes: ['geo-eu'], note: 'our contract' }])
    await opened.client.call('prices.setOverride', { override: { ...override, id, effectiveFrom: '2026-11-04' } })
    expect((await total(opened)).listCost).toBe(micro(42_812))
    await opened.client.call('prices.deleteOverride', { id })
    expect((await opened.client.call('prices.overrides', {})).overrides).toEqual([])
  })

  test('a gap names the days, the usage and the reason', async () => {
    const { client } = await loaded()
    const { gaps } = await client.call('prices.gaps', {})
    expect(gaps).toMatchObject([{ platform: 'bedrock', model: PROFILE, firstDay: '2026-11-04', lastDay: '2026-11-04', requests: 1, tokens: 560 }])
    expect(gaps[0]?.why).not.toBe('')
  })

  test('a discount lowers projections and no list cost', async () => {
    const opened = await loaded()
    const project = async () => (await opened.client.call('whatif.project', { scenario: { moves: [] } })).total.currentMonthlyUsd
    const [cost, before] = [(await total(opened)).listCost, Number(await project())]
    await opened.client.call('discounts.set', { discount: { id: null, platform: 'bedrock', pct: '100', effectiveFrom: null, effectiveTo: null } })
    expect((await total(opened)).listCost).toBe(cost)
    // Only the direct 24,000 of 42,812 micro-USD are left.
    expect(Number(await project())).toBeCloseTo((before * 24_000) / 42_812, 9)
  })
})

describe('surfaces', () => {
  const rules = [{ surface: 'intake', when: { principal: '*intake*' } }, { surface: 'bedrock', when: { platform: 'bedrock' } }]

  test('a preview counts without changing anything; the first rule that matches wins', async () => {
    const opened = await loaded()
    const preview = await opened.client.call('surfaces.preview', { rules, filters: EVERYTHING })
    expect(preview.rules).toEqual([{ requests: 1, tokens: 560, origins: 1 }, { requests: 2, tokens: 12_255, origins: 2 }])
    expect(preview).toMatchObject({ leftOverRequests: 1, totalRequests: 4, leftOver: [{ platform: 'anthropic', surface: 'support-bot', requests: 1 }] })
    expect((await opened.client.call('surfaces.rules', {})).rules).toEqual([])
  })

  test('rules that are set name the surfaces; taking them away restores every figure', async () => {
    const opened = await loaded()
    const bySurface = async () => (await opened.client.call('usage.totals', { filters: EVERYTHING, by: ['surface'] })).rows
    const before = await bySurface()
    await opened.client.call('surfaces.setRules', { rules })
    expect((await bySurface()).map(({ keys, requests }) => [keys['surface'], requests])).toEqual([['bedrock', 2], ['intake', 1], ['support-bot', 1]])
    await opened.client.call('surfaces.setRules', { rules: [] })
    expect(await bySurface()).toEqual(before)
  })

  test('a rule without condition or of an unknown field is refused', async () => {
    const { client } = await loaded()
    await expect(client.call('surfaces.setRules', { rules: [{ surface: 'all', when: {} }] })).rejects.toMatchObject({ problem: { code: 'empty-rule' } })
    await expect(client.call('surfaces.setRules', { rules: [{ surface: 'x', when: { colour: 'red' } }] })).rejects.toMatchObject({ problem: { code: 'unknown-field' } })
  })

  test('a surface keeps its colour once it has one', async () => {
    const opened = await loaded()
    const { slots } = await opened.client.call('surfaces.colours', {})
    expect(slots).toEqual({ 'support-bot': 1, 'doc-search': 2, unattributed: 0 })
    await opened.client.call('surfaces.setRules', { rules: [{ surface: 'dearest', when: { 'tag:surface': 'support-bot' } }] })
    expect((await opened.client.call('surfaces.colours', {})).slots).toMatchObject({ 'support-bot': 1, 'doc-search': 2, dearest: 3 })
  })
})

describe('settings', () => {
  test('are kept, and a zone nobody knows is refused', async () => {
    const { client } = await loaded()
    expect((await client.call('settings.get', {})).tagKeys).toEqual(['surface', 'feature', 'app', 'team', 'env'])
    await client.call('settings.set', { tz: 'Asia/Kathmandu', csvBom: true })
    expect(await client.call('settings.get', {})).toMatchObject({ tz: 'Asia/Kathmandu', csvBom: true, csvSeparator: ',' })
    expect((await client.call('ledger.status', {})).tz).toBe('Asia/Kathmandu')
    await expect(client.call('settings.set', { tz: 'Nowhere/Land' })).rejects.toMatchObject({ problem: { code: 'unknown-zone' } })
  })
})
