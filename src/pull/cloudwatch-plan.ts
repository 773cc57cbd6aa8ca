// What a pull will ask CloudWatch for, and what the asking costs. Asks nothing itself.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html (read 2026-11-22)
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { Pico } from '../core/money.ts'
import { LATENCY_METRICS, type Namespace, type Series } from './cloudwatch-series.ts'
import { DAY_MS, dayMs, windowEndMs, type PullWindow } from './record-source.ts'

const HOUR_MS = 3_600_000
const DAY_SECONDS = 86_400

/** A part of the window that is asked for with one period, and read whole or not at all. [startMs, endMs), from a UTC midnight. */
export interface Segment {
  startMs: number
  endMs: number
  periodSeconds: number
}

/** How long CloudWatch keeps points of a period. An hour is left for the pull itself. */
const PERIODS = [
  { periodSeconds: 3600, keptMs: 455 * DAY_MS - HOUR_MS },
  { periodSeconds: 300, keptMs: 63 * DAY_MS - HOUR_MS },
  { periodSeconds: 60, keptMs: 15 * DAY_MS - HOUR_MS },
] as const

/** Oldest first. Days before CloudWatch's memory are left out. */
export function segmentsOf(window: PullWindow, nowMs: number): Segment[] {
  const from = dayMs(window.from)
  const end = Math.min(windowEndMs(window), Math.ceil(nowMs / HOUR_MS) * HOUR_MS)
  const firstDay = (at: number) => {
    const kept = PERIODS[at]?.keptMs
    return kept === undefined ? end : Math.ceil((nowMs - kept) / DAY_MS) * DAY_MS
  }
  return PERIODS.map(({ periodSeconds }, at): Segment => ({
    periodSeconds, startMs: Math.max(from, firstDay(at)), endMs: Math.min(end, firstDay(at + 1)),
  })).filter(({ startMs, endMs }) => startMs < endMs)
}

/** Both spellings of the cache metrics are in use; they tell the same and are never added. */
const METRICS = {
  'AWS/Bedrock': [
    'InputTokenCount', 'OutputTokenCount', 'CacheReadInputTokenCount', 'CacheReadInputTokens', 'CacheWriteInputTokenCount',
    'CacheWriteInputTokens', 'Invocations',
  ],
  'AWS/BedrockMantle': ['TotalInputTokens', 'TotalOutputTokens', 'Inferences'],
} as const satisfies Record<Namespace, readonly string[]>

/** Percentiles of hours do not make one of a day: these are asked for by UTC day. */
export const LATENCY_STATS = ['SampleCount', 'Average', 'p50', 'p95', 'p99'] as const
export type LatencyStat = (typeof LATENCY_STATS)[number]

export interface Query {
  id: string
  series: Series
  metric: string
  stat: 'Sum' | LatencyStat
}

export function queriesOf(series: readonly Series[]): Query[] {
  return series.flatMap(asked).map((query, index) => ({ ...query, id: `q${index + 1}` }))
}

function asked(series: Series): Omit<Query, 'id'>[] {
  const sums = METRICS[series.namespace].map((metric) => ({ series, metric, stat: 'Sum' as const }))
  const latencies = LATENCY_METRICS.filter((metric) => series.latencies.includes(metric))
  return [...sums, ...latencies.flatMap((metric) => LATENCY_STATS.map((stat) => ({ series, metric, stat })))]
}

export function metricDataQuery({ id, series, metric, stat }: Query, periodSeconds: number): MetricDataQuery {
  return {
    Id: id,
    MetricStat: {
      Metric: { Namespace: series.namespace, MetricName: metric, Dimensions: series.dimensions },
      Period: stat === 'Sum' ? periodSeconds : DAY_SECONDS,
      Stat: stat,
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
