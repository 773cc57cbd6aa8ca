// The figures of many groups at once, in columns: what `FiguresSum` is for one group. Prices usage with plain prices,
// exactly; who adds usage that is too large is told, and must take the way over cells.
import { ExactSums, LIMIT, RATE_LIMIT } from './exact-sums.ts'
import type { Figures } from './figures.ts'
import { ALL_CLASSES, CLASSES, FIRST_CLASS, GroupCounts, REQUESTS, SEARCHES, tokensOf, UNCOUNTED } from './group-counts.ts'
import { assumptionBit, assumptionsOfBits, type PlainPrice } from './plain-price.ts'

const [READ, WRITE_5M, WRITE_1H] = [1, 2, 3]

/** Counts of a group: requests, unpriced requests, unpriced tokens, web searches, then the token classes. */
const COUNTS = 9
const [REQUEST_COUNT, UNPRICED_REQUESTS, UNPRICED_TOKENS, SEARCH_COUNT, FIRST_COUNT] = [0, 1, 2, 3, 4]
/** Amounts of a group: the token classes, then these. */
const AMOUNTS = 10
const [SEARCH_COST, READ_SAVING, PREMIUM_5M, PREMIUM_1H, LOWER_BOUND_COST] = [5, 6, 7, 8, 9]
/** Which amounts a figure adds up, and with which sign. */
const LIST_COST = [1, 1, 1, 1, 1, 1]
const NET_SAVING = [0, 0, 0, 0, 0, 0, 1, -1, -1]
const WITHOUT_CACHING = [1, 1, 1, 1, 1, 0, 1, -1, -1]
/** Facts of a group, as bits; those of the assumptions come after them. */
const [REQUESTS_UNKNOWN, UNPRICED_UNKNOWN, HAS_USAGE, HAS_PRICED, LOWER_BOUND, ASSUMPTIONS_FROM] = [1, 2, 4, 8, 16, 32]

const SPLIT = assumptionBit('write-split')

export class FigureColumns {
  readonly #counts = new GroupCounts(COUNTS)
  readonly #amounts = new ExactSums(AMOUNTS, 0)
  /** At least what all amounts come to. */
  #atMost = 0

  /** Makes room for so many groups, all empty at first. */
  grow(groups: number): void {
    const size = this.#counts.grow(groups)
    if (size !== null) this.#amounts.grow(size)
  }

  /**
   * Adds usage of one price class, `USAGE_WIDTH` numbers from `at`, to a group there is room for. Where something of it has no
   * price, it must be all the group has of that class and UTC day, so that the requests behind it are known. False: too large
   * to be exact.
   */
  add(group: number, price: PlainPrice, usage: Float64Array, at: number): boolean {
    const searches = usage[at + SEARCHES] ?? 0
    const [all, unpriced] = [tokensOf(usage, at, ALL_CLASSES), tokensOf(usage, at, price.unpriced)]
    this.#atMost += all * price.highest + searches * (price.searchFee ?? 0)
    if (this.#atMost >= LIMIT || searches >= RATE_LIMIT) return false
    const isUnpriced = unpriced > 0 || (searches > 0 && price.searchFee === null)
    if (isUnpriced) this.#addUnpriced(group, unpriced, usage, at)
    this.#addCounts(group, usage, at)
    this.#addAmounts(group, price, usage, at)
    this.#addFacts(group, price, { usage, at, all, isSomePriced: unpriced < all || (searches > 0 && price.searchFee !== null) })
    return true
  }

  #addCounts(group: number, usage: Float64Array, at: number): void {
    this.#counts.add(group, REQUEST_COUNT, usage[at + REQUESTS] ?? 0)
    this.#counts.add(group, SEARCH_COUNT, usage[at + SEARCHES] ?? 0)
    this.#counts.addTokens(group, FIRST_COUNT, usage, at)
    if (usage[at + UNCOUNTED] !== 0) this.#counts.mark(group, REQUESTS_UNKNOWN)
  }

  #addUnpriced(group: number, tokens: number, usage: Float64Array, at: number): void {
    this.#counts.add(group, UNPRICED_REQUESTS, usage[at + REQUESTS] ?? 0)
    this.#counts.add(group, UNPRICED_TOKENS, tokens)
    if (usage[at + UNCOUNTED] !== 0) this.#counts.mark(group, UNPRICED_UNKNOWN)
  }

  #addAmounts(group: number, { rates, caching, searchFee }: PlainPrice, usage: Float64Array, at: number): void {
    const amounts = this.#amounts
    for (let index = 0; index < CLASSES; index += 1) amounts.add(group, index, usage[at + FIRST_CLASS + index] ?? 0, rates[index] ?? 0)
    // A fee may be larger than a rate may, and searches are few: the fee takes the place of the tokens.
    amounts.add(group, SEARCH_COST, searchFee ?? 0, usage[at + SEARCHES] ?? 0)
    amounts.add(group, READ_SAVING, usage[at + FIRST_CLASS + READ] ?? 0, caching[0])
    amounts.add(group, PREMIUM_5M, usage[at + FIRST_CLASS + WRITE_5M] ?? 0, caching[1])
    amounts.add(group, PREMIUM_1H, usage[at + FIRST_CLASS + WRITE_1H] ?? 0, caching[2])
  }

  #addFacts(group: number, price: PlainPrice, of: { usage: Float64Array; at: number; all: number; isSomePriced: boolean }): void {
    const { usage, at, all, isSomePriced } = of
    const hasWrites = usage[at + FIRST_CLASS + WRITE_5M] !== 0 || usage[at + FIRST_CLASS + WRITE_1H] !== 0
    const assumed = (hasWrites ? price.assumed : price.assumed & ~SPLIT) | (all > 0 ? price.assumedWithTokens : 0)
    const bandUnknown = price.bandUnknown && all > 0
    const splitUnknown = (assumed & SPLIT) !== 0 && price.isPriced
    this.#counts.mark(group, (assumed * ASSUMPTIONS_FROM) | (all > 0 || usage[at + SEARCHES] !== 0 ? HAS_USAGE : 0)
      | (isSomePriced ? HAS_PRICED : 0) | (bandUnknown || splitUnknown ? LOWER_BOUND : 0))
    for (let index = 0; index < CLASSES; index += 1) {
      if (!bandUnknown && !(splitUnknown && index === WRITE_5M)) continue
      this.#amounts.add(group, LOWER_BOUND_COST, usage[at + FIRST_CLASS + index] ?? 0, price.rates[index] ?? 0)
    }
  }

  /** Adds what the groups of `of` hold to groups of these, `places` by the group in `of`. False: too large to be exact. */
  addGroups(of: FigureColumns, places: ArrayLike<number>): boolean {
    this.#atMost += of.#atMost
    if (this.#atMost >= LIMIT) return false
    for (let from = 0; from < places.length; from += 1) this.#addGroup(places[from] ?? 0, of, from)
    return true
  }

  /** Adds up all groups before `to` in `to`; amounts stay below the limit that all of them keep. */
  addAll(to: number): void {
    for (let from = 0; from < to; from += 1) this.#addGroup(to, this, from)
  }

  #addGroup(to: number, of: FigureColumns, from: number): void {
    this.#counts.addGroup(to, of.#counts, from)
    this.#amounts.addRow(to, of.#amounts, from)
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
    return this.#amounts.text(group, LIST_COST)
  }

  /** What `FiguresSum` tells, its amounts written from their exact sums: no BigInt is made of what fits a double. */
  figures(group: number): Figures {
    const [counts, amounts] = [this.#counts, this.#amounts]
    return {
      requests: this.requests(group),
      tokens: {
        uncachedInput: this.tokens(group, 0), cacheRead: this.tokens(group, 1), cacheWrite5m: this.tokens(group, 2),
        cacheWrite1h: this.tokens(group, 3), output: this.tokens(group, 4),
      },
      webSearches: counts.of(group, SEARCH_COUNT),
      listCost: this.listCost(group),
      costByClass: {
        uncachedInput: amounts.textOf(group, 0), cacheRead: amounts.textOf(group, 1), cacheWrite5m: amounts.textOf(group, 2),
        cacheWrite1h: amounts.textOf(group, 3), output: amounts.textOf(group, 4), webSearches: amounts.textOf(group, SEARCH_COST),
      },
      unpricedRequests: counts.is(group, UNPRICED_UNKNOWN) ? null : counts.of(group, UNPRICED_REQUESTS),
      unpricedTokens: this.unpricedTokens(group),
      lowerBound: counts.is(group, LOWER_BOUND),
      lowerBoundCost: amounts.textOf(group, LOWER_BOUND_COST),
      assumptions: assumptionsOfBits(Math.floor(counts.factsOf(group) / ASSUMPTIONS_FROM)),
      caching: {
        readSaving: amounts.textOf(group, READ_SAVING), writePremium5m: amounts.textOf(group, PREMIUM_5M), writePremium1h: amounts.textOf(group, PREMIUM_1H),
        netSaving: amounts.text(group, NET_SAVING), costWithoutCaching: amounts.text(group, WITHOUT_CACHING),
      },
    }
  }
}
