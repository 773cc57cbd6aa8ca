// One Bedrock model invocation record to one usage record, or to the reason why it is none. Pure; keeps no content.
// Fields: https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html (read 2026-11-22).
import type { Assumption, Pass, UsageRecord } from '../core/usage.ts'
import { readBody, tierOf, type BodyFacts } from './bedrock-body.ts'
import { invokedModel, mayBeClaude, originOf, regionOf, routeOf } from './bedrock-caller.ts'
import type { CallContext, InvokedModel } from './bedrock-caller.ts'
import { combineCounts, hasTokens, runsOfCall, tokensOf, type InvocationCounts, type Run } from './bedrock-tokens.ts'
import { codeAt, objectAt, textAt, UnreadableField, type JsonObject } from './fields.ts'
import { parseUtcTime } from './utc-time.ts'

export type Outcome =
  | { kind: 'accept'; record: UsageRecord }
  | { kind: 'ignore'; reason: string }
  | { kind: 'reject'; reason: string }

export interface RecordContext extends CallContext {
  /** Time of the log event that carried the record; stands in where the record has none. */
  eventTimeMs: number | null
}

/** Never throws. */
export function readInvocation(record: JsonObject, context: RecordContext): Outcome {
  try {
    return interpret(record, context)
  } catch (error) {
    if (error instanceof UnreadableField) return { kind: 'reject', reason: error.message }
    throw error
  }
}

function interpret(record: JsonObject, context: RecordContext): Outcome {
  const operation = codeAt(record, 'operation')
  if (operation !== null && RUNS_NO_MODEL.test(operation)) return ignore('operation that runs no model')
  const invoked = invokedModel(record, context)
  if (invoked === null) return reject('modelId is missing')
  const body = readBody(objectAt(record, 'output')['outputBodyJson'])
  const counts = combineCounts(record, body.counts)
  const unbilled = whyUnbilled(record, { body, counts, operation, rawModel: invoked.raw })
  if (unbilled !== null) return unbilled
  const occurredAtMs = timeOf(record, context)
  const route = context.options.route ?? routeOf(invoked.resolved, regionOf(record))
  return {
    kind: 'accept',
    record: {
      basis: 'requests',
      messageId: body.messageId,
      requestId: codeAt(record, 'requestId'),
      reportKey: null,
      occurredAtMs,
      grain: 'instant',
      platform: context.options.platform ?? 'bedrock',
      route,
      origin: originOf(record, invoked.resolved, context),
      passes: runsOfCall(counts, body.runs).map((run) => passOf(record, { body, run, invoked })),
      requests: 1,
      latencyMs: body.latencyMs,
      timeToFirstTokenMs: body.timeToFirstTokenMs,
      stopReason: body.guardrail ? 'guardrail_intervened' : body.stopReason,
      errorCode: codeAt(record, 'errorCode'),
      session: null,
      sidechain: false,
      modelHint: invoked.resolved.known ? null : body.model,
      assumptions: assumptionsOf(route, body, counts),
    },
  }
}

/** Metadata calls that share the log's schema. They are free, whatever counts they carry. */
const RUNS_NO_MODEL = /^(?:CountTokens|ApplyGuardrail|List|Get|Create|Delete|Update|Put|Tag|Untag)/
const RUNS_A_MODEL = /^(?:InvokeModel|Converse)/

interface Seen {
  body: BodyFacts
  counts: InvocationCounts
  operation: string | null
  rawModel: string
}

/** Failures, blocks and foreign entries are ignored; a success that lacks a count is rejected: unknown is not zero. */
function whyUnbilled(record: JsonObject, { body, counts, operation, rawModel }: Seen): Outcome | null {
  if (hasTokens(counts)) {
    return mayStayUnknown(record, body) ? null : whatIsMissing(counts, body, rawModel)
  }
  if (codeAt(record, 'errorCode') !== null) return ignore('error reply, no usage')
  if (body.guardrail) return ignore('blocked by a guardrail before the model ran')
  if (operation !== null && !RUNS_A_MODEL.test(operation)) return ignore('unknown operation without tokens')
  return whatIsMissing(counts, body, rawModel)
}

/** Documented: a failed or blocked call may carry some of its counts only. */
function mayStayUnknown(record: JsonObject, body: BodyFacts): boolean {
  return body.guardrail || codeAt(record, 'errorCode') !== null
}

function whatIsMissing(counts: InvocationCounts, body: BodyFacts, rawModel: string): Outcome | null {
  const outputIsMissing = counts.output === null && !body.cut
  if (counts.input !== null && !outputIsMissing) return null
  if (!mayBeClaude(rawModel)) return ignore('model of another maker, without token counts')
  return reject(counts.input === null ? 'inputTokenCount is missing' : 'outputTokenCount is missing')
}

/** @throws UnreadableField */
function timeOf(record: JsonObject, context: RecordContext): number | null {
  const written = record['timestamp']
  if (written === undefined || written === null || written === '') return context.eventTimeMs
  const at = typeof written === 'string' ? parseUtcTime(written) : null
  if (at === null) throw new UnreadableField('timestamp is not a time')
  return at
}

function passOf(
  record: JsonObject,
  { body, run, invoked }: { body: BodyFacts; run: Run; invoked: InvokedModel },
): Pass {
  return {
    kind: run.kind,
    model: invoked.resolved.model,
    rawModel: invoked.raw,
    tier: body.tier ?? tierOf(record) ?? 'standard',
    speed: invoked.resolved.fast ? 'fast' : 'standard',
    tokens: tokensOf(run.counts),
    webSearches: 0,
    writeSplitAssumed: run.counts.writeSplitAssumed,
    promptRange: null,
  }
}

/** An assumed write split is the pass's own flag. */
function assumptionsOf(route: string, body: BodyFacts, counts: InvocationCounts): Assumption[] {
  const assumptions: Assumption[] = []
  if (route === 'unknown') assumptions.push('route')
  if (body.cut && counts.output === null) assumptions.push('output')
  return assumptions
}

function ignore(reason: string): Outcome {
  return { kind: 'ignore', reason }
}

function reject(reason: string): Outcome {
  return { kind: 'reject', reason }
}

/** True for the record itself, in whatever order its keys come. */
export function isInvocationRecord(value: JsonObject): boolean {
  if (value['schemaType'] === 'ModelInvocationLog') return true
  return textAt(value, 'modelId', 2048) !== null && ('input' in value || 'output' in value || 'operation' in value)
}
