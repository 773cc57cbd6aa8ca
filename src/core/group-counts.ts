// Counts and facts of many groups, in columns: what FigureColumns and SeriesColumns keep beside their amounts. Also where
// the numbers of usage stand that both add up. Prices nothing.
import { grown } from './exact-sums.ts'

/** Numbers of usage: requests, entries without a count, the token classes, web searches. */
export const USAGE_WIDTH = 8
export const [REQUESTS, UNCOUNTED, FIRST_CLASS, SEARCHES] = [0, 1, 2, 7]
export const CLASSES = 5

export class GroupCounts {
  readonly #width: number
  #counts = new Float64Array(0)
  /** Bits. */
  #facts = new Int32Array(0)

  /** `width`: counts of a group. */
  constructor(width: number) {
    this.#width = width
  }

  /** Makes room for so many groups, all empty at first. Returns how many there is room for now; null where there was enough. */
  grow(groups: number): number | null {
    if (groups <= this.#facts.length) return null
    const size = Math.max(groups, this.#facts.length * 2)
    this.#counts = grown(this.#counts, size * this.#width)
    const facts = new Int32Array(size)
    facts.set(this.#facts)
    this.#facts = facts
    return size
  }

  add(group: number, column: number, count: number): void {
    const at = group * this.#width + column
    this.#counts[at] = (this.#counts[at] ?? 0) + count
  }

  /** Adds the token classes of usage that stands from `at`, to as many columns. */
  addTokens(group: number, column: number, usage: Float64Array, at: number): void {
    const to = group * this.#width + column
    for (let index = 0; index < CLASSES; index += 1) {
      this.#counts[to + index] = (this.#counts[to + index] ?? 0) + (usage[at + FIRST_CLASS + index] ?? 0)
    }
  }

  mark(group: number, facts: number): void {
    this.#facts[group] = (this.#facts[group] ?? 0) | facts
  }

  /** Adds what a group of `of`, which is as wide, holds to one of these. */
  addGroup(to: number, of: GroupCounts, from: number): void {
    for (let column = 0; column < this.#width; column += 1) this.add(to, column, of.of(from, column))
    this.mark(to, of.factsOf(from))
  }

  of(group: number, column: number): number {
    return this.#counts[group * this.#width + column] ?? 0
  }

  factsOf(group: number): number {
    return this.#facts[group] ?? 0
  }

  is(group: number, fact: number): boolean {
    return (this.factsOf(group) & fact) !== 0
  }
}

/** Tokens of usage that stands from `at`, of the classes whose bits are set. */
export function tokensOf(usage: Float64Array, at: number, classes: number): number {
  let tokens = 0
  for (let index = 0; index < CLASSES; index += 1) if ((classes & (1 << index)) !== 0) tokens += usage[at + FIRST_CLASS + index] ?? 0
  return tokens
}

export const ALL_CLASSES = (1 << CLASSES) - 1
