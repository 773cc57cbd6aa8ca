// Small logs of both providers, written for tests. Bodies hold a canary, so that a test can look for leaks.

/** Stands where prompts and completions stand. Nothing but the logs themselves may ever hold it. */
export const CANARY = 'canary-body-text-5f1d'

export interface BedrockCall {
  requestId: string
  at?: string
  modelId?: string
  role?: string
  surface?: string
  input?: number
  read?: number
  write5m?: number
  write1h?: number
  output?: number
  latencyMs?: number
}

/** One record of a Bedrock model invocation log (Converse), as a line. */
export function bedrockLine(call: BedrockCall): string {
  const { input = 0, read = 0, write5m = 0, write1h = 0, output = 0 } = call
  const details = [{ ttl: '1h', inputTokens: write1h }, { ttl: '5m', inputTokens: write5m }].filter((part) => part.inputTokens > 0)
  return JSON.stringify({
    schemaType: 'ModelInvocationLog', schemaVersion: '1.0', timestamp: call.at ?? '2026-11-03T08:00:00Z', accountId: '111122223333',
    identity: { arn: `arn:aws:sts::111122223333:assumed-role/${call.role ?? 'chat'}/session-7` }, region: 'us-west-2',
    requestId: call.requestId, operation: 'Converse', modelId: call.modelId ?? 'global.anthropic.claude-opus-5-5',
    ...(call.surface === undefined ? {} : { requestMetadata: { surface: call.surface } }),
    input: {
      inputContentType: 'application/json', inputBodyJson: { messages: [{ role: 'user', content: [{ text: CANARY }] }] },
      inputTokenCount: input, cacheReadInputTokenCount: read, cacheWriteInputTokenCount: write5m + write1h,
    },
    output: {
      outputContentType: 'application/json', outputTokenCount: output,
      outputBodyJson: {
        output: { message: { role: 'assistant', content: [{ text: CANARY }] } }, stopReason: 'end_turn',
        metrics: { latencyMs: call.latencyMs ?? 1000 },
        usage: {
          inputTokens: input, outputTokens: output, totalTokens: input + read + write5m + write1h + output,
          cacheReadInputTokens: read, cacheWriteInputTokens: write5m + write1h, cacheDetails: details,
        },
      },
    },
  })
}

export interface DirectCall {
  id: string
  requestId?: string
  atMs?: number
  model?: string
  surface?: string
  input?: number
  read?: number
  write5m?: number
  output?: number
  searches?: number
}

/** One Messages API response inside a line of a JSON logger. */
export function directLine(call: DirectCall): string {
  const { input = 0, read = 0, write5m = 0, output = 0 } = call
  return JSON.stringify({
    level: 30, time: call.atMs ?? Date.parse('2026-11-04T09:00:00Z'), msg: 'call', ...(call.surface === undefined ? {} : { surface: call.surface }),
    ...(call.requestId === undefined ? {} : { request_id: call.requestId }),
    response: {
      id: call.id, type: 'message', role: 'assistant', model: call.model ?? 'claude-sonnet-5-5', content: [{ type: 'text', text: CANARY }],
      stop_reason: 'end_turn',
      usage: {
        input_tokens: input, cache_creation_input_tokens: write5m, cache_read_input_tokens: read,
        cache_creation: { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: 0 }, output_tokens: output,
        server_tool_use: { web_search_requests: call.searches ?? 0 }, service_tier: 'standard', inference_geo: 'global', speed: 'standard',
      },
    },
  })
}

export const lines = (...entries: readonly string[]): string => entries.map((entry) => `${entry}\n`).join('')

/** The usual two days: Bedrock for two surfaces, one application profile, one line that cannot be read. */
export const BEDROCK_LOG = lines(
  // Opus 5.5 global: 3 x 4 + 74 x 5 + 2,000 x 8 + 28 x 20 = 12 + 370 + 16,000 + 560 = 16,942 micro-USD.
  bedrockLine({ requestId: 'aaaa-1', surface: 'support-bot', input: 3, write5m: 74, write1h: 2000, output: 28, latencyMs: 1310 }),
  // Sonnet 5.5 in the EU, 10 % over global: 100 x 2.2 + 10,000 x 0.11 + 50 x 11 = 220 + 1,100 + 550 = 1,870 micro-USD.
  bedrockLine({ requestId: 'aaaa-2', surface: 'doc-search', modelId: 'eu.anthropic.claude-sonnet-5-5', role: 'docs', input: 100, read: 10_000, output: 50, latencyMs: 900 }),
  bedrockLine({
    requestId: 'aaaa-3', at: '2026-11-04T10:00:00Z', role: 'intake', input: 500, output: 60,
    modelId: 'arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/p2example9qr',
  }),
  bedrockLine({ requestId: 'aaaa-4', input: 5 }).replace('"inputTokenCount":5', '"inputTokenCount":-5'),
)

/**
 * Its bill, 10 % below list, and a day before it that was not logged: 1,000 x 2 = 2,000 and 200 x 10 = 2,000 micro-USD at
 * list, billed 1,800 each; two searches at 10,000 less a tenth; 9,000 of the lost day.
 */
export const DIRECT_COST_CSV = lines(
  'usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed',
  '2026-11-03,Claude Sonnet 5.5,Default,bot,message,≤ 200k,output,0.009,0.01,token,global,standard',
  '2026-11-04,Claude Sonnet 5.5,Default,bot,message,≤ 200k,input_no_cache,0.0018,0.002,token,global,standard',
  '2026-11-04,Claude Sonnet 5.5,Default,bot,message,≤ 200k,output,0.0018,0.002,token,global,standard',
  '2026-11-04,--,Default,bot,--,--,--,0.018,0.02,web_search,--,--',
)

/** Sonnet 5.5 direct: 1,000 x 2 + 200 x 10 + 2 searches x 10,000 = 24,000 micro-USD. */
export const DIRECT_LOG = lines(directLine({ id: 'msg_01A', requestId: 'req_A', surface: 'support-bot', input: 1000, output: 200, searches: 2 }))
