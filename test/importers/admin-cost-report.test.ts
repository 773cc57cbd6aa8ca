// Cost report pages: cents, meters, what is not told where a report is not grouped, and what makes a line itself.
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { parseUsd } from '../../src/core/money.ts'
import { adminCostReport } from '../../src/importers/admin-cost-report.ts'
import { collectEntries, headOf, PLAIN } from './collecting-sink.ts'
import { accounted, readAll, sourceOf } from './read-all.ts'

type Json = Record<string, unknown>

function result(over: Json = {}): Json {
  return {
    amount: '48.2500', currency: 'USD', workspace_id: null, description: 'Claude Opus 5.5 Usage - Output Tokens', cost_type: 'tokens',
    model: 'claude-opus-5-5', token_type: 'output_tokens', context_window: '0-200k', service_tier: 'standard',
    inference_geo: 'global', ...over,
  }
}

const NOT_GROUPED = {
  description: null, cost_type: null, model: null, token_type: null, context_window: null, service_tier: null, inference_geo: null,
}

function bucket(results: unknown[], starting_at = '2026-11-01T00:00:00Z', ending_at = '2026-11-02T00:00:00Z'): Json {
  return { starting_at, ending_at, results }
}

const page = (...data: Json[]) => ({ data, has_more: false, next_page: null })
const read = (...entries: unknown[]) => collectEntries(adminCostReport, entries.map((entry) => JSON.stringify(entry)))
const first = (over: Json) => read(bucket([result(over)])).records[0]

test('a line of a daily bucket: money and no tokens', () => {
  expect(first({})).toEqual({
    basis: 'bills', messageId: null, requestId: null, reportKey: expect.any(String),
    occurredAtMs: Date.UTC(2026, 10, 1), grain: 'utc-day', platform: 'anthropic', route: 'global',
    origin: {
      importer: 'admin-cost-report', account: null, workspace: null, apiKey: null, principal: null, profile: null,
      project: null, gateway: null, tags: {},
    },
    passes: [{
      kind: 'message', model: 'claude-opus-5-5', rawModel: 'claude-opus-5-5', tier: 'standard', speed: 'standard',
      tokens: { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
      webSearches: 0, writeSplitAssumed: false, promptRange: { over: 0, upTo: 200_000 },
    }],
    requests: null, latencyMs: null, timeToFirstTokenMs: null, stopReason: null, errorCode: null, session: null,
    sidechain: false, modelHint: null, assumptions: [],
    // 48.25 cents = 0.4825 USD
    bill: {
      meter: 'output', billed: parseUsd('0.4825'), list: null, roundedTo: 0n, lastDay: '2026-11-01', estimated: false,
      quantityStated: false,
    },
  })
})

describe('amounts are cents', () => {
  test.each([
    ['123.78912', '1.2378912'],
    ['0', '0'],
    ['-250.00', '-2.5'],
    ['0.0000000001', '0.000000000001'],
    [48.25, '0.4825'],
    [1e-7, '0.000000001'],
  ])('%s is %s USD', (amount, usd) => {
    expect(first({ amount })?.bill?.billed).toBe(parseUsd(usd))
  })

  test('beyond 12 decimals of a dollar half-even: 15 and 25 hundredths of a pico-USD', () => {
    expect(first({ amount: '0.00000000015' })?.bill?.billed).toBe(2n)
    expect(first({ amount: '0.00000000025' })?.bill?.billed).toBe(2n)
  })

  test.each([
    ['amount is missing', { amount: undefined }],
    ['amount is missing', { amount: null }],
    ['amount is not a decimal number', { amount: '' }],
    ['amount is not a decimal number', { amount: '1,204.50' }],
    ['amount is not a decimal number', { amount: '$4' }],
    ['amount is not a decimal number', { amount: 'NaN' }],
    ['amount is not a decimal number', { amount: ['4'] }],
    ['amount is not a decimal number', { amount: true }],
    ['currency is missing', { currency: undefined }],
    ['currency is missing', { currency: 840 }],
    ['currency is not USD', { currency: 'EUR' }],
  ])('%s: %j', (reason, over) => {
    expect(read(bucket([result(over)])).rejected).toEqual([[reason, 1]])
  })
})

describe('meters', () => {
  test.each([
    ['tokens', 'uncached_input_tokens', 'uncachedInput'],
    ['tokens', 'cache_read_input_tokens', 'cacheRead'],
    ['tokens', 'cache_creation.ephemeral_5m_input_tokens', 'cacheWrite5m'],
    ['tokens', 'cache_creation.ephemeral_1h_input_tokens', 'cacheWrite1h'],
    ['tokens', 'output_tokens', 'output'],
    ['tokens', 'reasoning_tokens', 'other'],
    ['tokens', null, 'other'],
    ['web_search', null, 'webSearches'],
    ['code_execution', null, 'codeExecution'],
    ['session_usage', null, 'sessionHours'],
    ['storage', null, 'other'],
    ['storage', 'output_tokens', 'other'],
    [null, null, 'other'],
  ])('%s, %s: %s', (cost_type, token_type, meter) => {
    expect(first({ cost_type, token_type })?.bill?.meter).toBe(meter)
  })
})

describe('group values', () => {
  test('a report that is not grouped tells nothing, and its description is not taken apart', () => {
    const told = { description: 'Claude Opus 5.5 Usage - Output Tokens (Fast)' }
    for (const over of [{}, told]) {
      expect(first({ ...NOT_GROUPED, ...over })).toMatchObject({
        route: 'unknown', assumptions: ['route'], bill: { meter: 'other', billed: parseUsd('0.4825') },
        passes: [{ model: 'unknown', rawModel: 'unknown', tier: 'unknown', speed: 'unknown', promptRange: { over: 0, upTo: null } }],
      })
    }
  })

  test.each([
    ['us', 'us', []],
    ['not_available', 'global', []],
    [null, 'unknown', ['route']],
  ])('inference_geo %s is route %s', (inference_geo, route, assumptions) => {
    expect(first({ inference_geo })).toMatchObject({ route, assumptions })
  })

  test('a search costs the same on every route, so none is assumed', () => {
    expect(first({ ...NOT_GROUPED, cost_type: 'web_search' })).toMatchObject({ route: 'unknown', assumptions: [] })
  })

  test('context window and batch', () => {
    expect(first({ context_window: '200k-1M', service_tier: 'batch' })?.passes[0]).toMatchObject({
      tier: 'batch', promptRange: { over: 200_000, upTo: null },
    })
  })

  test.each([
    ['Claude Opus 5 (Fast) Usage - Output Tokens', 'fast'],
    ['Claude Opus 5 Usage - Fast Mode, Output Tokens', 'fast'],
    ['Claude Opus 5 Usage - Output Tokens, breakfast', 'standard'],
    [null, 'unknown'],
  ])('speed of %j is %s', (description, speed) => {
    expect(first({ description })?.passes[0]?.speed).toBe(speed)
  })

  test('a field for speed counts before the description', () => {
    expect(first({ description: 'Usage (Fast)', speed: 'standard' })?.passes[0]?.speed).toBe('standard')
  })

  test('null is the default workspace where other lines name one', () => {
    const rows = [result(), result({ workspace_id: 'wrkspc_01A' })]
    expect(read(bucket(rows)).records.map((record) => record.origin.workspace)).toEqual(['Default', 'wrkspc_01A'])
    expect(read(bucket([result()])).records[0]?.origin.workspace).toBeNull()
  })

  test('platform and route set by the user', () => {
    const options = { ...PLAIN, platform: 'claude-platform-aws' as const, route: 'us' }
    const [record] = collectEntries(adminCostReport, [JSON.stringify(bucket([result({ inference_geo: null })]))], options).records
    expect(record).toMatchObject({ platform: 'claude-platform-aws', route: 'us', assumptions: [] })
  })
})

describe('identity', () => {
  test('the same line with another amount is the same line', () => {
    expect(first({ amount: '50' })?.reportKey).toBe(first({})?.reportKey)
  })

  test.each([
    { description: 'Another' }, { workspace_id: 'wrkspc_01A' }, { cost_type: 'web_search' }, { model: 'claude-opus-5' },
    { token_type: 'cache_read_input_tokens' }, { context_window: '200k-1M' }, { service_tier: 'batch' }, { inference_geo: 'us' },
  ])('another line: %j', (over) => {
    expect(first(over)?.reportKey).not.toBe(first({})?.reportKey)
  })

  test('a field the API adds makes other lines where it has values, and none where it has not', () => {
    expect(first({ new_dimension: null })?.reportKey).toBe(first({})?.reportKey)
    expect(first({ new_dimension: 'x' })?.reportKey).not.toBe(first({})?.reportKey)
  })

  test('another day is another line', () => {
    const [one, two] = read(bucket([result()]), bucket([result()], '2026-11-02T00:00:00Z', '2026-11-03T00:00:00Z')).records
    expect(one?.reportKey).not.toBe(two?.reportKey)
    expect(two?.bill?.lastDay).toBe('2026-11-02')
  })
})

describe('shapes', () => {
  const pages = [page(bucket([result()]), bucket([])), page(bucket([result({ amount: '1.75' })], '2026-11-02T00:00:00Z', '2026-11-03T00:00:00Z'))]
  const lines = pages.map((one) => JSON.stringify(one)).join('\n')

  // 48.25 + 1.75 cents = 0.50 USD in each of them
  test.each([
    ['pages one a line', Buffer.from(lines)],
    ['pages one a line, gzipped', gzipSync(lines)],
    ['pretty-printed pages after one another', Buffer.from(pages.map((one) => JSON.stringify(one, null, 2)).join('\n'))],
    ['an array of pages', Buffer.from(JSON.stringify(pages))],
    ['an array of arrays of pages', Buffer.from(JSON.stringify([pages]))],
    ['an array of buckets', Buffer.from(JSON.stringify(pages.flatMap(({ data }) => data)))],
    ['buckets one a line, with a BOM', Buffer.from(`\uFEFF${pages.flatMap(({ data }) => data).map((one) => JSON.stringify(one)).join('\n')}`)],
  ])('%s', async (_name, bytes) => {
    const all = await readAll(sourceOf('costs', bytes))
    expect(all.summary).toMatchObject({ importer: 'admin-cost-report', problem: null })
    expect(all.records.reduce((sum, { record }) => sum + (record.bill?.billed ?? 0n), 0n)).toBe(parseUsd('0.5'))
    expect(all.ignored).toEqual({ 'bucket without costs': 1 })
    expect(accounted(all)).toBe(all.summary.entries)
  })

  test('bucket times that are none', () => {
    expect(read(bucket([result()], 'soon')).rejected).toEqual([['starting_at is not a time', 1]])
    expect(read(bucket([result()], '2026-11-02T00:00:00Z')).rejected).toEqual([['ending_at is not a time after starting_at', 1]])
  })
})

describe('identification', () => {
  const framing = (value: unknown) => adminCostReport.identify(headOf(JSON.stringify(value)))?.framing

  test('pages, buckets and lists of pages', () => {
    expect(framing(page(bucket([result()])))).toEqual({ kind: 'values', path: ['data'] })
    expect(framing([page(bucket([result()]))])).toEqual({ kind: 'values', path: [] })
    expect(framing(bucket([result()]))).toEqual({ kind: 'values', path: null })
  })

  test.each([
    ['a usage report', page(bucket([{ uncached_input_tokens: 1, output_tokens: 2 }]))],
    ['a page of empty buckets', page(bucket([]))],
    ['cost analytics by bucket', page(bucket([{ ...result(), list_amount: '50' }]))],
    ['cost analytics', { data: [{ starting_at: 'x', group: {}, cost: { amount: '1', currency: 'USD' } }] }],
    ['Claude Code analytics', { data: [{ date: 'x', model_breakdown: [{ estimated_cost: { amount: 1, currency: 'USD' } }] }] }],
    ['a message that quotes one', { type: 'message', content: JSON.stringify(page(bucket([result()]))) }],
  ])('not %s', (_name, value) => {
    expect(framing(value)).toBeUndefined()
  })
})
