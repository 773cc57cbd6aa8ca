// Days of one model's latency, as CloudWatch reports them. Averages nothing: percentiles stay those of their day.
// https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-runtime-metrics.html (read 2026-11-22)
import type { LatencyMeasure, LatencyReport } from '../core/latency-report.ts'
import { resolveModel } from '../core/model-id.ts'
import { routeOf } from '../importers/bedrock-caller.ts'
import type { Answer } from './cloudwatch-data.ts'
import type { LatencyStat, Query } from './cloudwatch-plan.ts'
import { CLOUDWATCH_ID, type HourContext } from './cloudwatch-records.ts'
import { dayText } from './record-source.ts'

const MEASURE: Readonly<Record<string, LatencyMeasure>> = { InvocationLatency: 'latency', TimeToFirstToken: 'first-token' }

type Place = Omit<HourContext, 'namespace' | 'hourMs'>

export function latencyReports({ data }: Answer, queries: readonly Query[], place: Place): LatencyReport[] {
  const days = new Set(queries.flatMap(({ id }) => [...data.get(id)?.points.keys() ?? []]))
  return [...days].toSorted((a, b) => a - b).flatMap((dayMs) => Object.entries(MEASURE).flatMap(([metric, measure]) => {
    const told = (stat: LatencyStat) => {
      const query = queries.find((one) => one.metric === metric && one.stat === stat)
      const value = query === undefined ? undefined : data.get(query.id)?.points.get(dayMs)
      return value === undefined || !Number.isFinite(value) || value < 0 ? null : value
    }
    const count = told('SampleCount')
    return count === null || count === 0 ? [] : [reportOf({ dayMs, measure, count: Math.round(count), told }, place)]
  }))
}

interface Day {
  dayMs: number
  measure: LatencyMeasure
  count: number
  told(stat: LatencyStat): number | null
}

function reportOf({ dayMs, measure, count, told }: Day, { model: rawModel, region, scope, stands }: Place): LatencyReport {
  const resolved = resolveModel(rawModel)
  return {
    importer: CLOUDWATCH_ID, platform: 'bedrock', route: stands?.route ?? routeOf(resolved, region), scope, region, rawModel,
    model: stands?.model ?? resolved.model, utcDay: dayText(dayMs), measure, count,
    averageMs: told('Average'), p50Ms: told('p50'), p95Ms: told('p95'), p99Ms: told('p99'),
  }
}
