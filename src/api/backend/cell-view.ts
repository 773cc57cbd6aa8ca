// The usage a view looks at: rollup rows under filters, each with the pair it belongs to, on the evidence that counts.
import type { CellRow } from '../../../db/ledger.ts'
import { isDay } from '../../core/calendar.ts'
import { problem } from '../../core/problem.ts'
import type { UsageCell } from '../../core/usage.ts'
import type { Filters } from '../contract/shapes.ts'
import type { Attribution, Pair } from './attribution.ts'
import type { Context } from './context.ts'
import { resolveZone } from './settings-store.ts'

/** A cell that may stand for several rows, on whatever evidence each of them counts. */
export interface MergedCell {
  pair: Pair
  row: Omit<CellRow, 'basis'>
}

export interface ViewCell extends MergedCell {
  row: CellRow
}

/** What `window` says in answers. */
export interface ViewWindow {
  from: string | null
  to: string | null
  tz: string
  basis: Record<string, Record<string, number>>
}

export interface CellView<Cell extends MergedCell = ViewCell> {
  cells: Cell[]
  window: ViewWindow
}

export const NO_FILTERS: Filters = {
  from: null, to: null, tz: 'system', basis: null, platforms: [], surfaces: [], models: [], routes: [],
}

/** Whether usage is billed per token, or covered by a plan whose list cost is value, not spend. */
export type Billing = 'spend' | 'plan'

export interface ViewOptions {
  bucket: 'hour' | 'day' | null
  /** Rules not saved yet (previews). */
  attribution?: Attribution
  /** Without it, both. */
  billing?: Billing | undefined
}

/** Rows under the filters. `filters.tz` may be "system". */
export function viewCells(context: Context, filters: Filters, options: ViewOptions): CellView {
  const query = cellQuery(filters, options.bucket)
  const attribution = options.attribution ?? context.attribution()
  const choice = context.basisChoice(filters.basis)
  const wanted = pairFilter(filters, options.billing)
  const days = new BasisDays()
  const cells: ViewCell[] = []
  for (const row of context.ledger.usage.cells(query)) {
    const pair = attribution.pair(row.originId, row.classId)
    if (pair === null || !wanted(pair)) continue
    const { platform } = pair.known.priceClass
    if (!choice.counts(platform, row.utcDay, { basis: row.basis, importer: pair.origin.importer })) continue
    days.add(platform, row)
    cells.push({ pair, row })
  }
  return { cells, window: { ...span(context, filters, query.tz), tz: query.tz, basis: days.counts() } }
}

/** The ledger's question for these filters. Throws for a zone or a day that does not exist. */
export function cellQuery(filters: Filters, bucket: ViewOptions['bucket']) {
  for (const day of [filters.from, filters.to]) {
    if (day !== null && !isDay(day)) throw problem('bad-day', 'A day of the range is not in the calendar.')
  }
  return { from: filters.from, to: filters.to, tz: resolveZone(filters.tz), bucket, basis: filters.basis ?? ('any' as const) }
}

/** Whether a pair passes the filters; empty lists pass everything. */
export function pairFilter(filters: Filters, billing?: Billing): (pair: Pair) => boolean {
  const passes = (wanted: readonly string[]) => {
    const set = new Set(wanted)
    return (value: string) => set.size === 0 || set.has(value)
  }
  const [platforms, surfaces, models, routes] =
    [passes(filters.platforms), passes(filters.surfaces), passes(filters.models), passes(filters.routes)]
  return ({ known: { priceClass }, surface, onPlan }) =>
    (billing === undefined || onPlan === (billing === 'plan')) &&
    platforms(priceClass.platform) && surfaces(surface) && models(priceClass.model) && routes(priceClass.route)
}

/** A row as the unit that is priced. */
export function usageCell({ pair, row }: MergedCell): UsageCell {
  return {
    priceClass: pair.known.priceClass,
    utcDay: row.utcDay,
    tokens: row.tokens,
    webSearches: row.webSearches,
    requests: row.requestsKnown ? row.requests : null,
  }
}

/** Open ends of the range become the first and the last day that the ledger holds. */
export function span(context: Context, filters: Filters, tz: string): { from: string | null; to: string | null } {
  if (filters.from !== null && filters.to !== null) return { from: filters.from, to: filters.to }
  const whole = context.ledgerDays(tz)
  return { from: filters.from ?? whole.firstDay, to: filters.to ?? whole.lastDay }
}

/** On how many UTC days each platform stands on which basis. */
export class BasisDays {
  readonly #seen = new Map<string, Set<string>>()
  readonly #counts: Record<string, Record<string, number>> = {}

  add(platform: string, row: Pick<CellRow, 'basis' | 'utcDay'>): void {
    const key = `${platform} ${row.basis}`
    const seen = this.#seen.get(key) ?? new Set()
    if (seen.size === 0) this.#seen.set(key, seen)
    if (seen.has(row.utcDay)) return
    seen.add(row.utcDay)
    const held = (this.#counts[platform] ??= {})
    held[row.basis] = seen.size
  }

  counts(): Record<string, Record<string, number>> {
    return this.#counts
  }
}
