// Calls as Bedrock model invocation log records, the way they lie in S3: one JSON object a line.
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html (2026-11-22)
import { modelFacts } from '../../../core/model-catalogue.ts'
import type { Chance } from './random.ts'
import type { Call } from './traffic.ts'
import type { Workload } from './workloads.ts'

export const ACCOUNT = '111122223333'

export function profileArn(region: string | null, id: string): string {
  return `arn:aws:bedrock:${region ?? ''}:${ACCOUNT}:application-inference-profile/${id}`
}

export function bedrockLine(workload: Workload, call: Call, chance: Chance): string {
  const { tokens } = call
  const requestId = `${chance.hex(8)}-${chance.hex(4)}-4${chance.hex(3)}-8${chance.hex(3)}-${chance.hex(12)}`
  const converse = workload.format === 'bedrock-converse'
  const record = {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: `${new Date(call.atMs).toISOString().slice(0, 19)}Z`,
    accountId: ACCOUNT,
    identity: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${workload.role}/i-0${chance.hex(8)}` },
    region: workload.region,
    requestId,
    operation: converse ? 'ConverseStream' : 'InvokeModel',
    modelId: modelId(workload, call),
    ...requestMetadata(workload),
    input: {
      inputContentType: 'application/json',
      inputTokenCount: tokens.uncachedInput,
      cacheReadInputTokenCount: tokens.cacheRead,
      cacheWriteInputTokenCount: tokens.cacheWrite5m + tokens.cacheWrite1h,
    },
    output: {
      outputContentType: 'application/json',
      outputBodyJson: converse ? converseBody(call) : invokeBody(call, chance),
      outputTokenCount: tokens.output,
    },
  }
  return JSON.stringify(record)
}

function requestMetadata({ surface, feature }: Workload) {
  if (surface === null) return {}
  return { requestMetadata: feature === null ? { surface } : { surface, feature } }
}

function modelId({ routing, region, profile }: Workload, call: Call): string {
  if (call.viaProfile && profile !== null) {
    return profileArn(region, profile.id)
  }
  return `${routing}.${modelFacts(call.model)?.bedrockId ?? `anthropic.${call.model}`}`
}

function converseBody({ tokens, latencyMs }: Call) {
  const details = [{ ttl: '1h', inputTokens: tokens.cacheWrite1h }, { ttl: '5m', inputTokens: tokens.cacheWrite5m }]
  return {
    output: { message: { role: 'assistant', content: [] } },
    stopReason: 'end_turn',
    metrics: { latencyMs },
    usage: {
      inputTokens: tokens.uncachedInput,
      outputTokens: tokens.output,
      totalTokens: tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.output,
      cacheReadInputTokens: tokens.cacheRead,
      cacheWriteInputTokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
      cacheDetails: details.filter(({ inputTokens }) => inputTokens > 0),
    },
  }
}

function invokeBody({ model, tokens }: Call, chance: Chance) {
  return {
    id: `msg_bdrk_${chance.hex(20)}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: 'end_turn',
    usage: {
      input_tokens: tokens.uncachedInput,
      cache_creation_input_tokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
      cache_read_input_tokens: tokens.cacheRead,
      cache_creation: { ephemeral_5m_input_tokens: tokens.cacheWrite5m, ephemeral_1h_input_tokens: tokens.cacheWrite1h },
      output_tokens: tokens.output,
    },
  }
}

/** Two records that cannot be read, so that the report of the import has something to show. */
export function brokenBedrockLines(line: string): string[] {
  return [
    line.replace(/"inputTokenCount":\d+/, '"inputTokenCount":-7'),
    line.replace(/"outputTokenCount":\d+/, '"outputTokenCount":12.5'),
  ]
}
