// Hours of one model's metrics as usage records. Owns the choice between spellings and the identity of an hour.
import { resolveModel } from '../core/model-id.ts'
import type { Assumption, Pass, TokenCounts, UsageRecord } from '../core/usage.ts'
import { routeOf } from '../importers/bedrock-caller.ts'
import { checkedCount } from '../importers/fields.ts'
import { isProfileId, type StandsFor } from './cloudwatch-profiles.ts'
import type { Namespace } from './cloudwatch-series.ts'

/** Not that of the AWS CLI's prints: these hold the same metrics, and only one kind of report counts on a day. */
export const CLOUDWATCH_ID = 'cloudwatch-pull'

/** Sum of an hour by metric; absent where there is no point. */
export type HourOf = (metric: string) => number | undefined

export interface HourContext {
  namespace: Namespace
  model: string
  region: string
  account: string | null
  /** Tells accounts apart: the account's number, or the profile's name where the credentials do not tell it. */
  scope: string
  hourMs: number
  /** What the model id stands for, where it is a profile of which AWS told it. */
  stands: StandsFor | null
}

/**
 * Null where nothing was used. The hour is the identity, whatever period was asked for: a day pulled again when
 * CloudWatch remembers it less finely replaces itself.
 * @throws UnreadableField for a value that is no count
 */
export function hourRecord(hourOf: HourOf, context: HourContext): UsageRecord | null {
  const counts = context.namespace === 'AWS/Bedrock' ? bedrockCounts(hourOf) : mantleCounts(hourOf)
  const { requests, tokens } = counts
  if ((requests ?? 0) === 0 && Object.values(tokens).every((count) => count === 0)) return null
  const { namespace, model, region, account, scope, hourMs, stands } = context
  const route = stands?.route ?? routeOf(resolveModel(model), region)
  return {
    basis: 'reports', messageId: null, requestId: null,
    reportKey: JSON.stringify([CLOUDWATCH_ID, scope, region, namespace, model, hourMs]),
    occurredAtMs: hourMs, grain: 'instant', platform: 'bedrock', route,
    origin: {
      importer: CLOUDWATCH_ID, account, workspace: null, apiKey: null, principal: null, profile: isProfileId(model) ? model : null,
      project: null, gateway: null, tags: {},
    },
    passes: [passOf(model, stands?.model ?? null, tokens)],
    requests, latencyMs: null, timeToFirstTokenMs: null, stopReason: null, errorCode: null, session: null, sidechain: false,
    modelHint: stands?.model ?? null, assumptions: assumptionsOf(route),
  }
}

function passOf(rawModel: string, stands: string | null, tokens: TokenCounts): Pass {
  const { model, fast } = resolveModel(stands ?? rawModel)
  return {
    kind: 'message', model, rawModel, tier: 'standard', speed: fast ? 'fast' : 'standard', tokens, webSearches: 0,
    // The metrics do not tell 5m writes from 1h ones, nor large prompts from small ones.
    writeSplitAssumed: tokens.cacheWrite5m > 0, promptRange: { over: 0, upTo: null },
  }
}

/** Metrics do not tell the service tiers apart: the standard price is uncertain. */
function assumptionsOf(route: string): Assumption[] {
  return route === 'unknown' ? ['price', 'route'] : ['price']
}

interface Counts { requests: number | null; tokens: TokenCounts }

function bedrockCounts(hourOf: HourOf): Counts {
  const either = (asEmitted: string, asDocumented: string) => (
    hourOf(asEmitted) === undefined ? tokensIn(hourOf, asDocumented) : tokensIn(hourOf, asEmitted)
  )
  return {
    requests: requestsIn(hourOf, 'Invocations'),
    tokens: {
      uncachedInput: tokensIn(hourOf, 'InputTokenCount'),
      cacheRead: either('CacheReadInputTokenCount', 'CacheReadInputTokens'),
      cacheWrite5m: either('CacheWriteInputTokenCount', 'CacheWriteInputTokens'),
      cacheWrite1h: 0,
      output: tokensIn(hourOf, 'OutputTokenCount'),
    },
  }
}

/** No cache metrics there: all input is counted as uncached. */
function mantleCounts(hourOf: HourOf): Counts {
  return {
    requests: requestsIn(hourOf, 'Inferences'),
    tokens: {
      uncachedInput: tokensIn(hourOf, 'TotalInputTokens'), cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0,
      output: tokensIn(hourOf, 'TotalOutputTokens'),
    },
  }
}

/** A metric without a point counted nothing in that hour. */
function tokensIn(hourOf: HourOf, metric: string): number {
  return checkedCount(hourOf(metric) ?? 0, metric)
}

/** Null where there is no point: tokens without a count of requests are of unknown many. */
function requestsIn(hourOf: HourOf, metric: string): number | null {
  const count = hourOf(metric)
  return count === undefined ? null : checkedCount(count, metric)
}
