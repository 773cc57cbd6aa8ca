// A window's view of latency as providers report it by model and day: the range of the days' percentiles. Percentiles of days
// do not make one of the window, so none is made up.
import { modelFacts } from './model-catalogue.ts'
import type { LatencyMeasure, LatencyReport } from './latency-report.ts'
import { placementLabel } from './placement.ts'
import type { Platform, Route } from './usage.ts'

/** The lowest and the highest of the days, in whole milliseconds. */
export interface DayRange { lowestMs: number; highestMs: number }

export interface ReportedLatency {
  importer: string
  platform: Platform
  route: Route
  model: string
  measure: LatencyMeasure
  /** UTC days with a report. */
  days: number
  /** Calls they rest on. */
  count: number
  /** Null where no day tells it. */
  p50: DayRange | null
  p95: DayRange | null
  p99: DayRange | null
}

/** By model, placement and measure, in the order of their names. */
export function summariseLatency(reports: readonly LatencyReport[]): ReportedLatency[] {
  const groups = new Map<string, LatencyReport[]>()
  for (const report of reports) {
    const key = [report.importer, report.model, report.platform, report.route, report.measure].join('\u001f')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [report])
    else group.push(report)
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, group]) => {
    const [first] = group
    if (first === undefined) return []
    const { importer, platform, route, model, measure } = first
    return {
      importer, platform, route, model, measure, days: new Set(group.map(({ utcDay }) => utcDay)).size,
      count: group.reduce((sum, { count }) => sum + count, 0),
      p50: rangeOf(group.map(({ p50Ms }) => p50Ms)), p95: rangeOf(group.map(({ p95Ms }) => p95Ms)), p99: rangeOf(group.map(({ p99Ms }) => p99Ms)),
    }
  })
}

function rangeOf(values: readonly (number | null)[]): DayRange | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : { lowestMs: Math.round(Math.min(...known)), highestMs: Math.round(Math.max(...known)) }
}

const MEASURES: Readonly<Record<LatencyMeasure, string>> = { latency: 'latency', 'first-token': 'first token' }

/** For instance `CloudWatch reports Claude Opus 5.5 on Bedrock, US profile: latency p50 800 to 1,150 ms, ... by day (12 days, 3,400 calls)`. */
export function reportedLatencyText({ platform, route, model, measure, days, count, p50, p95 }: ReportedLatency): string {
  const number = (value: number) => value.toLocaleString('en-US')
  const range = (name: string, told: DayRange | null) => (
    told === null ? [] : [`${name} ${told.lowestMs === told.highestMs ? number(told.lowestMs) : `${number(told.lowestMs)} to ${number(told.highestMs)}`} ms`]
  )
  const told = [...range('p50', p50), ...range('p95', p95)].join(', ')
  const name = modelFacts(model)?.displayName ?? model
  return `CloudWatch reports for ${name} on ${placementLabel({ platform, route })}: ${MEASURES[measure]} ${told}, by day (${number(days)} ${days === 1 ? 'day' : 'days'}, ${number(count)} calls of all surfaces).`
}
