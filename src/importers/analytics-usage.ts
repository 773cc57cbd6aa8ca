// The importer of pages of the usage analytics API (GET /v1/organizations/analytics/usage), as saved by a script. Owns the
// reading of groups; the format's page is analytics-usage.md.
import { groupKey, originOf, readSpan, tierOf } from './analytics-group.ts'
import { codeAt, countAt, isObject, objectAt, textAt, type JsonObject } from './fields.ts'
import type { Identification, Importer, SourceHead } from './importer.ts'
import { JsonReader } from './json-reader.ts'
import { leadingKeys } from './json-run.ts'
import { accept, ignore, outcomeOf, reject, type Outcome } from './outcome.ts'
import { rowsIn } from './report-pages.ts'
import { geoOf, isEmptyRow, promptRangeOf, reportRecord, type ReportRow } from './report-row.ts'
import { readReportTokens } from './report-tokens.ts'

const ID = 'analytics-usage'
const DAY_MS = 86_400_000

export const analyticsUsage: Importer = {
  id: ID,
  title: 'Anthropic usage analytics',
  basis: 'reports',
  surest: 91,
  identify,
  read: (options, sink) => new AnalyticsReader(options, sink),
}

/** Rows lie in `data` as in the older report, but each has a `usage` of its own; a page of costs has `cost` there. */
function identify({ text }: SourceHead): Identification | null {
  const { inArray, keys } = leadingKeys(text)
  const isRow = keys.includes('usage') && keys.includes('group')
  if (!isRow && !keys.includes('data')) return null
  const hasUsage = /"usage"\s*:\s*\{/.test(text) && /"uncached_input_tokens"\s*:/.test(text) && !/"results"\s*:/.test(text)
  const isEmpty = keys.includes('data_refreshed_at') && /"data"\s*:\s*\[\s*\]/.test(text)
  if (!hasUsage && !isEmpty) return null
  const path = inArray ? [] : isRow ? null : ['data']
  return { score: hasUsage ? 91 : 40, framing: { kind: 'values', path } }
}

class AnalyticsReader extends JsonReader {
  protected override outcomes(page: unknown): Outcome[] {
    const outcomes = rowsIn(page).map((row) => outcomeOf(() => this.#row(row)))
    return outcomes.length === 0 ? [ignore('page without rows')] : outcomes
  }

  /** @throws UnreadableField */
  #row(object: JsonObject): Outcome {
    const usage = object['usage']
    if (!isObject(usage)) return reject('usage is missing')
    const row = readRow(object, usage)
    if (isEmptyRow(row)) return ignore('no usage in this row')
    const record = reportRecord(row, ID, this.options)
    const session = textAt(objectAt(object, 'group'), 'session_id')
    return accept({ ...record, requests: countAt(usage, 'requests'), session })
  }
}

function readRow(object: JsonObject, usage: JsonObject): ReportRow {
  const { startMs, endMs } = readSpan(object)
  const widthMs = endMs - startMs
  const group = objectAt(object, 'group')
  const tier = tierOf(group)
  return {
    startMs,
    grain: widthMs === DAY_MS && startMs % DAY_MS === 0 ? 'utc-day' : 'instant',
    model: textAt(group, 'model'),
    tier: tier ?? 'standard',
    speed: codeAt(group, 'speed'),
    geo: geoOf(codeAt(group, 'inference_geo')),
    promptRange: promptRangeOf(textAt(group, 'context_window')),
    tokens: readReportTokens(usage),
    webSearches: countAt(objectAt(usage, 'server_tool_use'), 'web_search_requests') ?? 0,
    origin: originOf(group),
    reportKey: JSON.stringify([ID, startMs, widthMs, ...groupKey(group)]),
    // Without grouping by tier, batch usage hides in the row. A row over several days stands on its first.
    assumptions: [...(tier === null ? ['price' as const] : []), ...(widthMs > DAY_MS ? ['date' as const] : [])],
  }
}
