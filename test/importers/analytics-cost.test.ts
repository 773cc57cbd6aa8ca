// Cost analytics pages: billed and list cents, days covered, what is estimated, and what a group does not tell.
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { parseUsd } from '../../src/core/money.ts'
import { analyticsCost } from '../../src/importers/analytics-cost.ts'
import { collectEntries, headOf } from './collecting-sink.ts'
import { accounted, readAll, sourceOf } from './read-all.ts'

type Json = Record<string, unknown>

const GROUP = {
  model: 'claude-opus-5-5', token_type: 'cache_read_input_tokens', cost_type: 'tokens', workspace_id: 'wrkspc_01EXAMPLE',
  service_tier: 'standard', inference_geo: 'us', speed: 'standard', context_window: '0-200k',
}
const COST = { amount: '18.4000', list_amount: '20.0000', currency: 'USD', requests: null }

function row(group: Json = GROUP, cost: unknown = COST, span = ['2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z']): Json {
  return { starting_at: span[0], ending_at: span[1], group, cost }
}

const page = (data: Json[], data_refreshed_at: unknown = '2026-11-21T22:00:00Z') =>
  ({ data, has_more: false, next_page: null, data_refreshed_at })
const read = (...entries: unknown[]) => collectEntries(analyticsCost, entries.map((entry) => JSON.stringify(entry)))
const first = (group: Json, cost: unknown = COST, span?: string[]) => read(page([row(group, cost, span)])).records[0]

test('a line by day and every group', () => {
  expect(first(GROUP)).toEqual({
    basis: 'bills', messageId: null, requestId: null, reportKey: expect.any(String),
    occurredAtMs: Date.UTC(2026, 10, 1), grain: 'utc-day', platform: 'anthropic', route: 'us',
    origin: {
      importer: 'analytics-cost', account: null, workspace: 'wrkspc_01EXAMPLE', apiKey: null, principal: null, profile: null,
      project: null, gateway: null, tags: {},
    },
    passes: [{
      kind: 'message', model: 'claude-opus-5-5', rawModel: 'claude-opus-5-5', tier: 'standard', speed: 'standard',
      tokens: { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
      webSearches: 0, writeSplitAssumed: false, promptRange: { over: 0, upTo: 200_000 },
    }],
    requests: null, latencyMs: null, timeToFirstTokenMs: null, stopReason: null, errorCode: null, session: null,
    sidechain: false, modelHint: null, assumptions: [],
    // 18.40 cents billed of 20.00 at list: 0.184 and 0.20 USD, 8 % off
    bill: {
      meter: 'cacheRead', billed: parseUsd('0.184'), list: parseUsd('0.2'), roundedTo: 0n, lastDay: '2026-11-01',
      estimated: false, quantityStated: false,
    },
  })
})

describe('what a group tells', () => {
  test.each([
    [{ cost_type: 'web_search' }, 'webSearches'],
    [{ cost_type: 'code_execution', token_type: null }, 'codeExecution'],
    [{ cost_type: 'session_usage' }, 'sessionHours'],
    [{ token_type: 'output_tokens' }, 'output'],
    [{ cost_type: 'tokens', token_type: 'uncached_input_tokens' }, 'uncachedInput'],
    [{ cost_type: 'tokens' }, 'other'],
    [{ cost_type: 'voice' }, 'other'],
    [{ model: 'claude-opus-5' }, 'other'],
    [{}, 'other'],
  ])('%j is meter %s', (group, meter) => {
    expect(first(group)?.bill?.meter).toBe(meter)
  })

  test.each(['batch', 'flex', 'flex_discount', 'priority', 'priority_on_demand', 'standard'])('tier %s', (service_tier) => {
    expect(first({ service_tier })?.passes[0]?.tier).toBe(service_tier)
  })

  test('the batch product is the batch tier; other products tell no tier', () => {
    expect(first({ product: 'message_batches_api' })?.passes[0]?.tier).toBe('batch')
    expect(first({ product: 'claude_code' })?.passes[0]?.tier).toBe('unknown')
  })

  test('what is not grouped is unknown, not the usual', () => {
    expect(first({})).toMatchObject({
      route: 'unknown', assumptions: ['route'],
      passes: [{ model: 'unknown', tier: 'unknown', speed: 'unknown', promptRange: { over: 0, upTo: null } }],
    })
  })

  test('who called', () => {
    const actor = { type: 'service_account_actor', service_account_id: 'svac_01' }
    const record = first({ organization_id: 'org-1', api_key_id: 'apikey_01', actor, session_id: 'sess_01' })
    expect(record).toMatchObject({
      session: 'sess_01', origin: { account: 'org-1', apiKey: 'apikey_01', principal: 'service-account/svac_01' },
    })
  })
})

describe('amounts', () => {
  test('a line without a list amount has none; zero is a line', () => {
    expect(first({}, { ...COST, list_amount: null })?.bill).toMatchObject({ billed: parseUsd('0.184'), list: null })
    expect(first({}, { ...COST, amount: '0' })?.bill).toMatchObject({ billed: 0n, list: parseUsd('0.2') })
    expect(first({}, { ...COST, amount: '-7.25' })?.bill?.billed).toBe(parseUsd('-0.0725'))
  })

  test.each([
    ['cost is missing', undefined],
    ['cost is missing', '18.4'],
    ['amount is missing', { ...COST, amount: null }],
    ['amount is not a decimal number', { ...COST, amount: '18,40' }],
    ['list_amount is not a decimal number', { ...COST, list_amount: 'none' }],
    ['currency is missing', { amount: '1' }],
    ['currency is not USD', { ...COST, currency: 'GBP' }],
  ])('%s', (reason, cost) => {
    const entry = page([cost === undefined ? { ...row(), cost: undefined } : row(GROUP, cost)])
    expect(read(entry).rejected).toEqual([[reason, 1]])
  })
})

describe('days', () => {
  test('a row over several days stands on its first and names its last: the end is exclusive', () => {
    expect(first({}, COST, ['2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z'])).toMatchObject({
      occurredAtMs: Date.UTC(2026, 10, 1), grain: 'utc-day', bill: { lastDay: '2026-11-07' },
    })
  })

  test('an hour is an instant, the last one of a day too', () => {
    expect(first({}, COST, ['2026-11-01T23:00:00Z', '2026-11-02T00:00:00Z'])).toMatchObject({
      occurredAtMs: Date.UTC(2026, 10, 1, 23), grain: 'instant', bill: { lastDay: '2026-11-01' },
    })
    expect(first({}, COST, ['2026-11-01T00:00:00Z', '2026-11-01T01:00:00Z'])?.grain).toBe('instant')
  })

  test.each([
    ['2026-11-01T23:59:59Z', true],
    ['2026-11-02T00:00:00Z', false],
    ['soon', false],
    [null, false],
  ])('refreshed at %s: estimated %s', (refreshed, estimated) => {
    expect(read(page([row()], refreshed)).records[0]?.bill?.estimated).toBe(estimated)
    expect(read(row()).records[0]?.bill?.estimated).toBe(false)
  })

  test.each([
    ['starting_at is not a time', ['soon', '2026-11-02T00:00:00Z']],
    ['ending_at is not a time', ['2026-11-01T00:00:00Z', '2026-02-30T00:00:00Z']],
    ['ending_at is not after starting_at', ['2026-11-02T00:00:00Z', '2026-11-02T00:00:00Z']],
  ])('%s', (reason, span) => {
    expect(read(page([row(GROUP, COST, span)])).rejected).toEqual([[reason, 1]])
  })
})

describe('identity', () => {
  const key = (group: Json, cost: unknown = COST, span?: string[]) => first(group, cost, span)?.reportKey

  test('neither amounts nor the order of the group make another line', () => {
    expect(key(GROUP, { ...COST, amount: '1', list_amount: null })).toBe(key(GROUP))
    expect(key(Object.fromEntries(Object.entries(GROUP).toReversed()))).toBe(key(GROUP))
  })

  test('every dimension does, new ones included, and so does the bucket', () => {
    const others = Object.keys(GROUP).map((name) => key({ ...GROUP, [name]: 'x' }))
    const all = [key(GROUP), key({ ...GROUP, new_dimension: 'x' }), key(GROUP, COST, ['2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z']), ...others]
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('buckets of the cost_report sibling', () => {
  const lineOf = (over: Json) => ({ ...GROUP, ...COST, ...over })
  const bucket = (...results: unknown[]) => ({ starting_at: '2026-11-01T00:00:00Z', ending_at: '2026-11-02T00:00:00Z', results })

  test('a result is a line: group values and amounts lie side by side', () => {
    const [line] = read({ data: [bucket(lineOf({}))] }).records
    expect(line).toEqual(first(GROUP))
  })

  test('every product is a line of its own, whatever it costs; an empty bucket is counted', () => {
    const seen = read({ data: [bucket(lineOf({ product: 'chat' }), lineOf({ product: 'claude_code' })), bucket()] })
    expect(new Set(seen.records.map(({ reportKey }) => reportKey)).size).toBe(2)
    expect(seen.ignored).toEqual([['bucket without costs', 1]])
    expect(seen.extra).toBe(2)
  })

  test('results that are none', () => {
    expect(read({ data: [bucket('text', {})] }).rejected).toEqual([['amount is missing', 1], ['amount is missing', 1]])
  })

  test('identified by the list amount', () => {
    const framing = (value: unknown) => analyticsCost.identify(headOf(JSON.stringify(value)))?.framing
    expect(framing({ data: [bucket(lineOf({}))] })).toEqual({ kind: 'values', path: null })
    expect(framing([bucket(lineOf({}))])).toEqual({ kind: 'values', path: [] })
    expect(framing(bucket(lineOf({})))).toEqual({ kind: 'values', path: null })
  })
})

describe('shapes', () => {
  const pages = [page([row(), row({ cost_type: 'web_search' }, { ...COST, amount: '1.6', list_amount: '1.6' })]), page([])]
  const lines = pages.map((one) => JSON.stringify(one)).join('\n')

  // 18.40 + 1.60 cents = 0.20 USD; the page without rows is one entry of its own
  test.each([
    ['pages one a line', Buffer.from(lines), 1],
    ['pages one a line, gzipped', gzipSync(lines), 1],
    ['pretty-printed pages after one another', Buffer.from(pages.map((one) => JSON.stringify(one, null, 2)).join('\n')), 1],
    ['an array of pages', Buffer.from(JSON.stringify(pages)), 1],
    ['an array of rows', Buffer.from(JSON.stringify(pages.flatMap(({ data }) => data), null, 2)), 0],
    ['rows one a line, with a BOM', Buffer.from(`\uFEFF${pages.flatMap(({ data }) => data).map((one) => JSON.stringify(one)).join('\n')}`), 0],
  ])('%s', async (_name, bytes, empty) => {
    const all = await readAll(sourceOf('costs', bytes))
    expect(all.summary).toMatchObject({ importer: 'analytics-cost', problem: null })
    expect(all.records.reduce((sum, { record }) => sum + (record.bill?.billed ?? 0n), 0n)).toBe(parseUsd('0.2'))
    expect(all.ignored['page without rows'] ?? 0).toBe(empty)
    expect(accounted(all)).toBe(all.summary.entries)
  })

  test('rows whose page names when it was refreshed behind them are marked all the same', async () => {
    const all = await readAll(sourceOf('costs', Buffer.from(JSON.stringify(page([row()], '2026-11-01T09:00:00Z')))))
    expect(all.records[0]?.record.bill?.estimated).toBe(true)
  })
})

describe('identification', () => {
  const framing = (value: unknown) => analyticsCost.identify(headOf(JSON.stringify(value)))?.framing

  test('pages, rows and lists of them', () => {
    expect(framing(page([row()]))).toEqual({ kind: 'values', path: null })
    expect(framing(row())).toEqual({ kind: 'values', path: null })
    expect(framing([row()])).toEqual({ kind: 'values', path: [] })
  })

  test.each([
    ['usage analytics', { data: [{ starting_at: 'x', group: {}, usage: { uncached_input_tokens: 1 } }], data_refreshed_at: 'x' }],
    ['a cost report', { data: [{ starting_at: 'x', ending_at: 'y', results: [{ amount: '1', currency: 'USD' }] }] }],
    ['a page without rows', page([])],
    ['a message that quotes one', { type: 'message', content: JSON.stringify(page([row()])) }],
  ])('not %s', (_name, value) => {
    expect(framing(value)).toBeUndefined()
  })
})
