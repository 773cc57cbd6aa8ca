// What a pull will ask CloudWatch for, and what the asking costs. Asks nothing itself.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html (read 2026-11-22)
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { Pico } from '../core/money.ts'
import type { Namespace, Series } from './cloudwatch-series.ts'
import { dayMs, windowEndMs, type PullWindow } from './record-source.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A part of the window that is asked for with one period. [startMs, endMs), whole UTC hours. */
export interface Segment {
  startMs: number
  endMs: number
  periodSeconds: number
}

/** How long CloudWatch keeps points of a period. An hour is left for the pull itself. */
const PERIODS = [
  { periodSeconds: 3600, keptMs: 455 * DAY_MS },
  { periodSeconds: 300, keptMs: 63 * DAY_MS - HOUR_MS },
  { periodSeconds: 60, keptMs: 15 * DAY_MS - HOUR_MS },
] as const

/** Oldest first. Days before CloudWatch's memory are left out. */
export function segmentsOf(window: PullWindow, nowMs: number): Segment[] {
  const from = dayMs(window.from)
  const end = Math.min(windowEndMs(window), wholeHour(nowMs))
  return PERIODS.map(({ periodSeconds, keptMs }, index): Segment => ({
    periodSeconds,
    startMs: Math.max(from, wholeHour(nowMs - keptMs)),
    endMs: Math.min(end, wholeHour(nowMs - (PERIODS[index + 1]?.keptMs ?? 0))),
  })).filter(({ startMs, endMs }) => startMs < endMs)
}

const wholeHour = (ms: number): number => Math.ceil(ms / HOUR_MS) * HOUR_MS

/** Both spellings of the cache metrics are in use; they tell the same and are never added. */
export const METRICS = {
  'AWS/Bedrock': [
    'InputTokenCount', 'OutputTokenCount', 'CacheReadInputTokenCount', 'CacheReadInputTokens', 'CacheWriteInputTokenCount',
    'CacheWriteInputTokens', 'Invocations',
  ],
  'AWS/BedrockMantle': ['TotalInputTokens', 'TotalOutputTokens', 'Inferences'],
} as const satisfies Record<Namespace, readonly string[]>

export interface Query {
  id: string
  series: Series
  metric: string
}

export function queriesOf(series: readonly Series[]): Query[] {
  return series.flatMap((one) => METRICS[one.namespace].map((metric) => ({ series: one, metric })))
    .map((query, index) => ({ ...query, id: `q${index + 1}` }))
}

export function metricDataQuery({ id, series, metric }: Query, periodSeconds: number): MetricDataQuery {
  return {
    Id: id,
    MetricStat: {
      Metric: { Namespace: series.namespace, MetricName: metric, Dimensions: series.dimensions },
      Period: periodSeconds,
      Stat: 'Sum',
    },
    ReturnData: true,
  }
}

/** USD 0.01 per 1,000 metrics requested: https://aws.amazon.com/cloudwatch/pricing/ (us-east-1, read 2026-11-22). */
const PICO_PER_METRIC = 10_000_000n

/** What GetMetricData will cost at least; series that must be asked for again and further pages are not foreseen. */
export function callCost(metricsRequested: number): Pico {
  return BigInt(metricsRequested) * PICO_PER_METRIC
}
