// Console cost CSV: the generations of columns, dollars rounded row by row, display names, and rows that look alike.
import { describe, expect, test } from 'vitest'
import { parseUsd } from '../../src/core/money.ts'
import { consoleCostCsv } from '../../src/importers/console-cost-csv.ts'
import { consoleUsageCsv } from '../../src/importers/console-usage-csv.ts'
import { collectRows, headOf } from './collecting-sink.ts'
import { readAll, sourceOf } from './read-all.ts'

const GEN1_HEADER =
  'usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type,inference_geo,speed'
const GEN2_HEADER = GEN1_HEADER.replace('cost_usd,', 'cost_usd,list_price_usd,')
const GEN3_HEADER = `${GEN2_HEADER},api_key_id,api_key_status`

const GEN1 = {
  usage_date_utc: '2026-11-01', model: 'Claude Opus 5.5', workspace: 'Default', api_key: 'support-bot', usage_type: 'message',
  context_window: '≤ 200k', token_type: 'input_cache_read', cost_usd: '0.18', cost_type: 'token', inference_geo: 'global',
  speed: 'standard',
}
const GEN3 = { ...GEN1, list_price_usd: '0.20', api_key_id: 'apikey_01EXAMPLE', api_key_status: 'active' }
const SEARCH = {
  ...GEN3, model: '--', usage_type: '--', context_window: '--', token_type: '--', cost_type: 'web_search', inference_geo: '--', speed: '--',
}

const read = (...rows: Record<string, string>[]) => collectRows(consoleCostCsv, rows)
const first = (over: Record<string, string>) => read({ ...GEN3, ...over }).records[0]

test('a row of the first generation: no list amount', () => {
  expect(read(GEN1).records[0]).toEqual({
    basis: 'bills', messageId: null, requestId: null, reportKey: expect.any(String),
    occurredAtMs: Date.UTC(2026, 10, 1), grain: 'utc-day', platform: 'anthropic', route: 'global',
    origin: {
      importer: 'console-cost-csv', account: null, workspace: 'Default', apiKey: 'support-bot', principal: null, profile: null,
      project: null, gateway: null, tags: {},
    },
    passes: [{
      kind: 'message', model: 'claude-opus-5-5', rawModel: 'Claude Opus 5.5', tier: 'standard', speed: 'standard',
      tokens: { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
      webSearches: 0, writeSplitAssumed: false, promptRange: { over: 0, upTo: 200_000 },
    }],
    requests: null, latencyMs: null, timeToFirstTokenMs: null, stopReason: null, errorCode: null, session: null,
    sidechain: false, modelHint: null, assumptions: [],
    bill: {
      meter: 'cacheRead', billed: parseUsd('0.18'), list: null, roundedTo: parseUsd('0.01'), lastDay: '2026-11-01',
      estimated: false, quantityStated: false,
    },
  })
})

test('a web search row: all dimensions are dashes', () => {
  expect(read(SEARCH).records[0]).toMatchObject({
    route: 'unknown', assumptions: [], origin: { apiKey: 'support-bot' },
    passes: [{ model: 'unknown', tier: 'unknown', speed: 'unknown', promptRange: { over: 0, upTo: null } }],
    bill: { meter: 'webSearches', billed: parseUsd('0.18'), list: parseUsd('0.2') },
  })
})

describe('amounts are dollars', () => {
  test.each([
    ['0.18', '0.20', { billed: '0.18', list: '0.2', unit: '0.01' }],
    ['12', '--', { billed: '12', list: null, unit: '0.01' }],
    ['0.5', '', { billed: '0.5', list: null, unit: '0.01' }],
    ['0.00', '0.00', { billed: '0', list: '0', unit: '0.01' }],
    ['-5.00', '-5.00', { billed: '-5', list: '-5', unit: '0.01' }],
    ['0.1834', '0.20', { billed: '0.1834', list: '0.2', unit: '0.0001' }],
    ['0.18', '0.203', { billed: '0.18', list: '0.203', unit: '0.001' }],
    ['1.8e-5', '0.01', { billed: '0.000018', list: '0.01', unit: '0.000001' }],
    ['2e-7', '', { billed: '0.0000002', list: null, unit: '0.0000001' }],
    ['0.0000000000015', '0', { billed: '0.000000000002', list: '0', unit: '0.000000000001' }],
  ])('%s of list %s is rounded to one in its last place', (cost_usd, list_price_usd, { billed, list, unit }) => {
    expect(first({ cost_usd, list_price_usd })?.bill).toMatchObject({
      billed: parseUsd(billed), list: list === null ? null : parseUsd(list), roundedTo: parseUsd(unit),
    })
  })

  test.each([
    ['cost_usd is missing', { cost_usd: '' }],
    ['cost_usd is missing', { cost_usd: '--' }],
    ['cost_usd is not a decimal number', { cost_usd: '$0.18' }],
    ['cost_usd is not a decimal number', { cost_usd: '1,000.00' }],
    ['cost_usd is not a decimal number', { cost_usd: '0,18' }],
    ['list_price_usd is not a decimal number', { list_price_usd: 'free' }],
    ['currency is not USD', { currency: 'EUR' }],
    ['usage_date_utc is not a date', { usage_date_utc: 'Total' }],
    ['usage_date_utc is not a date', { usage_date_utc: '2026-02-30' }],
    ['usage_date_utc is not a date', { usage_date_utc: '' }],
  ])('%s: %j', (reason, over) => {
    expect(read({ ...GEN3, ...over }).rejected).toEqual([[reason, 2]])
  })
})

describe('texts', () => {
  test.each([
    ['Claude Opus 5.5', 'claude-opus-5-5'],
    ['Claude Opus 5', 'claude-opus-5'],
    ['Claude Haiku 4.5', 'claude-haiku-4-5-20251001'],
    ['Claude Haiku 3.5', 'claude-3-5-haiku-20241022'],
    ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929'],
    ['Claude 3 Opus', 'claude-3-opus-20240229'],
    ['Claude 3.5 Sonnet 2024-10-22', 'claude-3-5-sonnet-20241022'],
    ['Claude 3.5 Sonnet 2024-06-20', 'claude-3-5-sonnet-20240620'],
    ['Claude 3.5 Sonnet 2024-06-21', 'Claude 3.5 Sonnet 2024-06-21'],
    ['Claude Opus 5.6', 'Claude Opus 5.6'],
    ['Claude Opus 5.5 Extra', 'Claude Opus 5.5 Extra'],
    ['', 'unknown'],
  ])('model %j is %s', (model, id) => {
    expect(first({ model })?.passes[0]).toMatchObject({ model: id, rawModel: model === '' ? 'unknown' : model })
  })

  test.each([
    ['token', 'input_no_cache', 'uncachedInput'],
    ['token', 'input_cache_read', 'cacheRead'],
    ['token', 'input_cache_write_5m', 'cacheWrite5m'],
    ['token', 'input_cache_write', 'cacheWrite5m'],
    ['token', 'input_cache_write_1h', 'cacheWrite1h'],
    ['token', 'output', 'output'],
    ['', 'output', 'output'],
    ['token', 'thinking', 'other'],
    ['token', '--', 'other'],
    ['web_search', '--', 'webSearches'],
    ['code_execution', '--', 'codeExecution'],
    ['session_usage', '--', 'sessionHours'],
    ['Code execution', '--', 'other'],
    ['Something New', 'output', 'other'],
  ])('%s, %s: %s', (cost_type, token_type, meter) => {
    expect(first({ cost_type, token_type })?.bill?.meter).toBe(meter)
  })

  test.each([
    ['message', 'standard'],
    ['standard', 'standard'],
    ['Message Batch', 'batch'],
    ['batches', 'batch'],
    ['priority', 'priority'],
    ['--', 'unknown'],
  ])('usage_type %s is tier %s', (usage_type, tier) => {
    expect(first({ usage_type })?.passes[0]?.tier).toBe(tier)
  })

  test.each([
    ['2026-11-01', 'us', 'us'],
    ['2026-11-01', 'not_available', 'global'],
    ['2026-11-01', '', 'unknown'],
    ['2026-02-05', '', 'unknown'],
    ['2026-02-04', '', 'global'],
  ])('%s, inference_geo %j: route %s', (usage_date_utc, inference_geo, route) => {
    expect(first({ usage_date_utc, inference_geo })?.route).toBe(route)
  })

  test('an empty speed of tokens is standard', () => {
    expect(first({ speed: '' })?.passes[0]?.speed).toBe('standard')
    expect(first({ speed: 'fast' })?.passes[0]?.speed).toBe('fast')
  })

  test('a key without a name goes by its id', () => {
    expect(first({ api_key: '--' })?.origin.apiKey).toBe('apikey_01EXAMPLE')
  })
})

describe('identity', () => {
  const keys = (...rows: Record<string, string>[]) => read(...rows).records.map((record) => record.reportKey)

  test('rows that look alike are rows, the same again on the next import', () => {
    const rows = [GEN3, { ...GEN3, cost_usd: '0.01' }, GEN3]
    expect(new Set(keys(...rows)).size).toBe(3)
    expect(keys(...rows)).toEqual(keys(...rows))
  })

  test('a newer export of the same day replaces an older one, amounts, mangled signs and new columns or not', () => {
    expect(keys(GEN1)).toEqual(keys({ ...GEN3, cost_usd: '0.19', context_window: 'â‰¤ 200k', api_key_status: 'archived' }))
  })

  test('a rejected row takes no number', () => {
    expect(keys({ ...GEN3, cost_usd: '' }, GEN3)).toEqual(keys(GEN3))
  })

  test.each([
    { usage_date_utc: '2026-11-02' }, { model: 'Claude Opus 5' }, { workspace: 'Other' }, { api_key: 'other' }, { usage_type: 'batch' },
    { context_window: '> 200k' }, { token_type: 'output' }, { cost_type: 'web_search' }, { inference_geo: 'us' }, { speed: 'fast' },
  ])('another row: %j', (over) => {
    expect(keys({ ...GEN3, ...over })).not.toEqual(keys(GEN3))
  })
})

describe('files', () => {
  const cells = (header: string, row: Record<string, string>) => header.split(',').map((name) => row[name] ?? '')

  test.each([
    ['2025', GEN1_HEADER.replace(',inference_geo,speed', ''), '\n'],
    ['generation 1', GEN1_HEADER, '\n'],
    ['generation 2', GEN2_HEADER, '\r\n'],
    ['generation 3, columns in another order and a new one', `new_column,${GEN3_HEADER.split(',').toReversed().join(',')}`, '\n'],
  ])('%s, bare and quoted with a BOM', async (_name, header, newline) => {
    const plain = [header, cells(header, GEN3).join(','), cells(header, SEARCH).join(','), ''].join(newline)
    const quoted = `\uFEFF${plain.replace(/[^,\r\n]+/g, '"$&"')}`
    for (const text of [plain, quoted]) {
      const all = await readAll(sourceOf('costs.csv', Buffer.from(text)))
      expect(all.summary).toMatchObject({ importer: 'console-cost-csv', entries: 2, problem: null })
      expect(all.records.map(({ record }) => record.bill?.meter)).toEqual(['cacheRead', 'webSearches'])
    }
  })

  test('the four columns that every file has, and a file of none but them', async () => {
    const header = 'usage_date_utc,model,token_type,cost_usd'
    const all = await readAll(sourceOf('costs.csv', Buffer.from(`${header}\n2024-03-09,Claude 3 Opus,output,0.39\n`)))
    expect(all.records.map(({ record }) => record)).toMatchObject([
      { route: 'global', passes: [{ model: 'claude-3-opus-20240229', tier: 'unknown' }], bill: { meter: 'output', billed: parseUsd('0.39') } },
    ])
    expect((await readAll(sourceOf('costs.csv', Buffer.from(`${header}\n`)))).summary).toMatchObject({ entries: 0, problem: null })
  })

  test('the usage CSV is another format, and the other way round', () => {
    const usage = 'usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_output_tokens'
    expect(consoleCostCsv.identify(headOf(usage))).toBeNull()
    expect(consoleUsageCsv.identify(headOf(GEN3_HEADER))).toBeNull()
    expect(consoleCostCsv.identify(headOf(`${GEN1_HEADER}\n`))).toEqual({ score: 95, framing: { kind: 'csv' } })
  })

  test('a spreadsheet of something else with a cost is none', () => {
    expect(consoleCostCsv.identify(headOf('date,model,cost_usd\n'))).toBeNull()
  })
})
