// What a price class costs on a day, in plain numbers, for pricing columns. Says the same as `priceCell` in cost.ts, which
// is the rule; a test compares the two over whole ledgers.
import { RATE_LIMIT } from './exact-sums.ts'
import { isPriorityAtList, type PriceBook, type Rates } from './price-book.ts'
import { ASSUMPTIONS, TOKEN_CLASSES, type Assumption, type PriceClass } from './usage.ts'

export interface PlainPrice {
  /** Micro-USD per million tokens, in the order of TOKEN_CLASSES; 0 where there is no price. */
  rates: readonly number[]
  /** Bit n: class n of TOKEN_CLASSES has no price. */
  unpriced: number
  /** What a read saves, and what writes of 5 minutes and of an hour cost more, against plain input. */
  caching: readonly [read: number, write5m: number, write1h: number]
  /** Pico-USD a search; null where web search has no price. */
  searchFee: number | null
  /** Its prompts may lie over a dearer threshold. */
  bandUnknown: boolean
  isPriced: boolean
  /** Bits of assumptions: those of the class, and those its price adds where there are tokens. */
  assumed: number
  assumedWithTokens: number
  /** No rate is larger than this, nor is a difference of two. */
  highest: number
}

const ALL_UNPRICED = 2 ** TOKEN_CLASSES.length - 1

export const assumptionBit = (assumption: Assumption): number => 1 << ASSUMPTIONS.indexOf(assumption)

export function assumptionsOfBits(bits: number): Assumption[] {
  return ASSUMPTIONS.filter((_, at) => (bits & (1 << at)) !== 0)
}

/** By class, then by span of days on which no price changes. */
type Found = WeakMap<PriceClass, (PlainPrice | null)[]>

const found = new WeakMap<PriceBook, Found>()

/** Null where a price is too large for plain numbers. Days of one span, and spans one after the other that cost the same, share one object. */
export function plainPriceOn(priceClass: PriceClass, { utcDay, span }: { utcDay: string; span: number }, book: PriceBook): PlainPrice | null {
  let ofBook = found.get(book)
  if (ofBook === undefined) found.set(book, (ofBook = new WeakMap()))
  let bySpan = ofBook.get(priceClass)
  if (bySpan === undefined) ofBook.set(priceClass, (bySpan = []))
  let price = bySpan[span]
  if (price === undefined) {
    const before = bySpan[span - 1] ?? null
    price = plainPrice(priceClass, utcDay, book)
    if (price !== null && before !== null && costsTheSame(price, before)) price = before
    bySpan[span] = price
  }
  return price
}

function plainPrice(priceClass: PriceClass, utcDay: string, book: PriceBook): PlainPrice | null {
  const match = book.find(priceClass, utcDay)
  const fee = book.searchFee(priceClass.platform, utcDay)
  const assumed = priceClass.assumptions.reduce((bits, assumption) => bits | assumptionBit(assumption), 0)
  const searchFee = fee === null ? null : Number(fee)
  if (searchFee !== null && !Number.isSafeInteger(searchFee)) return null
  if (match.kind === 'unpriced') {
    const rates = TOKEN_CLASSES.map(() => 0)
    const none = { rates, unpriced: ALL_UNPRICED, caching: [0, 0, 0] as const, highest: 0, bandUnknown: false, isPriced: false }
    return { ...none, searchFee, assumed, assumedWithTokens: 0 }
  }
  const { rates, highest, caching, unpriced } = plainRates(match.point.rates)
  if (highest >= RATE_LIMIT) return null
  const assumedWithTokens = (match.point.confidence === 'low' ? assumptionBit('price') : 0)
    | (isPriorityAtList(priceClass) ? assumptionBit('priority') : 0)
  return { rates, unpriced, caching, highest, searchFee, assumed, assumedWithTokens, bandUnknown: match.lowerBound, isPriced: true }
}

type PlainRates = Pick<PlainPrice, 'rates' | 'unpriced' | 'caching' | 'highest'>

function plainRates(rates: Rates): PlainRates {
  const difference = (a: bigint | null, b: bigint | null) => (a === null || b === null ? 0 : Number(a - b))
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h } = rates
  const plain = TOKEN_CLASSES.map((name) => Number(rates[name] ?? 0n))
  return {
    rates: plain,
    unpriced: TOKEN_CLASSES.reduce((bits, name, at) => (rates[name] === null ? bits | (1 << at) : bits), 0),
    caching: [difference(uncachedInput, cacheRead), difference(cacheWrite5m, uncachedInput), difference(cacheWrite1h, uncachedInput)],
    highest: Math.max(...plain),
  }
}

function costsTheSame(a: PlainPrice, b: PlainPrice): boolean {
  return a.searchFee === b.searchFee && a.unpriced === b.unpriced && a.bandUnknown === b.bandUnknown && a.isPriced === b.isPriced
    && a.assumed === b.assumed && a.assumedWithTokens === b.assumedWithTokens && a.rates.every((rate, at) => rate === b.rates[at])
}
