// Console usage CSV: three generations of columns, their texts, and rows that look alike.
import { describe, expect, test } from 'vitest'
import { consoleUsageCsv } from '../../src/importers/console-usage-csv.ts'
import { collectRows, headOf } from './collecting-sink.ts'

const NAMES = 'usage_date_utc,model_version,api_key,workspace,usage_type'
const COUNTS = [
  'usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h',
  'usage_input_tokens_cache_read,usage_output_tokens,web_search_count',
].join(',')
const GENERATIONS = [
  `${NAMES},${COUNTS}`,
  `${NAMES},context_window,${COUNTS}`,
  `${NAMES},context_window,${COUNTS},inference_geo,speed`,
]

const GEN1 = {
  usage_date_utc: '2025-06-20', model_version: 'claude-sonnet-4-20250514', api_key: 'support-bot', workspace: 'Default',
  usage_type: 'standard', usage_input_tokens_no_cache: '120400', usage_input_tokens_cache_write_5m: '80000',
  usage_input_tokens_cache_write_1h: '70', usage_input_tokens_cache_read: '910000', usage_output_tokens: '45210',
  web_search_count: '2',
}
const GEN3 = {
  ...GEN1, usage_date_utc: '2026-11-01', model_version: 'claude-opus-5-5', context_window: '≤ 200k',
  inference_geo: 'global', speed: 'standard',
}

const read = (...rows: Record<string, string>[]) => collectRows(consoleUsageCsv, rows)
const first = (over: Record<string, string>) => read({ ...GEN3, ...over }).records[0]

test('a row of the first generation', () => {
  expect(read(GEN1).records[0]).toMatchObject({
    basis: 'reports', messageId: null, requestId: null, occurredAtMs: Date.UTC(2025, 5, 20), grain: 'utc-day',
    platform: 'anthropic', route: 'global', requests: null, assumptions: [],
    origin: { importer: 'console-usage-csv', workspace: 'Default', apiKey: 'support-bot' },
    passes: [{
      model: 'claude-sonnet-4-20250514', tier: 'standard', speed: 'standard', webSearches: 2,
      tokens: { uncachedInput: 120_400, cacheRead: 910_000, cacheWrite5m: 80_000, cacheWrite1h: 70, output: 45_210 },
      promptRange: { over: 0, upTo: null }, writeSplitAssumed: false,
    }],
  })
})

test('a row of the third generation', () => {
  expect(first({ inference_geo: 'us', speed: 'fast' })).toMatchObject({
    route: 'us', assumptions: [], passes: [{ speed: 'fast', promptRange: { over: 0, upTo: 200_000 } }],
  })
})

describe('texts', () => {
  test.each([
    ['≤ 200k', 0, 200_000],
    ['â‰¤ 200k', 0, 200_000],
    ['? 200k', 0, 200_000],
    ['\uFFFD 200K', 0, 200_000],
    ['<= 200k', 0, 200_000],
    ['0-200k', 0, 200_000],
    ['> 200k', 200_000, null],
    ['>200k', 200_000, null],
    ['200k-1M', 200_000, null],
    ['', 0, null],
    ['--', 0, null],
  ])('context_window %s', (context_window, over, upTo) => {
    expect(first({ context_window })?.passes[0]?.promptRange).toEqual({ over, upTo })
  })

  test.each([
    ['standard', 'standard'],
    ['message', 'standard'],
    ['', 'standard'],
    ['batch', 'batch'],
    ['Message Batch', 'batch'],
    ['priority', 'priority'],
    ['Something New', 'something new'],
  ])('usage_type %s is tier %s', (usage_type, tier) => {
    expect(first({ usage_type })?.passes[0]?.tier).toBe(tier)
  })

  test.each([
    ['2026-11-01', 'utc-day', Date.UTC(2026, 10, 1)],
    ['2026-11-01 15:00', 'instant', Date.UTC(2026, 10, 1, 15)],
    ['2026-11-01 15:07', 'instant', Date.UTC(2026, 10, 1, 15, 7)],
  ])('date %s', (usage_date_utc, grain, occurredAtMs) => {
    expect(first({ usage_date_utc })).toMatchObject({ grain, occurredAtMs })
  })

  test.each([
    ['not_available', 'global', []],
    ['', 'global', ['route']],
    ['--', 'global', ['route']],
  ])('inference_geo %j', (inference_geo, route, assumptions) => {
    expect(first({ inference_geo })).toMatchObject({ route, assumptions })
  })

  test('a file without inference_geo is certain only for days before the choice existed', () => {
    expect(read({ ...GEN1, usage_date_utc: '2026-02-04' }).records[0]?.assumptions).toEqual([])
    expect(read({ ...GEN1, usage_date_utc: '2026-02-05' }).records[0]?.assumptions).toEqual(['route'])
  })
})

describe('rows', () => {
  test('two rows with the same visible names are two rows, the same again on the next import', () => {
    const keys = () => read(GEN3, { ...GEN3, usage_output_tokens: '9' }).records.map((record) => record.reportKey)
    expect(new Set(keys()).size).toBe(2)
    expect(keys()).toEqual(keys())
  })

  test('a mangled sign does not make another row of the same one', () => {
    expect(first({ context_window: 'â‰¤ 200k' })?.reportKey).toBe(first({})?.reportKey)
  })

  test('rows without usage are ignored, searches alone are usage', () => {
    const counts = COUNTS.split(',')
    const zero = Object.fromEntries(counts.map((name) => [name, '0']))
    expect(read({ ...GEN3, ...zero }).ignored).toEqual([['no usage in this row', 2]])
    expect(first({ ...zero, web_search_count: '3' })?.passes[0]?.webSearches).toBe(3)
  })

  test.each([
    ['usage_date_utc is not a date', { usage_date_utc: 'Total' }],
    ['usage_output_tokens is not a number', { usage_output_tokens: '1,000' }],
    ['usage_output_tokens is negative', { usage_output_tokens: '-1' }],
    ['usage_input_tokens_no_cache is not a whole number', { usage_input_tokens_no_cache: '1.5' }],
    ['usage_input_tokens_cache_read is too large', { usage_input_tokens_cache_read: '9007199254740992' }],
  ])('%s', (reason, over) => {
    expect(read({ ...GEN3, ...over }).rejected).toEqual([[reason, 2]])
  })
})

describe('identification', () => {
  test.each(GENERATIONS)('%s', (header) => {
    expect(consoleUsageCsv.identify(headOf(`${header}\r\n2026-11-01,x\r\n`))).toEqual({ score: 95, framing: { kind: 'csv' } })
    const quoted = header.split(',').map((name) => `"${name}"`).join(',')
    expect(consoleUsageCsv.identify(headOf(`\uFEFF${quoted},"new_column"\n`))?.score).toBe(95)
  })

  test('the cost CSV is another format', () => {
    const header = 'usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type'
    expect(consoleUsageCsv.identify(headOf(header))).toBeNull()
  })
})
