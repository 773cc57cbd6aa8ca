// Columns of exact sums of tokens x rate, in pairs of doubles: a BigInt a product would cost more than all else a view
// does (docs/decisions/0016-views-price-columns.md). Exact as long as `LIMIT` is kept; who adds keeps it.

/** A sum is high x 2^20 + low. */
const LOW = 2 ** 20
const PER_LOW = 1 / LOW

/** Below this, high x 2^20 + low is below 2^53: low grows by less than 2^20 with each of fewer than 2^31 additions. */
const SMALL = 2 ** 31

/** Added up, |tokens x rate| must stay below this: then `high` stays below 2^53. */
export const LIMIT = 2 ** 72
/** A rate must be below this: then low tokens x rate stays below 2^53. */
export const RATE_LIMIT = 2 ** 31

/** Sums that all start at zero, `width` of them a row. */
export class ExactSums {
  readonly #width: number
  #high: Float64Array
  #low: Float64Array

  constructor(width: number, rows: number) {
    this.#width = width
    this.#high = new Float64Array(width * rows)
    this.#low = new Float64Array(width * rows)
  }

  /** Makes room for more rows. */
  grow(rows: number): void {
    this.#high = grown(this.#high, rows * this.#width)
    this.#low = grown(this.#low, rows * this.#width)
  }

  /** `tokens` is an integer from 0 below 2^53, `rate` an integer between -2^31 and 2^31. */
  add(row: number, column: number, tokens: number, rate: number): void {
    if (tokens === 0 || rate === 0) return
    const at = row * this.#width + column
    const high = Math.floor(tokens * PER_LOW)
    const low = (tokens - high * LOW) * rate
    const carry = Math.floor(low * PER_LOW)
    this.#high[at] = (this.#high[at] ?? 0) + high * rate + carry
    this.#low[at] = (this.#low[at] ?? 0) + low - carry * LOW
  }

  /** `amount` is an exact integer: within 2^53. */
  addAmount(row: number, column: number, amount: number): void {
    if (amount === 0) return
    const at = row * this.#width + column
    const high = Math.floor(amount * PER_LOW)
    this.#high[at] = (this.#high[at] ?? 0) + high
    this.#low[at] = (this.#low[at] ?? 0) + amount - high * LOW
  }

  /** Adds a row to another one. */
  addRow(to: number, from: number): void {
    for (let column = 0; column < this.#width; column += 1) {
      const [at, source] = [to * this.#width + column, from * this.#width + column]
      this.#high[at] = (this.#high[at] ?? 0) + (this.#high[source] ?? 0)
      this.#low[at] = (this.#low[at] ?? 0) + (this.#low[source] ?? 0)
    }
  }

  value(row: number, column: number): bigint {
    const at = row * this.#width + column
    return BigInt(this.#high[at] ?? 0) * BigInt(LOW) + BigInt(this.#low[at] ?? 0)
  }

  /** Sums of several columns, taken with these signs, as a decimal: most fit a double, and need no BigInt. */
  text(row: number, signs: readonly number[]): string {
    let [high, low] = [0, 0]
    for (let column = 0; column < signs.length; column += 1) {
      const sign = signs[column] ?? 0
      if (sign === 0) continue
      high += sign * (this.#high[row * this.#width + column] ?? 0)
      low += sign * (this.#low[row * this.#width + column] ?? 0)
    }
    return Math.abs(high) < SMALL ? String(high * LOW + low) : String(BigInt(high) * BigInt(LOW) + BigInt(low))
  }
}

/** A longer copy, the rest zero. */
export function grown(held: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(length)
  longer.set(held)
  return longer
}
