// The importer of pages of the cost analytics API (GET /v1/organizations/analytics/cost), as saved by a script. Owns the
// reading of groups and their costs; the format's page is analytics-cost.md.
import { originOf, readSpan, tierOf } from './analytics-group.ts'
import { billRecord, centsAt, lineKey, meterOf, needDollars } from './anthropic-bill.ts'
import { arrayAt, codeAt, isObject, objectAt, textAt, UnreadableField, type JsonObject } from './fields.ts'
import type { Identification, Importer, SourceHead } from './importer.ts'
import { JsonReader } from './json-reader.ts'
import { leadingKeys } from './json-run.ts'
import { accept, ignore, outcomeOf, type Outcome } from './outcome.ts'
import { promptRangeOf } from './report-row.ts'
import { rowsIn } from './report-pages.ts'
import { parseUtcTime } from './utc-time.ts'

const ID = 'analytics-cost'
const SCORE = 91

export const analyticsCost: Importer = {
  id: ID,
  title: 'Anthropic cost analytics',
  basis: 'bills',
  surest: SCORE,
  identify,
  read: (options, sink) => new CostReader(options, sink),
}

/**
 * Rows with a `cost` each, or buckets whose results have a list amount: the older cost report has none. A page is read
 * whole, not row by row: when it was refreshed stands outside its rows, often behind them.
 */
function identify({ text }: SourceHead): Identification | null {
  const { inArray, keys } = leadingKeys(text)
  const isRow = keys.includes('cost') && keys.includes('group')
  const isBucket = keys.includes('starting_at') && keys.includes('results')
  if (!isRow && !isBucket && !keys.includes('data')) return null
  const hasRows = /"cost"\s*:\s*\{/.test(text) && /"amount"\s*:/.test(text) && /"group"\s*:/.test(text)
  const hasBuckets = /"results"\s*:/.test(text)
  if (hasBuckets ? !/"list_amount"\s*:/.test(text) : !hasRows) return null
  return { score: SCORE, framing: { kind: 'values', path: inArray ? [] : null } }
}

class CostReader extends JsonReader {
  protected override outcomes(page: unknown): Outcome[] {
    const refreshedMs = refreshedAt(page)
    const outcomes = rowsIn(page).flatMap((row) => this.#rowOutcomes(row, refreshedMs))
    return outcomes.length === 0 ? [ignore('page without rows')] : outcomes
  }

  /** A bucket's results have their group values and amounts side by side. */
  #rowOutcomes(row: JsonObject, refreshedMs: number | null): Outcome[] {
    if (!Array.isArray(row['results'])) {
      return [outcomeOf(() => this.#line(row, { group: objectAt(row, 'group'), cost: row['cost'], refreshedMs }))]
    }
    const results = arrayAt(row, 'results').map((result) => (isObject(result) ? result : {}))
    if (results.length === 0) return [ignore('bucket without costs')]
    return results.map((result) => outcomeOf(() => this.#line(row, { group: result, cost: result, refreshedMs })))
  }

  /** @throws UnreadableField */
  #line(row: JsonObject, { group, cost, refreshedMs }: Parts): Outcome {
    const { startMs, endMs } = readSpan(row)
    if (!isObject(cost)) throw new UnreadableField('cost is missing')
    const billed = centsAt(cost, 'amount')
    if (billed === null) throw new UnreadableField('amount is missing')
    needDollars(cost['currency'])
    const record = billRecord({
      startMs,
      endMs,
      model: textAt(group, 'model'),
      tier: tierOf(group),
      speed: codeAt(group, 'speed'),
      geo: codeAt(group, 'inference_geo'),
      promptRange: promptRangeOf(textAt(group, 'context_window')),
      origin: originOf(group),
      reportKey: lineKey(ID, { startMs, endMs }, group),
      bill: {
        meter: meterOf(codeAt(group, 'cost_type'), codeAt(group, 'token_type')),
        billed, list: centsAt(cost, 'list_amount'), roundedTo: 0n,
        estimated: refreshedMs !== null && endMs > refreshedMs,
      },
    }, ID, this.options)
    return accept({ ...record, session: textAt(group, 'session_id') })
  }
}

interface Parts {
  group: JsonObject
  cost: unknown
  refreshedMs: number | null
}

/** Up to when a page's figures are complete; null where it does not say, as rows without their page do not. */
function refreshedAt(page: unknown): number | null {
  return isObject(page) ? parseUtcTime(textAt(page, 'data_refreshed_at') ?? '') : null
}
