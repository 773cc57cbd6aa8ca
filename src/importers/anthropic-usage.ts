// What a `usage` object of the Messages API bills: one pass, or several where it lists iterations. Owns the token rules
// of the API; knows nothing of where the object was logged. Prices nothing.
// https://platform.claude.com/docs/en/build-with-claude/prompt-caching, .../compaction (read 2026-11-22)
import type { ResolvedModel } from '../core/model-id.ts'
import type { Pass, Route, TokenCounts } from '../core/usage.ts'
import { arrayAt, checkedCount, codeAt, countAt, isObject, objectAt, textAt, UnreadableField, type JsonObject } from './fields.ts'

export interface UsageContext {
  /** The reply's model as spelled; used where an iteration names none. */
  rawModel: string
  resolve(rawModel: string): ResolvedModel
  /** Tier of the source where `service_tier` is absent: `batch` for batch results. */
  tier?: string | undefined
}

export interface UsageRead {
  /** The answer first. Empty only where every attempt was declined before any output, which is not billed. */
  passes: Pass[]
  /** Route on the Anthropic API, by `inference_geo`. */
  geo: Route
}

type Counts = Pick<Pass, 'tokens' | 'writeSplitAssumed'>

/** @throws UnreadableField naming the field that is not a count */
export function readUsage(usage: JsonObject, context: UsageContext): UsageRead {
  const tier = tierOf(usage) ?? context.tier ?? 'standard'
  const speed = codeAt(usage, 'speed')
  const searches = searchesOf(usage)
  const passes = billedRuns(usage).map((run, index): Pass => {
    const rawModel = run.model ?? context.rawModel
    const resolved = context.resolve(rawModel)
    // The speed of the reply is that of its own model; an advisor runs at its own.
    const ownSpeed = run.kind === 'advisor' ? null : speed
    return {
      kind: run.kind, model: resolved.model, rawModel, tier, speed: ownSpeed ?? (resolved.fast ? 'fast' : 'standard'),
      ...run.counts, webSearches: index === 0 ? searches : 0, promptRange: null,
    }
  })
  return { passes, geo: geoOf(usage) }
}

/**
 * The pass of a `usage` that may differ in counts only from the one that `pass` was read from, a reply of the same model; null where it
 * differs in more.
 * @throws UnreadableField naming the field that is not a count
 */
export function passLike(pass: Pass, usage: JsonObject, rawModel: string): Pass | null {
  const [run, ...others] = billedRuns(usage)
  if (run === undefined || others.length > 0 || searchesOf(usage) !== pass.webSearches) return null
  const isLike = run.kind === pass.kind && (run.model ?? rawModel) === pass.rawModel && run.counts.writeSplitAssumed === pass.writeSplitAssumed
  return isLike ? { ...pass, tokens: run.counts.tokens } : null
}

const searchesOf = (usage: JsonObject): number => countAt(objectAt(usage, 'server_tool_use'), 'web_search_requests') ?? 0

interface Run {
  kind: Pass['kind']
  /** Null: the reply's model. */
  model: string | null
  counts: Counts
}

/**
 * The runs that are billed. Without special items the top level is the bill; message items that add up to it are runs
 * of their own, each with its own prompt size. Compaction and advisor items are left out of the top level; with
 * fallbacks it repeats the attempt that answered.
 */
function billedRuns(usage: JsonObject): Run[] {
  const whole: Run = { kind: 'message', model: null, counts: countsOf(usage) }
  const listed = arrayAt(usage, 'iterations')
  if (listed.length === 0) return [whole]
  const items = listed.filter(isObject).map(runOf)
  const messages = items.filter((run) => run.kind === 'message')
  if (messages.length === items.length) return messages.length > 1 && addUpTo(messages, whole) ? messages : [whole]
  const fallbacks = items.some((run) => run.kind === 'fallback')
  const attempts = fallbacks ? items.filter(isBilledAttempt).reverse() : messages
  const answer = attempts.length > 0 || fallbacks ? attempts : [whole]
  return [...answer, ...items.filter((run) => run.kind === 'compaction' || run.kind === 'advisor')]
}

/** An attempt declined before any output is listed, but not billed. */
function isBilledAttempt(run: Run): boolean {
  return (run.kind === 'message' || run.kind === 'fallback') && run.counts.tokens.output > 0
}

const KINDS: Readonly<Record<string, Pass['kind']>> = {
  message: 'message', compaction: 'compaction', advisor_message: 'advisor', fallback_message: 'fallback',
}

function runOf(item: JsonObject): Run {
  const type = codeAt(item, 'type') ?? 'message'
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined
  if (kind === undefined) throw new UnreadableField('iterations has an item of an unknown type')
  const model = textAt(item, 'model')
  if (model === null && kind === 'advisor') throw new UnreadableField('iterations has an advisor item without model')
  return { kind, model, counts: countsOf(item) }
}

function addUpTo(runs: readonly Run[], whole: Run): boolean {
  const sums = (pick: (tokens: TokenCounts) => number) =>
    runs.reduce((sum, run) => sum + pick(run.counts.tokens), 0) === pick(whole.counts.tokens)
  return sums((t) => t.uncachedInput) && sums((t) => t.cacheRead) && sums((t) => t.output) &&
    sums((t) => t.cacheWrite5m + t.cacheWrite1h)
}

/** `input_tokens` leaves out what was read from and written to cache; `output_tokens` has thinking in it. */
function countsOf(usage: JsonObject): Counts {
  const split = objectAt(usage, 'cache_creation')
  const said5m = countAt(split, 'ephemeral_5m_input_tokens') ?? 0
  const said1h = countAt(split, 'ephemeral_1h_input_tokens') ?? 0
  const total = countAt(usage, 'cache_creation_input_tokens') ?? 0
  const written = total === 0 ? checkedCount(said5m + said1h, 'cache_creation') : total
  const cacheWrite1h = Math.min(said1h, written)
  return {
    tokens: {
      uncachedInput: countAt(usage, 'input_tokens') ?? 0,
      cacheRead: countAt(usage, 'cache_read_input_tokens') ?? 0,
      cacheWrite5m: written - cacheWrite1h,
      cacheWrite1h,
      output: countAt(usage, 'output_tokens') ?? 0,
    },
    // Writes no split covers are taken as 5m, the default.
    writeSplitAssumed: said5m + said1h !== written,
  }
}

function tierOf(usage: JsonObject): string | null {
  const tier = codeAt(usage, 'service_tier')
  return tier === 'auto' || tier === 'standard_only' ? 'standard' : tier
}

/** `us` is priced apart. `global`, `not_available` and absent are not; another geography keeps its name, unpriced. */
function geoOf(usage: JsonObject): Route {
  const geo = codeAt(usage, 'inference_geo')
  return geo === null || geo === 'not_available' ? 'global' : geo
}
