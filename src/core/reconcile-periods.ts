// Which days are compared, in which periods, and which kind of bill counts on each. Days are UTC days. Pure.
import { TOKEN_CLASSES } from './usage.ts'
import type { Meter } from './bill.ts'
import { addDays, daysBetween } from './calendar.ts'
import { exactnessRank } from './evidence-kinds.ts'
import { grouped } from './grouped.ts'
import type { BilledGroup, BillKind } from './reconcile-types.ts'

/** A run of days that the bill does not divide: nearly always one. Both ends inclusive. */
export interface Period {
  firstDay: string
  lastDay: string
}

export interface Comparison {
  /** In the order of their days; they do not overlap. */
  periods: Period[]
  /** The lines that count. */
  lines: BilledGroup[]
  /** Whether a line charges for usage, and so divides time; a month's tax, credit or fee does not. */
  isUsage(line: BilledGroup): boolean
  kinds: BillKind[]
}

export interface Asked {
  from: string | null
  to: string | null
  /** The only kind of bill that counts; null: the most exact one of each period. */
  billSource: string | null
}

const TOKEN_METERS: ReadonlySet<Meter> = new Set(TOKEN_CLASSES)

export const isTokens = ({ meter }: Pick<BilledGroup, 'meter'>): boolean => TOKEN_METERS.has(meter)

/** A bill that tells no class of tokens anywhere charges for them in lumps: the lines that no other meter fits. */
export const isLump = ({ meter }: Pick<BilledGroup, 'meter'>): boolean => meter === 'other'

function usageTest(groups: readonly BilledGroup[]): (line: BilledGroup) => boolean {
  const telling = new Set(groups.filter(isTokens).map(({ importer }) => importer))
  return (line) => isTokens(line) || line.meter === 'webSearches' || (isLump(line) && !telling.has(line.importer))
}

/** Of several kinds of bill, one that covers less than this part of what another covers is not taken for its exactness. */
const ENOUGH = { num: 9, den: 10 }

/**
 * The days for which there is a bill, from its first to its last, within the days asked for. A line of several days
 * belongs to its first one and is compared over all of them; days that a line from before the range covers are left out.
 */
export function comparison(groups: readonly BilledGroup[], asked: Asked): Comparison {
  const isUsage = usageTest(groups)
  const wanted = groups.filter((group) => asked.billSource === null || group.importer === asked.billSource)
  const isEarlier = ({ firstDay }: Period) => asked.from !== null && firstDay < asked.from
  const isInside = ({ firstDay }: Period) => !isEarlier({ firstDay, lastDay: firstDay }) && (asked.to === null || firstDay <= asked.to)
  const usage = wanted.filter(isUsage)
  const chosen = chooseKinds(usage.filter(isInside))
  const lines = wanted.filter((group) => isInside(group) && chosen.counts(group))
  const shared = joined(lines.filter(isUsage))
  const taken = daySet(usage.filter((group) => isEarlier(group) && group.lastDay > group.firstDay))
  const periods = withGaps(shared, taken)
  return { periods: periods.length === 0 ? joined(lines.map(firstDayOnly)) : periods, lines, isUsage, kinds: kindsOf(groups.filter(isInside), isUsage, chosen) }
}

const firstDayOnly = ({ firstDay }: Period): Period => ({ firstDay, lastDay: firstDay })

/** Overlapping runs of days as one. */
function joined(runs: readonly Period[]): Period[] {
  const distinct = new Map(runs.map(({ firstDay, lastDay }) => [`${firstDay} ${lastDay}`, { firstDay, lastDay }]))
  const periods: Period[] = []
  for (const run of [...distinct.values()].toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1))) {
    const last = periods.at(-1)
    if (last === undefined || run.firstDay > last.lastDay) periods.push({ ...run })
    else if (run.lastDay > last.lastDay) last.lastDay = run.lastDay
  }
  return periods
}

/** Days between periods, each a period of its own: the bill has nothing there. */
function withGaps(periods: readonly Period[], taken: ReadonlySet<string>): Period[] {
  const all: Period[] = []
  for (const period of periods) {
    const before = all.at(-1)
    for (let day = before === undefined ? period.firstDay : addDays(before.lastDay, 1); day < period.firstDay; day = addDays(day, 1)) {
      if (!taken.has(day)) all.push({ firstDay: day, lastDay: day })
    }
    all.push(period)
  }
  return all
}

export function* daysOf({ firstDay, lastDay }: Period): Generator<string> {
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) yield day
}

function daySet(runs: readonly Period[]): Set<string> {
  return new Set(joined(runs).flatMap((run) => [...daysOf(run)]))
}

interface Choice {
  counts(group: BilledGroup): boolean
  /** The days on which a kind counts. */
  days(importer: string): number
}

function chooseKinds(usage: readonly BilledGroup[]): Choice {
  const chosen = new Map<string, string>()
  for (const period of joined(usage)) {
    const importer = bestKind(usage.filter(({ firstDay }) => firstDay >= period.firstDay && firstDay <= period.lastDay))
    for (const day of daysOf(period)) chosen.set(day, importer)
  }
  const counted = new Map<string, number>()
  for (const importer of chosen.values()) counted.set(importer, (counted.get(importer) ?? 0) + 1)
  // What is no usage may lie on a day without any: the kind that counts on most days has it.
  const main = [...counted].toSorted(([a, daysA], [b, daysB]) => daysB - daysA || rank(a) - rank(b))[0]?.[0] ?? null
  return {
    counts: (group) => (chosen.get(group.firstDay) ?? main ?? group.importer) === group.importer,
    days: (importer) => counted.get(importer) ?? 0,
  }
}

const rank = (importer: string): number => exactnessRank('bills', importer)

/** The most exact kind among those that cover the period about as far as any does. */
function bestKind(usage: readonly BilledGroup[]): string {
  const reach = new Map<string, number>()
  for (const [importer, groups] of grouped(usage, (group) => group.importer)) {
    const first = groups.reduce((day, group) => (group.firstDay < day ? group.firstDay : day), '9999-12-31')
    const last = groups.reduce((day, group) => (group.lastDay > day ? group.lastDay : day), '')
    reach.set(importer, daysBetween(first, last) + 1)
  }
  const furthest = Math.max(...reach.values())
  const able = [...reach].filter(([, days]) => days * ENOUGH.den >= furthest * ENOUGH.num)
  return able.toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))[0]?.[0] ?? ''
}

function kindsOf(groups: readonly BilledGroup[], isUsage: (line: BilledGroup) => boolean, choice: Choice): BillKind[] {
  return [...grouped(groups, ({ importer }) => importer)].map(([importer, own]) => ({
    importer,
    days: daySet(own.filter(isUsage)).size,
    chosenDays: choice.days(importer),
    billed: own.reduce((sum, { billed }) => sum + billed, 0n),
    estimatedDays: daySet(own.filter((group) => isUsage(group) && group.estimated)).size,
  })).toSorted((a, b) => rank(a.importer) - rank(b.importer))
}
