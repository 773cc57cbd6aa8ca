// The importer of Admin API cost report pages (GET /v1/organizations/cost_report), as saved by a script. Owns the reading
// of results; the format's page is admin-cost-report.md.
import type { UsageRecord } from '../core/usage.ts'
import { billRecord, centsAt, lineKey, meterOf, needDollars } from './anthropic-bill.ts'
import { BucketedReportReader, type Bucket } from './bucketed-report.ts'
import { textAt, UnreadableField, type JsonObject } from './fields.ts'
import type { Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { leadingKeys } from './json-run.ts'
import { promptRangeOf } from './report-row.ts'

const ID = 'admin-cost-report'
const SCORE = 90

export const adminCostReport: Importer = {
  id: ID,
  title: 'Anthropic cost report',
  basis: 'bills',
  surest: SCORE,
  identify,
  read: (options, sink) => new BucketedReportReader({ holds: 'costs', readResult }, options, sink),
}

/**
 * The frame of the usage report around `amount`; with a list amount beside it, it is cost analytics. Pages of empty buckets
 * only could be either: not claimed here.
 */
function identify({ text }: SourceHead): Identification | null {
  const { inArray, keys } = leadingKeys(text)
  const isBucket = keys.includes('starting_at') && keys.includes('results')
  if (!isBucket && !keys.includes('data')) return null
  const hasCosts = /"results"\s*:\s*\[\s*\{/.test(text) && /"amount"\s*:/.test(text) && /"currency"\s*:/.test(text)
  if (!hasCosts || !/"starting_at"\s*:/.test(text) || /"list_amount"\s*:/.test(text)) return null
  return { score: SCORE, framing: { kind: 'values', path: inArray ? [] : isBucket ? null : ['data'] } }
}

const LONGEST_DESCRIPTION = 1000

function readResult(result: JsonObject, { startMs, widthMs }: Bucket, options: ReadOptions): UsageRecord {
  const billed = centsAt(result, 'amount')
  if (billed === null) throw new UnreadableField('amount is missing')
  needDollars(result['currency'])
  const model = textAt(result, 'model')
  const description = textAt(result, 'description', LONGEST_DESCRIPTION)
  const span = { startMs, endMs: startMs + widthMs }
  const line = {
    ...span,
    model,
    tier: textAt(result, 'service_tier'),
    speed: textAt(result, 'speed') ?? (description === null || model === null ? null : speedIn(description)),
    geo: textAt(result, 'inference_geo'),
    promptRange: promptRangeOf(textAt(result, 'context_window')),
    origin: { account: null, workspace: textAt(result, 'workspace_id'), apiKey: null, principal: null },
    reportKey: lineKey(ID, span, result),
    bill: {
      meter: meterOf(textAt(result, 'cost_type'), textAt(result, 'token_type')),
      billed, list: null, roundedTo: 0n, estimated: false,
    },
  }
  return billRecord(line, ID, options)
}

/** The report has no field for speed; fast mode has a price of its own, so it must be a line of its own. */
function speedIn(description: string): string {
  return /\bfast\b/i.test(description) ? 'fast' : 'standard'
}
