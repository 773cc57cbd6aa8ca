// Values in bins of like size: sorted far enough for percentiles, in a fraction of the time. Owns what a bin is.

/** Values below this have a bin of their own; of larger ones so many bins lie between two powers of two. */
const STEPS = 8
const STEP_BITS = 3
const MOST_SIZE = 2 ** 31 - 1
/** Few enough for the counts of some fifty groups to stay in the processor's nearest cache. */
export const BINS = (31 - STEP_BITS) * STEPS + STEPS

/** Of a value of at least zero. */
export function binOf(value: number): number {
  const size = value < MOST_SIZE ? value : MOST_SIZE
  if (size < STEPS) return Math.floor(size)
  const shift = 31 - STEP_BITS - Math.clz32(size)
  return shift * STEPS + (size >>> shift)
}

/** The whole numbers of a bin: the first, and how many. The last bin holds all that is larger too. */
export function rangeOf(bin: number): { first: number; width: number } {
  if (bin < STEPS) return { first: bin, width: 1 }
  const shift = (bin >> STEP_BITS) - 1
  return { first: (STEPS + (bin % STEPS)) * 2 ** shift, width: 2 ** shift }
}

/** Values by their number, then by bin: an entry for each number and bin that has some. */
export interface BinnedValues {
  /** Entries. */
  length: number
  numbers: Int32Array
  bins: Uint8Array
  /** One more than there are entries: where the values of each begin, and where the last ones end. */
  starts: Int32Array
  /** Whole numbers, unless it is a Float64Array. */
  values: Int32Array | Float64Array
}

export interface NumberedValues { length: number; numbers: Int32Array; values: Int32Array | Float64Array }

/** What is below zero is no value. `numbers` are below `count`. */
export function binValues(columns: readonly NumberedValues[], count: number): BinnedValues {
  const isWhole = columns.every(({ values }) => values instanceof Int32Array)
  const { ends, values } = byNumber(columns, count, isWhole)
  const binned = isWhole ? new Int32Array(values.length) : new Float64Array(values.length)
  const [numbers, bins, starts]: [number[], number[], number[]] = [[], [], []]
  const next = new Int32Array(BINS)
  for (let number = 0, begin = 0; number < count; number += 1) {
    const end = ends[number] ?? begin
    if (end === begin) continue
    next.fill(0)
    for (let at = begin; at < end; at += 1) {
      const bin = binOf(values[at] ?? 0)
      next[bin] = (next[bin] ?? 0) + 1
    }
    for (let bin = 0, start = begin; bin < BINS; bin += 1) {
      const held = next[bin] ?? 0
      if (held === 0) continue
      numbers.push(number)
      bins.push(bin)
      starts.push(start)
      next[bin] = start
      start += held
    }
    for (let at = begin; at < end; at += 1) {
      const value = values[at] ?? 0
      const bin = binOf(value)
      const to = next[bin] ?? 0
      binned[to] = value
      next[bin] = to + 1
    }
    begin = end
  }
  return {
    length: numbers.length, numbers: Int32Array.from(numbers), bins: Uint8Array.from(bins), starts: Int32Array.from([...starts, values.length]), values: binned,
  }
}

/** Values of each number together; where those of each end. */
function byNumber(columns: readonly NumberedValues[], count: number, isWhole: boolean): { ends: Int32Array; values: Int32Array | Float64Array } {
  const next = new Int32Array(count)
  for (const { length, numbers, values } of columns) {
    for (let at = 0; at < length; at += 1) {
      if ((values[at] ?? -1) < 0) continue
      const number = numbers[at] ?? 0
      next[number] = (next[number] ?? 0) + 1
    }
  }
  let sum = 0
  for (let number = 0; number < count; number += 1) {
    const held = next[number] ?? 0
    next[number] = sum
    sum += held
  }
  const sorted = isWhole ? new Int32Array(sum) : new Float64Array(sum)
  for (const { length, numbers, values } of columns) {
    for (let at = 0; at < length; at += 1) {
      const value = values[at] ?? -1
      if (value < 0) continue
      const number = numbers[at] ?? 0
      const to = next[number] ?? 0
      sorted[to] = value
      next[number] = to + 1
    }
  }
  return { ends: next, values: sorted }
}
