// The importer of Admin API usage report pages (GET /v1/organizations/usage_report/messages), as saved by a script.
// Owns the reading of results; the format's page is admin-usage-report.md.
import type { UsageRecord } from '../core/usage.ts'
import { BucketedReportReader, type Bucket } from './bucketed-report.ts'
import { countAt, objectAt, textAt, type JsonObject } from './fields.ts'
import type { Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { leadingKeys } from './json-run.ts'
import { geoOf, isEmptyRow, promptRangeOf, reportRecord, type ReportRow } from './report-row.ts'
import { readReportTokens } from './report-tokens.ts'

const ID = 'admin-usage-report'
const DAY_MS = 86_400_000

export const adminUsageReport: Importer = {
  id: ID,
  title: 'Anthropic usage report',
  basis: 'reports',
  surest: 90,
  identify,
  read: (options, sink) => new BucketedReportReader({ holds: 'usage', readResult }, options, sink),
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

const GROUP_KEYS = [
  'account_id', 'api_key_id', 'context_window', 'inference_geo', 'model', 'service_account_id', 'service_tier', 'speed',
  'workspace_id',
] as const

function readResult(result: JsonObject, bucket: Bucket, options: ReadOptions): UsageRecord | null {
  const row = readRow(result, bucket)
  return isEmptyRow(row) ? null : reportRecord(row, ID, options)
}

function readRow(result: JsonObject, bucket: Bucket): ReportRow {
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
