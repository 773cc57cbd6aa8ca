// Percentiles of many groups of values at once, exact, without sorting them: all values are counted by their size first, then
// those near a wanted rank are collected. A group may be asked for alone or together with others.

/** Values below this have a size of their own; of larger ones 128 sizes lie between two powers of two. */
const EXACT = 256
const STEPS = 128
const EXACT_BITS = 8
const MOST_SIZE = 2 ** 31 - 1
const SIZES = (31 - EXACT_BITS) * STEPS + EXACT + STEPS

function sizeOf(value: number): number {
  const size = Math.min(value, MOST_SIZE)
  if (size < EXACT) return size < 0 ? 0 : Math.floor(size)
  const shift = 32 - EXACT_BITS - Math.clz32(size)
  return shift * STEPS + (size >>> shift)
}

/** Values with a number each; `groupOf` says the group of a number. What is below zero is left out: no group, no value. */
export interface ValueColumn {
  length: number
  numbers: Int32Array
  groupOf: Int32Array
  values: Int32Array | Float64Array
}

export class Percentiles {
  readonly #percents: readonly number[]
  /** By group, then by size. */
  readonly #counts: Int32Array
  readonly #totals: Float64Array
  readonly #isWanted: Uint8Array
  readonly #collected = new Map<number, number[]>()

  constructor(groups: number, percents: readonly number[]) {
    this.#percents = percents
    this.#counts = new Int32Array(groups * SIZES)
    this.#totals = new Float64Array(groups)
    this.#isWanted = new Uint8Array(groups * SIZES)
  }

  /** First, every value. */
  count({ length, numbers, groupOf, values }: ValueColumn): void {
    const [counts, totals] = [this.#counts, this.#totals]
    for (let at = 0; at < length; at += 1) {
      const [group, value] = [groupOf[numbers[at] ?? 0] ?? -1, values[at] ?? -1]
      if (group < 0 || value < 0) continue
      const place = group * SIZES + sizeOf(value)
      counts[place] = (counts[place] ?? 0) + 1
      totals[group] = (totals[group] ?? 0) + 1
    }
  }

  /** Then, what is asked for. */
  want(groups: readonly number[]): void {
    for (const { size } of this.#places(groups)) for (const group of groups) this.#isWanted[group * SIZES + size] = 1
  }

  /** Then every value again. */
  collect({ length, numbers, groupOf, values }: ValueColumn): void {
    const isWanted = this.#isWanted
    for (let at = 0; at < length; at += 1) {
      const [group, value] = [groupOf[numbers[at] ?? 0] ?? -1, values[at] ?? -1]
      if (group < 0 || value < 0) continue
      const place = group * SIZES + sizeOf(value)
      if (isWanted[place] === 1) this.#keep(place, value)
    }
  }

  #keep(place: number, value: number): void {
    const held = this.#collected.get(place)
    if (held === undefined) this.#collected.set(place, [value])
    else held.push(value)
  }

  /** The smallest value that at least so many percent of the values do not exceed, for each of the percents; null without values. */
  of(groups: readonly number[]): (number | null)[] {
    const places = this.#places(groups)
    if (places.length === 0) return this.#percents.map(() => null)
    return places.map(({ size, rank }) => {
      const near = groups.flatMap((group) => this.#collected.get(group * SIZES + size) ?? [])
      return Float64Array.from(near).sort()[rank - 1] ?? null
    })
  }

  total(groups: readonly number[]): number {
    return groups.reduce((sum, group) => sum + (this.#totals[group] ?? 0), 0)
  }

  /** For each percent the size of its value, and its rank among the values of that size. */
  #places(groups: readonly number[]): { size: number; rank: number }[] {
    const total = this.total(groups)
    if (total === 0) return []
    const together = groups.length === 1 ? this.#ofGroup(groups[0] ?? 0) : this.#added(groups)
    return this.#percents.map((percent) => {
      let rank = Math.max(Math.ceil((percent * total) / 100), 1)
      let size = 0
      while (rank > (together[size] ?? Infinity)) rank -= together[size++] ?? 0
      return { size, rank }
    })
  }

  #ofGroup(group: number): Int32Array {
    return this.#counts.subarray(group * SIZES, (group + 1) * SIZES)
  }

  #added(groups: readonly number[]): Int32Array {
    const sum = new Int32Array(SIZES)
    for (const group of groups) for (const [size, count] of this.#ofGroup(group).entries()) sum[size] = (sum[size] ?? 0) + count
    return sum
  }
}
