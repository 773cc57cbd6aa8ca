// What a month will have cost at its end: what was spent so far, and the days left as the same weekdays were. Pure.
import { addDays, daysBetween, monthOf } from './calendar.ts'
import type { Pico } from './money.ts'

/** Fewer whole days than this say too little about a week to continue it. */
export const FORECAST_MIN_DAYS = 14
const WEEKS_LOOKED_BACK = 4

export interface ForecastInput {
  /** List cost by day, `YYYY-MM-DD`. A day that is missing cost nothing. */
  costByDay: ReadonlyMap<string, Pico>
  /** The first day of the ledger, so that days before it are not taken for free ones. */
  firstDay: string
  /** The last day with data. */
  asOf: string
  /** True where `asOf` is not over yet. */
  asOfIsPartial: boolean
}

export interface Forecast {
  /** Spent from the first of the month to `asOf`. */
  monthToDate: Pico
  monthEnd: string
  /** Null: too few days. The days left at their lowest, average and highest of the last four same weekdays. */
  atEnd: { low: Pico; expected: Pico; high: Pico } | null
  /** Whole days the forecast could look at. */
  wholeDays: number
  /** Days it had to fill, the unfinished one included. */
  daysLeft: number
}

export function monthEndOf(day: string): string {
  const next = addDays(`${monthOf(day)}-28`, 4)
  return addDays(`${monthOf(next)}-01`, -1)
}

function costOf(input: ForecastInput, day: string): Pico {
  return input.costByDay.get(day) ?? 0n
}

/** Costs of the last four days of the same weekday that are whole and not before the ledger. */
function sameWeekdays(input: ForecastInput, day: string): Pico[] {
  const lastWhole = input.asOfIsPartial ? addDays(input.asOf, -1) : input.asOf
  const costs: Pico[] = []
  const back = Math.max(1, Math.ceil(daysBetween(lastWhole, day) / 7))
  for (let week = back; week < back + WEEKS_LOOKED_BACK; week += 1) {
    const earlier = addDays(day, -7 * week)
    if (earlier >= input.firstDay && earlier <= lastWhole) costs.push(costOf(input, earlier))
  }
  return costs
}

function spread(costs: readonly Pico[]): { low: Pico; expected: Pico; high: Pico } {
  const [first = 0n] = costs
  const low = costs.reduce((least, cost) => (cost < least ? cost : least), first)
  const high = costs.reduce((most, cost) => (cost > most ? cost : most), first)
  const expected = costs.length === 0 ? 0n : costs.reduce((sum, cost) => sum + cost, 0n) / BigInt(costs.length)
  return { low, expected, high }
}

/** A day that has begun cannot cost less than it already did. */
function atLeast(value: Pico, spent: Pico): Pico {
  return value > spent ? value : spent
}

export function forecastMonth(input: ForecastInput): Forecast {
  const monthEnd = monthEndOf(input.asOf)
  const monthStart = `${monthOf(input.asOf)}-01`
  let monthToDate = 0n
  for (const [day, cost] of input.costByDay) if (day >= monthStart && day <= input.asOf) monthToDate += cost
  const wholeDays = Math.max(0, daysBetween(input.firstDay, input.asOf) + (input.asOfIsPartial ? 0 : 1))
  const firstLeft = input.asOfIsPartial ? input.asOf : addDays(input.asOf, 1)
  const daysLeft = Math.max(0, daysBetween(firstLeft, monthEnd) + 1)
  if (wholeDays < FORECAST_MIN_DAYS) return { monthToDate, monthEnd, atEnd: null, wholeDays, daysLeft }
  const begun = input.asOfIsPartial ? costOf(input, input.asOf) : 0n
  const atEnd = { low: monthToDate - begun, expected: monthToDate - begun, high: monthToDate - begun }
  for (let day = firstLeft; day <= monthEnd; day = addDays(day, 1)) {
    const { low, expected, high } = spread(sameWeekdays(input, day))
    const spent = day === input.asOf ? begun : 0n
    atEnd.low += atLeast(low, spent)
    atEnd.expected += atLeast(expected, spent)
    atEnd.high += atLeast(high, spent)
  }
  return { monthToDate, monthEnd, atEnd, wholeDays, daysLeft }
}
