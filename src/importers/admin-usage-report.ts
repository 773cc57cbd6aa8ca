// The importer of Admin API usage report pages (GET /v1/organizations/usage_report/messages), as saved by a script.
// Owns the reading of pages, buckets and results; the format's page is admin-usage-report.md.
import { arrayAt, countAt, isObject, objectAt, textAt, UnreadableField, type JsonObject } from './fields.ts'
import type { EntryReader, EntrySink, Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { leadingKeys } from './json-run.ts'
import { rowsIn } from './report-pages.ts'
import { geoOf, isEmptyRow, promptRangeOf, reportRecord, type ReportRow } from './report-row.ts'
import { readReportTokens } from './report-tokens.ts'
import { parseUtcTime } from './utc-time.ts'

const ID = 'admin-usage-report'
const DAY_MS = 86_400_000

export const adminUsageReport: Importer = {
  id: ID,
  title: 'Anthropic usage report',
  basis: 'reports',
  surest: 90,
  identify,
  read: (options, sink) => new UsageReportReader(options, sink),
}

/**
 * The outermost names, then the report's own ones: cost reports have the same frame around `amount`, the newer
 * analytics report has `uncached_input_tokens` and no buckets. A report without any usage is recognised with doubt.
 */
function identify(head: SourceHead): Identification | null {
  const { inArray, keys } = leadingKeys(head.text)
  const isBucket = keys.includes('starting_at') && keys.includes('results')
  if (!isBucket && !keys.includes('data')) return null
  if (!/"starting_at"\s*:/.test(head.text) || !/"results"\s*:/.test(head.text)) return null
  const hasUsage = /"uncached_input_tokens"\s*:/.test(head.text)
  if (!hasUsage && /"results"\s*:\s*\[\s*\{/.test(head.text)) return null
  const path = inArray ? [] : isBucket ? null : ['data']
  return { score: hasUsage ? 90 : 40, framing: { kind: 'values', path } }
}

interface Bucket {
  startMs: number
  widthMs: number
}

class UsageReportReader implements EntryReader {
  readonly #options: ReadOptions
  readonly #sink: EntrySink
  /** Rows without a workspace, until another row shows whether the report is grouped by workspace. */
  #waiting: { row: ReportRow; position: number }[] = []
  #byWorkspace = false

  constructor(options: ReadOptions, sink: EntrySink) {
    this.#options = options
    this.#sink = sink
  }

  entry(bytes: Buffer, position: number): void {
    let value: unknown
    try {
      value = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
    } catch {
      this.#sink.reject('not valid JSON', position)
      return
    }
    const buckets = rowsIn(value)
    const held = buckets.reduce((sum, bucket) => sum + Math.max(1, arrayAt(bucket, 'results').length), 0)
    if (held > 1) this.#sink.extraEntries(held - 1)
    if (held === 0) this.#sink.ignore('page without buckets', position)
    for (const bucket of buckets) this.#bucket(bucket, position)
  }

  end(): void {
    for (const { row, position } of this.#waiting) this.#accept(row, position)
    this.#waiting = []
  }

  #bucket(object: JsonObject, position: number): void {
    const results = arrayAt(object, 'results')
    if (results.length === 0) this.#sink.ignore('bucket without usage', position)
    for (const result of results) {
      const row = rowOrReason(isObject(result) ? result : {}, object)
      if (typeof row === 'string') this.#sink.reject(row, position)
      else this.#result(row, position)
    }
  }

  #result(row: ReportRow, position: number): void {
    if (isEmptyRow(row)) {
      this.#sink.ignore('no usage in this row', position)
      return
    }
    if (row.origin.workspace !== null && !this.#byWorkspace) {
      this.#byWorkspace = true
      this.end()
    }
    if (this.#byWorkspace) this.#accept(row, position)
    else this.#waiting.push({ row, position })
  }

  /** In a report grouped by workspace, null is the default workspace. */
  #accept(row: ReportRow, position: number): void {
    const workspace = row.origin.workspace ?? (this.#byWorkspace ? 'Default' : null)
    const named = { ...row, origin: { ...row.origin, workspace } }
    this.#sink.accept(reportRecord(named, ID, this.#options), position)
  }
}

function rowOrReason(result: JsonObject, bucket: JsonObject): ReportRow | string {
  try {
    return readResult(result, readBucket(bucket))
  } catch (error) {
    if (error instanceof UnreadableField) return error.message
    throw error
  }
}

function readBucket(bucket: JsonObject): Bucket {
  const startMs = parseUtcTime(textAt(bucket, 'starting_at') ?? '')
  const endMs = parseUtcTime(textAt(bucket, 'ending_at') ?? '')
  if (startMs === null) throw new UnreadableField('starting_at is not a time')
  if (endMs === null || endMs <= startMs) throw new UnreadableField('ending_at is not a time after starting_at')
  return { startMs, widthMs: endMs - startMs }
}

const GROUP_KEYS = [
  'account_id', 'api_key_id', 'context_window', 'inference_geo', 'model', 'service_account_id', 'service_tier', 'speed',
  'workspace_id',
] as const

function readResult(result: JsonObject, bucket: Bucket): ReportRow {
  const group = GROUP_KEYS.map((key) => textAt(result, key))
  const [accountId, apiKeyId, contextWindow, geo, model, serviceAccountId, tier, speed, workspaceId] = group
  return {
    startMs: bucket.startMs,
    grain: bucket.widthMs === DAY_MS && bucket.startMs % DAY_MS === 0 ? 'utc-day' : 'instant',
    model: model ?? null,
    tier: tier ?? 'standard',
    speed: speed ?? null,
    geo: geoOf(geo ?? null),
    promptRange: promptRangeOf(contextWindow ?? null),
    tokens: readReportTokens(result),
    webSearches: countAt(objectAt(result, 'server_tool_use'), 'web_search_requests') ?? 0,
    origin: {
      account: accountId ?? null,
      workspace: workspaceId ?? null,
      apiKey: apiKeyId ?? null,
      principal: serviceAccountId == null ? null : `service-account/${serviceAccountId}`,
    },
    reportKey: JSON.stringify([ID, bucket.startMs, bucket.widthMs, ...group]),
    // Without grouping by tier, batch usage hides in the row: the standard price is then an upper bound.
    assumptions: tier == null ? ['price'] : [],
  }
}
