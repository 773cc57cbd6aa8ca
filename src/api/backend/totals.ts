// Groups the cells of a view and prices each group. Cells of one price class and day are added up before they are priced.
import { priceCell } from '../../core/cost.ts'
import { FiguresSum } from '../../core/figures.ts'
import type { PriceBook } from '../../core/price-book.ts'
import { TOKEN_CLASSES, type PriceClass, type UsageCell } from '../../core/usage.ts'
import type { GroupKey } from '../contract/shapes.ts'
import { usageCell, type ViewCell } from './cell-view.ts'
import { compareKeys, keyValue } from './group-keys.ts'

export interface Group {
  values: (string | null)[]
  sum: FiguresSum
}

/** One group's usage, added up to one cell a price class and UTC day. */
class GroupCells {
  readonly values: (string | null)[]
  readonly #cells = new Map<PriceClass, Map<string, UsageCell>>()

  constructor(values: (string | null)[]) {
    this.values = values
  }

  add(viewCell: ViewCell): void {
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
export function startCell(viewCell: ViewCell): UsageCell {
  return { ...usageCell(viewCell), tokens: { ...viewCell.row.tokens } }
}

/** Adds in place: a view adds up tens of thousands of rows. */
export function addToCell(held: UsageCell, { row }: ViewCell): void {
  held.requests = held.requests === null || !row.requestsKnown ? null : held.requests + row.requests
  held.webSearches += row.webSearches
  for (const name of TOKEN_CLASSES) held.tokens[name] += row.tokens[name]
}

export interface Grouped {
  /** In the order of their keys. */
  groups: Group[]
  /** Over all groups. */
  total: FiguresSum
}

export function groupCells(cells: readonly ViewCell[], by: readonly GroupKey[], book: PriceBook): Grouped {
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
