// The other reports of the Admin API and names, against a strict server of our own: what reaches the ledger, to the cent.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { anthropicSources, type AnthropicAsk, type AnthropicPart } from '../../src/pull/anthropic-admin.ts'
import { NOW_MS, openTestBackend, type TestBackend } from '../api/test-backend.ts'
import { ADMIN_KEY, FakeAdmin } from './fake-admin.ts'
import { bring, FakeClock, problemIn, totalsOf } from './pulling.ts'

let fake: FakeAdmin
let endpoint: string
let held: TestBackend
let clock: FakeClock

beforeEach(async () => {
  fake = new FakeAdmin()
  endpoint = await fake.start()
  held = openTestBackend()
  clock = new FakeClock(NOW_MS)
})
afterEach(async () => {
  await held.backend.close()
  await fake.stop()
})

const sources = (parts: readonly AnthropicPart[], given: Partial<AnthropicAsk> = {}) => anthropicSources({
  key: ADMIN_KEY, endpoint, from: null, to: null, nowMs: NOW_MS, clock, remembered: (key) => held.backend.remembered(key), ...given,
}, parts)

const pull = (parts: readonly AnthropicPart[], given: Partial<AnthropicAsk> = {}) => bring(held, sources(parts, given))

/** Pico-USD by day, of what counts. */
async function billed(): Promise<Record<string, string>> {
  const { rows } = await held.client.call('reconcile.run', { filters: { from: '2026-10-01', to: '2026-11-05', platforms: [], models: [], basis: null }, by: ['day'], billSource: null })
  return Object.fromEntries(rows.filter(({ billed: amount }) => amount !== null && amount !== '0').map(({ keys, billed: amount }) => [keys['day'] ?? '', String(amount)]))
}

/** Of a cent's fraction: "48.25" cents are 48.25 x 10,000,000,000 pico-USD. */
const cents = (hundredths: number) => `${hundredths}00000000`

describe('the cost report', () => {
  test('comes in as lines of a bill, over pages', async () => {
    fake.costs = [{ day: '2026-11-01', amount: '48.25' }, { day: '2026-11-04', amount: '12.5' }, { day: '2026-11-04', amount: '0.01', tokenType: 'uncached_input_tokens' }]
    const { sources: read } = await pull(['cost'], { from: '2026-11-01' })
    expect(read).toMatchObject([{ name: 'Anthropic cost report', importer: 'admin-cost-report', problem: null }])
    expect(await billed()).toEqual({ '2026-11-01': cents(4825), '2026-11-04': cents(1251) })
    expect(fake.calls('cost')[0]?.getAll('group_by[]')).toEqual(['workspace_id', 'description'])
  })

  test('asks for 30 days again; a later revision replaces an amount, also downwards, and an undo brings it back', async () => {
    fake.costs = [{ day: '2026-10-10', amount: '100' }, { day: '2026-11-04', amount: '50' }]
    await pull(['cost'])
    fake.costs = [{ day: '2026-10-10', amount: '90' }, { day: '2026-11-04', amount: '60' }]
    const { id } = await pull(['cost'])
    // 29 days before 2026-11-05.
    expect(fake.calls('cost').at(-1)?.get('starting_at')).toBe('2026-10-07T00:00:00Z')
    expect(await billed()).toEqual({ '2026-10-10': cents(9000), '2026-11-04': cents(6000) })
    await held.client.call('imports.undo', { id })
    expect(await billed()).toEqual({ '2026-10-10': cents(10000), '2026-11-04': cents(5000) })
  })
})

describe('analytics', () => {
  test('of usage bring request counts; of cost list amounts', async () => {
    fake.rows = [{ day: '2026-11-03', output: 10, requests: 4 }, { day: '2026-11-04', output: 20, requests: 5 }, { day: '2026-11-05', output: 30, requests: 6 }]
    fake.costs = [{ day: '2026-11-04', amount: '18.4', list: '20' }]
    const { sources: read } = await pull(['analytics-usage', 'analytics-cost'])
    expect(read.map(({ importer, problem }) => [importer, problem])).toEqual([['analytics-usage', null], ['analytics-cost', null]])
    expect((await totalsOf(held)).totals).toMatchObject({ requests: 15, tokens: { output: 60 } })
    expect(await billed()).toEqual({ '2026-11-04': cents(1840) })
  })

  test('are asked for in spans of at most 31 days, none before 2026 or more than 365 days back', async () => {
    await pull(['analytics-usage'], { from: '2025-01-01', to: '2026-03-05' })
    expect(fake.calls('analyticsUsage').map((query) => [query.get('starting_at'), query.get('ending_at')])).toEqual([
      ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'], ['2026-02-01T00:00:00Z', '2026-03-04T00:00:00Z'], ['2026-03-04T00:00:00Z', '2026-03-06T00:00:00Z'],
    ])
    expect(await problemIn(Promise.resolve().then(() => sources(['analytics-cost'], { from: '2025-01-01', to: '2025-03-05' })))).toMatchObject({ code: 'bad-days' })
  })

  test('keep to 60 calls a minute over both', async () => {
    fake.itemsAPage = 1
    fake.rows = Array.from({ length: 35 }, (_, output) => ({ day: '2026-11-04', output, model: `model-${output}` }))
    fake.costs = Array.from({ length: 35 }, (_, at) => ({ day: '2026-11-04', amount: '1', workspace: `wrkspc_${at}` }))
    await pull(['analytics-usage', 'analytics-cost'])
    expect(fake.asked).toHaveLength(70)
    // The 61st waits until the first is a minute ago: no time passes but by waiting.
    expect(clock.waits).toEqual([60_000])
  })

  test('amounts revised downwards replace the earlier ones', async () => {
    fake.costs = [{ day: '2026-10-20', amount: '100' }]
    await pull(['analytics-cost'])
    fake.costs = [{ day: '2026-10-20', amount: '70' }]
    await pull(['analytics-cost'])
    expect(await billed()).toEqual({ '2026-10-20': cents(7000) })
  })
})

describe('pages', () => {
  test('that are empty are no end', async () => {
    fake.emptyPages = true
    fake.rows = [{ day: '2026-11-01', output: 1 }, { day: '2026-11-05', output: 2 }]
    await pull(['usage'], { from: '2026-11-01' })
    expect((await totalsOf(held)).totals.tokens.output).toBe(3)
  })

  test('that come round are an end, and what came before is kept', async () => {
    fake.circles = true
    fake.rows = [{ day: '2026-11-01', output: 1 }]
    const { sources: read } = await pull(['usage'], { from: '2026-10-01' })
    expect(read).toMatchObject([{ problem: { code: 'bad-answer' } }])
    expect(fake.asked.length).toBeLessThan(5)
  })

  test('may be large', async () => {
    fake.itemsAPage = 1000
    fake.rows = Array.from({ length: 5000 }, (_, at) => ({ day: '2026-11-04', output: 1, workspace: `wrkspc_${at}` }))
    const { summary } = await pull(['analytics-usage'], { from: '2026-11-04' })
    expect(summary.tally).toMatchObject({ accepted: 5000, rejected: 0 })
    expect(fake.asked).toHaveLength(5)
  })
})

test('the day that is not over is replaced by its whole', async () => {
  fake.rows = [{ day: '2026-11-05', output: 10 }]
  fake.costs = [{ day: '2026-11-05', amount: '5' }]
  await pull(['usage', 'cost'])
  fake.rows = [{ day: '2026-11-05', output: 25 }]
  fake.costs = [{ day: '2026-11-05', amount: '9' }]
  await pull(['usage', 'cost'], { nowMs: NOW_MS + 86_400_000 })
  expect((await totalsOf(held)).totals.tokens.output).toBe(25)
  expect(await billed()).toEqual({ '2026-11-05': cents(900) })
})

test('a key of another organisation does not go on from the days of the first', async () => {
  fake.rows = [{ day: '2026-11-05', output: 10 }]
  await pull(['usage'])
  fake.organization = '00000000-0000-0000-0000-000000000002'
  fake.rows = [{ day: '2026-11-01', output: 7, apiKey: 'apikey_2' }]
  expect((await pull(['usage'])).sources).toMatchObject([{ problem: { code: 'other-organisation' } }])
  expect((await totalsOf(held)).totals.tokens.output).toBe(10)
  expect((await pull(['usage'], { from: '2026-11-01' })).sources).toMatchObject([{ problem: null }])
  expect((await totalsOf(held)).totals.tokens.output).toBe(17)
})

describe('names', () => {
  const keysOf = async (by: 'apiKey' | 'workspace' | 'surface') =>
    (await totalsOf(held, by)).rows.map(({ keys, tokens }) => [keys[by], tokens.output])

  beforeEach(() => {
    fake.workspaces = [{ id: 'wrkspc_0', name: 'Default Workspace', isDefault: true }, { id: 'wrkspc_1', name: 'Production' }, { id: 'wrkspc_2', name: 'Staging' }]
    // The older form names a workspace, the newer a scope.
    fake.keys = [
      { id: 'apikey_1', name: 'support-bot', workspace_id: 'wrkspc_1' }, { id: 'apikey_2', name: 'eval', scope: { type: 'workspace', workspace_id: 'wrkspc_2' } },
      { id: 'apikey_3', name: 'console', scope: { type: 'organization' } },
    ]
    fake.rows = [{ day: '2026-11-04', output: 1 }, { day: '2026-11-04', output: 2, apiKey: 'apikey_2', workspace: 'wrkspc_2' }, { day: '2026-11-04', output: 4, apiKey: 'apikey_9', workspace: null }]
  })

  test('stand in place of ids, over pages of lists', async () => {
    await pull(['usage', 'names'])
    expect(await keysOf('apiKey')).toEqual([['apikey_9', 4], ['eval', 2], ['support-bot', 1]])
    expect(await keysOf('workspace')).toEqual([['Default', 4], ['Production', 1], ['Staging', 2]])
    expect(fake.calls('keys').map((query) => query.get('after_id'))).toEqual([null, 'apikey_2'])
  })

  test('a renamed key stays one origin; one that is gone keeps its name', async () => {
    await pull(['usage', 'names'])
    fake.keys = [{ id: 'apikey_1', name: 'helpdesk-bot', workspace_id: 'wrkspc_1' }]
    fake.rows.push({ day: '2026-11-05', output: 8 })
    await pull(['usage', 'names'])
    expect(await keysOf('apiKey')).toEqual([['apikey_9', 4], ['eval', 2], ['helpdesk-bot', 9]])
  })

  test('of keys in several workspaces are told apart; a key that was replaced is the same', async () => {
    fake.keys = [{ id: 'apikey_1', name: 'bot', workspace_id: 'wrkspc_1' }, { id: 'apikey_2', name: 'bot', workspace_id: 'wrkspc_2' }, { id: 'apikey_9', name: 'bot', workspace_id: 'wrkspc_1' }]
    await pull(['usage', 'names'])
    expect(await keysOf('apiKey')).toEqual([['bot (Production)', 5], ['bot (Staging)', 2]])
  })

  test('the default workspace is one, whether a report gives its id or none', async () => {
    await pull(['usage', 'names'])
    fake.rows = [{ day: '2026-10-20', output: 16, workspace: 'wrkspc_0' }]
    await pull(['analytics-usage'], { from: '2026-10-20', to: '2026-10-20' })
    expect((await keysOf('workspace')).filter(([name]) => name === 'Default')).toEqual([['Default', 20]])
  })

  test('surfaces follow the names; rules know both name and id', async () => {
    await pull(['usage', 'names'])
    expect(await keysOf('surface')).toEqual([['Default', 4], ['Production', 1], ['Staging', 2]])
    await held.client.call('surfaces.setRules', { rules: [{ surface: 'by id', when: { apiKey: 'apikey_1' } }, { surface: 'by name', when: { apiKey: 'eval', workspace: 'wrkspc_2' } }] })
    expect(await keysOf('surface')).toEqual([['Default', 4], ['by id', 1], ['by name', 2]])
  })

  test('that may not be read leave the ids, and say so', async () => {
    const [names] = sources(['names'])
    if (names === undefined) throw new Error('No source')
    fake.refusals = [{ status: 403 }]
    const { sources: read } = await bring(held, [names, ...sources(['usage'])])
    expect(read).toMatchObject([{ problem: { code: 'access-denied', message: 'This key may not read names of keys and workspaces.' } }, { problem: null }])
    expect(await keysOf('apiKey')).toEqual([['apikey_1', 1], ['apikey_2', 2], ['apikey_9', 4]])
  })
})
