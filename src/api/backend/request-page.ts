// The requests behind a figure, newest first, each with its own list cost. Shows exactly the rows that are counted.
import type { PairFilter, RequestRow } from '../../../db/ledger.ts'
import { dayText } from '../../../db/zone-days.ts'
import { utcDayOf } from '../../core/calendar.ts'
import { priceCell } from '../../core/cost.ts'
import { BASES } from '../../core/usage.ts'
import type { Output } from '../contract/contract.ts'
import type { Filters } from '../contract/shapes.ts'
import type { Pair } from './attribution.ts'
import { cellQuery, pairFilter } from './cell-view.ts'
import type { Context } from './context.ts'
import { mergedCells } from './merged-cells.ts'
import { UsageLanes } from './usage-lanes.ts'

type Page = Output<'usage.requests'>
type Row = Page['rows'][number]

interface Asked {
  filters: Filters
  offset: number
  limit: number
}

export function requestPage(context: Context, { filters, offset, limit }: Asked): Page {
  const { pairs, exact } = countedPairs(context, filters)
  if (pairs !== null && pairs.length === 0) return { rows: [], total: 0 }
  const query = { ...cellQuery(filters, null), pairs }
  if (exact) {
    const { rows, total } = context.ledger.usage.requests({ ...query, offset, limit })
    return { rows: rows.flatMap((row) => shown(context, row)), total }
  }
  const counted = isCounted(context, filters)
  return pickPage((from, count) => context.ledger.usage.requests({ ...query, offset: from, limit: count }).rows, {
    offset, limit, counted, show: (row) => shown(context, row),
  })
}

/**
 * The pairs whose rows count (null: all), and whether all rows of these do. They do not where one pair holds evidence
 * of a kind that is passed over on some of its days.
 */
function countedPairs(context: Context, filters: Filters): { pairs: PairFilter; exact: boolean } {
  if (context.passesOver(filters.basis)) return pairsByRow(context, filters)
  if (isUnfiltered(filters)) return { pairs: null, exact: true }
  const { cells } = mergedCells(context, filters, { by: [], eachPair: true })
  return { pairs: cells.map(({ pair: { originId, classId } }) => ({ originId, classId })), exact: true }
}

/** What some rows of a pair are. */
const [COUNTED, PASSED_OVER] = [1, 2]

function pairsByRow(context: Context, filters: Filters): { pairs: PairFilter; exact: boolean } {
  const seen = seenInColumns(context, filters) ?? seenInCells(context, filters)
  const counted = [...seen].filter(([, has]) => (has & COUNTED) !== 0)
  return {
    pairs: counted.map(([{ originId, classId }]) => ({ originId, classId })),
    exact: !counted.some(([, has]) => (has & PASSED_OVER) !== 0),
  }
}

/** Null where there are no columns of the filters' zone. */
function seenInColumns(context: Context, filters: Filters): Map<Pair, number> | null {
  const columns = context.ledger.usage.dayChunks(cellQuery(filters, null))
  if (columns === null) return null
  const chunks = [...columns.chunks]
  const choice = context.basisChoice(filters.basis)
  const lanes = new UsageLanes(columns.pairs, { by: [], attribution: context.attribution(), wanted: pairFilter(filters), eachPair: true })
  const seen = new Uint8Array(lanes.lanes.length)
  // By kind of evidence and basis, for the UTC day at hand; 0: not asked yet.
  const counting = new Uint8Array(lanes.evidence.length * BASES.length)
  for (const chunk of chunks) {
    for (let row = 0; row < chunk.length; row += 1) {
      if (row === 0 || chunk.utcDay[row] !== chunk.utcDay[row - 1]) counting.fill(0)
      const [pair, basis] = [chunk.pair[row] ?? 0, chunk.basis[row] ?? 0]
      const lane = lanes.laneOf[pair] ?? -1
      const kind = lanes.evidence[lanes.evidenceOf[pair] ?? 0]
      if (lane === -1 || kind === undefined) continue
      const key = (lanes.evidenceOf[pair] ?? 0) * BASES.length + basis
      if (counting[key] === 0) {
        const evidence = { basis: BASES[basis] ?? 'bills', importer: kind.importer }
        counting[key] = choice.counts(kind.platform, dayText(chunk.utcDay[row] ?? 0), evidence) ? COUNTED : PASSED_OVER
      }
      seen[lane] = (seen[lane] ?? 0) | (counting[key] ?? 0)
    }
  }
  return new Map(lanes.lanes.map(({ pair }, lane) => [pair, seen[lane] ?? 0]))
}

function seenInCells(context: Context, filters: Filters): Map<Pair, number> {
  const attribution = context.attribution()
  const choice = context.basisChoice(filters.basis)
  const wanted = pairFilter(filters)
  const seen = new Map<Pair, number>()
  for (const row of context.ledger.usage.cells(cellQuery(filters, null))) {
    const pair = attribution.pair(row.originId, row.classId)
    if (pair === null || !wanted(pair)) continue
    const isCounted = choice.counts(pair.known.priceClass.platform, row.utcDay, { basis: row.basis, importer: pair.origin.importer })
    seen.set(pair, (seen.get(pair) ?? 0) | (isCounted ? COUNTED : PASSED_OVER))
  }
  return seen
}

/** Then the ledger need not look at pairs at all. */
function isUnfiltered({ platforms, surfaces, models, routes }: Filters): boolean {
  return [platforms, surfaces, models, routes].every((wanted) => wanted.length === 0)
}

function isCounted(context: Context, filters: Filters): (row: RequestRow) => boolean {
  const attribution = context.attribution()
  const choice = context.basisChoice(filters.basis)
  return (row) => {
    const pair = attribution.pair(row.originId, row.classId)
    if (pair === null) return false
    return choice.counts(pair.known.priceClass.platform, utcDayOf(row.atMs), { basis: row.basis, importer: pair.origin.importer })
  }
}

const CHUNK = 1000

interface Picking {
  offset: number
  limit: number
  counted(row: RequestRow): boolean
  show(row: RequestRow): Row[]
}

/** Reads through all rows, because which of them count is known only one by one. */
function pickPage(read: (offset: number, limit: number) => RequestRow[], { offset, limit, counted, show }: Picking): Page {
  const rows: Row[] = []
  let total = 0
  for (let from = 0; ; from += CHUNK) {
    const chunk = read(from, CHUNK)
    for (const row of chunk) {
      if (!counted(row)) continue
      if (total >= offset && rows.length < limit) rows.push(...show(row))
      total += 1
    }
    if (chunk.length < CHUNK) return { rows, total }
  }
}

function shown(context: Context, row: RequestRow): Row[] {
  const pair = context.attribution().pair(row.originId, row.classId)
  if (pair === null) return []
  const { priceClass } = pair.known
  const { tokens, webSearches, requests } = row
  const cost = priceCell({ priceClass, utcDay: utcDayOf(row.atMs), tokens, webSearches, requests }, context.prices.book())
  const { id, atMs, rawModel, kind, latencyMs, timeToFirstTokenMs, stopReason, errorCode, importId, source, position } = row
  return [{
    id, atMs, assumedDate: priceClass.assumptions.includes('date'), surface: pair.surface,
    platform: priceClass.platform, route: priceClass.route, model: priceClass.model, rawModel,
    tier: priceClass.tier, speed: priceClass.speed, kind, tokens, webSearches, requests, latencyMs, timeToFirstTokenMs,
    stopReason, errorCode, listCost: cost.listCost?.toString() ?? null, assumptions: [...cost.assumptions],
    importId, source, position,
  }]
}
