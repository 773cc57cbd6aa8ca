// What invocation records come wrapped in: CloudWatch Logs events, Insights rows, subscription batches, export lines.
// Owns the unwrapping only; what a record means is bedrock-record.ts. Never throws.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html,
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html (read 2026-11-22)
import { flatFromPairs, isPair, nestFields, type InsightsPair } from './bedrock-insights.ts'
import { isInvocationRecord } from './bedrock-record.ts'
import { arrayAt, isObject, millisecondsAt, textAt, type JsonObject } from './fields.ts'
import { parseUtcTime } from './utc-time.ts'
import { parseJson } from './parse-json.ts'

/** What the wrapping says that the record may lack. */
export interface Wrapping {
  eventTimeMs: number | null
  account: string | null
  /** How many envelopes are open. */
  depth?: number
}

export type Unwrapped =
  | { kind: 'record'; record: JsonObject; wrapping: Wrapping }
  | { kind: 'ignore' | 'reject'; reason: string }

export const BARE: Wrapping = { eventTimeMs: null, account: null }

/** No export nests deeper; hostile input could nest until the stack ends. */
const DEEPEST = 8

/** Every entry inside one parsed value; at least one. */
export function unwrap(value: unknown, outer: Wrapping = BARE): Unwrapped[] {
  const wrapping = { ...outer, depth: (outer.depth ?? 0) + 1 }
  if (wrapping.depth > DEEPEST) return [{ kind: 'ignore', reason: NOT_A_RECORD }]
  const inside = Array.isArray(value) ? unwrapArray(value, wrapping) : unwrapSingle(value, wrapping)
  return inside.length > 0 ? inside : [{ kind: 'ignore', reason: 'envelope without entries' }]
}

function unwrapArray(values: readonly unknown[], wrapping: Wrapping): Unwrapped[] {
  if (values.length > 0 && values.every(isPair)) {
    return splitRows(values).flatMap((row) => unwrapRow(flatFromPairs(row), wrapping))
  }
  return values.flatMap((value) => unwrap(value, wrapping))
}

function unwrapSingle(value: unknown, wrapping: Wrapping): Unwrapped[] {
  if (typeof value === 'string') return unwrapText(value, wrapping)
  if (!isObject(value)) return [{ kind: 'ignore', reason: NOT_A_RECORD }]
  if (isInvocationRecord(value)) return [{ kind: 'record', record: value, wrapping }]
  if (typeof value['messageType'] === 'string') return unwrapSubscription(value, wrapping)
  if (Array.isArray(value['events'])) return unwrapArray(value['events'], wrapping)
  if (Array.isArray(value['results'])) return unwrapArray(value['results'], wrapping)
  if (typeof value['message'] === 'string') {
    return unwrapText(value['message'], { ...wrapping, eventTimeMs: millisecondsAt(value, 'timestamp') })
  }
  return isFlatRow(value) ? unwrapRow(value, wrapping) : [{ kind: 'ignore', reason: NOT_A_RECORD }]
}

const NOT_A_RECORD = 'not an invocation record'

function unwrapSubscription(batch: JsonObject, outer: Wrapping): Unwrapped[] {
  if (batch['messageType'] !== 'DATA_MESSAGE') return [{ kind: 'ignore', reason: 'subscription control message' }]
  return unwrapArray(arrayAt(batch, 'logEvents'), { ...outer, account: textAt(batch, 'owner') })
}

/** The text of a log event. Other software may write to the same log group. */
function unwrapText(text: string, wrapping: Wrapping): Unwrapped[] {
  if (!text.trimStart().startsWith('{')) return [{ kind: 'ignore', reason: NOT_A_RECORD }]
  const parsed = parseJson(text)
  return parsed === null ? [{ kind: 'reject', reason: 'log event is not valid JSON' }] : unwrap(parsed.value, wrapping)
}

/** A row with `@message` carries the record itself; any other names its fields with dots. */
export function unwrapRow(row: JsonObject, wrapping: Wrapping = BARE): Unwrapped[] {
  const written = textAt(row, '@timestamp')
  const inRow = { ...wrapping, eventTimeMs: written === null ? wrapping.eventTimeMs : parseUtcTime(written) }
  const message = row['@message']
  if (typeof message === 'string' && message !== '') return unwrapText(message, inRow)
  if (isObject(message)) return unwrap(message, inRow)
  return [{ kind: 'record', record: nestFields(row), wrapping: inRow }]
}

export function isFlatRow(value: JsonObject): boolean {
  return '@message' in value || 'input.inputTokenCount' in value || 'output.outputTokenCount' in value
}

/** PowerShell's ConvertTo-Json flattens rows into one list of pairs: a row ends where a field would repeat. */
export function splitRows(pairs: readonly InsightsPair[]): InsightsPair[][] {
  const rows: InsightsPair[][] = []
  for (const pair of pairs) {
    const row = rows.at(-1)
    if (row === undefined || startsRow(row, pair)) rows.push([pair])
    else row.push(pair)
  }
  return rows
}

/** Fields without a value are left out of a row, so any repeated field ends it; `@ptr` always comes last. */
export function startsRow(row: readonly InsightsPair[], pair: InsightsPair): boolean {
  return row.some((seen) => seen.field === pair.field || seen.field === '@ptr')
}

/** `2026-11-03T08:15:27.000Z {...}`, as the S3 export task and `aws logs tail` write: the time, then the record. */
const EXPORT_LINE = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)) [^{]{0,600}(?=\{)/

export function unwrapLine(text: string): { json: string; eventTimeMs: number | null } {
  const start = EXPORT_LINE.exec(text)
  if (start === null) return { json: text.replace(/^\uFEFF/, ''), eventTimeMs: null }
  return { json: text.slice(start[0].length), eventTimeMs: parseUtcTime(start[1] ?? '') }
}
