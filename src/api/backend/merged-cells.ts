// The usage a view looks at, added up as far as its groups and its prices allow: some thousand cells instead of all
// rollup rows of a year. Exact: cells are merged only where the same prices hold and nothing of them is unpriced.
import type { CellRow } from '../../../db/ledger.ts'
import { dayText } from '../../../db/zone-days.ts'
import { USAGE_WIDTH } from '../../core/group-counts.ts'
import type { Filters, GroupKey } from '../contract/shapes.ts'
import type { Attribution } from './attribution.ts'
import { BasisDays, cellQuery, pairFilter, span, viewCells, type Billing, type CellView, type MergedCell, type ViewWindow } from './cell-view.ts'
import type { Context } from './context.ts'
import { DayPrices } from './day-prices.ts'
import { bucketFor, isTimeKey, timeValue } from './group-keys.ts'
import { UsageLanes } from './usage-lanes.ts'
import { UsageSlots } from './usage-slots.ts'

export interface MergeOptions {
  by: readonly GroupKey[]
  /** Rules not saved yet (previews). */
  attribution?: Attribution
  /** Without it, both. */
  billing?: Billing
  /** Cells of days for which this differs stay apart, even where they cost the same. */
  apart?: (utcDay: string, day: string) => string
  /** Takes the slots of each part of time as it ends, so that few are held at once. */
  take?: (slots: UsageSlots, prices: DayPrices) => void
}

/** The usage of a view in columns, before it is priced. */
export interface SlotView {
  slots: UsageSlots
  lanes: UsageLanes
  prices: DayPrices
  window: ViewWindow
}

/** Null where there are no columns: where it matters on which day usage was, in a zone that is neither the ledger's nor UTC. */
export function usageSlots(context: Context, filters: Filters, options: MergeOptions): SlotView | null {
  const bucket = bucketFor(options.by)
  const { tz, from, to } = cellQuery(filters, bucket)
  const { usage } = context.ledger
  const asksDays = bucket !== null || options.apart !== undefined
  const found = bucket === 'hour' ? usage.hourChunks({ from, to, tz }) : asksDays ? usage.dayChunks({ from, to, tz }) : usage.spanChunks({ from, to, tz })
  if (found === null) return null
  const chunks = [...found.chunks]
  const attribution = options.attribution ?? context.attribution()
  const choice = context.basisChoice(filters.basis)
  const days = new BasisDays()
  const wanted = pairFilter(filters, options.billing)
  const lanes = new UsageLanes(found.pairs, { by: options.by, attribution, wanted })
  const prices = new DayPrices(chunks, attribution, context.prices.book())
  const timeKeys = options.by.filter(isTimeKey)
  const slots = new UsageSlots({
    lanes, prices,
    timeOf: (day) => timeKeys.map((key) => timeValue(key, day)).join(' '),
    apart: options.apart ?? (() => ''),
    take: options.take === undefined ? undefined : (each) => options.take?.(each, prices),
    counts: ({ platform, importer }, utcDay, basis) => {
      if (!choice.counts(platform, utcDay, { basis, importer })) return false
      days.add(platform, { basis, utcDay })
      return true
    },
  })
  for (const chunk of chunks) slots.add(chunk)
  slots.finish()
  return { slots, lanes, prices, window: { ...span(context, filters, tz), tz, basis: days.counts() } }
}

/** As `viewCells`, but cells that fall into one group of `by` and cost the same are one. `pair` is one of theirs. */
export function mergedCells(context: Context, filters: Filters, options: MergeOptions): CellView<MergedCell> {
  const bucket = bucketFor(options.by)
  // Slots tell no hour.
  const view = bucket === 'hour' ? null : usageSlots(context, filters, options)
  if (view === null) return viewCells(context, filters, { ...options, bucket })
  return { cells: cellsOf(view, bucket !== null), window: view.window }
}

/** The slots as cells, all or those wanted; each carries the last of its days. */
export function cellsOf({ slots, lanes }: Pick<SlotView, 'slots' | 'lanes'>, withBucket: boolean, wants: (slot: number) => boolean = () => true): MergedCell[] {
  const cells: MergedCell[] = []
  for (let slot = 0; slot < slots.length; slot += 1) {
    const pair = lanes.lanes[slots.lane[slot] ?? 0]?.pair
    if (pair === undefined || !wants(slot)) continue
    const row = { originId: pair.originId, classId: pair.classId, bucket: withBucket ? dayText(slots.day[slot] ?? 0) : null }
    cells.push({ pair, row: { ...row, utcDay: dayText(slots.utcDay[slot] ?? 0), ...sumsOf(slots.usage, slot * USAGE_WIDTH) } })
  }
  return cells
}

function sumsOf(usage: Float64Array, at: number): Pick<CellRow, 'requests' | 'requestsKnown' | 'tokens' | 'webSearches'> {
  const of = (index: number) => usage[at + index] ?? 0
  return {
    requests: of(0), requestsKnown: of(1) === 0, webSearches: of(7),
    tokens: { uncachedInput: of(2), cacheRead: of(3), cacheWrite5m: of(4), cacheWrite1h: of(5), output: of(6) },
  }
}
