// Formats that could count a thing twice or guess a price: what the ledger makes of them, end to end.
import { expect, test } from 'vitest'
import { EVERYTHING, micro, openTestBackend, type TestBackend } from './test-backend.ts'

const total = async ({ client }: TestBackend) => (await client.call('usage.totals', { filters: EVERYTHING, by: [] })).totals

const BATCH = JSON.stringify({
  recordId: 'REC00000001', modelInput: {},
  modelOutput: { id: 'msg_bdrk_b1', type: 'message', model: 'claude-opus-5', usage: { input_tokens: 1000, output_tokens: 100 } },
})

test('a Bedrock batch waits for its model and route, then has the batch price of that route', async () => {
  const opened = openTestBackend()
  const report = await opened.client.call('imports.report', { id: await opened.importTexts({ 'in.jsonl.out': BATCH }) })
  const rawModel = 'bedrock-batch:claude-opus-5'
  expect(report.unpriced).toEqual([{ platform: 'bedrock', route: 'unknown', model: rawModel, requests: 1, tokens: 1100, isProfile: true }])
  expect((await opened.client.call('profiles.list', {})).profiles).toMatchObject([{ rawModel, hint: 'claude-opus-5' }])
  await opened.client.call('profiles.map', { rawModel, model: 'claude-opus-5', route: 'geo-us' })
  // Half of 5 / 25, 10 % over global: 1,000 x 2.75 + 100 x 13.75 = 2,750 + 1,375 micro-USD.
  expect(await total(opened)).toMatchObject({ listCost: micro(4125), unpricedTokens: 0 })
})

const REPLY = JSON.stringify({
  type: 'assistant', sessionId: 's1', uuid: 'u0', parentUuid: null, timestamp: '2026-11-05T09:00:00Z',
  message: { id: 'msg_1', model: 'claude-opus-5', usage: { input_tokens: 3000, output_tokens: 400 } },
})
const result = (outputTokens: number): string => JSON.stringify({
  type: 'result', subtype: 'success', session_id: 's1', uuid: 'u1', total_cost_usd: 1,
  modelUsage: { 'claude-opus-5': { inputTokens: 3000, outputTokens } },
})

test('a session\'s result is never added to its transcript, nor a later result to an earlier one', async () => {
  const opened = openTestBackend()
  await opened.importTexts({ 'session.jsonl': REPLY })
  const alone = await total(opened)
  await opened.importTexts({ 'result.json': result(400) })
  expect(await total(opened)).toEqual(alone)

  const results = openTestBackend()
  for (const outputTokens of [400, 900, 900]) await results.importTexts({ [`run-${outputTokens}.json`]: result(outputTokens) })
  expect((await total(results)).tokens).toMatchObject({ uncachedInput: 3000, output: 900 })
})

const metrics = (names: readonly string[]): string => JSON.stringify({
  MetricDataResults: names.map((name, index) => ({
    Id: `m${index}`, Label: `us.anthropic.claude-opus-5 ${name}`, Timestamps: ['2026-11-04T00:00:00+00:00'], Values: [1000],
  })),
})

test('the two spellings of a metric count once, in one file and in two', async () => {
  const opened = openTestBackend()
  await opened.importTexts({
    'both.json': metrics(['CacheReadInputTokens', 'CacheReadInputTokenCount', 'Invocations']),
    'one.json': metrics(['CacheReadInputTokens', 'Invocations']),
  })
  expect(await total(opened)).toMatchObject({ requests: 1000, tokens: { cacheRead: 1000, uncachedInput: 0 } })
})

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`
const START = event({ type: 'message_start', message: { id: 'msg_9', model: 'claude-opus-5', usage: { input_tokens: 50, output_tokens: 1 } } })

test('the whole of a stream replaces the copy that was cut off', async () => {
  const opened = openTestBackend()
  await opened.importTexts({ 'cut.sse': START })
  expect(await total(opened)).toMatchObject({ requests: 1, tokens: { uncachedInput: 50, output: 0 }, assumptions: ['date', 'output'] })
  await opened.importTexts({ 'whole.sse': START + event({ type: 'message_delta', usage: { output_tokens: 70 } }) })
  expect(await total(opened)).toMatchObject({ requests: 1, tokens: { uncachedInput: 50, output: 70 }, assumptions: ['date'] })
})
