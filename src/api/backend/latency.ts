// Percentiles of measured latency per surface. Nearest rank: a value that was really measured, never one in between.
import type { Output } from '../contract/contract.ts'
import type { Filters } from '../contract/shapes.ts'
import { cellQuery, pairFilter } from './cell-view.ts'
import type { Context } from './context.ts'

type Row = Output<'usage.latency'>['rows'][number]

interface Measured {
  latencies: number[]
  firstTokens: number[]
}

/** One row a surface that has a measurement, by name. */
export function latencyRows(context: Context, filters: Filters): Row[] {
  const wanted = pairFilter(filters)
  const attribution = context.attribution()
  const bySurface = new Map<string, Measured>()
  for (const row of context.ledger.usage.latencies({ ...cellQuery(filters, null), pairs: null })) {
    const pair = attribution.pair(row.originId, row.classId)
    if (pair === null || !wanted(pair)) continue
    let measured = bySurface.get(pair.surface)
    if (measured === undefined) bySurface.set(pair.surface, (measured = { latencies: [], firstTokens: [] }))
    if (row.latencyMs !== null) measured.latencies.push(row.latencyMs)
    if (row.timeToFirstTokenMs !== null) measured.firstTokens.push(row.timeToFirstTokenMs)
  }
  return [...bySurface].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([surface, measured]) => rowOf(surface, measured))
}

function rowOf(surface: string, { latencies, firstTokens }: Measured): Row {
  const [all, first] = [Float64Array.from(latencies).sort(), Float64Array.from(firstTokens).sort()]
  return {
    surface,
    count: all.length,
    p50Ms: nearestRank(all, 50), p95Ms: nearestRank(all, 95), p99Ms: nearestRank(all, 99),
    ttftCount: first.length,
    ttftP50Ms: nearestRank(first, 50), ttftP95Ms: nearestRank(first, 95),
  }
}

/** The smallest value that at least `percent` of the values do not exceed. Null without values. */
export function nearestRank(sorted: ArrayLike<number>, percent: number): number | null {
  const rank = Math.ceil((percent * sorted.length) / 100)
  return sorted[Math.max(rank, 1) - 1] ?? null
}
