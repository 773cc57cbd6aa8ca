// What a logged response body says: counts, message id, stop reason, timings. All the shapes the four operations log.
// Reads usage and labels only, never content. Shapes: https://docs.aws.amazon.com/bedrock/latest/userguide/
// model-invocation-logging.html and the API references of Converse and InvokeModel (read 2026-11-22).
import { listOf } from './bedrock-insights.ts'
import { arrayAt, codeAt, countAt, isObject, millisecondsAt, objectAt, textAt, type JsonObject } from './fields.ts'

/** Null: the source does not say. `input` excludes cached tokens. */
export interface BodyCounts {
  input: number | null
  cacheRead: number | null
  cacheWrite: number | null
  cacheWrite5m: number | null
  cacheWrite1h: number | null
  output: number | null
  /** Only where the body's own input includes what was read from cache: that inclusive number. */
  inclusiveInput: number | null
}

export interface BodyFacts {
  messageId: string | null
  model: string | null
  stopReason: string | null
  /** A guardrail stepped in, before or after the model ran. */
  guardrail: boolean
  latencyMs: number | null
  timeToFirstTokenMs: number | null
  /** `standard`, or the service tier and latency mode exactly as the body spells them. */
  tier: string | null
  counts: BodyCounts
  /** The runs a Messages reply was made of, where it lists them (`usage.iterations`). */
  runs: readonly BodyRun[]
  /** A stream without its final usage: the output count seen was provisional and is not used. */
  cut: boolean
}

export interface BodyRun {
  kind: 'message' | 'compaction'
  counts: BodyCounts
}

const NO_COUNTS: BodyCounts = {
  input: null,
  cacheRead: null,
  cacheWrite: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  output: null,
  inclusiveInput: null,
}

/** @throws UnreadableField where a count is not one */
export function readBody(body: unknown): BodyFacts {
  if (Array.isArray(body)) return readStream(body)
  return readObject(isObject(body) ? body : {})
}

function readObject(body: JsonObject): BodyFacts {
  const metrics = objectAt(body, 'amazon-bedrock-invocationMetrics')
  const stopReason = codeAt(body, 'stop_reason') ?? codeAt(body, 'stopReason')
  return {
    messageId: codeAt(body, 'id'),
    model: textAt(body, 'model'),
    stopReason,
    guardrail: stopReason === 'guardrail_intervened' || body['amazon-bedrock-guardrailAction'] === 'INTERVENED',
    latencyMs: millisecondsAt(objectAt(body, 'metrics'), 'latencyMs') ?? millisecondsAt(metrics, 'invocationLatency'),
    timeToFirstTokenMs: millisecondsAt(metrics, 'firstByteLatency'),
    tier: tierOf(body),
    counts: isObject(body['usage']) ? countsOf(body['usage']) : NO_COUNTS,
    runs: runsOf(objectAt(body, 'usage')),
    cut: false,
  }
}

/** Folds stream events into one body: the API's rule is that a later usage replaces an earlier one, null excepted. */
function readStream(events: readonly unknown[]): BodyFacts {
  const body: Record<string, unknown> = {}
  let usage: Record<string, unknown> | null = null
  let started = false
  let finished = false
  for (const event of events) {
    if (!isObject(event)) continue
    const message = startedMessage(event)
    started ||= event['type'] === 'message_start'
    finished ||= event['type'] === 'message_delta' && isObject(event['usage'])
    for (const key of MESSAGE_LABELS) keepPresent(body, key, message[key])
    keepPresent(body, 'stop_reason', objectAt(event, 'delta')['stop_reason'])
    for (const key of STREAM_LABELS) keepPresent(body, key, event[key])
    for (const part of [message['usage'], event['usage']]) {
      if (!isObject(part)) continue
      usage ??= {}
      for (const key of Object.keys(part)) keepPresent(usage, key, part[key])
    }
  }
  const cut = started && !finished
  if (cut && usage !== null) delete usage['output_tokens']
  return { ...readObject({ ...body, usage }), cut }
}

const MESSAGE_LABELS = ['id', 'model'] as const
const STREAM_LABELS = ['amazon-bedrock-invocationMetrics', 'amazon-bedrock-guardrailAction', 'serviceTier'] as const

/** `message_start` of the Messages API; `response.completed` and bare chunks of the OpenAI-shaped ones. */
function startedMessage(event: JsonObject): JsonObject {
  if (isObject(event['message'])) return event['message']
  if (isObject(event['response'])) return event['response']
  return event['type'] === undefined ? { id: event['id'], model: event['model'] } : {}
}

function keepPresent(into: Record<string, unknown>, key: string, value: unknown): void {
  if (value !== undefined && value !== null) into[key] = value
}

function countsOf(usage: JsonObject): BodyCounts {
  if ('prompt_tokens' in usage || 'input_tokens_details' in usage) return openAiCounts(usage)
  if ('inputTokens' in usage || 'outputTokens' in usage) return converseCounts(usage)
  return anthropicCounts(usage)
}

function anthropicCounts(usage: JsonObject): BodyCounts {
  const split = objectAt(usage, 'cache_creation')
  return {
    input: countAt(usage, 'input_tokens'),
    cacheRead: countAt(usage, 'cache_read_input_tokens'),
    cacheWrite: countAt(usage, 'cache_creation_input_tokens'),
    cacheWrite5m: countAt(split, 'ephemeral_5m_input_tokens'),
    cacheWrite1h: countAt(split, 'ephemeral_1h_input_tokens'),
    output: countAt(usage, 'output_tokens'),
    inclusiveInput: null,
  }
}

/** Runs of other kinds (advisor, fallback) need server tools, which Bedrock does not offer. */
function runsOf(usage: JsonObject): BodyRun[] {
  return arrayAt(usage, 'iterations').filter(isObject).flatMap((run): BodyRun[] => {
    const kind = run['type']
    return kind === 'message' || kind === 'compaction' ? [{ kind, counts: anthropicCounts(run) }] : []
  })
}

/** Raw Converse bodies repeat the cache counts under `...InputTokenCount`: twins, never added. */
function converseCounts(usage: JsonObject): BodyCounts {
  return {
    input: countAt(usage, 'inputTokens'),
    cacheRead: countAt(usage, 'cacheReadInputTokens') ?? countAt(usage, 'cacheReadInputTokenCount'),
    cacheWrite: countAt(usage, 'cacheWriteInputTokens') ?? countAt(usage, 'cacheWriteInputTokenCount'),
    ...ttlSplit(usage),
    output: countAt(usage, 'outputTokens'),
    inclusiveInput: null,
  }
}

/** `cacheDetails: [{ttl: '5m' | '1h', inputTokens}]`; also spelled `T5M`. A TTL of another spelling stays unknown. */
function ttlSplit(usage: JsonObject): { cacheWrite5m: number | null; cacheWrite1h: number | null } {
  const byTtl = new Map<string, number>()
  for (const detail of listOf(usage['cacheDetails'])) {
    if (!isObject(detail)) continue
    const ttl = (textAt(detail, 'ttl') ?? '').toLowerCase().replace(/^t/, '')
    byTtl.set(ttl, (byTtl.get(ttl) ?? 0) + (countAt(detail, 'inputTokens') ?? 0))
  }
  return { cacheWrite5m: byTtl.get('5m') ?? null, cacheWrite1h: byTtl.get('1h') ?? null }
}

/** Here input INCLUDES what was read from cache, so the reads are taken out again. */
function openAiCounts(usage: JsonObject): BodyCounts {
  const inclusive = countAt(usage, 'prompt_tokens') ?? countAt(usage, 'input_tokens')
  const details = 'prompt_tokens_details' in usage ? 'prompt_tokens_details' : 'input_tokens_details'
  const cached = countAt(objectAt(usage, details), 'cached_tokens')
  return {
    ...NO_COUNTS,
    input: inclusive === null ? null : Math.max(0, inclusive - (cached ?? 0)),
    cacheRead: cached,
    output: countAt(usage, 'completion_tokens') ?? countAt(usage, 'output_tokens'),
    inclusiveInput: inclusive,
  }
}

/** Default and standard are the list price. Other tiers keep their own name, so that they are unpriced, not guessed. */
export function tierOf(body: JsonObject): string | null {
  const spelled = body['serviceTier']
  const service = isObject(spelled) ? codeAt(spelled, 'type') : (codeAt(body, 'serviceTier') ?? usageTier(body))
  const latency = codeAt(objectAt(body, 'performanceConfig'), 'latency')
  const special = [service, latency].filter((part) => part !== null && part !== 'default' && part !== 'standard')
  if (special.length > 0) return special.join('+')
  return service === null && latency === null ? null : 'standard'
}

function usageTier(body: JsonObject): string | null {
  return codeAt(objectAt(body, 'usage'), 'service_tier') ?? codeAt(body, 'service_tier')
}
