// Percentiles of many groups of values at once, exact, without sorting them: all values are counted by bins first, then those
// in the bin of a wanted rank one by one, or listed where they are few. A group may be asked for alone or together with others.

import { binOf, BINS, rangeOf, type BinnedValues, type NumberedValues } from './binned-values.ts'

/** Bins of more whole numbers are sorted (values of more than a minute, where they are milliseconds), and those with few values. */
const MOST_COUNTED = 2 ** 13
const FEW = 0.25

/** Values with a number each; `groupOf` says the group of a number. What is below zero is left out: no group, no value. */
export interface ValueColumn extends NumberedValues { groupOf: Int32Array }

const UNWANTED = -1

/** The first whole number of each bin. */
const FIRSTS = Float64Array.from({ length: BINS }, (_, bin) => rangeOf(bin).first)

export class Percentiles {
  readonly #percents: readonly number[]
  /** By group, then by bin. */
  readonly #counts: Int32Array
  /** Of a group and bin that is wanted: where its whole numbers begin in `#tally`, or its values in `#list`, and where the next one goes. */
  readonly #tallied: Int32Array
  readonly #listed: Int32Array
  readonly #next: Int32Array
  #wanted = { tallied: 0, listed: 0 }
  /** How often each whole number came. Counted at once, the values of a year take 0.7 of the time that listing them first took. */
  #tally = new Int32Array(0)
  #list = new Float64Array(0)
  /** Only whole numbers can be counted one by one. */
  #isWhole = true

  constructor(groups: number, percents: readonly number[]) {
    this.#percents = percents
    this.#counts = new Int32Array(groups * BINS)
    this.#tallied = new Int32Array(groups * BINS).fill(UNWANTED)
    this.#listed = new Int32Array(groups * BINS).fill(UNWANTED)
    this.#next = new Int32Array(groups * BINS)
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
    for (const { bin } of this.#places(groups)) for (const group of groups) this.#wantPlace(group * BINS + bin, rangeOf(bin).width)
  }

  #wantPlace(place: number, width: number): void {
    if (this.#tallied[place] !== UNWANTED || this.#listed[place] !== UNWANTED) return
    const count = this.#counts[place] ?? 0
    if (this.#isCounted(count, width)) {
      this.#tallied[place] = this.#wanted.tallied
      this.#wanted.tallied += width
    } else {
      this.#listed[place] = this.#wanted.listed
      this.#next[place] = this.#wanted.listed
      this.#wanted.listed += count
    }
  }

  #isCounted(count: number, width: number): boolean {
    return this.#isWhole && width <= MOST_COUNTED && count >= width * FEW
  }

  /** Then every value again. */
  collect({ length, numbers, groupOf, values }: ValueColumn): void {
    this.#makeRoom()
    let [number, group] = [-1, -1]
    for (let at = 0; at < length; at += 1) {
      if (numbers[at] !== number) group = groupOf[(number = numbers[at] ?? -1)] ?? -1
      const value = values[at] ?? -1
      if (group < 0 || value < 0) continue
      const bin = binOf(value)
      const place = group * BINS + bin
      const tally = this.#tallied[place] ?? UNWANTED
      if (tally !== UNWANTED) this.#count(tally + value - (FIRSTS[bin] ?? 0))
      else if (this.#listed[place] !== UNWANTED) this.#add(place, value)
    }
  }

  collectBinned({ length, numbers, bins, starts, values }: BinnedValues, groupOf: Int32Array): void {
    this.#makeRoom()
    for (let entry = 0; entry < length; entry += 1) {
      const group = groupOf[numbers[entry] ?? -1] ?? -1
      if (group < 0) continue
      const bin = bins[entry] ?? 0
      const place = group * BINS + bin
      const [begin, end] = [starts[entry] ?? 0, starts[entry + 1] ?? 0]
      const tally = this.#tallied[place] ?? UNWANTED
      const from = tally - (FIRSTS[bin] ?? 0)
      if (tally !== UNWANTED) for (let at = begin; at < end; at += 1) this.#count(from + (values[at] ?? 0))
      else if (this.#listed[place] !== UNWANTED) for (let at = begin; at < end; at += 1) this.#add(place, values[at] ?? 0)
    }
  }

  #makeRoom(): void {
    if (this.#tally.length < this.#wanted.tallied) this.#tally = new Int32Array(this.#wanted.tallied)
    if (this.#list.length < this.#wanted.listed) this.#list = new Float64Array(this.#wanted.listed)
  }

  #count(at: number): void {
    this.#tally[at] = (this.#tally[at] ?? 0) + 1
  }

  #add(place: number, value: number): void {
    const at = this.#next[place] ?? 0
    this.#list[at] = value
    this.#next[place] = at + 1
  }

  /** The smallest value that at least so many percent of the values do not exceed, for each of the percents; null without values. */
  of(groups: readonly number[]): (number | null)[] {
    const found = this.#places(groups)
    if (found.length === 0) return this.#percents.map(() => null)
    return found.map(({ bin, rank }) => {
      const places = groups.map((group) => group * BINS + bin)
      const { first, width } = rangeOf(bin)
      const count = places.reduce((sum, place) => sum + (this.#counts[place] ?? 0), 0)
      if (!this.#isCounted(count, width)) return sorted(places.map((place) => this.#listOf(place)))[rank - 1] ?? null
      counters.fill(0, 0, width)
      for (const place of places) this.#addTo(counters, place, { first, width })
      return first + placeOfRank(counters, rank, width)
    })
  }

  #addTo(sums: Int32Array, place: number, { first, width }: { first: number; width: number }): void {
    const tally = this.#tallied[place] ?? UNWANTED
    if (tally !== UNWANTED) for (let above = 0; above < width; above += 1) sums[above] = (sums[above] ?? 0) + (this.#tally[tally + above] ?? 0)
    else for (const value of this.#listOf(place)) sums[value - first] = (sums[value - first] ?? 0) + 1
  }

  #listOf(place: number): Float64Array {
    return this.#list.subarray(this.#listed[place] ?? 0, this.#next[place] ?? 0)
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

/** How far above the first whole number the value of that rank lies. */
function placeOfRank(counts: Int32Array, rank: number, width: number): number {
  let [above, left] = [0, rank - (counts[0] ?? 0)]
  while (left > 0 && above + 1 < width) left -= counts[(above += 1)] ?? 0
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
