// Percentiles of measured latency per surface, and per surface and placement. Nearest rank: a value that was really
// measured, never one in between.
import { summariseLatency } from '../../core/reported-latency.ts'
import type { Output } from '../contract/contract.ts'
import type { Filters } from '../contract/shapes.ts'
import type { Pair } from './attribution.ts'
import { cellQuery, pairFilter } from './cell-view.ts'
import type { Context } from './context.ts'

type Latencies = Output<'usage.latency'>
type Row = Latencies['rows'][number]

interface Measured {
  surface: string
  pair: Pair
  latencies: number[]
  firstTokens: number[]
}

/** Rows that have a measurement, by name; with placements in the order they are met. */
export function latencyRows(context: Context, filters: Filters): Latencies {
  const wanted = pairFilter(filters)
  const attribution = context.attribution()
  const bySurface = new Map<string, Measured>()
  const byPlacement = new Map<string, Measured>()
  for (const row of context.ledger.usage.latencies({ ...cellQuery(filters, null), pairs: null })) {
    const pair = attribution.pair(row.originId, row.classId)
    if (pair === null || !wanted(pair)) continue
    const { platform, route } = pair.known.priceClass
    measure(bySurface, { key: pair.surface, pair }, row)
    measure(byPlacement, { key: `${pair.surface}\u001f${platform}\u001f${route}`, pair }, row)
  }
  return {
    rows: sorted(bySurface).map(rowOf),
    byPlacement: sorted(byPlacement).map((measured) => {
      const { platform, route } = measured.pair.known.priceClass
      return { ...rowOf(measured), platform, route }
    }),
    reported: reportedLatency(context, filters),
  }
}

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

interface Timed { latencyMs: number | null; timeToFirstTokenMs: number | null }

function measure(into: Map<string, Measured>, { key, pair }: { key: string; pair: Pair }, { latencyMs, timeToFirstTokenMs }: Timed): void {
  let measured = into.get(key)
  if (measured === undefined) into.set(key, (measured = { surface: pair.surface, pair, latencies: [], firstTokens: [] }))
  if (latencyMs !== null) measured.latencies.push(latencyMs)
  if (timeToFirstTokenMs !== null) measured.firstTokens.push(timeToFirstTokenMs)
}

function sorted(measured: ReadonlyMap<string, Measured>): Measured[] {
  return [...measured].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}

function rowOf({ surface, latencies, firstTokens }: Measured): Row {
  const [all, first] = [Float64Array.from(latencies).sort(), Float64Array.from(firstTokens).sort()]
  return {
    surface,
    count: all.length,
    p50Ms: nearestRank(all, 50), p95Ms: nearestRank(all, 95), p99Ms: nearestRank(all, 99),
    ttftCount: first.length,
    ttftP50Ms: nearestRank(first, 50), ttftP95Ms: nearestRank(first, 95), ttftP99Ms: nearestRank(first, 99),
  }
}

/** The smallest value that at least `percent` of the values do not exceed. Null without values. */
export function nearestRank(sorted: ArrayLike<number>, percent: number): number | null {
  const rank = Math.ceil((percent * sorted.length) / 100)
  return sorted[Math.max(rank, 1) - 1] ?? null
}
