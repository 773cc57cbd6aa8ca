// Every form an invocation log is exported in: it is recognised, cut as it wants to be, and gives the same records.
import { describe, expect, test } from 'vitest'
import { bedrockInvocationLog } from '../../src/importers/bedrock-invocation-log.ts'
import { anthropicBody, invocation, withBody, type Json } from './bedrock-samples.ts'
import { collectEntries, collectRows, headOf, type Collected } from './collecting-sink.ts'

const A = invocation()
const B = {
  ...withBody(anthropicBody({ input_tokens: 7, cache_read_input_tokens: 900, output_tokens: 3 })),
  requestId: '5b1e1f0a-0001-4000-8000-000000000002',
}
const event = (record: Json) => ({
  timestamp: 1793693727000, message: JSON.stringify(record), ingestionTime: 1793693729000,
})
const batch = (...records: Json[]) => ({
  messageType: 'DATA_MESSAGE', owner: '111122223333', logGroup: 'bedrock', logStream: 'aws/bedrock/modelinvocations',
  subscriptionFilters: ['f'], logEvents: records.map((record, id) => ({ id: String(id), ...event(record) })),
})
const control = {
  messageType: 'CONTROL_MESSAGE', owner: 'CloudwatchLogs', logEvents: [{ id: '', timestamp: 1, message: 'hello' }],
}
const row = (record: Json) => [
  { field: '@timestamp', value: '2026-11-03 08:15:27.000' },
  { field: '@message', value: JSON.stringify(record) },
  { field: '@ptr', value: 'CmAKJg==' },
]

function framingOf(text: string) {
  const found = bedrockInvocationLog.identify(headOf(text))
  expect(found?.score ?? 0).toBeGreaterThan(80)
  return found?.framing
}

function expectBoth(seen: Collected): void {
  expect(seen.rejected).toEqual([])
  expect(seen.records.map((record) => [record.requestId, record.passes[0]?.tokens.cacheRead])).toEqual([
    [A.requestId, 0],
    [B.requestId, 900],
  ])
}

const read = (...entries: unknown[]) =>
  collectEntries(bedrockInvocationLog, entries.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry))))

describe('objects of S3', () => {
  test('one record a line', () => {
    expect(framingOf(`${JSON.stringify(A)}\n${JSON.stringify(B)}\n`)).toEqual({ kind: 'lines' })
    expectBoth(read(A, B))
  })

  test('blanks after colons, BOM and CR do no harm', () => {
    const spaced = JSON.stringify(A).replaceAll('":', '": ')
    expect(framingOf(`${spaced}\r\n`)).toEqual({ kind: 'lines' })
    expectBoth(read(`\uFEFF${spaced}\r`, `${JSON.stringify(B)}\r`))
  })

  test('a first record longer than the head', () => {
    const request = { inputBodyJson: { text: 'x'.repeat(100_000) } }
    const long = withBody(anthropicBody({ input_tokens: 1, output_tokens: 1 }), request)
    expect(framingOf(JSON.stringify(long))).toEqual({ kind: 'lines' })
  })

  test('pretty-printed objects and arrays', () => {
    expect(framingOf(JSON.stringify(A, null, 2))).toEqual({ kind: 'values', path: null })
    expect(framingOf(JSON.stringify([A, B], null, 2))).toEqual({ kind: 'values', path: [] })
    expect(framingOf(JSON.stringify([A, B]))).toEqual({ kind: 'values', path: [] })
    expectBoth(read(JSON.stringify(A, null, 2), JSON.stringify(B, null, 2)))
  })

  test('records on one line without a newline between', () => {
    const text = JSON.stringify(A) + JSON.stringify(B)
    expect(framingOf(text)).toEqual({ kind: 'lines' })
    const seen = read(text)
    expectBoth(seen)
    expect(seen.extra).toBe(1)
  })
})

describe('CloudWatch Logs', () => {
  test.each([
    ['filter-log-events', { events: [event(A), event(B)], searchedLogStreams: [] }],
    ['get-log-events', { events: [event(A), event(B)], nextForwardToken: 'f/1', nextBackwardToken: 'b/1' }],
  ])('%s', (_name, reply) => {
    expect(framingOf(JSON.stringify(reply))).toEqual({ kind: 'values', path: ['events'] })
    expect(framingOf(JSON.stringify(reply, null, 4))).toEqual({ kind: 'values', path: ['events'] })
    expectBoth(read(...reply.events))
    const whole = read(reply)
    expectBoth(whole)
    expect(whole.extra).toBe(1)
  })

  test('a reply longer than the head', () => {
    const long = invocation({ input: { inputTokenCount: 1, inputBodyJson: { text: 'x'.repeat(100_000) } } })
    expect(framingOf(JSON.stringify({ events: [event(long)] }))).toEqual({ kind: 'values', path: ['events'] })
  })

  test('events of other software in the same group are ignored', () => {
    const other = { timestamp: 1, message: 'START RequestId' }
    expect(read({ events: [other, event(A)] }).ignored).toEqual([['not an invocation record', 1]])
  })

  test('events one a line, and messages one a line as JSON strings', () => {
    expect(framingOf(`${JSON.stringify(event(A))}\n`)).toEqual({ kind: 'lines' })
    expectBoth(read(event(A), event(B)))
    const strings = [A, B].map((record) => JSON.stringify(JSON.stringify(record)))
    expect(framingOf(strings.join('\n'))).toEqual({ kind: 'lines' })
    expectBoth(read(...strings))
    const array = [A, B].map((record) => JSON.stringify(record))
    expect(framingOf(JSON.stringify(array))).toEqual({ kind: 'values', path: [] })
    expect(framingOf(JSON.stringify(array, null, 4))).toEqual({ kind: 'values', path: [] })
    expectBoth(read(array))
  })

  test('messages of --output text, apart by tabs', () => {
    const seen = read(`${JSON.stringify(A)}\t${JSON.stringify(B)}`)
    expectBoth(seen)
    expect(seen.extra).toBe(1)
  })

  test('lines of the export task, and of logs tail', () => {
    const lines = [
      `2026-11-03T08:15:27.000Z ${JSON.stringify(A)}`,
      `2026-11-03T08:15:27.123456+00:00 aws/bedrock/modelinvocations ${JSON.stringify(B)}`,
    ]
    for (const line of lines) expect(framingOf(line)).toEqual({ kind: 'lines' })
    expectBoth(read(...lines))
    const untimed = JSON.stringify(invocation({ timestamp: undefined }))
    expect(read(`2026-11-03T08:15:27.250Z ${untimed}`).records[0]?.occurredAtMs).toBe(Date.UTC(2026, 10, 3, 8, 15, 27, 250))
  })
})

describe('subscription batches', () => {
  test('a batch holds several entries; its owner is the account', () => {
    expect(framingOf(JSON.stringify(batch(A)))).toEqual({ kind: 'values', path: null })
    const seen = read(batch(A, B))
    expectBoth(seen)
    expect(seen.extra).toBe(1)
    expect(read(batch(invocation({ accountId: undefined }))).records[0]?.origin.account).toBe('111122223333')
  })

  test('batches without a newline between, and control messages', () => {
    const text = JSON.stringify(control) + JSON.stringify(batch(A)) + JSON.stringify(batch(B))
    expect(framingOf(text)).toEqual({ kind: 'values', path: null })
    const seen = read(text)
    expectBoth(seen)
    expect(seen.ignored).toEqual([['subscription control message', 1]])
    expect(seen.extra).toBe(2)
  })
})

describe('Logs Insights', () => {
  const reply = { results: [row(A), row(B)], statistics: { recordsMatched: 2 }, status: 'Complete' }

  test('get-query-results with @message', () => {
    expect(framingOf(JSON.stringify(reply))).toEqual({ kind: 'values', path: ['results'] })
    const pretty = JSON.stringify({ status: 'Complete', results: reply.results }, null, 2)
    expect(framingOf(pretty)).toEqual({ kind: 'values', path: ['results'] })
    expectBoth(read(row(A), row(B)))
    const whole = read(reply)
    expectBoth(whole)
    expect(whole.extra).toBe(1)
  })

  const dotted = {
    '@timestamp': '2026-11-03 08:15:27.250', requestId: 'r-1', modelId: 'global.anthropic.claude-opus-5-5',
    accountId: '012345678901',
    'input.inputTokenCount': '3', 'input.cacheWriteInputTokenCount': '2074', 'output.outputTokenCount': '28',
    'output.outputBodyJson.usage.inputTokens': '3',
    'output.outputBodyJson.usage.cacheDetails.0.ttl': '1h', 'output.outputBodyJson.usage.cacheDetails.0.inputTokens': '2000',
    'output.outputBodyJson.usage.cacheDetails.1.ttl': '5m', 'output.outputBodyJson.usage.cacheDetails.1.inputTokens': '74',
    'identity.arn': 'arn:aws:iam::012345678901:user/dev', 'requestMetadata.surface': 'chat', errorCode: '',
  }
  const expected = {
    requestId: 'r-1', route: 'global', occurredAtMs: Date.UTC(2026, 10, 3, 8, 15, 27, 250),
    origin: { account: '012345678901', principal: 'user/dev', tags: { surface: 'chat' } },
    passes: [{
      tokens: { uncachedInput: 3, cacheRead: 0, cacheWrite5m: 74, cacheWrite1h: 2000, output: 28 },
      writeSplitAssumed: false,
    }],
  }

  test('rows of dotted fields, as JSON and as CSV', () => {
    const pairs = Object.entries(dotted).map(([field, value]) => ({ field, value }))
    expect(read(pairs).records[0]).toMatchObject(expected)
    expect(collectRows(bedrockInvocationLog, [dotted]).records[0]).toMatchObject(expected)
  })

  test('a row in which a field was left out', () => {
    const bare = { requestId: 'r-1', modelId: dotted.modelId, errorCode: 'ThrottlingException', 'input.inputTokenCount': '' }
    expect(collectRows(bedrockInvocationLog, [bare]).ignored).toEqual([['error reply, no usage', 2]])
    const { errorCode: _none, ...unclear } = bare
    expect(collectRows(bedrockInvocationLog, [unclear]).rejected).toEqual([['inputTokenCount is missing', 2]])
  })

  test('CSV headers', () => {
    expect(framingOf('@timestamp,requestId,modelId,input.inputTokenCount\n')).toEqual({ kind: 'csv' })
    expect(framingOf('"requestId","modelId","output.outputTokenCount"\r\n')).toEqual({ kind: 'csv' })
    const quoted = JSON.stringify(A).replaceAll('"', '""')
    expect(framingOf(`@timestamp,@message\n2026-11-03 08:15:27.000,"${quoted}"\n`)).toEqual({ kind: 'csv' })
    expect(bedrockInvocationLog.identify(headOf('@timestamp,@message\n1,"START RequestId"\n'))).toBeNull()
  })

  test('CSV rows with @message', () => {
    const rows = [A, B].map((record) => ({ '@timestamp': '2026-11-03 08:15:27.000', '@message': JSON.stringify(record) }))
    const seen = collectRows(bedrockInvocationLog, rows)
    expectBoth(seen)
    expect(seen.extra).toBe(0)
  })

  test('rows that PowerShell flattened into one list of pairs', () => {
    const flat = { results: [...row(A), ...row(B)], status: 'Complete' }
    expect(framingOf(`\uFEFF${JSON.stringify(flat, null, 4)}`)).toEqual({ kind: 'values', path: ['results'] })
    expectBoth(read(flat))
    // Fed pair by pair, six elements are two entries.
    const pairwise = read(...flat.results)
    expectBoth(pairwise)
    expect(6 + pairwise.extra).toBe(2)
  })

  test('numbers and nulls among the flattened values', () => {
    const pair = (field: string, value: unknown) => ({ value, field })
    const flat = [
      pair('requestId', 'r-1'), pair('modelId', 'anthropic.claude-opus-5'), pair('input.inputTokenCount', 5),
      pair('output.outputTokenCount', 1), pair('cacheReadTokens', null),
    ]
    const seen = read(...flat, ...flat)
    expect(seen.records.map((record) => record.passes[0]?.tokens.uncachedInput)).toEqual([5, 5])
    expect(seen.extra).toBe(-8)
  })

  test('rows of a query that left the model out are rejected, not unknown files', () => {
    const pairs = [{ field: 'requestId', value: 'r-1' }, { field: 'input.inputTokenCount', value: '5' }]
    expect(framingOf(JSON.stringify({ results: [pairs] }, null, 2))).toEqual({ kind: 'values', path: ['results'] })
    expect(read(pairs).rejected).toEqual([['modelId is missing', 1]])
  })

  test('a query that found nothing is recognised with doubt', () => {
    const empty = { results: [], statistics: { recordsMatched: 0 }, status: 'Complete' }
    expect(bedrockInvocationLog.identify(headOf(JSON.stringify(empty)))?.score).toBe(20)
  })

  test('flattened rows of which one lacks its first field', () => {
    const pair = (field: string, value: string) => ({ field, value })
    const rest = (input: string) => [
      pair('modelId', 'anthropic.claude-opus-5'), pair('input.inputTokenCount', input), pair('output.outputTokenCount', '1'),
    ]
    const seen = read(pair('requestId', 'r-1'), ...rest('5'), ...rest('6'))
    expect(seen.records.map((record) => [record.requestId, record.passes[0]?.tokens.uncachedInput])).toEqual([
      ['r-1', 5],
      [null, 6],
    ])
  })
})

describe('what is not an invocation log', () => {
  test.each([
    ['a message that quotes one', JSON.stringify(anthropicBody({ input_tokens: 1 }, { content: [{ text: JSON.stringify(A) }] }))],
    ['a bare response body', JSON.stringify(anthropicBody({ input_tokens: 1, output_tokens: 1 }))],
    ['events of something else', JSON.stringify({ events: [{ timestamp: 1, message: 'hello' }] })],
    ['an application log', '2026-11-03T08:15:27Z INFO modelId inputTokenCount\n'],
    ['nothing', ''],
  ])('%s', (_name, text) => {
    expect(bedrockInvocationLog.identify(headOf(text))).toBeNull()
  })

  test('broken and foreign lines are counted', () => {
    const seen = read('{"requestId":', 'plain text', { level: 'info' }, { events: [] }, JSON.stringify(A))
    expect(seen.rejected).toEqual([['not valid JSON', 1], ['not valid JSON', 2]])
    expect(seen.ignored).toEqual([['not an invocation record', 3], ['envelope without entries', 4]])
    expect(seen.records).toHaveLength(1)
  })
})
