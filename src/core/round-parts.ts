// Rounds parts so that they add up to a rounded sum, to the last digit. Knows nothing of what the parts are.
import { fraction, type Fraction } from './fraction.ts'

function floorOf({ num, den }: Fraction): bigint {
  return num >= 0n ? num / den : -((-num + den - 1n) / den)
}

/** Whole numbers that add up to `sum`: what the floors leave over goes to the largest remainders, first come first. */
export function roundToSum(parts: readonly Fraction[], sum: bigint): bigint[] {
  const floors = parts.map(floorOf)
  const rounded = [...floors]
  let left = sum - floors.reduce((total, floor) => total + floor, 0n)
  const byRemainder = parts
    .map(({ num, den }, index) => ({ index, remainder: fraction(num - (floors[index] ?? 0n) * den, den) }))
    .toSorted((a, b) => Number(b.remainder.num * a.remainder.den - a.remainder.num * b.remainder.den))
  for (const { index } of byRemainder) {
    if (left <= 0n) break
    rounded[index] = (rounded[index] ?? 0n) + 1n
    left -= 1n
  }
  return rounded
}
