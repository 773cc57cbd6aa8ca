// The importer of Claude Code analytics pages (GET /v1/organizations/usage_report/claude_code): usage by person, day and
// model. Owns which rows are billed by tokens; the format's page is claude-code-analytics.md.
import type { UsageRecord } from '../core/usage.ts'
import { arrayAt, codeAt, countAt, isObject, objectAt, textAt, UnreadableField, type JsonObject } from './fields.ts'
import type { Identification, Importer, SourceHead } from './importer.ts'
import { JsonReader } from './json-reader.ts'
import { leadingKeys } from './json-run.ts'
import { accept, ignore, outcomeOf, reject, type Outcome } from './outcome.ts'
import { rowsIn } from './report-pages.ts'
import { geoOf, isEmptyRow, reportRecord, type ReportRow } from './report-row.ts'
import { parseUtcTime } from './utc-time.ts'

const ID = 'claude-code-analytics'
const SCORE = 91
const DAY_MS = 86_400_000

export const claudeCodeAnalytics: Importer = {
  id: ID,
  title: 'Claude Code analytics',
  basis: 'reports',
  surest: SCORE,
  identify,
  read: (options, sink) => new CodeAnalyticsReader(options, sink),
}

function identify({ text }: SourceHead): Identification | null {
  const { inArray, keys } = leadingKeys(text)
  const isRow = keys.includes('model_breakdown') || keys.includes('core_metrics')
  if (!isRow && !keys.includes('data')) return null
  if (!/"(?:model_breakdown|core_metrics)"\s*:/.test(text) || !/"actor"\s*:/.test(text)) return null
  return { score: SCORE, framing: { kind: 'values', path: inArray ? [] : isRow ? null : ['data'] } }
}

class CodeAnalyticsReader extends JsonReader {
  protected override outcomes(page: unknown): Outcome[] {
    const outcomes = rowsIn(page).flatMap((row) => this.#rowOutcomes(row))
    return outcomes.length === 0 ? [ignore('page without rows')] : outcomes
  }

  /** At least one: an entry is one model of a row. */
  #rowOutcomes(row: JsonObject): Outcome[] {
    const customer = codeAt(row, 'customer_type')
    const models = arrayAt(row, 'model_breakdown')
    if (models.length === 0) return [ignore('row without usage')]
    if (customer === 'subscription') return models.map(() => ignore('subscription usage, not billed per token'))
    if (customer !== 'api' && customer !== null) return models.map(() => reject('customer_type is not known'))
    return models.map((model) => outcomeOf(() => this.#model(row, isObject(model) ? model : {})))
  }

  /** @throws UnreadableField */
  #model(row: JsonObject, model: JsonObject): Outcome {
    const read = readRow(row, model)
    if (isEmptyRow(read)) return ignore('row without usage')
    return accept(withWrites(reportRecord(read, ID, this.options)))
  }
}

/** The report does not tell 5m writes from 1h ones: they count as 5m, flagged. */
function withWrites(record: UsageRecord): UsageRecord {
  const passes = record.passes.map((pass) => ({ ...pass, writeSplitAssumed: pass.tokens.cacheWrite5m > 0 }))
  const isAssumed = passes.some((pass) => pass.writeSplitAssumed)
  return { ...record, passes, assumptions: isAssumed ? [...record.assumptions, 'write-split'] : record.assumptions }
}

function readRow(row: JsonObject, model: JsonObject): ReportRow {
  const startMs = parseUtcTime(textAt(row, 'date') ?? '')
  if (startMs === null) throw new UnreadableField('date is not a date')
  const actor = objectAt(row, 'actor')
  const apiKey = textAt(actor, 'api_key_name')
  const person = textAt(actor, 'email_address')
  const name = textAt(model, 'model')
  const account = textAt(row, 'organization_id')
  const told = ['customer_type', 'terminal_type', 'subscription_type'].map((key) => textAt(row, key))
  const tokens = objectAt(model, 'tokens')
  return {
    startMs, grain: startMs % DAY_MS === 0 ? 'utc-day' : 'instant', model: name, tier: 'standard', speed: null,
    geo: geoOf(null), promptRange: { over: 0, upTo: null },
    tokens: {
      uncachedInput: needed(tokens, 'input'), cacheRead: countAt(tokens, 'cache_read') ?? 0,
      cacheWrite5m: countAt(tokens, 'cache_creation') ?? 0, cacheWrite1h: 0, output: needed(tokens, 'output'),
    },
    webSearches: 0,
    origin: { account, workspace: null, apiKey, principal: person === null ? null : `user/${person}` },
    reportKey: JSON.stringify([ID, startMs, account, apiKey, person, ...told, row['is_remote'] === true, name]),
    assumptions: ['price'],
  }
}

function needed(tokens: JsonObject, key: string): number {
  const count = countAt(tokens, key)
  if (count === null) throw new UnreadableField(`tokens.${key} is missing`)
  return count
}
