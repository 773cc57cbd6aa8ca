// Usage report pages: buckets, group keys, what is assumed where a report is not grouped.
import { describe, expect, test } from 'vitest'
import { adminUsageReport } from '../../src/importers/admin-usage-report.ts'
import { collectEntries, headOf, PLAIN } from './collecting-sink.ts'

type Json = Record<string, unknown>

const UNGROUPED = {
  account_id: null, api_key_id: null, context_window: null, inference_geo: null, model: null, service_account_id: null,
  service_tier: null, workspace_id: null,
}

function result(over: Json = {}): Json {
  return {
    ...UNGROUPED, model: 'claude-haiku-5-5', service_tier: 'standard', context_window: '0-200k', inference_geo: 'global',
    uncached_input_tokens: 91_000, cache_creation: { ephemeral_5m_input_tokens: 12_000, ephemeral_1h_input_tokens: 5 },
    cache_read_input_tokens: 640_000, output_tokens: 22_000, server_tool_use: { web_search_requests: 4 }, ...over,
  }
}

function bucket(results: Json[], starting_at = '2026-11-01T00:00:00Z', ending_at = '2026-11-02T00:00:00Z'): Json {
  return { starting_at, ending_at, results }
}

const page = (...data: Json[]) => ({ data, has_more: false, next_page: null })
const read = (...entries: unknown[]) => collectEntries(adminUsageReport, entries.map((entry) => JSON.stringify(entry)))
const first = (over: Json) => read(bucket([result(over)])).records[0]

test('a row of a daily bucket', () => {
  expect(first({})).toEqual({
    basis: 'reports', messageId: null, requestId: null, reportKey: expect.any(String),
    occurredAtMs: Date.UTC(2026, 10, 1), grain: 'utc-day', platform: 'anthropic', route: 'global',
    origin: {
      importer: 'admin-usage-report', account: null, workspace: null, apiKey: null, principal: null, profile: null,
      project: null, gateway: null, tags: {},
    },
    passes: [{
      kind: 'message', model: 'claude-haiku-5-5', rawModel: 'claude-haiku-5-5', tier: 'standard', speed: 'standard',
      tokens: { uncachedInput: 91_000, cacheRead: 640_000, cacheWrite5m: 12_000, cacheWrite1h: 5, output: 22_000 },
      webSearches: 4, writeSplitAssumed: false, promptRange: { over: 0, upTo: 200_000 },
    }],
    requests: null, latencyMs: null, timeToFirstTokenMs: null, stopReason: null, errorCode: null, session: null,
    sidechain: false, modelHint: null, assumptions: [],
  })
})

describe('group values', () => {
  test.each([
    ['us', 'us', []],
    ['global', 'global', []],
    ['not_available', 'global', []],
    [null, 'global', ['route']],
  ])('inference_geo %s is route %s', (inference_geo, route, assumptions) => {
    expect(first({ inference_geo })).toMatchObject({ route, assumptions })
  })

  test.each([
    ['0-200k', { over: 0, upTo: 200_000 }],
    ['200k-1M', { over: 200_000, upTo: null }],
    [null, { over: 0, upTo: null }],
  ])('context_window %s', (context_window, promptRange) => {
    expect(first({ context_window })?.passes[0]?.promptRange).toEqual(promptRange)
  })

  test('tier and speed; a report not grouped by tier has an uncertain price', () => {
    expect(first({ service_tier: 'batch' })?.passes[0]).toMatchObject({ tier: 'batch', speed: 'standard' })
    expect(first({ speed: 'fast' })?.passes[0]?.speed).toBe('fast')
    expect(first({ service_tier: null })).toMatchObject({ passes: [{ tier: 'standard' }], assumptions: ['price'] })
  })

  test('without a model the row is kept, unpriced', () => {
    expect(first({ model: null })?.passes[0]).toMatchObject({ model: 'unknown', rawModel: 'unknown' })
  })

  test('keys, accounts and service accounts', () => {
    expect(first({ api_key_id: 'apikey_01A', account_id: 'user_01B', service_account_id: 'svac_01C' })?.origin).toMatchObject({
      apiKey: 'apikey_01A', account: 'user_01B', principal: 'service-account/svac_01C',
    })
  })

  test('null is the default workspace where other rows name one, whatever their order', () => {
    const rows = [result(), result({ workspace_id: 'wrkspc_01A' }), result({ model: 'claude-opus-5' })]
    const workspaces = read(bucket([rows[0] ?? {}]), bucket(rows.slice(1))).records.map((record) => record.origin.workspace)
    expect(workspaces).toEqual(['Default', 'wrkspc_01A', 'Default'])
    expect(read(bucket([result()])).records[0]?.origin.workspace).toBeNull()
  })

  test('platform and route set by the user', () => {
    const options = { ...PLAIN, platform: 'claude-platform-aws' as const, route: 'us' }
    const [record] = collectEntries(adminUsageReport, [JSON.stringify(bucket([result({ inference_geo: null })]))], options).records
    expect(record).toMatchObject({ platform: 'claude-platform-aws', route: 'us', assumptions: [] })
  })
})

describe('identity', () => {
  test('a later pull of the same bucket has the same key, other counts or not', () => {
    expect(first({ output_tokens: 1 })?.reportKey).toBe(first({})?.reportKey)
  })

  test.each([
    { model: 'claude-opus-5' },
    { service_tier: 'batch' },
    { context_window: null },
    { inference_geo: 'us' },
    { api_key_id: 'k' },
  ])('another value of a group key is another row: %j', (over) => {
    expect(first(over)?.reportKey).not.toBe(first({})?.reportKey)
  })

  test('another bucket or width is another row', () => {
    const keys = [
      bucket([result()]),
      bucket([result()], '2026-11-02T00:00:00Z', '2026-11-03T00:00:00Z'),
      bucket([result()], '2026-11-01T00:00:00Z', '2026-11-01T01:00:00Z'),
    ].map((one) => read(one).records[0]?.reportKey)
    expect(new Set(keys).size).toBe(3)
  })

  test('hourly and minute buckets are instants', () => {
    const hour = read(bucket([result()], '2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z')).records[0]
    expect(hour).toMatchObject({ grain: 'instant', occurredAtMs: Date.UTC(2026, 10, 1, 5) })
  })
})

describe('entries', () => {
  test('each result is one; empty buckets and empty rows are ignored', () => {
    const none = { cache_creation: null, cache_read_input_tokens: null, server_tool_use: null }
    const zero = result({ ...none, uncached_input_tokens: 0, output_tokens: 0 })
    const seen = read(bucket([result(), result({ model: 'claude-opus-5' }), zero]), bucket([]))
    expect(seen.records).toHaveLength(2)
    expect(seen.ignored).toEqual([['no usage in this row', 1], ['bucket without usage', 2]])
    expect(seen.extra).toBe(2)
  })

  test('whole pages, lists of pages, and pages without buckets', () => {
    const seen = read(page(bucket([result()]), bucket([])), [page(bucket([result({ model: 'claude-opus-5' })]))], page())
    expect(seen.records).toHaveLength(2)
    expect(seen.extra).toBe(1)
    expect(seen.ignored).toEqual([['bucket without usage', 1], ['page without buckets', 3]])
  })

  test.each([
    ['uncached_input_tokens is missing', { uncached_input_tokens: undefined }],
    ['output_tokens is missing', { output_tokens: null }],
    ['output_tokens is negative', { output_tokens: -3 }],
    ['cache_read_input_tokens is not a number', { cache_read_input_tokens: '5' }],
    ['ephemeral_1h_input_tokens is not a whole number', { cache_creation: { ephemeral_1h_input_tokens: 0.5 } }],
  ])('%s', (reason, over) => {
    expect(read(bucket([result(over)])).rejected).toEqual([[reason, 1]])
  })

  test('bucket times that are none', () => {
    expect(read(bucket([result()], 'soon')).rejected).toEqual([['starting_at is not a time', 1]])
    expect(read(bucket([result()], '2026-11-02T00:00:00Z')).rejected).toEqual([['ending_at is not a time after starting_at', 1]])
  })
})

describe('identification', () => {
  const framing = (value: unknown, indent = 0) =>
    adminUsageReport.identify(headOf(JSON.stringify(value, null, indent)))?.framing

  test('pages, buckets and lists of pages', () => {
    const one = page(bucket([result()]))
    expect(framing(one)).toEqual({ kind: 'values', path: ['data'] })
    expect(framing(one, 2)).toEqual({ kind: 'values', path: ['data'] })
    expect(framing({ has_more: false, data: one.data })).toEqual({ kind: 'values', path: ['data'] })
    expect(framing([one])).toEqual({ kind: 'values', path: [] })
    expect(framing(bucket([result()]))).toEqual({ kind: 'values', path: null })
  })

  test('a page of empty buckets only, with doubt', () => {
    expect(adminUsageReport.identify(headOf(JSON.stringify(page(bucket([])))))?.score).toBe(40)
  })

  test.each([
    ['a cost report', page(bucket([{ amount: '48.25', currency: 'USD', workspace_id: null }]))],
    ['the analytics report', { data: [{ usage: { uncached_input_tokens: 1 } }], data_refreshed_at: 'x' }],
    ['a message that quotes one', { type: 'message', content: JSON.stringify(page(bucket([result()]))) }],
  ])('not %s', (_name, value) => {
    expect(framing(value)).toBeUndefined()
  })
})
