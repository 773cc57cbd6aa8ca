// The prices in force: the list with the user's overrides on top, built into one book and kept until a change.
// Discounts are kept here too, but lower no list cost: only projections use them.
import type { z } from 'zod'
import type { Ledger } from '../../../db/ledger.ts'
import { buildPriceBook, type PriceBook } from '../../core/price-book.ts'
import { problem } from '../../core/problem.ts'
import { pricePoints, searchFees } from '../../prices/load-prices.ts'
import { contract, type Output } from '../contract/contract.ts'

export type Override = Output<'prices.overrides'>['overrides'][number]
export type DiscountRow = Output<'discounts.list'>['discounts'][number]

const OVERRIDES = 'price-override'
const DISCOUNTS = 'discount'

const storedOverride = contract['prices.setOverride'].input.shape.override.omit({ id: true })
const storedDiscount = contract['discounts.set'].input.shape.discount.omit({ id: true })

export class PriceShelf {
  readonly #ledger: Ledger
  #book: PriceBook | null = null

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  book(): PriceBook {
    this.#book ??= buildPriceBook(pricePoints(), this.overrides(), searchFees())
    return this.#book
  }

  /** Built anew when next asked for. */
  forget(): void {
    this.#book = null
  }

  overrides(): Override[] {
    return readAll(this.#ledger, OVERRIDES, storedOverride)
  }

  discounts(): DiscountRow[] {
    return readAll(this.#ledger, DISCOUNTS, storedDiscount)
  }

  setOverride({ id, ...override }: Omit<Override, 'id'> & { id: number | null }): number {
    checkDates(override)
    return this.#changed(this.#ledger.settings.save(OVERRIDES, id, override))
  }

  setDiscount({ id, ...discount }: Omit<DiscountRow, 'id'> & { id: number | null }): number {
    checkDates(discount)
    if (Number(discount.pct) > 100) throw problem('bad-discount', 'A discount lies between 0 and 100 percent.')
    return this.#ledger.settings.save(DISCOUNTS, id, discount)
  }

  removeOverride(id: number): void {
    this.#changed(this.#ledger.settings.remove(OVERRIDES, id))
  }

  removeDiscount(id: number): void {
    this.#ledger.settings.remove(DISCOUNTS, id)
  }

  #changed<T>(result: T): T {
    this.#book = null
    return result
  }
}

/** Documents of another version that no longer fit are left out, never guessed at. */
function readAll<S extends z.ZodObject>(ledger: Ledger, kind: string, schema: S): (z.output<S> & { id: number })[] {
  return ledger.settings.list(kind).flatMap(({ id, value }) => {
    const read = schema.safeParse(value)
    return read.success ? [{ ...read.data, id }] : []
  })
}

function checkDates(dated: { effectiveFrom: string | null; effectiveTo: string | null }): void {
  const { effectiveFrom, effectiveTo } = dated
  if (effectiveFrom !== null && effectiveTo !== null && effectiveFrom > effectiveTo) {
    throw problem('bad-dates', 'The last day lies before the first.')
  }
}
