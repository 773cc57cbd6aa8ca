// What one import holds, added up from its columns: by pair and basis what its report counts, by basis what it costs.
import type { DayChunk, Pair as PairIds } from '../../../db/ledger.ts'
import { dayText } from '../../../db/zone-days.ts'
import { priceCell } from '../../core/cost.ts'
import { FiguresSum } from '../../core/figures.ts'
import { BASES, type Basis } from '../../core/usage.ts'
import type { Pair } from './attribution.ts'
import { usageCell } from './cell-view.ts'
import type { Context } from './context.ts'
import { DayPrices } from './day-prices.ts'
import { inSlices } from './in-slices.ts'
import { cellsOf } from './merged-cells.ts'
import { UsageLanes } from './usage-lanes.ts'
import { UsageSlots } from './usage-slots.ts'

/** A pair on one basis. Of lines of bills nothing is unpriced: they have their own amounts. */
export interface HeldPair {
  pair: Pair
  basis: Basis
  requests: number
  /** Of rows with tokens whose class has no price on their day: their requests, and all their tokens. */
  unpriced: { requests: number; tokens: number }
}

export interface ImportColumns { chunks: readonly DayChunk[]; pairs: readonly PairIds[] }

/** Other calls are answered in between: a year of a large ledger takes half a second. */
export async function readImport(context: Context, importId: number): Promise<ImportColumns> {
  const { chunks, pairs } = context.ledger.usage.importDays(importId)
  return { chunks: await inSlices(chunks), pairs }
}

const [WIDTH, REQUESTS, FIRST_CLASS, CLASSES] = [9, 1, 3, 5]
const BILLS = BASES.indexOf('bills')

/** In the order in which they were met; those with something unpriced in the order in which that was met. */
export function heldPairs(context: Context, { chunks, pairs }: ImportColumns): { all: HeldPair[]; unpriced: HeldPair[] } {
  const attribution = context.attribution()
  const found: (HeldPair | null | undefined)[] = []
  const [all, unpriced]: [HeldPair[], HeldPair[]] = [[], []]
  const meet = (number: number, basis: number): HeldPair | null => {
    const { originId, classId } = pairs[number] ?? { originId: -1, classId: -1 }
    const pair = attribution.pair(originId, classId)
    if (pair === null) return null
    const held: HeldPair = { pair, basis: BASES[basis] ?? 'bills', requests: 0, unpriced: { requests: 0, tokens: 0 } }
    all.push(held)
    return held
  }
  for (const { day, length, pair: numbers, basis: bases, sums } of chunks) {
    const isPriced = pricedClasses(context, dayText(day))
    for (let row = 0; row < length; row += 1) {
      const [number, basis] = [numbers[row] ?? 0, bases[row] ?? 0]
      const held = (found[number * BASES.length + basis] ??= meet(number, basis))
      if (held === null) continue
      const requests = sums[row * WIDTH + REQUESTS] ?? 0
      held.requests += requests
      const tokens = basis === BILLS ? 0 : tokensOf(sums, row)
      if (tokens === 0 || isPriced(held.pair)) continue
      if (held.unpriced.tokens === 0) unpriced.push(held)
      held.unpriced.requests += requests
      held.unpriced.tokens += tokens
    }
  }
  return { all, unpriced }
}

export function tokensOf(sums: Float64Array, row: number): number {
  const start = row * WIDTH + FIRST_CLASS
  let tokens = 0
  for (let index = start; index < start + CLASSES; index += 1) tokens += sums[index] ?? 0
  return tokens
}

/** Asks the price book once a class. */
function pricedClasses(context: Context, utcDay: string): (pair: Pair) => boolean {
  const book = context.prices.book()
  const known: (boolean | undefined)[] = []
  return ({ known: { index, priceClass } }) => (known[index] ??= book.find(priceClass, utcDay).kind === 'priced')
}

/** What an import holds of one kind of evidence, priced: rows that cost the same are added up first. */
export function figuresOfBasis(context: Context, { chunks, pairs }: ImportColumns, basis: Basis): FiguresSum {
  const [attribution, book] = [context.attribution(), context.prices.book()]
  const lanes = new UsageLanes(pairs, { by: [], attribution, wanted: () => true })
  const prices = new DayPrices(chunks, attribution, book)
  const slots = new UsageSlots({ lanes, prices, timeOf: () => '', apart: () => '', counts: (_kind, _utcDay, each) => each === basis })
  for (const chunk of chunks) slots.add(chunk)
  slots.finish()
  const sum = new FiguresSum()
  for (const cell of cellsOf({ slots, lanes }, false).map(usageCell)) sum.add(cell, priceCell(cell, book))
  return sum
}
