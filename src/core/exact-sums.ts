// Columns of exact sums of tokens x rate, in pairs of doubles: a BigInt a product would cost more than all else a view
// does (docs/decisions/0016-views-price-columns.md). Exact as long as `LIMIT` is kept; who adds keeps it.

import { plainAmount } from './money.ts'

/** A sum is high x 2^20 + low: two numbers, one after the other. */
export const SUM_WIDTH = 2
const LOW = 2 ** 20
const PER_LOW = 1 / LOW

/** Below this, high x 2^20 + low is below 2^53: low grows by less than 2^20 with each of fewer than 2^31 additions. */
const SMALL = 2 ** 31

/** Added up, |tokens x rate| must stay below this: then `high` stays below 2^53. */
export const LIMIT = 2 ** 72
/** A rate must be below this: then low tokens x rate stays below 2^53. */
export const RATE_LIMIT = 2 ** 31

/** Adds to the sum at `at`. `tokens` is an integer from 0 below 2^53, `rate` an integer between -2^31 and 2^31. */
export function addProduct(sums: Float64Array, at: number, tokens: number, rate: number): void {
  if (tokens === 0 || rate === 0) return
  const high = Math.floor(tokens * PER_LOW)
  const low = (tokens - high * LOW) * rate
  const carry = Math.floor(low * PER_LOW)
  sums[at] = (sums[at] ?? 0) + high * rate + carry
  sums[at + 1] = (sums[at + 1] ?? 0) + low - carry * LOW
}

/** `amount` is an exact integer: within 2^53. */
export function addAmount(sums: Float64Array, at: number, amount: number): void {
  const high = Math.floor(amount * PER_LOW)
  sums[at] = (sums[at] ?? 0) + high
  sums[at + 1] = (sums[at + 1] ?? 0) + amount - high * LOW
}

/** A number where it is a safe integer, else a decimal. Most are, and need no BigInt. */
export function sumAmount(high: number, low: number): number | string {
  return Math.abs(high) < SMALL ? high * LOW + low : plainAmount(BigInt(high) * BigInt(LOW) + BigInt(low))
}

/** As a decimal. */
function sumText(high: number, low: number): string {
  if (high === 0) return String(low)
  // A BigInt writes itself in half the time that a double takes, which looks for its shortest form.
  return String(Math.abs(high) < SMALL ? BigInt(high * LOW + low) : BigInt(high) * BigInt(LOW) + BigInt(low))
}

/** Sums that all start at zero, `width` of them a row. */
export class ExactSums {
  readonly #width: number
  #sums: Float64Array

  constructor(width: number, rows: number) {
    this.#width = width * SUM_WIDTH
    this.#sums = new Float64Array(this.#width * rows)
  }

  /** Makes room for more rows. */
  grow(rows: number): void {
    this.#sums = grown(this.#sums, rows * this.#width)
  }

  /** As `addProduct`. */
  add(row: number, column: number, tokens: number, rate: number): void {
    addProduct(this.#sums, row * this.#width + column * SUM_WIDTH, tokens, rate)
  }

  /** Adds a row of `of`, which is as wide, to one of these. */
  addRow(to: number, of: ExactSums, from: number): void {
    addNumbers(this.#sums, to * this.#width, { from: of.#sums, start: from * this.#width, count: this.#width })
  }

  value(row: number, column: number): bigint {
    const at = row * this.#width + column * SUM_WIDTH
    return BigInt(this.#sums[at] ?? 0) * BigInt(LOW) + BigInt(this.#sums[at + 1] ?? 0)
  }

  /** As a decimal. */
  textOf(row: number, column: number): string {
    const at = row * this.#width + column * SUM_WIDTH
    return sumText(this.#sums[at] ?? 0, this.#sums[at + 1] ?? 0)
  }

  /** Sums of several columns, taken with these signs, as a decimal. */
  text(row: number, signs: readonly number[]): string {
    let [high, low] = [0, 0]
    for (let column = 0; column < signs.length; column += 1) {
      const at = row * this.#width + column * SUM_WIDTH
      high += (signs[column] ?? 0) * (this.#sums[at] ?? 0)
      low += (signs[column] ?? 0) * (this.#sums[at + 1] ?? 0)
    }
    return sumText(high, low)
  }
}

/** Adds so many numbers, one by one. */
export function addNumbers(sums: Float64Array, at: number, { from, start, count }: { from: Float64Array; start: number; count: number }): void {
  for (let index = 0; index < count; index += 1) sums[at + index] = (sums[at + index] ?? 0) + (from[start + index] ?? 0)
}

/** A longer copy, the rest zero. */
export function grown(held: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(length)
  longer.set(held)
  return longer
}
