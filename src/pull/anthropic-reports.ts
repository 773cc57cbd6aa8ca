// The four reports of the Anthropic Admin API: how each is asked for, and which importer reads its rows.
// https://platform.claude.com/docs/en/manage-claude/usage-cost-api and .../manage-claude/analytics-api (read 2026-11-22)
import type { AdminCall } from './anthropic-api.ts'
import { DAY_MS, dayMs, windowEndMs, type PullWindow } from './record-source.ts'

export const REPORTS = ['usage', 'cost', 'analytics-usage', 'analytics-cost'] as const
export type ReportPart = (typeof REPORTS)[number]

export interface Report {
  /** As the user sees it. */
  name: string
  importer: string
  memoryKey: string
  path: string
  what: string
  beta: string | null
  perMinute: number | null
  /** Days whose figures may still be revised. */
  trailingDays: number
  /** The first day it may be asked for; null: it does not say. */
  firstDay(nowMs: number): string | null
  /** Days that one query may span; null: any. */
  maxDays: number | null
  parameters: readonly (readonly [name: string, value: string])[]
  /** What the importer wants at a time. */
  entry: 'page' | 'item'
}

const groups = (...keys: string[]) => keys.map((key) => ['group_by[]', key] as const)

/** Grouping by speed needs it. */
const FAST_MODE_BETA = 'fast-mode-2026-02-01'
const ANALYTICS_BETA = 'analytics-usage-cost-2026-08-24'
const LEGACY = { perMinute: null, firstDay: () => null, maxDays: null, entry: 'item' } as const

/** At most 365 days back, none before 2026; values are revised for 30 days. */
const ANALYTICS = {
  beta: ANALYTICS_BETA, perMinute: 60, trailingDays: 30, maxDays: 31, entry: 'page',
  firstDay: (nowMs: number) => ['2026-01-01', new Date(nowMs - 365 * DAY_MS).toISOString().slice(0, 10)].toSorted()[1] ?? null,
} as const
const ANALYTICS_PARAMETERS = [['time_bucket_width', '1d'], ['order_by', 'time'], ['order', 'asc'], ['limit', '1000']] as const

/** Everything that decides the price or says who made the calls; analytics takes five groups at most. */
export const REPORT: Readonly<Record<ReportPart, Report>> = {
  usage: {
    ...LEGACY, name: 'Anthropic usage report', importer: 'admin-usage-report', memoryKey: 'pull.anthropic-usage-report',
    path: '/v1/organizations/usage_report/messages', what: 'usage reports', beta: FAST_MODE_BETA, trailingDays: 2,
    parameters: [
      ['bucket_width', '1d'], ['limit', '31'],
      ...groups('api_key_id', 'context_window', 'inference_geo', 'model', 'service_tier', 'speed', 'workspace_id'),
    ],
  },
  cost: {
    ...LEGACY, name: 'Anthropic cost report', importer: 'admin-cost-report', memoryKey: 'pull.anthropic-cost-report',
    path: '/v1/organizations/cost_report', what: 'cost reports', beta: null, trailingDays: 30,
    parameters: [['bucket_width', '1d'], ['limit', '31'], ...groups('workspace_id', 'description')],
  },
  'analytics-usage': {
    ...ANALYTICS, name: 'Anthropic usage analytics', importer: 'analytics-usage', memoryKey: 'pull.anthropic-analytics-usage',
    path: '/v1/organizations/analytics/usage', what: 'usage analytics',
    parameters: [...ANALYTICS_PARAMETERS, ...groups('inference_geo', 'model', 'service_tier', 'speed', 'workspace_id')],
  },
  'analytics-cost': {
    ...ANALYTICS, name: 'Anthropic cost analytics', importer: 'analytics-cost', memoryKey: 'pull.anthropic-analytics-cost',
    path: '/v1/organizations/analytics/cost', what: 'cost analytics',
    parameters: [
      ...ANALYTICS_PARAMETERS,
      ...groups('cost_type', 'token_type', 'inference_geo', 'model', 'service_tier', 'speed', 'workspace_id'),
    ],
  },
}

/** The calls for a window, oldest first: one, or as many as the longest span a query may have makes of it. */
export function callsOf({ path, what, beta, perMinute, maxDays, parameters }: Report, window: PullWindow): AdminCall[] {
  const end = windowEndMs(window)
  const step = (maxDays ?? Number.POSITIVE_INFINITY) * DAY_MS
  const calls: AdminCall[] = []
  for (let from = dayMs(window.from); from < end; from += step) {
    const query = new URLSearchParams({ starting_at: instant(from), ending_at: instant(Math.min(from + step, end)) })
    for (const [name, value] of parameters) query.append(name, value)
    calls.push({ path, query, what, beta, perMinute })
  }
  return calls
}

const instant = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z')
