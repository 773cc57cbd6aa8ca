// What one invocation record becomes: tokens, what is not billed, what is rejected, identity, origin and route.
import { describe, expect, test } from 'vitest'
import { bedrockInvocationLog } from '../../src/importers/bedrock-invocation-log.ts'
import { anthropicBody, converseBody, invocation, withBody, withInput, type Json } from './bedrock-samples.ts'
import { collectEntries, PLAIN } from './collecting-sink.ts'

function read(record: Json, options = PLAIN) {
  return collectEntries(bedrockInvocationLog, [JSON.stringify(record)], options)
}

function accepted(record: Json, options = PLAIN) {
  const seen = read(record, options)
  expect(seen.rejected).toEqual([])
  expect(seen.ignored).toEqual([])
  const [one] = seen.records
  if (one === undefined) throw new Error('nothing was accepted')
  return one
}

function tokens(record: Json) {
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output } = accepted(record).passes[0]?.tokens ?? {}
  return [uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output]
}

describe('tokens', () => {
  test('the four top-level counts are taken as they are; input excludes cached tokens', () => {
    const record = withInput({ inputTokenCount: 2, cacheReadInputTokenCount: 95_500, cacheWriteInputTokenCount: 300 })
    expect(tokens(record)).toEqual([2, 95_500, 300, 0, 12])
    expect(accepted(record).passes[0]?.writeSplitAssumed).toBe(true)
  })

  test('without cache counts nothing is assumed', () => {
    expect(tokens(invocation())).toEqual([41, 0, 0, 0, 12])
    expect(accepted(invocation()).passes[0]?.writeSplitAssumed).toBe(false)
  })

  test('the body fills what the record leaves out', () => {
    const usage = {
      input_tokens: 41, cache_read_input_tokens: 18_000, cache_creation_input_tokens: 1200, output_tokens: 12,
      cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 1000 },
    }
    const older = withBody(anthropicBody(usage), { inputTokenCount: 41 }, { outputTokenCount: 12 })
    expect(tokens(older)).toEqual([41, 18_000, 200, 1000, 12])
    expect(tokens(withBody(anthropicBody(usage)))).toEqual([41, 18_000, 200, 1000, 12])
  })

  test('where record and body disagree, the record wins', () => {
    const body = anthropicBody({ input_tokens: 999, cache_read_input_tokens: 999, output_tokens: 999 })
    const record = withBody(body, { inputTokenCount: 41, cacheReadInputTokenCount: 0 }, { outputTokenCount: 12 })
    expect(tokens(record)).toEqual([41, 0, 0, 0, 12])
  })

  test('Converse: twins are not added, writes are split by cacheDetails', () => {
    const usage = {
      inputTokens: 3, outputTokens: 28, totalTokens: 2105, cacheReadInputTokens: 0, cacheReadInputTokenCount: 0,
      cacheWriteInputTokens: 2074, cacheWriteInputTokenCount: 2074,
      cacheDetails: [{ ttl: '1h', inputTokens: 2000 }, { ttl: '5m', inputTokens: 74 }], serverToolUsage: {},
    }
    expect(tokens(withBody(converseBody(usage)))).toEqual([3, 0, 74, 2000, 28])
  })

  test.each([['T5M', 'T1H'], ['5M', '1H'], ['5m', '1h']])('TTL spelled %s and %s', (five, hour) => {
    const cacheDetails = [{ ttl: hour, inputTokens: 10 }, { ttl: five, inputTokens: 4 }]
    const usage = { inputTokens: 1, outputTokens: 1, cacheWriteInputTokens: 14, cacheDetails }
    expect(tokens(withBody(converseBody(usage)))).toEqual([1, 0, 4, 10, 1])
  })

  test('a split that does not cover the writes: the rest is 5m, assumed', () => {
    const usage = { inputTokens: 1, outputTokens: 1, cacheWriteInputTokens: 100, cacheDetails: [{ ttl: '1h', inputTokens: 60 }] }
    const record = withBody(converseBody(usage))
    expect(tokens(record)).toEqual([1, 0, 40, 60, 1])
    expect(accepted(record).passes[0]?.writeSplitAssumed).toBe(true)
  })

  test('a split that says more than was written is cut to what was written', () => {
    const usage = { inputTokens: 1, outputTokens: 1, cacheDetails: [{ ttl: '1h', inputTokens: 60 }, { ttl: '5m', inputTokens: 60 }] }
    const record = withBody(converseBody(usage), { inputTokenCount: 1, cacheWriteInputTokenCount: 100 }, { outputTokenCount: 1 })
    expect(tokens(record)).toEqual([1, 0, 40, 60, 1])
    expect(accepted(record).passes[0]?.writeSplitAssumed).toBe(true)
  })

  test('null, absent and 0 cache counts are alike', () => {
    const record = withInput({ inputTokenCount: 5, cacheReadInputTokenCount: null, cacheWriteInputTokenCount: 0 })
    expect(tokens(record)).toEqual([5, 0, 0, 0, 12])
  })

  test('OpenAI-shaped bodies include cached tokens in the input: 500 - 420 = 80', () => {
    const chat = { prompt_tokens: 500, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 420 } }
    expect(tokens(withBody({ id: 'chatcmpl-1', usage: chat }))).toEqual([80, 420, 0, 0, 9])
    const responses = { input_tokens: 500, output_tokens: 9, input_tokens_details: { cached_tokens: 420 } }
    expect(tokens(withBody({ id: 'resp_1', usage: responses }))).toEqual([80, 420, 0, 0, 9])
  })

  test('an OpenAI-shaped body beside a record that repeats its inclusive input, or that does not', () => {
    const body = { usage: { prompt_tokens: 500, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 420 } } }
    expect(tokens(withBody(body, { inputTokenCount: 500 }, { outputTokenCount: 9 }))).toEqual([80, 420, 0, 0, 9])
    expect(tokens(withBody(body, { inputTokenCount: 80 }, { outputTokenCount: 9 }))).toEqual([80, 420, 0, 0, 9])
  })
})

describe('runs of one call', () => {
  const iterations = [
    { type: 'compaction', input_tokens: 180_000, output_tokens: 3500 },
    { type: 'message', input_tokens: 23_000, output_tokens: 1000 },
  ]

  test('compaction is added as a pass of its own: the record counts the message only', () => {
    const body = anthropicBody({ input_tokens: 23_000, output_tokens: 1000, iterations })
    const { passes } = accepted(withBody(body, { inputTokenCount: 23_000 }, { outputTokenCount: 1000 }))
    expect(passes.map((pass) => [pass.kind, pass.tokens.uncachedInput, pass.tokens.output])).toEqual([
      ['message', 23_000, 1000],
      ['compaction', 180_000, 3500],
    ])
  })

  test('runs that do not add up to the record are not believed', () => {
    const body = anthropicBody({ input_tokens: 23_000, output_tokens: 1000, iterations })
    const { passes } = accepted(withBody(body, { inputTokenCount: 203_000 }, { outputTokenCount: 4500 }))
    expect(passes.map((pass) => [pass.kind, pass.tokens.uncachedInput, pass.tokens.output])).toEqual([['message', 203_000, 4500]])
  })

  test('several message runs keep their own prompt sizes', () => {
    const runs = [60_000, 70_000].map((input_tokens) => ({ type: 'message', input_tokens, output_tokens: 5 }))
    const { passes } = accepted(withBody(anthropicBody({ input_tokens: 130_000, output_tokens: 10, iterations: runs })))
    expect(passes.map((pass) => pass.tokens.uncachedInput)).toEqual([60_000, 70_000])
  })
})

describe('stream bodies', () => {
  const start = {
    type: 'message_start',
    message: {
      id: 'msg_bdrk_02', model: 'claude-haiku-5-5',
      usage: {
        input_tokens: 310, cache_creation_input_tokens: 30, output_tokens: 1,
        cache_creation: { ephemeral_1h_input_tokens: 30 },
      },
    },
  }
  const delta = (usage: Json) => ({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage })

  test('the last message_delta replaces, and null in it leaves what was there', () => {
    const final = delta({ output_tokens: 188, input_tokens: 311, cache_creation_input_tokens: null })
    const events = [start, delta({ output_tokens: 50 }), final, '[DONE]']
    expect(tokens(withBody(events))).toEqual([311, 0, 0, 30, 188])
    expect(accepted(withBody(events))).toMatchObject({ messageId: 'msg_bdrk_02', stopReason: 'end_turn', assumptions: [] })
  })

  test('timings of the stop event are kept', () => {
    const metrics = { invocationLatency: 2104, firstByteLatency: 380 }
    const events = [start, delta({ output_tokens: 5 }), { type: 'message_stop', 'amazon-bedrock-invocationMetrics': metrics }]
    expect(accepted(withBody(events))).toMatchObject({ latencyMs: 2104, timeToFirstTokenMs: 380 })
  })

  test('a stream that was cut off: its provisional output is not billed, and said to be unknown', () => {
    const record = withBody([start])
    expect(tokens(record)).toEqual([310, 0, 0, 30, 0])
    expect(accepted(record).assumptions).toEqual(['output'])
  })

  test('a stream that was cut off in a record that knows its output', () => {
    const record = withBody([start], { inputTokenCount: 310 }, { outputTokenCount: 77 })
    expect(tokens(record)).toEqual([310, 0, 0, 30, 77])
    expect(accepted(record).assumptions).toEqual([])
  })
})

describe('what is not billed', () => {
  test.each([
    ['an error without tokens', { errorCode: 'ThrottlingException', input: {}, output: {} }, 'error reply, no usage'],
    ['an error with zero input', { errorCode: 'ThrottlingException', input: { inputTokenCount: 0 }, output: {} }, 'error reply, no usage'],
    ['CountTokens', { operation: 'CountTokens' }, 'operation that runs no model'],
    ['ListModels', { operation: 'ListModels', input: {}, output: {} }, 'operation that runs no model'],
    ['an operation nobody knows', { operation: 'DreamUp', input: {}, output: {} }, 'unknown operation without tokens'],
  ])('%s', (_name, over, reason) => {
    expect(read(invocation(over)).ignored).toEqual([[reason, 1]])
  })

  test.each([
    converseBody({ inputTokens: 0, outputTokens: 0 }, { stopReason: 'guardrail_intervened' }),
    { 'amazon-bedrock-guardrailAction': 'INTERVENED', content: [] },
  ])('a guardrail block before the model ran', (body) => {
    expect(read(withBody(body)).ignored).toEqual([['blocked by a guardrail before the model ran', 1]])
  })

  test('a guardrail block of the answer is billed', () => {
    const body = anthropicBody({ input_tokens: 90, output_tokens: 30 }, { 'amazon-bedrock-guardrailAction': 'INTERVENED' })
    expect(accepted(withBody(body)).stopReason).toBe('guardrail_intervened')
    expect(tokens(withBody(body))).toEqual([90, 0, 0, 0, 30])
  })

  test('guardrailAction NONE is no block', () => {
    const body = anthropicBody({ input_tokens: 90, output_tokens: 30 }, { 'amazon-bedrock-guardrailAction': 'NONE' })
    expect(accepted(withBody(body)).stopReason).toBe('end_turn')
  })

  test('a failure that carries tokens is billed, with its error code', () => {
    const record = withInput({ inputTokenCount: 70 }, { errorCode: 'ModelStreamErrorException', output: {} })
    expect(tokens(record)).toEqual([70, 0, 0, 0, 0])
    expect(accepted(record).errorCode).toBe('ModelStreamErrorException')
  })
})

describe('what is rejected', () => {
  test.each([
    ['modelId is missing', { modelId: undefined }],
    ['modelId is missing', { modelId: '' }],
    ['outputTokenCount is missing', { output: {} }],
    ['inputTokenCount is missing', { input: {} }],
    ['inputTokenCount is missing', { input: { cacheReadInputTokenCount: 8 } }],
    ['inputTokenCount is negative', { input: { inputTokenCount: -1 } }],
    ['inputTokenCount is not a whole number', { input: { inputTokenCount: 1.5 } }],
    ['inputTokenCount is not a number', { input: { inputTokenCount: '41' } }],
    ['cacheReadInputTokenCount is too large', { input: { inputTokenCount: 1, cacheReadInputTokenCount: 2 ** 53 } }],
    ['outputTokenCount is too large', { output: { outputTokenCount: 1e300 } }],
    ['timestamp is not a time', { timestamp: 'yesterday' }],
    ['timestamp is not a time', { timestamp: '2026-02-30T00:00:00Z' }],
    ['timestamp is not a time', { timestamp: 1793693727000 }],
  ])('%s', (reason, over) => {
    const seen = read(invocation(over))
    expect(seen.rejected).toEqual([[reason, 1]])
    expect(seen.records).toEqual([])
  })
})

describe('identity, origin and route', () => {
  test('ids, time and attribution', () => {
    const body = anthropicBody({ input_tokens: 1, output_tokens: 1 })
    const record = { ...withBody(body), requestMetadata: { surface: 'search', team: '', secret: 'x' } }
    expect(accepted(record)).toMatchObject({
      basis: 'requests',
      platform: 'bedrock',
      messageId: 'msg_bdrk_01X',
      requestId: '5b1e1f0a-0001-4000-8000-000000000001',
      // 2026-11-03T08:15:27Z
      occurredAtMs: Date.UTC(2026, 10, 3, 8, 15, 27),
      grain: 'instant',
      origin: { account: '111122223333', principal: 'role/search-svc', tags: { surface: 'search' }, profile: null },
      requests: 1,
      stopReason: 'end_turn',
    })
  })

  test.each([
    ['arn:aws:sts::111122223333:assumed-role/search-svc/i-0abc', 'role/search-svc'],
    ['arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_01234/ana@example.com', 'role/AWSReservedSSO_Dev_01234'],
    ['arn:aws:iam::111122223333:user/dev', 'user/dev'],
    ['arn:aws:iam::111122223333:user/division/dev', 'user/dev'],
    ['arn:aws:iam::111122223333:role/service-role/chat', 'role/chat'],
    ['arn:aws-us-gov:sts::111122223333:assumed-role/gov/session', 'role/gov'],
    ['arn:aws:iam::111122223333:root', 'root'],
    ['somebody', null],
  ])('principal of %s', (arn, principal) => {
    expect(accepted(invocation({ identity: { arn } })).origin.principal).toBe(principal)
  })

  test.each([
    ['global.anthropic.claude-opus-5-5', 'us-west-2', 'claude-opus-5-5', 'global'],
    ['us.anthropic.claude-opus-5-5', 'us-west-2', 'claude-opus-5-5', 'geo-us'],
    ['eu.anthropic.claude-haiku-4-5-20251001-v1:0', 'eu-west-1', 'claude-haiku-4-5-20251001', 'geo-eu'],
    ['anthropic.claude-haiku-4-5-20251001-v1:0', 'us-east-1', 'claude-haiku-4-5-20251001', 'region'],
    ['anthropic.claude-opus-4-8', 'us-gov-west-1', 'claude-opus-4-8', 'us-gov'],
    ['us-gov.anthropic.claude-opus-4-8', 'us-gov-west-1', 'claude-opus-4-8', 'us-gov'],
    ['arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-opus-4-6-v1', 'us-east-1', 'claude-opus-4-6', 'geo-us'],
    ['arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1', 'us-east-1', 'claude-opus-4-6', 'region'],
    ['global.anthropic.claude-omen-9', 'us-east-1', 'global.anthropic.claude-omen-9', 'global'],
  ])('%s called in %s', (modelId, region, model, route) => {
    const record = accepted(invocation({ modelId, region }))
    expect(record.route).toBe(route)
    expect(record.passes[0]).toMatchObject({ model, rawModel: modelId })
    expect(record.assumptions).toEqual([])
  })

  test('an application profile names neither model nor route; the body gives a hint', () => {
    const modelId = 'arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/p2example9qr'
    const record = accepted({ ...withBody(anthropicBody({ input_tokens: 1, output_tokens: 1 })), modelId })
    expect(record).toMatchObject({ route: 'unknown', modelHint: 'claude-sonnet-5-5', assumptions: ['route'] })
    expect(record.origin.profile).toBe('p2example9qr')
    expect(record.passes[0]?.model).toBe(modelId)
  })

  test('the user can set platform and route', () => {
    const modelId = 'arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/p2example9qr'
    const record = accepted(invocation({ modelId }), { ...PLAIN, platform: 'bedrock', route: 'geo-eu' })
    expect(record).toMatchObject({ route: 'geo-eu', assumptions: [] })
  })

  test("another maker's model is kept under its raw id; without counts it is ignored", () => {
    expect(accepted(invocation({ modelId: 'amazon.nova-pro-v1:0' })).passes[0]?.model).toBe('amazon.nova-pro-v1:0')
    const embedding = invocation({ modelId: 'amazon.titan-embed-text-v2:0', output: {} })
    expect(read(embedding).ignored).toEqual([['model of another maker, without token counts', 1]])
  })

  test.each([
    [undefined, 'standard'],
    [{ serviceTier: { type: 'default' } }, 'standard'],
    [{ serviceTier: { type: 'flex' } }, 'flex'],
    [{ performanceConfig: { latency: 'standard' } }, 'standard'],
    [{ performanceConfig: { latency: 'optimized' } }, 'optimized'],
    [{ serviceTier: { type: 'priority' }, performanceConfig: { latency: 'optimized' } }, 'priority+optimized'],
  ])('tier of %j is %s', (over, tier) => {
    const body = converseBody({ inputTokens: 1, outputTokens: 1 }, over)
    expect(accepted(withBody(body)).passes[0]?.tier).toBe(tier)
  })

  test('empty request ids and ids that could be prose are no identity', () => {
    expect(accepted(invocation({ requestId: '' })).requestId).toBeNull()
    expect(accepted(invocation({ requestId: 'tell me a story' })).requestId).toBeNull()
  })

  test('a record without a time takes the time of its log event, else none', () => {
    expect(accepted(invocation({ timestamp: undefined })).occurredAtMs).toBeNull()
    const event = { timestamp: 1793693728123, message: JSON.stringify(invocation({ timestamp: undefined })) }
    expect(read(event).records[0]?.occurredAtMs).toBe(1793693728123)
  })
})

test('no text of a prompt or an answer is kept', () => {
  const canary = 'CANARY-7f3a'
  const body = anthropicBody({ input_tokens: 1, output_tokens: 1 }, {
    id: `${canary} as an id`, content: [{ type: 'text', text: canary }], stop_reason: `${canary} said so`,
  })
  const record = {
    ...withBody(body, { inputBodyJson: { prompt: `${canary} "inputTokenCount":999` }, inputTokenCount: 1 }),
    requestMetadata: { note: canary },
    errorCode: `${canary} went wrong`,
  }
  const seen = read(record)
  expect(seen.records).toHaveLength(1)
  expect(JSON.stringify(seen)).not.toContain(canary)
  const broken = collectEntries(bedrockInvocationLog, [JSON.stringify(record).slice(0, -9), `${canary}`])
  expect(JSON.stringify(broken)).not.toContain(canary)
})
