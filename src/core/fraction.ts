// Exact fractions of BigInts. Always reduced, denominator positive. For figures that divide: a month, a share, a factor.

export interface Fraction {
  readonly num: bigint
  readonly den: bigint
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** num / den, reduced. Throws a RangeError where den is 0. */
export function fraction(num: bigint, den: bigint = 1n): Fraction {
  if (den === 0n) throw new RangeError('A fraction over zero')
  const divisor = greatestCommonDivisor(num, den) * (den < 0n ? -1n : 1n)
  return { num: num / divisor, den: den / divisor }
}

export const ZERO: Fraction = { num: 0n, den: 1n }
export const ONE: Fraction = { num: 1n, den: 1n }

export function add(a: Fraction, b: Fraction): Fraction {
  return a.den === b.den ? fraction(a.num + b.num, a.den) : fraction(a.num * b.den + b.num * a.den, a.den * b.den)
}

export function negate(a: Fraction): Fraction {
  return { num: -a.num, den: a.den }
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, negate(b))
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.num, a.den * b.den)
}

/** Throws a RangeError where b is 0. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den, a.den * b.num)
}

/** Negative, zero or positive, as a is below, equal to or above b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.num * b.den - b.num * a.den
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The nearest integer, halves to the even one. */
export function roundHalfEven(value: Fraction): bigint {
  const floor = value.num >= 0n ? value.num / value.den : -((-value.num + value.den - 1n) / value.den)
  const twice = 2n * (value.num - floor * value.den)
  if (twice < value.den) return floor
  if (twice > value.den) return floor + 1n
  return floor % 2n === 0n ? floor : floor + 1n
}

/** Exact value of a plain decimal ("12.5", "1e-7" is none) or a fraction ("13/10"); null where the text is neither. */
export function parseFraction(text: string): Fraction | null {
  const match = /^(-?\d+)(?:\.(\d+))?(?:\/(\d+)(?:\.(\d+))?)?$/.exec(text.trim())
  if (match === null) return null
  const [, whole = '0', decimals = '', under = '1', underDecimals = ''] = match
  const num = BigInt(whole + decimals) * 10n ** BigInt(underDecimals.length)
  const den = BigInt(under + underDecimals) * 10n ** BigInt(decimals.length)
  return den === 0n ? null : fraction(num, den)
}

/** The shortest decimal that reads back as the number, taken as exact: 12.5 is 25/2. Throws on NaN and infinities. */
export function fractionOfNumber(value: number): Fraction {
  if (!Number.isFinite(value)) throw new RangeError('Not a finite number')
  const [mantissa = '0', exponent] = String(value).split('e')
  const base = parseFraction(mantissa) ?? ZERO
  if (exponent === undefined) return base
  const power = 10n ** BigInt(Math.abs(Number(exponent)))
  return Number(exponent) < 0 ? fraction(base.num, base.den * power) : fraction(base.num * power, base.den)
}

/** For pixels and ratios on screen only. */
export function toNumber(value: Fraction): number {
  const direct = Number(value.num) / Number(value.den)
  if (Number.isFinite(direct)) return direct
  return Number((value.num * 1_000_000n) / value.den) / 1_000_000
}

/** a + b without reducing: for sums in inner loops, where the greatest common divisor would cost more than the sum. */
export function addUnreduced(a: Fraction, b: Fraction): Fraction {
  if (a.num === 0n) return b
  if (b.num === 0n) return a
  return a.den === b.den ? { num: a.num + b.num, den: a.den } : { num: a.num * b.den + b.num * a.den, den: a.den * b.den }
}

/** a x b without reducing. */
export function multiplyUnreduced(a: Fraction, b: Fraction): Fraction {
  return { num: a.num * b.num, den: a.den * b.den }
}

/** a - b without reducing. */
export function subtractUnreduced(a: Fraction, b: Fraction): Fraction {
  return addUnreduced(a, negate(b))
}

/** a / b without reducing. Throws a RangeError where b is 0. */
export function divideUnreduced(a: Fraction, b: Fraction): Fraction {
  if (b.num === 0n) throw new RangeError('A fraction over zero')
  const sign = b.num < 0n ? -1n : 1n
  return { num: sign * a.num * b.den, den: sign * a.den * b.num }
}
