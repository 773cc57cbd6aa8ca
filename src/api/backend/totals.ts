// Groups the usage of a view and prices each group: in columns, or from cells, where those of one price class and day are
// added up before they are priced. Both ways give the same figures.
import { priceCell } from '../../core/cost.ts'
import { FigureColumns } from '../../core/figure-columns.ts'
import { USAGE_WIDTH } from '../../core/group-counts.ts'
import { FiguresSum, type Figures } from '../../core/figures.ts'
import type { PriceBook } from '../../core/price-book.ts'
import { TOKEN_CLASSES, type PriceClass, type UsageCell } from '../../core/usage.ts'
import type { Filters, GroupKey } from '../contract/shapes.ts'
import { usageCell, viewCells, type MergedCell, type ViewWindow } from './cell-view.ts'
import type { Context } from './context.ts'
import type { DayPrices } from './day-prices.ts'
import { bucketFor, compareKeys, isTimeKey, keyValue, timeValue } from './group-keys.ts'
import { usageSlots, type MergeOptions } from './merged-cells.ts'
import { pricedDays, type PricedGroups } from './priced-days.ts'
import type { SlotGroup, UsageSlots } from './usage-slots.ts'

/** What `FiguresSum` and a group of columns both tell. */
export type GroupSum = Pick<FiguresSum, 'listCost' | 'toFigures'>

export interface Group {
  values: (string | null)[]
  sum: GroupSum
}

export interface Grouped {
  /** In the order of their keys. */
  groups: Group[]
  /** Over all groups. */
  total: GroupSum
}

/** The usage under the filters, grouped and priced: from columns where they can be had, else cell by cell. */
export function groupUsage(context: Context, filters: Filters, options: Pick<MergeOptions, 'by' | 'billing'>): Grouped & { window: ViewWindow } {
  // Requests behind what has no price are told by class and UTC day, which a longer part of time may hold pieces of.
  const asked = { filters, by: options.by, billing: options.billing, areWhole: true }
  const priced = (options.by.includes('day') ? pricedDays(context, context.figureSums, asked) : null) ?? pricedSlots(context, filters, options)
  if (priced !== null) return { ...groupsOf(priced, options.by), window: priced.window }
  const { cells, window } = viewCells(context, filters, { bucket: bucketFor(options.by), billing: options.billing })
  return { ...groupCells(cells, options.by, context.prices.book()), window }
}

/** Null where there are no columns, and where some usage or price is too large for plain numbers. */
function pricedSlots(context: Context, filters: Filters, options: Pick<MergeOptions, 'by' | 'billing'>): PricedGroups<FigureColumns> | null {
  const columns = new FigureColumns()
  let isExact = true
  const take = (slots: UsageSlots, { prices }: DayPrices) => {
    columns.grow(slots.groups.length)
    for (let slot = 0; slot < slots.length && isExact; slot += 1) {
      const price = prices[slots.price[slot] ?? -1] ?? null
      isExact = price !== null && columns.add(slots.group[slot] ?? 0, price, slots.usage, slot * USAGE_WIDTH)
    }
  }
  const view = usageSlots(context, filters, { ...options, take })
  if (view === null || !isExact) return null
  const { slots: { groups, times }, lanes, window } = view
  return { groups, times, lanes, columns, window }
}

function groupsOf({ groups, times, lanes, columns }: PricedGroups<FigureColumns>, by: readonly GroupKey[]): Grouped {
  columns.grow(groups.length + 1)
  columns.addAll(groups.length)
  // Named and put in order once a part of time and once a value, then by numbers: rows of a year are tens of thousands.
  const valuesOf = by.map((key) => (isTimeKey(key) ? ranked(times.map((day) => timeValue(key, day))) : ranked(lanes.groups.map((pair) => keyValue(key, pair, null)))))
  const isTime = by.map(isTimeKey)
  const at = ({ time, group }: SlotGroup, key: number) => (isTime[key] === true ? time : group)
  const inOrder = (a: SlotGroup, b: SlotGroup): number => {
    for (const [key, { ranks }] of valuesOf.entries()) {
      const difference = (ranks[at(a, key)] ?? 0) - (ranks[at(b, key)] ?? 0)
      if (difference !== 0) return difference
    }
    return 0
  }
  return {
    groups: groups.map((group, number) => ({ group, number })).toSorted((a, b) => inOrder(a.group, b.group)).map(({ group, number }) =>
      ({ values: valuesOf.map(({ values }, key) => values[at(group, key)] ?? null), sum: new ColumnSum(columns, number) })),
    total: new ColumnSum(columns, groups.length),
  }
}

/** Values and the place of each among them in their order, equal ones at one place. */
function ranked(values: readonly (string | null)[]): { values: readonly (string | null)[]; ranks: Int32Array } {
  const sorted = [...new Set(values)].toSorted((a, b) => compareKeys([a], [b]))
  const places = new Map(sorted.map((value, place) => [value, place]))
  return { values, ranks: Int32Array.from(values, (value) => places.get(value) ?? 0) }
}

class ColumnSum implements GroupSum {
  readonly #columns: FigureColumns
  readonly #group: number

  constructor(columns: FigureColumns, group: number) {
    this.#columns = columns
    this.#group = group
  }

  get listCost(): bigint | null {
    const cost = this.#columns.listCost(this.#group)
    return cost === null ? null : BigInt(cost)
  }

  toFigures(): Figures {
    return this.#columns.figures(this.#group)
  }
}

/** One group's usage, added up to one cell a price class and UTC day. */
class GroupCells {
  readonly values: (string | null)[]
  readonly #cells = new Map<PriceClass, Map<string, UsageCell>>()

  constructor(values: (string | null)[]) {
    this.values = values
  }

  add(viewCell: MergedCell): void {
    const { priceClass } = viewCell.pair.known
    let byDay = this.#cells.get(priceClass)
    if (byDay === undefined) this.#cells.set(priceClass, (byDay = new Map()))
    const held = byDay.get(viewCell.row.utcDay)
    if (held === undefined) byDay.set(viewCell.row.utcDay, startCell(viewCell))
    else addToCell(held, viewCell)
  }

  *cells(): Generator<UsageCell> {
    for (const byDay of this.#cells.values()) yield* byDay.values()
  }
}

/** A cell of its own, which `addToCell` may change. */
export function startCell(viewCell: MergedCell): UsageCell {
  return { ...usageCell(viewCell), tokens: { ...viewCell.row.tokens } }
}

/** Adds in place: a view adds up tens of thousands of rows. */
export function addToCell(held: UsageCell, { row }: MergedCell): void {
  held.requests = held.requests === null || !row.requestsKnown ? null : held.requests + row.requests
  held.webSearches += row.webSearches
  for (const name of TOKEN_CLASSES) held.tokens[name] += row.tokens[name]
}

export function groupCells(cells: readonly MergedCell[], by: readonly GroupKey[], book: PriceBook): Grouped {
  const groups = new Map<string, GroupCells>()
  for (const cell of cells) {
    const values = by.map((key) => keyValue(key, cell.pair, cell.row.bucket))
    const id = values.map((value) => value ?? '\u0000').join('\u001f')
    let group = groups.get(id)
    if (group === undefined) groups.set(id, (group = new GroupCells(values)))
    group.add(cell)
  }
  const total = new FiguresSum()
  return {
    groups: [...groups.values()]
      .map((group) => priceGroup(group, book, total))
      .toSorted((a, b) => compareKeys(a.values, b.values)),
    total,
  }
}

function priceGroup(group: GroupCells, book: PriceBook, total: FiguresSum): Group {
  const sum = new FiguresSum()
  for (const cell of group.cells()) {
    const cost = priceCell(cell, book)
    sum.add(cell, cost)
    total.add(cell, cost)
  }
  return { values: group.values, sum }
}
