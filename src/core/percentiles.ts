// Percentiles of many groups of values at once, exact, without sorting them: all values are counted by bins first, then those
// in the bin of a wanted rank are collected and counted one by one. A group may be asked for alone or together with others.

import { binOf, BINS, rangeOf, type BinnedValues, type NumberedValues } from './binned-values.ts'

/** Bins of more whole numbers are sorted (values of more than a minute, where they are milliseconds), and those with few values. */
const MOST_COUNTED = 2 ** 13
const FEW = 0.25

/** Values with a number each; `groupOf` says the group of a number. What is below zero is left out: no group, no value. */
export interface ValueColumn extends NumberedValues { groupOf: Int32Array }

const UNWANTED = -1

export class Percentiles {
  readonly #percents: readonly number[]
  /** By group, then by bin. */
  readonly #counts: Int32Array
  /** Where the values of a group and bin begin in `#values`, and where the next one goes. */
  readonly #starts: Int32Array
  readonly #next: Int32Array
  #wanted = 0
  #values = new Float64Array(0)
  /** Only whole numbers can be counted one by one. */
  #isWhole = true

  constructor(groups: number, percents: readonly number[]) {
    this.#percents = percents
    this.#counts = new Int32Array(groups * BINS)
    this.#starts = new Int32Array(groups * BINS).fill(UNWANTED)
    this.#next = new Int32Array(groups * BINS).fill(UNWANTED)
  }

  /** First, every value. */
  count({ length, numbers, groupOf, values }: ValueColumn): void {
    const counts = this.#counts
    this.#isWhole &&= values instanceof Int32Array
    let [number, group] = [-1, -1]
    for (let at = 0; at < length; at += 1) {
      // Values of one number mostly lie together.
      if (numbers[at] !== number) group = groupOf[(number = numbers[at] ?? -1)] ?? -1
      const value = values[at] ?? -1
      if (group < 0 || value < 0) continue
      const place = group * BINS + binOf(value)
      counts[place] = (counts[place] ?? 0) + 1
    }
  }

  /** As `count`, of values in bins. */
  countBinned({ length, numbers, bins, starts, values }: BinnedValues, groupOf: Int32Array): void {
    const counts = this.#counts
    this.#isWhole &&= values instanceof Int32Array
    for (let entry = 0; entry < length; entry += 1) {
      const group = groupOf[numbers[entry] ?? -1] ?? -1
      if (group < 0) continue
      const place = group * BINS + (bins[entry] ?? 0)
      counts[place] = (counts[place] ?? 0) + (starts[entry + 1] ?? 0) - (starts[entry] ?? 0)
    }
  }

  /** Then, what is asked for. */
  want(groups: readonly number[]): void {
    for (const { bin } of this.#places(groups)) {
      for (const group of groups) {
        const place = group * BINS + bin
        if (this.#starts[place] !== UNWANTED) continue
        this.#starts[place] = this.#wanted
        this.#next[place] = this.#wanted
        this.#wanted += this.#counts[place] ?? 0
      }
    }
  }

  /** Then every value again. */
  collect({ length, numbers, groupOf, values }: ValueColumn): void {
    const [next, collected] = [this.#next, this.#room()]
    let [number, group] = [-1, -1]
    for (let at = 0; at < length; at += 1) {
      if (numbers[at] !== number) group = groupOf[(number = numbers[at] ?? -1)] ?? -1
      const value = values[at] ?? -1
      if (group < 0 || value < 0) continue
      const place = group * BINS + binOf(value)
      const to = next[place] ?? UNWANTED
      if (to === UNWANTED) continue
      collected[to] = value
      next[place] = to + 1
    }
  }

  collectBinned({ length, numbers, bins, starts, values }: BinnedValues, groupOf: Int32Array): void {
    const [next, collected] = [this.#next, this.#room()]
    for (let entry = 0; entry < length; entry += 1) {
      const group = groupOf[numbers[entry] ?? -1] ?? -1
      const place = group * BINS + (bins[entry] ?? 0)
      let to = group < 0 ? UNWANTED : next[place] ?? UNWANTED
      if (to === UNWANTED) continue
      for (let at = starts[entry] ?? 0; at < (starts[entry + 1] ?? 0); at += 1) collected[to++] = values[at] ?? 0
      next[place] = to
    }
  }

  #room(): Float64Array {
    if (this.#values.length < this.#wanted) this.#values = new Float64Array(this.#wanted)
    return this.#values
  }

  /** The smallest value that at least so many percent of the values do not exceed, for each of the percents; null without values. */
  of(groups: readonly number[]): (number | null)[] {
    const places = this.#places(groups)
    if (places.length === 0) return this.#percents.map(() => null)
    return places.map(({ bin, rank }) => {
      const near = groups.map((group) => this.#collected(group * BINS + bin))
      const { first, width } = rangeOf(bin)
      const many = near.reduce((sum, { length }) => sum + length, 0)
      return this.#isWhole && width <= MOST_COUNTED && many >= width * FEW ? first + rankAmong(near, { first, width, rank }) : sorted(near)[rank - 1] ?? null
    })
  }

  #collected(place: number): Float64Array {
    return this.#values.subarray(this.#starts[place] ?? 0, this.#next[place] ?? 0)
  }

  total(groups: readonly number[]): number {
    return sumOf(this.#together(groups))
  }

  /** For each percent the bin of its value, and its rank among the values of that bin. */
  #places(groups: readonly number[]): { bin: number; rank: number }[] {
    const together = this.#together(groups)
    const total = sumOf(together)
    if (total === 0) return []
    return this.#percents.map((percent) => {
      let rank = Math.max(Math.ceil((percent * total) / 100), 1)
      let bin = 0
      while (rank > (together[bin] ?? Infinity)) rank -= together[bin++] ?? 0
      return { bin, rank }
    })
  }

  #together(groups: readonly number[]): Int32Array {
    const sum = new Int32Array(BINS)
    for (const group of groups) for (let bin = 0; bin < BINS; bin += 1) sum[bin] = (sum[bin] ?? 0) + (this.#counts[group * BINS + bin] ?? 0)
    return sum
  }
}

function sumOf(counts: Int32Array): number {
  let sum = 0
  for (let at = 0; at < counts.length; at += 1) sum += counts[at] ?? 0
  return sum
}

const counters = new Int32Array(MOST_COUNTED)

/** How far above `first` the value of that rank lies. */
function rankAmong(parts: readonly Float64Array[], { first, width, rank }: { first: number; width: number; rank: number }): number {
  counters.fill(0, 0, width)
  for (const values of parts) {
    for (let at = 0; at < values.length; at += 1) {
      const above = (values[at] ?? first) - first
      counters[above] = (counters[above] ?? 0) + 1
    }
  }
  let [above, left] = [0, rank - (counters[0] ?? 0)]
  while (left > 0 && above + 1 < width) left -= counters[(above += 1)] ?? 0
  return above
}

function sorted(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const values of parts) {
    all.set(values, at)
    at += values.length
  }
  return all.sort()
}
