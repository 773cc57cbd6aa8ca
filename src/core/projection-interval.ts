// How far a projection spreads, judged by its own days: a seeded bootstrap over blocks of days. Runs `project`; adds no
// arithmetic of its own to a projection.
import {
  addUnreduced, fraction, multiplyUnreduced as scaleBy, roundHalfEven, subtractUnreduced, toNumber, type Fraction,
} from './fraction.ts'
import type { Pico } from './money.ts'
import { horizonOf } from './projection-horizon.ts'
import { project, type Projection, type ProjectionCell, type ProjectionInput } from './projection.ts'
import { seededRandom } from './seeded-random.ts'

/** Below this many covered days no interval is given: two weeks are the least that show a weekly pattern twice. */
export const LEAST_DAYS = 14
const BLOCK_DAYS = 7
const DRAWS = 1000
const SEED = 20_261_122

export interface Range {
  p10: Pico
  p90: Pico
}

export interface Interval {
  /** Null where there is an interval; else why there is none. */
  why: string | null
  days: number
  draws: number
  blockDays: number
  seed: number
  /** Monthly cost under the scenario, and its difference to today, in pico-USD. */
  projected: Range | null
  difference: Range | null
  /** Months; null at an end: not within the horizon. Null as a whole: nothing to pay back. */
  paybackMonths: { p10: number | null; p90: number | null } | null
  /** Cumulative cost under the scenario, fixed and one-off costs included. */
  months: { month: number; p10: Pico; p90: Pico }[]
}

export interface IntervalOptions {
  draws?: number
  blockDays?: number
  seed?: number
}

/** Usage of one UTC day, before and after: monthly amounts as if that day were the whole window, fixed costs left out. */
interface DayAmounts {
  today: Pico
  projected: Pico
}

function byDay(cells: readonly ProjectionCell[]): ProjectionCell[][] {
  const days = new Map<string, ProjectionCell[]>()
  for (const cell of cells) {
    const held = days.get(cell.utcDay)
    if (held === undefined) days.set(cell.utcDay, [cell])
    else held.push(cell)
  }
  return [...days].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day)
}

function amountsOfDay(input: ProjectionInput, cells: readonly ProjectionCell[]): DayAmounts {
  const { total } = project({ ...input, cells, coveredDays: 1 })
  return { today: roundHalfEven(total.current), projected: roundHalfEven(subtractUnreduced(total.projected, total.parts.fixed)) }
}

/** Sums of days drawn in blocks, round the end to the start, until there are as many as before. */
function resample(days: readonly DayAmounts[], blockDays: number, random: () => number): DayAmounts {
  let [today, projected] = [0n, 0n]
  for (let drawn = 0; drawn < days.length; drawn += blockDays) {
    const start = Math.floor(random() * days.length)
    for (let step = 0; step < blockDays && drawn + step < days.length; step += 1) {
      const day = days[(start + step) % days.length]
      today += day?.today ?? 0n
      projected += day?.projected ?? 0n
    }
  }
  return { today, projected }
}

const byAmount = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0)

/** Nearest rank: an outcome that was really drawn. Infinity stands for "not within the horizon". */
function ranked<T>(values: readonly T[], percent: number, order: (a: T, b: T) => number): T | undefined {
  const sorted = values.toSorted(order)
  return sorted[Math.max(Math.ceil((percent * sorted.length) / 100), 1) - 1]
}

function rangeOf(values: readonly Pico[]): Range {
  return { p10: ranked(values, 10, byAmount) ?? 0n, p90: ranked(values, 90, byAmount) ?? 0n }
}

function nothing(why: string, base: Pick<Interval, 'days' | 'draws' | 'blockDays' | 'seed'>): Interval {
  return { ...base, why, projected: null, difference: null, paybackMonths: null, months: [] }
}

const finite = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? null : value)

/**
 * P10 to P90 of the projection, from days drawn again in blocks of a week. It says how much the days differ from each
 * other, not how wrong a price or an assumption may be: for those see the tornado. `base` is `project(input)`.
 */
export function intervalOf(input: ProjectionInput, base: Projection, options: IntervalOptions = {}): Interval {
  const { draws = DRAWS, blockDays = BLOCK_DAYS, seed = SEED } = options
  const about = { days: input.coveredDays, draws, blockDays, seed }
  if (input.coveredDays < LEAST_DAYS) {
    const days = input.coveredDays === 1 ? '1 covered day' : `${input.coveredDays} covered days`
    return nothing(`The window has ${days}; a range needs ${LEAST_DAYS}.`, about)
  }
  const days = byDay(input.cells).map((cells) => amountsOfDay(input, cells))
  const random = seededRandom(seed)
  const samples = Array.from({ length: draws }, () => resample(days, blockDays, random))
  const day = fraction(1n, BigInt(input.coveredDays))
  const { fixed } = base.total.parts
  // A day's amounts are a month of such days already, so that the mean over the covered days is the month.
  const monthly = samples.map(({ today, projected }) => ({
    today: scaleBy(fraction(today), day), usage: scaleBy(fraction(projected), day),
  }))
  const projected = rangeOf(monthly.map(({ usage }) => roundHalfEven(addUnreduced(usage, fixed))))
  const difference = rangeOf(monthly.map(({ today, usage }) =>
    roundHalfEven(addUnreduced(subtractUnreduced(usage, today), fixed))))
  return { ...about, why: null, projected, difference, ...overTime(input, base, { monthly, projected }) }
}

interface Drawn {
  monthly: readonly { today: Fraction; usage: Fraction }[]
  projected: Range
}

type OverTime = Pick<Interval, 'months' | 'paybackMonths'>

function overTime({ scenario }: ProjectionInput, { total, oneOff }: Projection, { monthly, projected }: Drawn): OverTime {
  const { targetList, movedToday, current } = total
  const fixedMonthly = total.parts.fixed
  const horizon = (today: Fraction, usage: Fraction) =>
    horizonOf({ scenario, current: today, projectedUsage: usage, fixedMonthly, oneOff, targetList, movedToday })
  const usageOf = (pico: Pico) => subtractUnreduced(fraction(pico), fixedMonthly)
  const [low, high] = [horizon(current, usageOf(projected.p10)), horizon(current, usageOf(projected.p90))]
  // Cumulative cost grows with the monthly one, so that its ranks are those of the month.
  const months = low.months.map((month, index) => ({
    month: month.month, p10: month.projected, p90: high.months[index]?.projected ?? month.projected,
  }))
  if (oneOff.num <= 0n) return { months, paybackMonths: null }
  const paybacks = monthly.map(({ today, usage }) => {
    const { paybackMonths } = horizon(today, usage)
    return paybackMonths === null ? Number.POSITIVE_INFINITY : toNumber(paybackMonths)
  })
  const rank = (percent: number) => finite(ranked(paybacks, percent, (a, b) => (a === b ? 0 : a - b)))
  return { months, paybackMonths: { p10: rank(10), p90: rank(90) } }
}
