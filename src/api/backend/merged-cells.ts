// The usage a view looks at, added up as far as its groups and its prices allow: some thousand cells instead of all
// rollup rows of a year. Exact: cells are merged only where the same prices hold and nothing of them is unpriced.
import type { CellRow, DayChunk } from '../../../db/ledger.ts'
import { dayText } from '../../../db/zone-days.ts'
import { addDays } from '../../core/calendar.ts'
import type { PriceBook } from '../../core/price-book.ts'
import { BASES, TOKEN_CLASSES } from '../../core/usage.ts'
import type { Filters, GroupKey } from '../contract/shapes.ts'
import type { Attribution, Pair } from './attribution.ts'
import { BasisDays, cellQuery, pairFilter, span, viewCells, type Billing, type CellView, type ViewCell } from './cell-view.ts'
import type { Context } from './context.ts'
import { bucketFor, keyValue } from './group-keys.ts'

/** Numbers a row of a chunk has: entries, requests, entries without a count, the token classes, web searches. */
const WIDTH = 9
const [REQUESTS, UNCOUNTED, FIRST_CLASS, SEARCHES] = [1, 2, 3, 8]
/** Known classes stay far below this, so that group and class make one number. */
const CLASS_SPACE = 2 ** 20

export interface MergeOptions {
  by: readonly GroupKey[]
  /** Rules not saved yet (previews). */
  attribution?: Attribution
  /** Without it, both. */
  billing?: Billing
  /** True: cells of different UTC days stay apart, whatever their prices. */
  eachDay?: boolean
  /** True: cells of different pairs stay apart, whatever their groups. */
  eachPair?: boolean
}

/** As `viewCells`, but cells that fall into one group of `by` and cost the same are one. `pair` is one of theirs. */
export function mergedCells(context: Context, filters: Filters, options: MergeOptions): CellView {
  const bucket = bucketFor(options.by)
  const attribution = options.attribution ?? context.attribution()
  const { tz, from, to } = cellQuery(filters, bucket)
  const found = bucket === 'hour' ? null : context.ledger.usage.dayChunks({ from, to, tz })
  if (found === null) return viewCells(context, filters, { bucket, attribution, billing: options.billing })
  const choice = context.basisChoice(filters.basis)
  const days = new BasisDays()
  const merge = new Merge({
    by: options.by, book: context.prices.book(), eachDay: options.eachDay === true, eachPair: options.eachPair === true,
    pairOf: wantedPairs(attribution, pairFilter(filters, options.billing), found.pairs),
    counts: ({ known, origin }, utcDay, basis) => {
      const { platform } = known.priceClass
      if (!choice.counts(platform, utcDay, { basis, importer: origin.importer })) return false
      days.add(platform, { basis, utcDay })
      return true
    },
  })
  for (const chunk of found.chunks) merge.add(chunk)
  return { cells: merge.cells, window: { ...span(context, filters, tz), tz, basis: days.counts() } }
}

/** The pair of each number, null where it is not wanted; looked up once. */
function wantedPairs(
  attribution: Attribution, wanted: (pair: Pair) => boolean, pairs: readonly { originId: number; classId: number }[],
): (number: number) => Pair | null {
  return (number) => {
    const ids = pairs[number]
    const pair = ids === undefined ? null : attribution.pair(ids.originId, ids.classId)
    return pair !== null && wanted(pair) ? pair : null
  }
}

interface MergeParts {
  by: readonly GroupKey[]
  book: PriceBook
  eachDay: boolean
  eachPair: boolean
  pairOf(number: number): Pair | null
  /** Whether this evidence counts on that day. */
  counts(pair: Pair, utcDay: string, basis: CellRow['basis']): boolean
}

/** What a pair is for this view. `evidence` numbers its platform and importer: what counts is decided by these. */
interface Seen { pair: Pair; group: number; evidence: number }

/** A cell that still takes rows. `apart`: of one UTC day only. */
interface Open { row: CellRow; apart: boolean }

class Merge {
  readonly cells: ViewCell[] = []
  readonly #parts: MergeParts
  readonly #epochOf: (utcDay: string) => string
  readonly #seen: (Seen | null | undefined)[] = []
  readonly #groups = new Map<string, number>()
  readonly #evidence = new Map<string, number>()
  /** By group and class, of one part of time and one run of days with the same prices. */
  readonly #open = new Map<number, Open>()
  #openOf = ''
  #bucket: string | null = null
  #utcDay = ''
  /** Which evidence counts on the UTC day at hand, by platform, importer and basis. */
  #counting: (boolean | undefined)[] = []

  constructor(parts: MergeParts) {
    this.#parts = parts
    this.#epochOf = parts.eachDay ? (utcDay) => utcDay : priceEpochs(parts.book)
  }

  add(chunk: DayChunk): void {
    this.#bucket = bucketFor(this.#parts.by) === null ? null : dayText(chunk.day)
    const { sums } = chunk
    let utcDay = Number.NaN
    for (let at = 0; at < chunk.length; at += 1) {
      if (chunk.utcDay[at] !== utcDay) this.#startUtcDay((utcDay = chunk.utcDay[at] ?? 0))
      const seen = this.#seenOf(chunk.pair[at] ?? 0)
      const basis = chunk.basis[at] ?? 0
      if (seen === null || !this.#isCounted(seen, basis)) continue
      addSums(this.#cellFor(seen, basis, sums[at * WIDTH + SEARCHES] ?? 0), sums, at * WIDTH)
    }
  }

  #startUtcDay(utcDay: number): void {
    this.#utcDay = dayText(utcDay)
    this.#counting = []
    const of = `${this.#timeKey()} ${this.#epochOf(this.#utcDay)}`
    if (of !== this.#openOf) this.#open.clear()
    this.#openOf = of
  }

  /** Groups by month alone may share a cell for a month; all others by time, for a day. */
  #timeKey(): string {
    const { by } = this.#parts
    const byMonth = by.includes('month') && !by.includes('week') && !by.includes('day')
    return (byMonth ? this.#bucket?.slice(0, 7) : this.#bucket) ?? ''
  }

  #seenOf(number: number): Seen | null {
    let seen = this.#seen[number]
    if (seen !== undefined) return seen
    const pair = this.#parts.pairOf(number)
    seen = pair === null ? null : { pair, group: this.#parts.eachPair ? number : this.#groupOf(pair), evidence: this.#evidenceOf(pair) }
    this.#seen[number] = seen
    return seen
  }

  /** By the keys that are no part of time. */
  #groupOf(pair: Pair): number {
    return numberOf(this.#groups, this.#parts.by.map((name) => keyValue(name, pair, null) ?? '\u0000').join('\u001f'))
  }

  #evidenceOf({ known, origin }: Pair): number {
    return numberOf(this.#evidence, `${known.priceClass.platform} ${origin.importer}`)
  }

  #isCounted({ pair, evidence }: Seen, basis: number): boolean {
    const key = evidence * BASES.length + basis
    return (this.#counting[key] ??= this.#parts.counts(pair, this.#utcDay, BASES[basis] ?? 'bills'))
  }

  #cellFor({ pair, group }: Seen, basis: number, searches: number): CellRow {
    const key = group * CLASS_SPACE + pair.known.index
    const open = this.#open.get(key)
    if (open !== undefined && (open.row.utcDay === this.#utcDay || !(open.apart || this.#searchesApart(pair, searches)))) return open.row
    const row: CellRow = {
      originId: pair.originId, classId: pair.classId, bucket: this.#bucket, utcDay: this.#utcDay, basis: BASES[basis] ?? 'bills',
      requests: 0, requestsKnown: true, webSearches: 0, tokens: { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
    }
    this.#open.set(key, { row, apart: this.#isPartlyUnpriced(pair) || this.#searchesApart(pair, searches) })
    this.cells.push({ pair, row })
    return row
  }

  /** The requests behind what has no price are counted cell by cell, so that such cells stay as fine as ever. */
  #isPartlyUnpriced({ known }: Pair): boolean {
    const match = this.#parts.book.find(known.priceClass, this.#utcDay)
    return match.kind === 'unpriced' || TOKEN_CLASSES.some((name) => match.point.rates[name] === null)
  }

  #searchesApart({ known }: Pair, searches: number): boolean {
    return searches > 0 && this.#parts.book.searchFee(known.priceClass.platform, this.#utcDay) === null
  }
}

function numberOf(numbers: Map<string, number>, key: string): number {
  let number = numbers.get(key)
  if (number === undefined) numbers.set(key, (number = numbers.size))
  return number
}

function addSums(row: CellRow, sums: Float64Array, at: number): void {
  const { tokens } = row
  row.requests += sums[at + REQUESTS] ?? 0
  if (sums[at + UNCOUNTED] !== 0) row.requestsKnown = false
  tokens.uncachedInput += sums[at + FIRST_CLASS] ?? 0
  tokens.cacheRead += sums[at + FIRST_CLASS + 1] ?? 0
  tokens.cacheWrite5m += sums[at + FIRST_CLASS + 2] ?? 0
  tokens.cacheWrite1h += sums[at + FIRST_CLASS + 3] ?? 0
  tokens.output += sums[at + FIRST_CLASS + 4] ?? 0
  row.webSearches += sums[at + SEARCHES] ?? 0
}

/** Names the run of UTC days, without any change of a price between them, that a day lies in. */
function priceEpochs(book: PriceBook): (utcDay: string) => string {
  const changes = [...book.points, ...book.searchFees].flatMap(({ effectiveFrom, effectiveTo }) =>
    [effectiveFrom, effectiveTo === null ? null : addDays(effectiveTo, 1)].filter((day) => day !== null))
  const sorted = [...new Set(changes)].toSorted()
  return (utcDay) => sorted.findLast((day) => day <= utcDay) ?? ''
}
