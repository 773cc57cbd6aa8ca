// A platform's discount on a day, as an exact fraction. List cost is never discounted; only figures that say so are.
import { fraction, parseFraction, ZERO, type Fraction } from './fraction.ts'
import { holdsOn } from './price-book.ts'
import type { Platform } from './usage.ts'

export interface Discount {
  platform: Platform
  /** Percent with at most two decimals, for instance "12.5". */
  pct: string
  effectiveFrom: string | null
  effectiveTo: string | null
}

/** Hundredths of a percent: every discount of a platform is a whole number of these. */
export const BASIS_POINTS = 10_000n

/** The discount of a platform on a UTC day in hundredths of a percent; of two that hold, the later entry. */
export function discountBasisPoints(discounts: readonly Discount[], platform: Platform, utcDay: string): bigint {
  const held = discounts.findLast((discount) => discount.platform === platform && holdsOn(discount, utcDay))
  const pct = held === undefined ? ZERO : parseFraction(held.pct)
  return pct === null ? 0n : (pct.num * 100n) / pct.den
}

/** The same as a fraction of 1. */
export function discountOn(discounts: readonly Discount[], platform: Platform, utcDay: string): Fraction {
  return fraction(discountBasisPoints(discounts, platform, utcDay), BASIS_POINTS)
}
