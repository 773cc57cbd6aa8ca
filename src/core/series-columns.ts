// What a chart over time draws of many groups, in columns: counts, list cost and net saving. `FigureColumns` tells all the
// figures of a group, for which it keeps ten exact sums; this keeps two, and takes half the time.
import { ExactSums, grown, LIMIT, RATE_LIMIT } from './exact-sums.ts'
import type { PlainPrice } from './plain-price.ts'

const [REQUESTS, UNCOUNTED, FIRST_CLASS, SEARCHES] = [0, 1, 2, 7]
const CLASSES = 5
/** Counts of a group: requests, the token classes, unpriced tokens. */
const [COUNTS, FIRST_COUNT, UNPRICED_TOKENS] = [7, 1, 6]
const [AMOUNTS, LIST_COST, NET_SAVING] = [2, 0, 1]
const [COST, SAVING] = [[1, 0], [0, 1]]
const [REQUESTS_UNKNOWN, HAS_USAGE, HAS_PRICED] = [1, 2, 4]
const LEAST_GROUPS = 64

export class SeriesColumns {
  #counts = new Float64Array(0)
  readonly #amounts = new ExactSums(AMOUNTS, 0)
  #facts = new Uint8Array(0)
  /** At least what all amounts come to. */
  #atMost = 0

  /** Makes room for so many groups, all empty at first. */
  grow(groups: number): void {
    if (groups <= this.#facts.length) return
    const size = Math.max(groups, this.#facts.length * 2, LEAST_GROUPS)
    this.#counts = grown(this.#counts, size * COUNTS)
    this.#amounts.grow(size)
    const facts = new Uint8Array(size)
    facts.set(this.#facts)
    this.#facts = facts
  }

  /** As `FigureColumns.add`. */
  add(group: number, price: PlainPrice, usage: Float64Array, at: number): boolean {
    const first = at + FIRST_CLASS
    const [counts, to] = [this.#counts, group * COUNTS]
    const searches = usage[at + SEARCHES] ?? 0
    let [all, unpriced] = [0, 0]
    for (let index = 0; index < CLASSES; index += 1) {
      const tokens = usage[first + index] ?? 0
      all += tokens
      if ((price.unpriced & (1 << index)) !== 0) unpriced += tokens
      counts[to + FIRST_COUNT + index] = (counts[to + FIRST_COUNT + index] ?? 0) + tokens
    }
    const atMost = all * price.highest + searches * (price.searchFee ?? 0)
    this.#atMost += atMost
    if (this.#atMost >= LIMIT || searches >= RATE_LIMIT) return false
    counts[to] = (counts[to] ?? 0) + (usage[at + REQUESTS] ?? 0)
    counts[to + UNPRICED_TOKENS] = (counts[to + UNPRICED_TOKENS] ?? 0) + unpriced
    if (atMost <= Number.MAX_SAFE_INTEGER) this.#addSmall(group, price, usage, at)
    else this.#addLarge(group, price, usage, at)
    this.#facts[group] = (this.#facts[group] ?? 0) | (usage[at + UNCOUNTED] === 0 ? 0 : REQUESTS_UNKNOWN)
      | (all > 0 || searches > 0 ? HAS_USAGE : 0) | (unpriced < all || (searches > 0 && price.searchFee !== null) ? HAS_PRICED : 0)
    return true
  }

  /** All of it together is an exact double. */
  #addSmall(group: number, { rates, caching, searchFee }: PlainPrice, usage: Float64Array, at: number): void {
    const first = at + FIRST_CLASS
    let cost = (usage[at + SEARCHES] ?? 0) * (searchFee ?? 0)
    for (let index = 0; index < CLASSES; index += 1) cost += (usage[first + index] ?? 0) * (rates[index] ?? 0)
    this.#amounts.addAmount(group, LIST_COST, cost)
    const saving = (usage[first + 1] ?? 0) * caching[0] - (usage[first + 2] ?? 0) * caching[1] - (usage[first + 3] ?? 0) * caching[2]
    this.#amounts.addAmount(group, NET_SAVING, saving)
  }

  #addLarge(group: number, { rates, caching, searchFee }: PlainPrice, usage: Float64Array, at: number): void {
    const amounts = this.#amounts
    const first = at + FIRST_CLASS
    for (let index = 0; index < CLASSES; index += 1) amounts.add(group, LIST_COST, usage[first + index] ?? 0, rates[index] ?? 0)
    // A fee may be larger than a rate may, and searches are few: the fee takes the place of the tokens.
    amounts.add(group, LIST_COST, searchFee ?? 0, usage[at + SEARCHES] ?? 0)
    amounts.add(group, NET_SAVING, usage[first + 1] ?? 0, caching[0])
    amounts.add(group, NET_SAVING, usage[first + 2] ?? 0, -caching[1])
    amounts.add(group, NET_SAVING, usage[first + 3] ?? 0, -caching[2])
  }

  requests(group: number): number | null {
    return this.#is(group, REQUESTS_UNKNOWN) ? null : (this.#counts[group * COUNTS] ?? 0)
  }

  tokens(group: number, index: number): number {
    return this.#counts[group * COUNTS + FIRST_COUNT + index] ?? 0
  }

  unpricedTokens(group: number): number {
    return this.#counts[group * COUNTS + UNPRICED_TOKENS] ?? 0
  }

  /** Pico-USD, as text; null only if there is usage and none of it is priced. */
  listCost(group: number): string | null {
    if (this.#is(group, HAS_USAGE) && !this.#is(group, HAS_PRICED)) return null
    return this.#amounts.text(group, COST)
  }

  /** Pico-USD, as text. */
  netSaving(group: number): string {
    return this.#amounts.text(group, SAVING)
  }

  #is(group: number, fact: number): boolean {
    return ((this.#facts[group] ?? 0) & fact) !== 0
  }
}
