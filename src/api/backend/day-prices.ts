// The prices of every class on every UTC day of a view, each price once: days that cost the same share a number.
import type { DayChunk } from '../../../db/ledger.ts'
import { dayText } from '../../../db/zone-days.ts'
import { daySpans } from '../../core/projection-baseline.ts'
import { plainPriceOn, type PlainPrice } from '../../core/plain-price.ts'
import type { PriceBook } from '../../core/price-book.ts'
import { TOKEN_CLASSES } from '../../core/usage.ts'
import type { Attribution } from './attribution.ts'

const HAS_SEARCHES = 1 << TOKEN_CLASSES.length

export class DayPrices {
  /** By number; null: too large for plain numbers. */
  readonly prices: (PlainPrice | null)[] = []
  /** By class: the price number of the UTC day at hand. */
  readonly current: Int32Array
  readonly #attribution: Attribution
  readonly #book: PriceBook
  readonly #spanOf: (utcDay: string) => number
  /** By UTC day: what the classes in use on it used. */
  readonly #used = new Map<number, Map<number, number>>()
  /** By class: the price that days may share. */
  readonly #shared: Int32Array
  #utcDay = Number.NaN

  constructor(chunks: readonly DayChunk[], attribution: Attribution, book: PriceBook) {
    this.#attribution = attribution
    this.#book = book
    this.#spanOf = daySpans(book, [])
    this.current = new Int32Array(attribution.classes.length).fill(-1)
    this.#shared = new Int32Array(attribution.classes.length).fill(-1)
    for (const { classes } of chunks) {
      for (const { utcDay, classId, has } of classes) this.#use(utcDay, classId, has)
    }
  }

  #use(utcDay: number, classId: number, has: number): void {
    const known = this.#attribution.knownClass(classId)
    if (known === null) return
    let used = this.#used.get(utcDay)
    if (used === undefined) this.#used.set(utcDay, (used = new Map()))
    used.set(known.index, (used.get(known.index) ?? 0) | has)
  }

  /** Makes `current` that of a UTC day. Part of a UTC day may lie on the next calendar day: it keeps its numbers. */
  startDay(utcDay: number): void {
    if (utcDay === this.#utcDay) return
    this.#utcDay = utcDay
    const text = dayText(utcDay)
    const day = { utcDay: text, span: this.#spanOf(text) }
    for (const [classIndex, has] of this.#used.get(utcDay) ?? []) this.current[classIndex] = this.#numberOf(classIndex, day, has)
  }

  /** The requests behind what has no price are counted day by day, so that such a day shares its number with no other. */
  #numberOf(classIndex: number, day: { utcDay: string; span: number }, has: number): number {
    const known = this.#attribution.classes[classIndex]
    const price = known === undefined ? null : plainPriceOn(known.priceClass, day, this.#book)
    const isApart = price !== null && ((price.unpriced & has) !== 0 || (price.searchFee === null && (has & HAS_SEARCHES) !== 0))
    if (isApart) return this.#add(price)
    const shared = this.#shared[classIndex] ?? -1
    if (price !== null && this.prices[shared] === price) return shared
    return (this.#shared[classIndex] = this.#add(price))
  }

  #add(price: PlainPrice | null): number {
    return this.prices.push(price) - 1
  }
}
