// The billed tokens of one invocation, from the record's own counts and its body. Owns which of the two is believed:
// the record, field by field; the body fills what the record leaves out. Never adds a count to its twin.
import type { TokenCounts } from '../core/usage.ts'
import type { BodyCounts, BodyRun } from './bedrock-body.ts'
import { checkedCount, countAt, objectAt, type JsonObject } from './fields.ts'

/** Null: neither the record nor its body says. */
export interface InvocationCounts {
  input: number | null
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  output: number | null
  writeSplitAssumed: boolean
}

/**
 * The record's top-level counts price to the bill; older InvokeModel records lack the cache counts there and have
 * them in the body only.
 * @throws UnreadableField where a count is not one
 */
export function combineCounts(record: JsonObject, body: BodyCounts): InvocationCounts {
  const input = objectAt(record, 'input')
  const ownInput = countAt(input, 'inputTokenCount')
  const ownRead = countAt(input, 'cacheReadInputTokenCount')
  const cacheRead = ownRead ?? body.cacheRead ?? 0
  const cacheWrite = countAt(input, 'cacheWriteInputTokenCount') ?? body.cacheWrite
  return {
    input: exclusiveInput({ ownInput, ownRead, cacheRead }, body),
    cacheRead,
    ...splitWrites(cacheWrite, body),
    output: countAt(objectAt(record, 'output'), 'outputTokenCount') ?? body.output,
  }
}

/**
 * `inputTokenCount` excludes cached tokens. An OpenAI-shaped body includes them; where the record only repeats that
 * inclusive number and leaves the reads to the body, the reads are taken out once.
 */
function exclusiveInput(
  own: { ownInput: number | null; ownRead: number | null; cacheRead: number },
  body: BodyCounts,
): number | null {
  if (own.ownInput === null) return body.input
  const repeatsInclusive = own.ownRead === null && body.inclusiveInput === own.ownInput
  return repeatsInclusive ? Math.max(0, own.ownInput - own.cacheRead) : own.ownInput
}

/** Writes whose TTL no body tells are taken as 5m, the default, and the pass is flagged. */
function splitWrites(
  total: number | null,
  body: BodyCounts,
): { cacheWrite5m: number; cacheWrite1h: number; writeSplitAssumed: boolean } {
  const said5m = body.cacheWrite5m ?? 0
  const said1h = body.cacheWrite1h ?? 0
  const written = total ?? checkedCount(said5m + said1h, 'cache write tokens')
  const cacheWrite1h = Math.min(said1h, written)
  return { cacheWrite5m: written - cacheWrite1h, cacheWrite1h, writeSplitAssumed: said5m + said1h !== written }
}

/** One priced run of the model. */
export interface Run {
  kind: BodyRun['kind']
  counts: InvocationCounts
}

/**
 * The runs a call is billed for. A reply's own counts leave compaction runs out, so a body that lists them adds them,
 * provided its message runs add up to the record's counts; where they do not, the record is believed, as one run.
 * https://platform.claude.com/docs/en/build-with-claude/compaction (read 2026-11-22)
 */
export function runsOfCall(counts: InvocationCounts, listed: readonly BodyRun[]): Run[] {
  const runs = listed.map((run) => ({ kind: run.kind, counts: countsOfRun(run.counts) }))
  const messages = runs.filter((run) => run.kind === 'message')
  const compactions = runs.filter((run) => run.kind === 'compaction')
  const whole = { kind: 'message' as const, counts }
  if (messages.length === 0 || !addUpTo(messages, counts)) return [whole]
  return messages.length === 1 ? [whole, ...compactions] : [...messages, ...compactions]
}

function countsOfRun(run: BodyCounts): InvocationCounts {
  return { input: run.input ?? 0, cacheRead: run.cacheRead ?? 0, ...splitWrites(run.cacheWrite, run), output: run.output ?? 0 }
}

function addUpTo(runs: readonly Run[], counts: InvocationCounts): boolean {
  const sum = (pick: (one: InvocationCounts) => number) => runs.reduce((total, run) => total + pick(run.counts), 0)
  const writes = (one: InvocationCounts) => one.cacheWrite5m + one.cacheWrite1h
  return (
    sum((one) => one.input ?? 0) === (counts.input ?? 0) && sum((one) => one.output ?? 0) === (counts.output ?? 0) &&
    sum((one) => one.cacheRead) === counts.cacheRead && sum(writes) === writes(counts)
  )
}

export function hasTokens(counts: InvocationCounts): boolean {
  return (counts.input ?? 0) + (counts.output ?? 0) + counts.cacheRead + counts.cacheWrite5m + counts.cacheWrite1h > 0
}

/** Counts that are still unknown become 0: only for the documented cases, decided by the caller. */
export function tokensOf(counts: InvocationCounts): TokenCounts {
  return {
    uncachedInput: counts.input ?? 0,
    cacheRead: counts.cacheRead,
    cacheWrite5m: counts.cacheWrite5m,
    cacheWrite1h: counts.cacheWrite1h,
    output: counts.output ?? 0,
  }
}
