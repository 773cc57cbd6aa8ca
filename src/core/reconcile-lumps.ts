// Bills that tell no class of tokens: one amount a day (or month) and model, or for everything. Compares it with all that the
// logs hold there. The bill's meter is another than the logs': that part is told as such, and sums to zero. Pure.
import { fraction, roundHalfEven, ZERO, type Fraction } from './fraction.ts'
import { grouped } from './grouped.ts'
import type { Pico } from './money.ts'
import { isBelowList, type Sample } from './reconcile-discount.ts'
import type { Entries } from './reconcile-entries.ts'
import { explains, listOf, size, slackOf, type LoggedTokens, type Lot } from './reconcile-lots.ts'
import { isLump } from './reconcile-periods.ts'
import type { BilledGroup, FoundDiscount } from './reconcile-types.ts'
import type { UsageCell } from './usage.ts'

/** The lines for one scope of a period: a model, or all of them. */
export interface Lump {
  period: number
  /** As the bill names it. */
  model: string
  billed: bigint
  list: bigint | null
  slack: bigint
  /** What stands against it in the logs: tokens, and searches where the bill has none of its own. */
  lots: Lot[]
  searches: bigint
  /** The logs hold usage there that has no price. */
  hasUnpriced: boolean
}

export interface LumpEvidence {
  lines: readonly BilledGroup[]
  isUsage(line: BilledGroup): boolean
  logged: LoggedTokens
  cells: readonly UsageCell[]
  periodOf(day: string): number | undefined
  searchFee(utcDay: string): Pico | null
}

/** Lumps by period and model; one that names no model of the logs stands for all that the others leave. */
export function lumpsOf(evidence: LumpEvidence): Lump[] {
  const { lines, isUsage, periodOf, logged } = evidence
  const lumps = lines.filter((line) => isLump(line) && isUsage(line))
  const searches = lines.some(({ meter }) => meter === 'webSearches') ? new Map<number, bigint>() : searchCosts(evidence)
  const models = new Set([...logged.lots, ...logged.unpriced].map(({ model }) => model))
  const ofPeriod = grouped(logged.lots, ({ period }) => period)
  const unpriced = grouped(logged.unpriced, ({ period }) => period)
  const claimed = new Set<Lot>()
  const groups = [...grouped(lumps, (line) => `${periodOf(line.firstDay)}|${line.priceClass.model}`).values()]
  const isNamed = ([line]: readonly BilledGroup[]) => line !== undefined && models.has(line.priceClass.model)
  return groups.toSorted((a, b) => Number(isNamed(b)) - Number(isNamed(a))).flatMap((group) => {
    const [line] = group
    const period = line === undefined ? undefined : periodOf(line.firstDay)
    if (line === undefined || period === undefined) return []
    const { model } = line.priceClass
    const isWithin = (other: { model: string }) => !isNamed(group) || other.model === model
    const lots = (ofPeriod.get(period) ?? []).filter((lot) => isWithin(lot) && !claimed.has(lot))
    for (const lot of lots) claimed.add(lot)
    const own = isNamed(group) ? 0n : searches.get(period) ?? 0n
    if (own > 0n) searches.delete(period)
    return [{
      period, model, ...added(group), lots, searches: own, hasUnpriced: (unpriced.get(period) ?? []).some(isWithin),
    }]
  })
}

function added(lines: readonly BilledGroup[]): Pick<Lump, 'billed' | 'list' | 'slack'> {
  return {
    billed: lines.reduce((sum, line) => sum + line.billed, 0n),
    list: lines.some(({ list }) => list === null) ? null : lines.reduce((sum, line) => sum + (line.list ?? 0n), 0n),
    slack: lines.reduce((sum, line) => sum + slackOf(line), 0n),
  }
}

function searchCosts({ cells, periodOf, searchFee }: LumpEvidence): Map<number, bigint> {
  const costs = new Map<number, bigint>()
  for (const { utcDay, webSearches } of cells) {
    const [period, fee] = [periodOf(utcDay), webSearches === 0 ? null : searchFee(utcDay)]
    if (period !== undefined && fee !== null) costs.set(period, (costs.get(period) ?? 0n) + fee * BigInt(webSearches))
  }
  return costs
}

const costOf = ({ lots, searches }: Lump): bigint => lots.reduce((sum, lot) => sum + lot.left * lot.rate, searches)

export function lumpSamples(lumps: readonly Lump[]): Sample[] {
  return lumps.flatMap((lump) => {
    const expected = costOf(lump)
    const { billed, slack, period } = lump
    return lump.list === null && expected > 0n && billed > 0n ? [{ expected, billed, slack, period }] : []
  })
}

export interface LumpPosting {
  entries: Entries
  inferred: readonly FoundDiscount[]
  dayOf(period: number): string
}

/** Takes the tokens of the logs that it stands against: they need no counterpart any more. */
export function postLump(lump: Lump, { entries, inferred, dayOf }: LumpPosting): void {
  const { period, model, billed, list, searches, lots } = lump
  const place = { day: dayOf(period), model, meter: 'other' as const }
  const expected = costOf(lump)
  for (const lot of lots) {
    entries.post({ day: place.day, model: lot.model, meter: lot.meter }, 'otherMeters', -lot.left * lot.rate)
    lot.left = 0n
  }
  // What the logs spent on searches is posted with the searches themselves.
  entries.post(place, 'otherMeters', expected)
  const off = list === null ? offOf(lump, expected, inferred.map(({ rate }) => rate)) : billed - list
  const entry = entries.at(place)
  entry.billed += billed
  entry.billedTokens = null
  const atList = list ?? (isBelowList(inferred) ? billed - off : null)
  entry.billedList = entry.billedList === null || atList === null ? null : entry.billedList + atList
  entries.post(place, 'discount', off)
  const rest = billed - off - expected
  const isGap = lots.length === 0 && searches === 0n && !lump.hasUnpriced && rest > 0n
  entries.post(place, 2n * size(rest) <= lump.slack + 1n ? 'rounding' : isGap ? 'logGap' : 'unknown', rest)
}

/** By the discount that explains the amount; where none does, by the usual one. */
function offOf(lump: Lump, expected: bigint, discounts: readonly Fraction[]): bigint {
  const discount = [...discounts, ZERO].find((each) => explains(lump, expected, each))
  if (discount !== undefined) return -roundHalfEven(fraction(expected * discount.num, discount.den))
  return lump.billed - listOf(lump, discounts[0] ?? ZERO)
}
