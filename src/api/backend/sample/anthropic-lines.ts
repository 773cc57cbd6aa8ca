// Calls to the Anthropic API: as the lines of an application's logger, and as Claude Code transcripts.
import type { Chance } from './random.ts'
import type { Call } from './traffic.ts'
import type { Workload } from './workloads.ts'

/** A response inside a line of a JSON logger (the fields of pino: level, time, msg). */
export function loggedResponse(workload: Workload, call: Call, chance: Chance): string {
  return JSON.stringify({
    level: 30,
    time: call.atMs,
    msg: 'model call',
    surface: workload.surface,
    ...(workload.feature === null ? {} : { feature: workload.feature }),
    request_id: `req_011${chance.hex(18)}`,
    response: {
      id: `msg_01${chance.hex(20)}`,
      type: 'message',
      role: 'assistant',
      model: call.model,
      content: [],
      stop_reason: 'end_turn',
      usage: usageOf(call, { tier: workload.batch ? 'batch' : 'standard' }),
    },
  })
}

/** One request as a transcript keeps it: a line a content block, the first with a provisional output count. */
export function transcriptLines(workload: Workload, call: Call, chance: Chance): string[] {
  const id = `msg_01${chance.hex(20)}`
  const requestId = `req_011${chance.hex(18)}`
  const line = (output: number) => JSON.stringify({
    parentUuid: null,
    isSidechain: false,
    userType: 'external',
    cwd: `/srv/ci/${workload.surface}`,
    sessionId: `5e55${Math.floor(call.serial / 12).toString(16).padStart(4, '0')}-0000-4000-8000-000000000000`,
    version: '2.1.330',
    type: 'assistant',
    requestId,
    uuid: `${chance.hex(8)}-${chance.hex(4)}-4${chance.hex(3)}-8${chance.hex(3)}-${chance.hex(12)}`,
    timestamp: new Date(call.atMs).toISOString(),
    message: {
      id,
      type: 'message',
      role: 'assistant',
      model: call.model,
      content: [],
      stop_reason: output === call.tokens.output ? 'end_turn' : null,
      usage: { ...usageOf(call, { tier: 'standard' }), output_tokens: output },
    },
  })
  return [line(Math.min(3, call.tokens.output)), line(call.tokens.output)]
}

function usageOf({ tokens, webSearches }: Call, { tier }: { tier: string }) {
  return {
    input_tokens: tokens.uncachedInput,
    cache_creation_input_tokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
    cache_read_input_tokens: tokens.cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: tokens.cacheWrite5m, ephemeral_1h_input_tokens: tokens.cacheWrite1h },
    output_tokens: tokens.output,
    server_tool_use: { web_search_requests: webSearches, web_fetch_requests: 0 },
    service_tier: tier,
    inference_geo: 'global',
    speed: 'standard',
  }
}
