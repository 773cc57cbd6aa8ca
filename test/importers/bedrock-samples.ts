// Invented invocation records for the Bedrock tests, one builder an operation. Every field can be overridden.

export type Json = Record<string, unknown>

export function invocation(over: Json = {}): Json {
  return {
    timestamp: '2026-11-03T08:15:27Z',
    accountId: '111122223333',
    identity: { arn: 'arn:aws:sts::111122223333:assumed-role/search-svc/i-0abc' },
    region: 'us-east-1',
    requestId: '5b1e1f0a-0001-4000-8000-000000000001',
    operation: 'InvokeModel',
    modelId: 'us.anthropic.claude-sonnet-5-5',
    input: { inputContentType: 'application/json', inputTokenCount: 41 },
    output: { outputContentType: 'application/json', outputTokenCount: 12 },
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    ...over,
  }
}

export function withInput(counts: Json, over: Json = {}): Json {
  return invocation({ input: { inputContentType: 'application/json', ...counts }, ...over })
}

/** With a response body; `counts` are the top-level output counts. */
export function withBody(outputBodyJson: unknown, input: Json = {}, counts: Json = {}): Json {
  return invocation({ input, output: { outputContentType: 'application/json', outputBodyJson, ...counts } })
}

export function anthropicBody(usage: Json, over: Json = {}): Json {
  return {
    id: 'msg_bdrk_01X', type: 'message', role: 'assistant', model: 'claude-sonnet-5-5',
    content: [{ type: 'text', text: 'hello' }], stop_reason: 'end_turn', usage, ...over,
  }
}

export function converseBody(usage: Json, over: Json = {}): Json {
  return {
    output: { message: { role: 'assistant', content: [{ text: 'hello' }] } },
    stopReason: 'end_turn', metrics: { latencyMs: 1310 }, usage, ...over,
  }
}
