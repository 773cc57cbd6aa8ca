// Compares what is not tokens: web searches against their fee; charges that logs know nothing of are told as such. Pure.
import { fraction, roundHalfEven, ZERO, type Fraction } from './fraction.ts'
import { grouped } from './grouped.ts'
import type { Pico } from './money.ts'
import { isBelowList } from './reconcile-discount.ts'
import type { Entries } from './reconcile-entries.ts'
import { explains, listOf, nearest, size, slackOf } from './reconcile-lots.ts'
import type { BilledGroup, FoundDiscount } from './reconcile-types.ts'
import type { UsageCell } from './usage.ts'

export interface OtherWork {
  entries: Entries
  lines: readonly BilledGroup[]
  cells: readonly UsageCell[]
  inferred: readonly FoundDiscount[]
  isUsage(line: BilledGroup): boolean
  /** Pico-USD a search; null: no price. */
  searchFee(utcDay: string): Pico | null
  periodOf(day: string): number | undefined
  dayOf(period: number): string
  sides(period: number): { logs: boolean; bill: boolean }
}

export function reconcileOther(work: OtherWork): void {
  postCharges(work)
  postSearches(work)
}

/** Charges that no log tells of, and lines of discounts. */
function postCharges({ entries, lines, isUsage }: OtherWork): void {
  for (const line of lines) {
    if (isUsage(line)) continue
    const place = { day: line.firstDay, model: line.priceClass.model, meter: line.meter }
    const entry = entries.at(place)
    const list = line.meter === 'discount' ? 0n : line.list ?? line.billed
    entry.billed += line.billed
    if (entry.billedList !== null) entry.billedList += list
    entries.post(place, 'discount', line.billed - list)
    entries.post(place, 'otherMeters', list)
  }
}

interface Searches { period: number; model: string; computed: bigint; lines: BilledGroup[] }

function postSearches(work: OtherWork): void {
  for (const searches of bySide(work)) postSearch(searches, work)
}

/** By period and model. Where the bill names one model (or none) for all its searches, the logs' stand beside it. */
function bySide({ cells, lines, searchFee, periodOf }: OtherWork): Searches[] {
  const billed = lines.filter(({ meter }) => meter === 'webSearches')
  const models = new Set(billed.map(({ priceClass }) => priceClass.model))
  const [only] = models
  const used = cells.filter(({ webSearches }) => webSearches > 0)
  const isElsewhere = only !== undefined && models.size === 1 && !used.some(({ priceClass }) => priceClass.model === only)
  const found = new Map<string, Searches>()
  const at = (period: number, model: string): Searches => {
    const key = `${period}|${model}`
    const held = found.get(key) ?? { period, model, computed: 0n, lines: [] }
    found.set(key, held)
    return held
  }
  for (const { utcDay, priceClass, webSearches } of used) {
    const [period, fee] = [periodOf(utcDay), searchFee(utcDay)]
    if (period !== undefined && fee !== null) at(period, isElsewhere ? only : priceClass.model).computed += fee * BigInt(webSearches)
  }
  for (const line of billed) {
    const period = periodOf(line.firstDay)
    if (period !== undefined) at(period, line.priceClass.model).lines.push(line)
  }
  return [...found.values()]
}

function postSearch({ period, model, computed, lines }: Searches, { entries, inferred, searchFee, dayOf, sides }: OtherWork): void {
  const place = { day: dayOf(period), model, meter: 'webSearches' as const }
  const entry = entries.at(place)
  entry.computed += computed
  const { billed, list, slack } = added(lines)
  const off = list === null ? offOf({ billed, list, slack }, { computed, fee: searchFee(place.day), discounts: inferred.map(({ rate }) => rate) }) : billed - list
  entry.billed += billed
  entry.billedList = list === null ? (isBelowList(inferred) ? billed - off : null) : list
  entries.post(place, 'discount', off)
  const rest = billed - off - computed
  const { logs, bill } = sides(period)
  const isRounding = 2n * size(rest) <= slack + 1n && lines.length > 0
  entries.post(place, isRounding ? 'rounding' : !logs ? 'logGap' : !bill ? 'billGap' : 'otherMeters', rest)
}

/**
 * What the discount takes off: of the searches of the logs, or of another whole number of them; nothing where the fee is
 * charged in full, or where neither is so.
 */
function offOf(row: { billed: bigint; list: null; slack: bigint }, given: { computed: bigint; fee: bigint | null; discounts: readonly Fraction[] }): bigint {
  const { computed, fee, discounts } = given
  if (explains(row, computed, ZERO)) return 0n
  for (const discount of discounts) {
    const whole = fee === null || fee === 0n ? computed : nearest(listOf(row, discount), fee) * fee
    const expected = [computed, whole].find((list) => explains(row, list, discount))
    if (expected !== undefined) return -roundHalfEven(fraction(expected * discount.num, discount.den))
  }
  return 0n
}

function added(lines: readonly BilledGroup[]): { billed: bigint; list: bigint | null; slack: bigint } {
  const withList = grouped(lines, ({ list }) => list !== null)
  const list = withList.has(false) ? null : lines.reduce((sum, line) => sum + (line.list ?? 0n), 0n)
  return {
    billed: lines.reduce((sum, line) => sum + line.billed, 0n), list, slack: lines.reduce((sum, line) => sum + slackOf(line), 0n),
  }
}
