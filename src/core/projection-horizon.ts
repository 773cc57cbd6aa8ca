// What a monthly difference becomes over time: cumulative costs, payback, break-even. Exact until rounded to pico-USD.
// Fractions stay unreduced: with many surfaces their denominators are long, and reducing them would take most of a frame.
import {
  addUnreduced as add, compare, divideUnreduced as divide, fraction, fractionOfNumber, multiplyUnreduced as multiply, ONE,
  roundHalfEven, subtractUnreduced as subtract, ZERO, type Fraction,
} from './fraction.ts'
import type { Pico } from './money.ts'
import type { Scenario } from './scenario.ts'

export interface HorizonMonth {
  /** 1 is the first month. */
  month: number
  /** Cumulative cost from the first month on, in pico-USD, rounded half to even. */
  today: Pico
  /** The same under the scenario, fixed and one-off costs included. */
  projected: Pico
}

export interface Horizon {
  months: HorizonMonth[]
  /** Months until the one-off cost is earned back; 0 where there is none and it saves; null: not within the horizon. */
  paybackMonths: Fraction | null
  /** The discount at the target (0.1 is 10 %) at which the scenario costs what today costs; below 0: none is needed. */
  breakEvenDiscount: Fraction | null
  /** The multiple of today's volume at which savings pay for the fixed cost; null: they never do, or there is none. */
  breakEvenVolume: Fraction | null
}

export interface HorizonInput {
  scenario: Scenario
  /** Amounts in pico-USD a month. */
  current: Fraction
  /** Without the fixed cost. */
  projectedUsage: Fraction
  fixedMonthly: Fraction
  oneOff: Fraction
  /** List cost of the moved usage at its target, and what that usage costs today after discounts. */
  targetList: Fraction
  movedToday: Fraction
}

const DEFAULT_MONTHS = 12

/** Sums of volumes, 1 + (1 + growth) + ..., for each month of the horizon. The first month has today's volume. */
function volumes(scenario: Scenario): Fraction[] {
  const grown = add(ONE, multiply(fractionOfNumber(scenario.growthPctPerMonth ?? 0), fraction(1n, 100n)))
  const growth = fraction(grown.num, grown.den)
  let [volume, sum] = [ONE, ZERO]
  return Array.from({ length: scenario.horizonMonths ?? DEFAULT_MONTHS }, () => {
    sum = add(sum, volume)
    volume = multiply(volume, growth)
    return sum
  })
}

/** Linear within the month in which the cumulative saving turns. */
function payback(savings: readonly Fraction[], oneOff: Fraction): Fraction | null {
  let before = subtract(ZERO, oneOff)
  const first = savings[0]
  if (compare(oneOff, ZERO) <= 0) return first !== undefined && compare(first, ZERO) > 0 ? ZERO : null
  for (const [index, after] of savings.entries()) {
    const within = subtract(after, before)
    if (compare(after, ZERO) >= 0) return add(fraction(BigInt(index)), divide(subtract(ZERO, before), within))
    before = after
  }
  return null
}

/** Costs over the horizon. Growth multiplies usage, not the fixed cost. */
export function horizonOf(input: HorizonInput): Horizon {
  const { current, projectedUsage: usage, fixedMonthly: fixed, targetList: target } = input
  const saved = subtract(current, usage)
  const sums = volumes(input.scenario)
  const fixedAfter = (index: number) => add(input.oneOff, multiply(fixed, fraction(BigInt(index + 1))))
  const savings = sums.map((sum, index) => subtract(multiply(saved, sum), fixedAfter(index)))
  const months = sums.map((sum, index) => ({
    month: index + 1,
    today: roundHalfEven(multiply(current, sum)),
    projected: roundHalfEven(add(multiply(usage, sum), fixedAfter(index))),
  }))
  return {
    months,
    paybackMonths: payback(savings, input.oneOff),
    breakEvenDiscount: target.num === 0n ? null : subtract(ONE, divide(subtract(input.movedToday, fixed), target)),
    breakEvenVolume: fixed.num > 0n && saved.num > 0n ? divide(fixed, saved) : null,
  }
}
