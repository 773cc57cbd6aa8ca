// What a chart over time draws of many groups, in columns: counts, list cost and net saving. `FigureColumns` tells all the
// figures of a group, for which it keeps ten exact sums; this keeps two. All numbers of a group lie together and are added in
// one function: with a class for counts and one for sums, adding up a year by day and surface took half as long again.
import { addAmount, addNumbers, addProduct, grown, LIMIT, RATE_LIMIT, SUM_WIDTH, sumAmount } from './exact-sums.ts'
import { CLASSES, FIRST_CLASS, REQUESTS, SEARCHES, tokensOf, UNCOUNTED } from './group-counts.ts'
import type { PlainPrice } from './plain-price.ts'

/** Numbers of a group: requests, the token classes, unpriced tokens, then two exact sums in pico-USD. */
const [REQUEST_COUNT, INPUT, READ, WRITE_5M, WRITE_1H, OUTPUT, UNPRICED_TOKENS, LIST_COST] = [0, 1, 2, 3, 4, 5, 6, 7]
const NET_SAVING = LIST_COST + SUM_WIDTH
const WIDTH = NET_SAVING + SUM_WIDTH
/** Facts of a group, as bits. */
const [REQUESTS_UNKNOWN, HAS_USAGE, HAS_PRICED] = [1, 2, 4]

/** A column each: of one length. Amounts in pico-USD, a number where that is a safe integer. */
export interface SeriesNumbers {
  /** Null where some of the evidence has no count. */
  requests: (number | null)[]
  uncachedInput: number[]
  cacheRead: number[]
  cacheWrite5m: number[]
  cacheWrite1h: number[]
  output: number[]
  unpricedTokens: number[]
  /** Null only if there is usage and none of it is priced. */
  listCost: (number | string | null)[]
  netSaving: (number | string)[]
}

export class SeriesColumns {
  #sums = new Float64Array(0)
  #facts = new Int32Array(0)
  /** At least what all amounts come to. */
  #atMost = 0

  /** Makes room for so many groups, all empty at first. */
  grow(groups: number): void {
    if (groups <= this.#facts.length) return
    const size = Math.max(groups, this.#facts.length * 2)
    const facts = new Int32Array(size)
    facts.set(this.#facts)
    this.#facts = facts
    this.#sums = grown(this.#sums, size * WIDTH)
  }

  /** As `FigureColumns.add`. */
  add(group: number, price: PlainPrice, usage: Float64Array, at: number): boolean {
    const { rates, caching, searchFee } = price
    const first = at + FIRST_CLASS
    const input = usage[first] ?? 0
    const read = usage[first + 1] ?? 0
    const write5m = usage[first + 2] ?? 0
    const write1h = usage[first + 3] ?? 0
    const output = usage[first + 4] ?? 0
    const searches = usage[at + SEARCHES] ?? 0
    const all = input + read + write5m + write1h + output
    const atMost = all * price.highest + searches * (searchFee ?? 0)
    this.#atMost += atMost
    if (this.#atMost >= LIMIT || searches >= RATE_LIMIT) return false
    const unpriced = price.unpriced === 0 ? 0 : tokensOf(usage, at, price.unpriced)
    const sums = this.#sums
    const to = group * WIDTH
    sums[to + REQUEST_COUNT] = (sums[to + REQUEST_COUNT] ?? 0) + (usage[at + REQUESTS] ?? 0)
    sums[to + INPUT] = (sums[to + INPUT] ?? 0) + input
    sums[to + READ] = (sums[to + READ] ?? 0) + read
    sums[to + WRITE_5M] = (sums[to + WRITE_5M] ?? 0) + write5m
    sums[to + WRITE_1H] = (sums[to + WRITE_1H] ?? 0) + write1h
    sums[to + OUTPUT] = (sums[to + OUTPUT] ?? 0) + output
    sums[to + UNPRICED_TOKENS] = (sums[to + UNPRICED_TOKENS] ?? 0) + unpriced
    if (atMost <= Number.MAX_SAFE_INTEGER) {
      // All of it together is an exact double.
      addAmount(sums, to + LIST_COST, input * (rates[0] ?? 0) + read * (rates[1] ?? 0) + write5m * (rates[2] ?? 0) + write1h * (rates[3] ?? 0)
        + output * (rates[4] ?? 0) + searches * (searchFee ?? 0))
      addAmount(sums, to + NET_SAVING, read * caching[0] - write5m * caching[1] - write1h * caching[2])
    } else this.#addLarge(to, price, usage, at)
    this.#facts[group] = (this.#facts[group] ?? 0) | (usage[at + UNCOUNTED] === 0 ? 0 : REQUESTS_UNKNOWN) | (all > 0 || searches > 0 ? HAS_USAGE : 0)
      | (unpriced < all || (searches > 0 && searchFee !== null) ? HAS_PRICED : 0)
    return true
  }

  #addLarge(to: number, { rates, caching, searchFee }: PlainPrice, usage: Float64Array, at: number): void {
    const sums = this.#sums
    const first = at + FIRST_CLASS
    for (let index = 0; index < CLASSES; index += 1) addProduct(sums, to + LIST_COST, usage[first + index] ?? 0, rates[index] ?? 0)
    // A fee may be larger than a rate may, and searches are few: the fee takes the place of the tokens.
    addProduct(sums, to + LIST_COST, searchFee ?? 0, usage[at + SEARCHES] ?? 0)
    addProduct(sums, to + NET_SAVING, usage[first + 1] ?? 0, caching[0])
    addProduct(sums, to + NET_SAVING, usage[first + 2] ?? 0, -caching[1])
    addProduct(sums, to + NET_SAVING, usage[first + 3] ?? 0, -caching[2])
  }

  /** As `FigureColumns.addGroups`. */
  addGroups(of: SeriesColumns, places: ArrayLike<number>): boolean {
    this.#atMost += of.#atMost
    if (this.#atMost >= LIMIT) return false
    for (let from = 0; from < places.length; from += 1) {
      const to = places[from] ?? 0
      addNumbers(this.#sums, to * WIDTH, { from: of.#sums, start: from * WIDTH, count: WIDTH })
      this.#facts[to] = (this.#facts[to] ?? 0) | (of.#facts[from] ?? 0)
    }
    return true
  }

  /** Of each of these groups. In one pass, since the numbers of a group lie together: a pass a column took a third longer. */
  read(groups: readonly number[]): SeriesNumbers {
    const columns: SeriesNumbers = {
      requests: [], uncachedInput: [], cacheRead: [], cacheWrite5m: [], cacheWrite1h: [], output: [], unpricedTokens: [], listCost: [], netSaving: [],
    }
    const sums = this.#sums
    for (const group of groups) {
      const at = group * WIDTH
      columns.requests.push(this.#is(group, REQUESTS_UNKNOWN) ? null : (sums[at + REQUEST_COUNT] ?? 0))
      columns.uncachedInput.push(sums[at + INPUT] ?? 0)
      columns.cacheRead.push(sums[at + READ] ?? 0)
      columns.cacheWrite5m.push(sums[at + WRITE_5M] ?? 0)
      columns.cacheWrite1h.push(sums[at + WRITE_1H] ?? 0)
      columns.output.push(sums[at + OUTPUT] ?? 0)
      columns.unpricedTokens.push(sums[at + UNPRICED_TOKENS] ?? 0)
      const isUnpriced = this.#is(group, HAS_USAGE) && !this.#is(group, HAS_PRICED)
      columns.listCost.push(isUnpriced ? null : sumAmount(sums[at + LIST_COST] ?? 0, sums[at + LIST_COST + 1] ?? 0))
      columns.netSaving.push(sumAmount(sums[at + NET_SAVING] ?? 0, sums[at + NET_SAVING + 1] ?? 0))
    }
    return columns
  }

  #is(group: number, fact: number): boolean {
    return ((this.#facts[group] ?? 0) & fact) !== 0
  }
}
