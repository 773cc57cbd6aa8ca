// What each day, or hour, comes to under a view's filters and in its groups, priced: kept until the ledger, a rule or a price
// changes, so that a view asked again, or of other days, adds up some groups a day and no rows. Bounded by groups.
import type { DayChunk, Pair as PairIds } from '../../../db/ledger.ts'
import { USAGE_WIDTH } from '../../core/group-counts.ts'
import type { PlainPrice } from '../../core/plain-price.ts'
import type { BasisChoice } from '../../core/basis-choice.ts'
import type { PriceBook } from '../../core/price-book.ts'
import type { Basis, Platform } from '../../core/usage.ts'
import type { Attribution } from './attribution.ts'
import { DayPrices } from './day-prices.ts'
import { UsageLanes, type LaneOptions } from './usage-lanes.ts'
import { UsageSlots } from './usage-slots.ts'

/** What prices usage group by group, and adds up what others of its kind hold. */
export interface SumColumns<Columns> {
  grow(groups: number): void
  add(group: number, price: PlainPrice, usage: Float64Array, at: number): boolean
  addGroups(of: Columns, places: ArrayLike<number>): boolean
}

/** Evidence that counts on a UTC day. */
interface Counted { platform: Platform; basis: Basis; utcDay: string }

export interface DaySum<Columns> {
  /** By group of `columns`: its number in the groups of the lanes. */
  groups: Int32Array
  columns: Columns
  counted: Counted[]
}

export interface SummedView extends LaneOptions {
  /** Equal where all but the days and prices is: groups, filters, and which evidence counts. */
  key: string
  choice: BasisChoice
  book: PriceBook
}

interface DayRows { chunks: readonly DayChunk[]; pairs: readonly PairIds[] }

/** A sum of few groups takes as much as so many, beside them. */
const GROUPS_A_SUM = 4

export class DaySums<Columns extends SumColumns<Columns>> {
  readonly newColumns: () => Columns
  readonly #mostGroups: number
  readonly #views = new Map<string, ViewSums<Columns>>()
  #of: { attribution: Attribution; book: PriceBook } | null = null
  #held = 0

  constructor(newColumns: () => Columns, mostGroups: number) {
    this.newColumns = newColumns
    this.#mostGroups = mostGroups
  }

  /** The ledger is another than before. */
  forget(): void {
    this.#views.clear()
    this.#of = null
    this.#held = 0
  }

  /** Of each chunk, in their order, and what the numbers of their groups mean; null where something is too large for plain numbers. */
  of({ chunks, pairs }: DayRows, view: SummedView): { sums: DaySum<Columns>[]; lanes: UsageLanes } | null {
    const { attribution, book } = view
    const isOther = this.#of?.attribution !== attribution || this.#of.book !== book
    // A view too large to be kept keeps the days that there is room for.
    if (isOther || (this.#isFull && !(this.#views.size === 1 && this.#views.has(view.key)))) this.forget()
    this.#of = { attribution, book }
    const held = this.#views.get(view.key) ?? new ViewSums<Columns>()
    this.#views.set(view.key, held)
    const lanes = held.lanesOf(pairs, () => new UsageLanes(pairs, view))
    const sums = held.of(chunks, () => this.#adder({ chunks, lanes, view }), (sum) => this.#keep(sum))
    return sums === null ? null : { sums, lanes }
  }

  get #isFull(): boolean {
    return this.#held >= this.#mostGroups
  }

  /** Whether there is room. */
  #keep({ groups }: DaySum<Columns>): boolean {
    if (this.#isFull) return false
    this.#held += GROUPS_A_SUM + groups.length
    return true
  }

  /** Adds up a chunk. */
  #adder({ chunks, lanes, view: { choice, attribution, book } }: { chunks: readonly DayChunk[]; lanes: UsageLanes; view: SummedView }) {
    const prices = new DayPrices(chunks, attribution, book)
    let counted: Counted[] = []
    const slots = new UsageSlots({
      lanes, prices, timeOf: () => '', apart: () => '',
      counts: ({ platform, importer }, utcDay, basis) => {
        const counts = choice.counts(platform, utcDay, { basis, importer })
        if (counts) counted.push({ platform, basis, utcDay })
        return counts
      },
    })
    return (chunk: DayChunk): DaySum<Columns> | null => {
      counted = []
      slots.add(chunk)
      const columns = this.#priced(slots, prices)
      const groups = Int32Array.from(slots.groups, ({ group }) => group)
      slots.restart()
      return columns === null ? null : { groups, columns, counted }
    }
  }

  #priced(slots: UsageSlots, { prices }: DayPrices): Columns | null {
    const columns = this.newColumns()
    columns.grow(slots.groups.length)
    for (let slot = 0; slot < slots.length; slot += 1) {
      const price = prices[slots.price[slot] ?? -1] ?? null
      if (price === null || !columns.add(slots.group[slot] ?? 0, price, slots.usage, slot * USAGE_WIDTH)) return null
    }
    return columns
  }
}

/** Those of one view, whatever its days. */
class ViewSums<Columns> {
  /** By what is kept of the day, then by the rows of it. */
  readonly #sums = new WeakMap<DayChunk, Map<number, DaySum<Columns>>>()
  #lanes: { pairs: number; lanes: UsageLanes } | null = null

  /** Groups keep their numbers when further pairs are met: pairs are numbered as days are read. */
  lanesOf(pairs: readonly PairIds[], make: () => UsageLanes): UsageLanes {
    if (this.#lanes?.pairs !== pairs.length) this.#lanes = { pairs: pairs.length, lanes: make() }
    return this.#lanes.lanes
  }

  of(
    chunks: readonly DayChunk[], adder: () => (chunk: DayChunk) => DaySum<Columns> | null, keeps: (sum: DaySum<Columns>) => boolean,
  ): DaySum<Columns>[] | null {
    let add: ReturnType<typeof adder> | null = null
    const sums: DaySum<Columns>[] = []
    for (const chunk of chunks) {
      const { chunk: kept, begin } = chunk.cutFrom ?? { chunk, begin: 0 }
      let ofDay = this.#sums.get(kept)
      if (ofDay === undefined) this.#sums.set(kept, (ofDay = new Map()))
      const rows = begin * ROW_SPACE + chunk.length
      let sum = ofDay.get(rows) ?? null
      if (sum === null) {
        add ??= adder()
        sum = add(chunk)
        if (sum === null) return null
        if (keeps(sum)) ofDay.set(rows, sum)
      }
      sums.push(sum)
    }
    return sums
  }
}

/** A day has far fewer rows, so that where they begin and how many they are make one number. */
const ROW_SPACE = 2 ** 26
