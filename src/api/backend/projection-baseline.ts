// The usage that projections and decisions start from: by surface, price class and UTC day or span of days, on whole days.
import { Numbering } from '../../core/numbering.ts'
import { priceSpans, type ProjectionCell } from '../../core/projection-baseline.ts'
import type { Filters } from '../contract/shapes.ts'
import { cellQuery, viewCells, type MergedCell, type ViewWindow } from './cell-view.ts'
import type { Context } from './context.ts'
import { KeptResults } from './kept-results.ts'
import { cellsOf, usageSlots } from './merged-cells.ts'
import { resolveZone } from './settings-store.ts'
import { addToCell, startCell } from './totals.ts'

export interface Baseline {
  /** Kept for who asks again: not to be changed in place. */
  cells: readonly ProjectionCell[]
  /** Days with data, today excluded. */
  coveredDays: number
  window: ViewWindow
}

export interface BaselineOptions {
  /** Keeps the usage of today too, for who explains a total that holds it. */
  withToday?: boolean
  /** `span`: days on which every price and discount is the same share a cell, which carries the last of them. */
  each: 'day' | 'span'
}

/**
 * Usage by surface, price class and UTC day or span. Today is not over, so that neither its usage nor itself is counted.
 * A projection comes out the same from both; what needs single days must ask for them.
 */
export function projectionBaseline(context: Context, filters: Filters, { withToday = false, each }: BaselineOptions): Baseline {
  const asked = { filters: { ...filters, tz: resolveZone(filters.tz) }, withToday, each }
  const [today, discounts, book] = [context.today(asked.filters.tz), context.prices.discounts(), context.prices.book()]
  const addedUp = () => baseline(context, asked, { today, spanOf: each === 'day' ? (utcDay) => utcDay : priceSpans(book, discounts) })
  const found = context.ledger.usage.dayChunks(cellQuery(asked.filters, 'day'))
  if (found === null || each === 'day') return addedUp()
  const days = Array.from(found.chunks, (chunk) => chunk.cutFrom?.chunk ?? chunk)
  const baselines = kept.get(context) ?? new KeptResults<Baseline>()
  kept.set(context, baselines)
  return baselines.of(JSON.stringify([asked, today, discounts]), [context.attribution(), book, ...days], addedUp)
}

const kept = new WeakMap<Context, KeptResults<Baseline>>()

interface Asked { filters: Filters; withToday: boolean; each: BaselineOptions['each'] }

function baseline(
  context: Context, { filters, withToday }: Asked, { today, spanOf }: { today: string; spanOf(this: void, utcDay: string): string },
): Baseline {
  const { cells, days, window } = surfaceCells(context, filters, (utcDay, day) => `${spanOf(utcDay)} ${day < today ? '' : day}`)
  const whole = withToday ? cells : cells.filter(({ row: { bucket } }) => bucket !== null && bucket < today)
  return { cells: addUp(whole, spanOf), coveredDays: days.filter((day) => day < today).length, window }
}

/** Cells with their calendar day, and the days there are. */
function surfaceCells(context: Context, filters: Filters, apart: (utcDay: string, day: string) => string) {
  const billing = 'spend' as const
  const view = usageSlots(context, filters, { by: ['surface'], billing, apart })
  if (view !== null) return { cells: cellsOf(view, true), days: view.slots.days, window: view.window }
  const { cells, window } = viewCells(context, filters, { bucket: 'day', billing })
  return { cells, days: [...new Set(cells.flatMap(({ row: { bucket } }) => bucket ?? []))], window }
}

/** By a key that is a number: one of text took a quarter of a what-if's time. */
function addUp(cells: readonly MergedCell[], spanOf: (utcDay: string) => string): ProjectionCell[] {
  const [surfaces, spans] = [new Numbering<string>(), new Numbering<string>()]
  const spanOfDay = new Map<string, number>()
  const sums = new Map<number, ProjectionCell>()
  for (const cell of cells) {
    const { pair: { surface, known }, row: { utcDay } } = cell
    let span = spanOfDay.get(utcDay)
    if (span === undefined) spanOfDay.set(utcDay, (span = spans.of(spanOf(utcDay))))
    const key = (surfaces.of(surface) * CLASS_SPACE + known.index) * SPAN_SPACE + span
    const held = sums.get(key)
    if (held === undefined) {
      sums.set(key, { surface, ...startCell(cell) })
      continue
    }
    addToCell(held, cell)
    if (utcDay > held.utcDay) held.utcDay = utcDay
  }
  return [...sums.values()]
}

/** There are far fewer classes and spans, single days among them, so that a surface, a class and a span make one number. */
const [CLASS_SPACE, SPAN_SPACE] = [2 ** 20, 2 ** 16]
