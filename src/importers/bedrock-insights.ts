// CloudWatch Logs Insights rows: flat, textual fields put back into the shape of an invocation record.
// Owns names and types of fields; knows nothing of tokens.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html (read 2026-11-22)
import { isObject, type JsonObject } from './fields.ts'

/** The API's values are text; files that went through PowerShell also hold numbers and nulls. */
export interface InsightsPair {
  field: string
  value: unknown
}

export function isPair(value: unknown): value is InsightsPair {
  return isObject(value) && typeof value['field'] === 'string' && 'value' in value
}

/** A row of get-query-results, `[{field, value}, ...]`, as one flat object. */
export function flatFromPairs(pairs: readonly InsightsPair[]): JsonObject {
  const flat: Record<string, unknown> = Object.create(null)
  for (const pair of pairs) flat[pair.field] = pair.value
  return flat
}

/** Fields that Insights hands out as text and the record holds as numbers. All others stay text (account ids!). */
const NUMERIC = /(?:[tT]okens?|TokenCount|_tokens|latencyMs|Latency)$/
const WRITTEN_NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+]?\d+)?$/

/** `{'input.inputTokenCount': '3'}` as `{input: {inputTokenCount: 3}}`. Empty cells are absent fields. */
export function nestFields(flat: Readonly<Record<string, unknown>>): JsonObject {
  const root: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(flat)) {
    if (value === '' || value === null || value === undefined) continue
    place(root, name.split('.'), typed(name, value))
  }
  return root
}

function typed(name: string, value: unknown): unknown {
  return typeof value === 'string' && NUMERIC.test(name) && WRITTEN_NUMBER.test(value) ? Number(value) : value
}

/** Lists come as numbered names (`cacheDetails.0.ttl`); they become arrays. A name used twice keeps its first value. */
function place(root: Record<string, unknown>, steps: readonly string[], value: unknown): void {
  let at: Record<string, unknown> = root
  for (const step of steps.slice(0, -1)) {
    const next = at[step] ?? Object.create(null)
    if (!isContainer(next)) return
    at[step] = next
    at = next
  }
  const last = steps.at(-1)
  if (last !== undefined && at[last] === undefined) at[last] = value
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** The elements of a list that may have come as an array or as an object with numbered names. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isObject(value) ? Object.values(value) : []
}
