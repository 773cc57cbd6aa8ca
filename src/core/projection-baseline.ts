// Today's side of a projection: usage added up per surface, price class and span of days with the same prices.
// Does not depend on the scenario, so that a slider step starts from here.
import { addDays } from './calendar.ts'
import { BASIS_POINTS, discountBasisPoints, type Discount } from './discount.ts'
import type { Pico } from './money.ts'
import type { PriceBook, PricePoint } from './price-book.ts'
import { priceClassKey } from './price-class.ts'
import { priceChanges } from './projection-plan.ts'
import { TOKEN_CLASSES, type PriceClass, type TokenClass, type TokenCounts, type UsageCell } from './usage.ts'

/** Usage of one surface, class and UTC day, or of several days of one span (see `priceSpans`): then the last of them. */
export interface ProjectionCell extends UsageCell {
  surface: string
}

export type TokenVector = Record<TokenClass, bigint>

/** Usage with one price today. */
export interface Group {
  surface: string
  priceClass: PriceClass
  /** The last day of the span with usage; every day of it has the same prices. */
  utcDay: string
  point: PricePoint
  /** Tokens of the classes that have a price today. */
  tokens: TokenVector
  webSearches: bigint
  /** Pico-USD a search. */
  searchFee: Pico
  /** Today's list cost, web searches included. */
  listCost: Pico
  /** Today's discount in hundredths of a percent. */
  discount: bigint
  /** Equal where class and span of days are: such groups have the same plan. */
  planKey: string
}

/** One surface today. */
export interface SurfaceBaseline {
  surface: string
  groups: Group[]
  /** List cost less today's discounts, in pico-USD x BASIS_POINTS. */
  costBasisPoints: bigint
  /** Tokens without a price today, by the reason. */
  leftOut: Map<string, number>
  warnings: Set<string>
}

export interface Baseline {
  surfaces: readonly SurfaceBaseline[]
  lastDay: string
}

export interface BaselineInput {
  cells: readonly ProjectionCell[]
  book: PriceBook
  discounts: readonly Discount[]
}

/** Index of the span a day lies in, for sorted starts of spans. */
export function spanOf(starts: readonly string[], utcDay: string): number {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? '') <= utcDay) low = middle + 1
    else high = middle
  }
  return low
}

/** The days on which some of these prices, fees and discounts change. */
export function spanStarts(changes: readonly string[], discounts: readonly Discount[]): readonly string[] {
  const days = discounts.flatMap(({ effectiveFrom, effectiveTo }) =>
    [...(effectiveFrom === null ? [] : [effectiveFrom]), ...(effectiveTo === null ? [] : [addDays(effectiveTo, 1)])])
  return days.length === 0 ? changes : [...new Set([...changes, ...days])].toSorted()
}

/** Numbers the span of days, all with the same prices and discounts, that a UTC day lies in. */
export function daySpans(book: PriceBook, discounts: readonly Discount[]): (utcDay: string) => number {
  const starts = spanStarts(priceChanges(book), discounts)
  return (utcDay) => spanOf(starts, utcDay)
}

/** As a name. */
export function priceSpans(book: PriceBook, discounts: readonly Discount[]): (utcDay: string) => string {
  const spanOfDay = daySpans(book, discounts)
  return (utcDay) => String(spanOfDay(utcDay))
}

interface Sum {
  planKey: string
  surface: string
  priceClass: PriceClass
  utcDay: string
  tokens: TokenCounts
  webSearches: number
}

const planKeys = new WeakMap<PriceClass, string[]>()

/** One text for every surface: looked up thousands of times, the same text is found without being compared letter by letter. */
function planKeyOf(priceClass: PriceClass, span: number): string {
  let bySpan = planKeys.get(priceClass)
  if (bySpan === undefined) planKeys.set(priceClass, (bySpan = []))
  return (bySpan[span] ??= `${span}\u001e${priceClassKey(priceClass)}`)
}

function sumCells(cells: readonly ProjectionCell[], starts: readonly string[]): Sum[] {
  const spans = new Map<string, number>()
  const sums = new Map<string, Sum>()
  for (const cell of cells) {
    let span = spans.get(cell.utcDay)
    if (span === undefined) spans.set(cell.utcDay, (span = spanOf(starts, cell.utcDay)))
    const planKey = planKeyOf(cell.priceClass, span)
    const key = `${planKey}\u001e${cell.surface}`
    const sum = sums.get(key)
    if (sum === undefined) {
      const { surface, priceClass, utcDay, tokens, webSearches } = cell
      sums.set(key, { planKey, surface, priceClass, utcDay, tokens: { ...tokens }, webSearches })
      continue
    }
    if (cell.utcDay > sum.utcDay) sum.utcDay = cell.utcDay
    sum.webSearches += cell.webSearches
    for (const name of TOKEN_CLASSES) sum.tokens[name] += cell.tokens[name]
  }
  return [...sums.values()]
}

/** Tokens that have a price today; the others are left out of both sides. */
function pricedTokens(tokens: TokenCounts, point: PricePoint): { tokens: TokenVector; leftOut: number } {
  const kept: TokenVector = { uncachedInput: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n }
  let leftOut = 0
  for (const name of TOKEN_CLASSES) {
    if (point.rates[name] === null) leftOut += tokens[name]
    else kept[name] = BigInt(tokens[name])
  }
  return { tokens: kept, leftOut }
}

const LOWER_BOUND = "Today's cost is a lower bound: some of the evidence does not say how large its prompts are."
const ASSUMED_SPLIT = 'Cache writes whose lifetime is not known are priced as 5 minute writes.'
const leftOutText = (tokens: number, why: string) =>
  `${tokens.toLocaleString('en-US')} tokens have no price today and are left out of both sides: ${why}`

/** Summed by cause, so that a surface says each cause once. */
function leaveOut(into: SurfaceBaseline, why: string, tokens: number): void {
  if (tokens > 0) into.leftOut.set(why, (into.leftOut.get(why) ?? 0) + tokens)
}

function addSum(into: SurfaceBaseline, sum: Sum, { book, discounts }: BaselineInput): void {
  const { priceClass, utcDay } = sum
  const match = book.find(priceClass, utcDay)
  const searchFee = book.searchFee(priceClass.platform, utcDay)
  const discount = discountBasisPoints(discounts, priceClass.platform, utcDay)
  const fees = searchFee === null ? 0n : searchFee * BigInt(sum.webSearches)
  if (match.kind === 'unpriced') {
    const all = TOKEN_CLASSES.reduce((total, name) => total + sum.tokens[name], 0)
    leaveOut(into, match.why, all)
    // Its searches have a price, and stay.
    into.costBasisPoints += fees * (BASIS_POINTS - discount)
    return
  }
  const { tokens, leftOut } = pricedTokens(sum.tokens, match.point)
  leaveOut(into, `${priceClass.model} has no price for them on that route.`, leftOut)
  const listCost = fees + tokenCost(tokens, match.point)
  into.groups.push({
    planKey: sum.planKey, surface: sum.surface, priceClass, utcDay, point: match.point, tokens, searchFee: searchFee ?? 0n,
    listCost, discount, webSearches: searchFee === null ? 0n : BigInt(sum.webSearches),
  })
  into.costBasisPoints += listCost * (BASIS_POINTS - discount)
  if (match.lowerBound) into.warnings.add(LOWER_BOUND)
  if (priceClass.assumptions.includes('write-split') && tokens.cacheWrite5m > 0n) {
    into.warnings.add(ASSUMED_SPLIT)
  }
}

function tokenCost(tokens: TokenVector, point: PricePoint): Pico {
  return TOKEN_CLASSES.reduce((cost, name) => cost + tokens[name] * (point.rates[name] ?? 0n), 0n)
}

function build(input: BaselineInput): Baseline {
  const surfaces = new Map<string, SurfaceBaseline>()
  for (const sum of sumCells(input.cells, spanStarts(priceChanges(input.book), input.discounts))) {
    let into = surfaces.get(sum.surface)
    if (into === undefined) {
      into = { surface: sum.surface, groups: [], costBasisPoints: 0n, leftOut: new Map(), warnings: new Set() }
      surfaces.set(sum.surface, into)
    }
    addSum(into, sum, input)
  }
  for (const { leftOut, warnings } of surfaces.values()) {
    for (const [why, tokens] of leftOut) warnings.add(leftOutText(tokens, why))
  }
  const sorted = [...surfaces.values()].toSorted((a, b) => (a.surface < b.surface ? -1 : a.surface > b.surface ? 1 : 0))
  return { surfaces: sorted, lastDay: input.cells.reduce((last, cell) => (cell.utcDay > last ? cell.utcDay : last), '') }
}

const built = new WeakMap<readonly ProjectionCell[], { book: PriceBook; discounts: string; baseline: Baseline }>()

/** Today's side. Kept for the same array of cells, which must not be changed in place. */
export function baselineOf(input: BaselineInput): Baseline {
  const discounts = JSON.stringify(input.discounts)
  const held = built.get(input.cells)
  if (held !== undefined && held.book === input.book && held.discounts === discounts) return held.baseline
  const baseline = build(input)
  built.set(input.cells, { book: input.book, discounts, baseline })
  return baseline
}
