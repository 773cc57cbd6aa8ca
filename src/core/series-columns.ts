// What a chart over time draws of many groups, in columns: counts, list cost and net saving. `FigureColumns` tells all the
// figures of a group, for which it keeps ten exact sums; this keeps two, and takes half the time.
import { ExactSums, LIMIT, RATE_LIMIT } from './exact-sums.ts'
import { ALL_CLASSES, CLASSES, FIRST_CLASS, GroupCounts, REQUESTS, SEARCHES, tokensOf, UNCOUNTED } from './group-counts.ts'
import type { PlainPrice } from './plain-price.ts'

/** Counts of a group: requests, the token classes, unpriced tokens. */
const COUNTS = 7
const [REQUEST_COUNT, FIRST_COUNT, UNPRICED_TOKENS] = [0, 1, 6]
const [AMOUNTS, LIST_COST, NET_SAVING] = [2, 0, 1]
const [COST, SAVING] = [[1, 0], [0, 1]]
const [REQUESTS_UNKNOWN, HAS_USAGE, HAS_PRICED] = [1, 2, 4]

export class SeriesColumns {
  readonly #counts = new GroupCounts(COUNTS)
  readonly #amounts = new ExactSums(AMOUNTS, 0)
  /** At least what all amounts come to. */
  #atMost = 0

  /** Makes room for so many groups, all empty at first. */
  grow(groups: number): void {
    const size = this.#counts.grow(groups)
    if (size !== null) this.#amounts.grow(size)
  }

  /** As `FigureColumns.add`. */
  add(group: number, price: PlainPrice, usage: Float64Array, at: number): boolean {
    const searches = usage[at + SEARCHES] ?? 0
    const [all, unpriced] = [tokensOf(usage, at, ALL_CLASSES), tokensOf(usage, at, price.unpriced)]
    const atMost = all * price.highest + searches * (price.searchFee ?? 0)
    this.#atMost += atMost
    if (this.#atMost >= LIMIT || searches >= RATE_LIMIT) return false
    this.#counts.add(group, REQUEST_COUNT, usage[at + REQUESTS] ?? 0)
    this.#counts.addTokens(group, FIRST_COUNT, usage, at)
    this.#counts.add(group, UNPRICED_TOKENS, unpriced)
    if (atMost <= Number.MAX_SAFE_INTEGER) this.#addSmall(group, price, usage, at)
    else this.#addLarge(group, price, usage, at)
    this.#counts.mark(group, (usage[at + UNCOUNTED] === 0 ? 0 : REQUESTS_UNKNOWN) | (all > 0 || searches > 0 ? HAS_USAGE : 0)
      | (unpriced < all || (searches > 0 && price.searchFee !== null) ? HAS_PRICED : 0))
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
    return this.#counts.is(group, REQUESTS_UNKNOWN) ? null : this.#counts.of(group, REQUEST_COUNT)
  }

  tokens(group: number, index: number): number {
    return this.#counts.of(group, FIRST_COUNT + index)
  }

  unpricedTokens(group: number): number {
    return this.#counts.of(group, UNPRICED_TOKENS)
  }

  /** Pico-USD, as text; null only if there is usage and none of it is priced. */
  listCost(group: number): string | null {
    if (this.#counts.is(group, HAS_USAGE) && !this.#counts.is(group, HAS_PRICED)) return null
    return this.#amounts.text(group, COST)
  }

  /** Pico-USD, as text. */
  netSaving(group: number): string {
    return this.#amounts.text(group, SAVING)
  }
}
