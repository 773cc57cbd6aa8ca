// A pull of the Anthropic usage report by day. The key lives in this object only: it is never stored, shown or in an error.
// https://platform.claude.com/docs/en/api/admin/usage_report (read 2026-11-22)
import { z } from 'zod'
import { problem, type Problem } from '../core/problem.ts'
import { adminUsageReport } from '../importers/admin-usage-report.ts'
import { BatchSink, type SourceBatch } from '../importers/batch-sink.ts'
import { AdminApi } from './anthropic-api.ts'
import {
  dayMs, lastPulledDay, pullWindow, windowEndMs, type PullWindow, type RecordSource, type Remembered,
} from './record-source.ts'

export interface AnthropicAsk {
  /** An Admin key. */
  key: string
  /** Another address than the API's own; null: the API. */
  endpoint: string | null
  /** UTC days, inclusive; null: see pullWindow. */
  from: string | null
  to: string | null
  nowMs: number
  remembered: Remembered
}

const MEMORY_KEY = 'pull.anthropic-usage-report'
const memoryShape = z.object({ lastDay: z.string() })
const BUCKETS_A_PAGE = '31'

/** Everything that decides the price or says who made the calls, in the keys by which the importer knows a row again. */
const GROUP_BY = ['api_key_id', 'context_window', 'inference_geo', 'model', 'service_tier', 'speed', 'workspace_id']

/** One pull of whole UTC days; today's is partial until a later pull replaces it. Throws a ProblemError. */
export function anthropicUsage(ask: AnthropicAsk): RecordSource & { window: PullWindow } {
  const api = new AdminApi(ask)
  const kept = memoryShape.safeParse(ask.remembered(MEMORY_KEY))
  const lastDay = kept.success ? kept.data.lastDay : null
  const window = pullWindow(ask, lastDay, ask.nowMs)
  return {
    name: 'Anthropic usage report',
    importer: adminUsageReport.id,
    window,
    read: (signal) => readReport(api, window, signal),
    remember: () => ({ key: MEMORY_KEY, value: { lastDay: lastPulledDay(window, lastDay, ask.nowMs) } }),
  }
}

const pageShape = z.object({ data: z.array(z.unknown()), has_more: z.boolean().nullish(), next_page: z.string().nullish() })

async function* readReport(api: AdminApi, window: PullWindow, signal: AbortSignal): AsyncGenerator<SourceBatch, Problem | null> {
  const sink = new BatchSink()
  const options = { platform: null, route: null, tagKeys: [], sourceName: 'usage report' }
  const reader = adminUsageReport.read(options, sink)
  let [position, brought, page] = [0, 0, '']
  do {
    const told = pageShape.safeParse(await api.get('/v1/organizations/usage_report/messages', query(window, page), signal))
    if (!told.success) throw notAReport()
    for (const bucket of told.data.data) reader.entry(Buffer.from(JSON.stringify(bucket)), (position += 1))
    const next = told.data.has_more === true ? told.data.next_page ?? '' : ''
    if (told.data.has_more === true && (next === '' || next === page)) throw notAReport()
    page = next
    if (page === '') reader.end()
    const batch = sink.take()
    brought += batch.records.length + batch.rejected.length
    yield batch
  } while (page !== '')
  return brought === 0 ? noUsage(window) : null
}

function query(window: PullWindow, page: string): URLSearchParams {
  const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z')
  const asked = new URLSearchParams({
    starting_at: iso(dayMs(window.from)), ending_at: iso(windowEndMs(window)), bucket_width: '1d', limit: BUCKETS_A_PAGE,
  })
  for (const key of GROUP_BY) asked.append('group_by[]', key)
  if (page !== '') asked.append('page', page)
  return asked
}

const notAReport = () => problem(
  'bad-answer', 'The answer is not a usage report of the Anthropic API.',
  'Check --endpoint; without it the Anthropic API itself is asked.',
)

const noUsage = ({ from, to }: PullWindow): Problem => ({
  code: 'no-data', message: `The usage report holds no usage from ${from} to ${to} (UTC).`,
  remedy: 'Pull other days, or use the Admin key of the organisation that makes the calls.',
})
