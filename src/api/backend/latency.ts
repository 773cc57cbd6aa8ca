// Percentiles of measured latency per surface, and per surface and placement. Nearest rank: a value that was really
// measured, never one in between.
import type { LatencyChunk, LatencyGroup, UsageRepo } from '../../../db/ledger.ts'
import { grouped } from '../../core/grouped.ts'
import { Percentiles, type ValueColumn } from '../../core/percentiles.ts'
import { summariseLatency } from '../../core/reported-latency.ts'
import { BASES, type Platform } from '../../core/usage.ts'
import type { Output } from '../contract/contract.ts'
import type { Filters } from '../contract/shapes.ts'
import { cellQuery, pairFilter } from './cell-view.ts'
import type { Context } from './context.ts'

type Latencies = Output<'usage.latency'>
type Row = Latencies['rows'][number]

const PERCENTS = [50, 95, 99] as const

/** A surface on a placement. */
interface Lane {
  surface: string
  platform: Platform
  route: string
}

/** Rows that have a measurement, by name. */
export function latencyRows(context: Context, filters: Filters): Latencies {
  const { blocks, chunks, groups } = context.ledger.usage.latencyBlocks(cellQuery(filters, null))
  const { lanes, laneOf } = lanesOf(context, filters, groups)
  const measured = measure({ blocks, chunks }, laneOf, lanes)
  const bySurface = [...grouped(lanes.map((_, lane) => lane), (lane) => lanes[lane]?.surface ?? '')]
  return {
    rows: bySurface.flatMap(([surface, own]) => measured(own).map((row) => ({ surface, ...row }))),
    byPlacement: lanes.flatMap(({ surface, platform, route }, lane) => measured([lane]).map((row) => ({ surface, ...row, platform, route }))),
    reported: reportedLatency(context, filters),
  }
}

/** Lanes in the order of their names; of each group of the ledger its lane, -1 where it is not wanted. */
function lanesOf(context: Context, filters: Filters, groups: readonly LatencyGroup[]): { lanes: Lane[]; laneOf: Int32Array } {
  const wanted = pairFilter(filters)
  const attribution = context.attribution()
  const names = groups.map(({ originId, classId, basis }) => {
    const pair = attribution.pair(originId, classId)
    if (pair === null || !wanted(pair) || (filters.basis !== null && BASES[basis] !== filters.basis)) return null
    const { surface, known: { priceClass: { platform, route } } } = pair
    return { name: `${surface}\u001f${platform}\u001f${route}`, lane: { surface, platform, route } }
  })
  const found = new Map(names.flatMap((each) => (each === null ? [] : [[each.name, each.lane]])))
  const sorted = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const places = new Map(sorted.map(([name], place) => [name, place]))
  return { lanes: sorted.map(([, lane]) => lane), laneOf: Int32Array.from(names, (each) => (each === null ? -1 : places.get(each.name) ?? -1)) }
}

type Measured = Omit<Row, 'surface'>
type Found = Pick<ReturnType<UsageRepo['latencyBlocks']>, 'blocks' | 'chunks'>

/** Answers for lanes together: no row where nothing was measured. */
function measure({ blocks, chunks }: Found, laneOf: Int32Array, lanes: readonly Lane[]): (own: readonly number[]) => Measured[] {
  const [all, first] = [new Percentiles(lanes.length, PERCENTS), new Percentiles(lanes.length, PERCENTS)]
  for (const { latency, firstToken } of blocks) {
    all.countBinned(latency, laneOf)
    first.countBinned(firstToken, laneOf)
  }
  for (const day of chunks) {
    all.count(columnOf(day, laneOf, day.latencyMs))
    first.count(columnOf(day, laneOf, day.firstTokenMs))
  }
  for (const [lane] of lanes.entries()) for (const values of [all, first]) values.want([lane])
  for (const own of grouped(lanes.map((_, lane) => lane), (lane) => lanes[lane]?.surface ?? '').values()) for (const values of [all, first]) values.want(own)
  for (const { latency, firstToken } of blocks) {
    all.collectBinned(latency, laneOf)
    first.collectBinned(firstToken, laneOf)
  }
  for (const day of chunks) {
    all.collect(columnOf(day, laneOf, day.latencyMs))
    first.collect(columnOf(day, laneOf, day.firstTokenMs))
  }
  return (own) => {
    const [count, ttftCount] = [all.total(own), first.total(own)]
    if (count + ttftCount === 0) return []
    const [p50Ms = null, p95Ms = null, p99Ms = null] = all.of(own)
    const [ttftP50Ms = null, ttftP95Ms = null, ttftP99Ms = null] = first.of(own)
    return [{ count, p50Ms, p95Ms, p99Ms, ttftCount, ttftP50Ms, ttftP95Ms, ttftP99Ms }]
  }
}

const columnOf = ({ length, group }: LatencyChunk, laneOf: Int32Array, values: Int32Array | Float64Array): ValueColumn =>
  ({ length, numbers: group, groupOf: laneOf, values })

/** UTC days of the window's days; a provider knows no surface, so that filter narrows nothing here. */
export function reportedLatency(context: Context, { from, to, platforms, models, routes }: Filters): Latencies['reported'] {
  const among = (wanted: readonly string[], value: string) => wanted.length === 0 || wanted.includes(value)
  const aliases = new Map(context.ledger.attribution.aliases().map((alias) => [alias.rawModel, alias]))
  const reports = context.ledger.latencies.reported({ from, to }).map((report) => ({ ...report, ...meant(aliases.get(report.model)) }))
  return summariseLatency(reports.filter(({ platform, model, route }) => (
    among(platforms, platform) && among(models, model) && among(routes, route)
  )))
}

/** What the user said a profile stands for. */
const meant = (alias: { model: string; route: string } | undefined) => (alias === undefined ? {} : { model: alias.model, route: alias.route })
