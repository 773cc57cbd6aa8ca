// A Messages API reply with its usage, from whatever log, as a usage record. Owns the rule of which platform and route
// served it. Reads no content.
import type { ResolvedModel } from '../core/model-id.ts'
import type { Assumption, Origin, Platform, Route, UsageRecord } from '../core/usage.ts'
import { passLike, readUsage } from './anthropic-usage.ts'
import { codeAt, type JsonObject } from './fields.ts'
import type { ReadOptions } from './importer.ts'
import { accept, ignore, outcomeOf, type Outcome } from './outcome.ts'

/** What replies of one session differ in. */
export interface OwnFacts {
  /** Holds `stop_reason`. */
  message: JsonObject
  usage: JsonObject
  rawModel: string
  messageId: string | null
  requestId: string | null
  occurredAtMs: number | null
}

export interface Reply extends OwnFacts {
  /** Tier of the source, where usage names none. */
  tier?: string
  origin: Omit<Origin, 'profile'>
  latencyMs: number | null
  timeToFirstTokenMs: number | null
  session: string | null
  sidechain: boolean
}

export interface RecordContext {
  options: ReadOptions
  resolve(rawModel: string): ResolvedModel
}

/** Never throws. */
export function recordOf(reply: Reply, context: RecordContext): Outcome {
  return outcomeOf(() => interpret(reply, context))
}

/**
 * The record of a reply that is the one `record` was made of but for these facts; null where it must be interpreted. What the two
 * share is most of the work.
 * @throws UnreadableField
 */
export function recordLike(record: UsageRecord, { message, usage, rawModel, messageId, requestId, occurredAtMs }: OwnFacts): UsageRecord | null {
  const [pass] = record.passes
  if (pass === undefined || record.passes.length > 1 || isBedrockId(messageId) !== isBedrockId(record.messageId)) return null
  const like = passLike(pass, usage, rawModel)
  return like === null ? null : { ...record, messageId, requestId, occurredAtMs, stopReason: codeAt(message, 'stop_reason'), passes: [like] }
}

function interpret(reply: Reply, context: RecordContext): Outcome {
  const { resolve, options } = context
  const { passes, geo } = readUsage(reply.usage, { rawModel: reply.rawModel, tier: reply.tier, resolve })
  if (passes.length === 0) return ignore('declined before any output, not billed')
  const resolved = resolve(reply.rawModel)
  const platform = options.platform ?? platformOf(reply, resolved)
  const route = options.route ?? routeOn(platform, resolved, geo)
  const assumptions: Assumption[] = []
  if (passes.some((pass) => pass.writeSplitAssumed)) assumptions.push('write-split')
  if (route === 'unknown') assumptions.push('route')
  return accept({
    basis: 'requests', messageId: reply.messageId, requestId: reply.requestId, reportKey: null,
    occurredAtMs: reply.occurredAtMs, grain: 'instant', platform, route,
    origin: { ...reply.origin, profile: resolved.isApplicationProfile ? resolved.profile : null },
    passes, requests: 1, latencyMs: reply.latencyMs, timeToFirstTokenMs: reply.timeToFirstTokenMs,
    stopReason: codeAt(reply.message, 'stop_reason'), errorCode: null, session: reply.session,
    sidechain: reply.sidechain, modelHint: null, assumptions,
  })
}

/** Bedrock marks its message ids; its model ids are dotted or ARNs. Everything else came from the Anthropic API. */
function platformOf(reply: Reply, resolved: ResolvedModel): Platform {
  const isBedrock = isBedrockId(reply.messageId) || resolved.bedrockRoute !== null ||
    reply.rawModel.startsWith('arn:')
  return isBedrock ? 'bedrock' : 'anthropic'
}

const isBedrockId = (messageId: string | null): boolean => messageId?.startsWith('msg_bdrk_') === true

function routeOn(platform: Platform, resolved: ResolvedModel, geo: Route): Route {
  if (platform === 'anthropic' || platform === 'claude-platform-aws') return geo
  return resolved.bedrockRoute ?? 'unknown'
}
