// Everything a projection rests on, as plain values: spread, sensitivity, payback, break-even, cold cache.
import { roundHalfEven, toNumber, type Fraction } from './fraction.ts'
import { formatUsdExact } from './money.ts'
import { intervalOf, type Interval, type IntervalOptions, type Range } from './projection-interval.ts'
import { project, type ProjectionInput } from './projection.ts'
import { tornadoOf, type TornadoBar } from './projection-tornado.ts'

const rangeJson = (range: Range | null) =>
  (range === null ? null : { p10Usd: formatUsdExact(range.p10), p90Usd: formatUsdExact(range.p90) })

export function intervalToJson(interval: Interval) {
  const { why, days, draws, blockDays, seed, paybackMonths } = interval
  return {
    why, days, draws, blockDays, seed,
    projected: rangeJson(interval.projected), difference: rangeJson(interval.difference),
    paybackMonths: paybackMonths === null ? null : { ...paybackMonths },
    months: interval.months.map(({ month, p10, p90 }) => ({ month, p10Usd: formatUsdExact(p10), p90Usd: formatUsdExact(p90) })),
  }
}

export function tornadoToJson(bars: readonly TornadoBar[]) {
  return bars.map(({ input, label, baseValue, low, high, width }) => ({
    input, label, baseValue, widthUsd: formatUsdExact(width),
    low: { value: low.value, differenceUsd: formatUsdExact(low.difference) },
    high: { value: high.value, differenceUsd: formatUsdExact(high.difference) },
  }))
}

const numberOrNull = (value: Fraction | null, times = 1) => (value === null ? null : toNumber(value) * times)

export type AnalysisJson = ReturnType<typeof analysisToJson>

/** Runs the projection and all that stands around it. Percentages and months are for reading; amounts are exact. */
export function analysisToJson(input: ProjectionInput, options: IntervalOptions = {}) {
  const base = project(input)
  const { horizon, total } = base
  return {
    interval: intervalToJson(intervalOf(input, base, options)),
    tornado: tornadoToJson(tornadoOf(input, base)),
    paybackMonths: numberOrNull(horizon.paybackMonths),
    breakEvenDiscountPct: numberOrNull(horizon.breakEvenDiscount, 100),
    breakEvenVolume: numberOrNull(horizon.breakEvenVolume),
    coldCacheFirstDayUsd: formatUsdExact(roundHalfEven(total.coldCacheFirstDay)),
    months: horizon.months.map(({ month, today, projected }) => ({
      month, todayUsd: formatUsdExact(today), projectedUsd: formatUsdExact(projected),
    })),
  }
}
