// Exact money: amounts are BigInt pico-USD (1e-12 USD), rates integer micro-USD per million tokens.
// rate x tokens is an amount, with no rounding. Never puts money into a float, except for pixels and, whole, within 2^53.
import { roundHalfEven } from './fraction.ts'

/** An amount in pico-USD. */
export type Pico = bigint

export const PICO_PER_USD = 1_000_000_000_000n
const PICO_DIGITS = 12
const RATE_DIGITS = 6

/** Reads a plain decimal into an integer of `digits` decimals; null where it is no such number. */
function parseDecimal(text: string, digits: number): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (match === null) return null
  const [, sign, whole = '0', decimals = ''] = match
  if (/[1-9]/.test(decimals.slice(digits))) return null
  const value = BigInt(whole + decimals.slice(0, digits).padEnd(digits, '0'))
  return sign === '-' ? -value : value
}

/** Pico-USD of a plain decimal in USD. Throws a RangeError where it is not exactly representable. */
export function parseUsd(text: string): Pico {
  const value = parseDecimal(text, PICO_DIGITS)
  if (value === null) throw new RangeError(`Not an amount in USD: ${text.slice(0, 40)}`)
  return value
}

/** Micro-USD per million tokens of a rate in USD per million tokens. Throws a RangeError where it is no such rate. */
export function parseRate(usdPerMillion: string): bigint {
  const value = parseDecimal(usdPerMillion, RATE_DIGITS)
  if (value === null || value < 0n) throw new RangeError(`Not USD per million tokens: ${usdPerMillion.slice(0, 40)}`)
  return value
}

const WRITTEN = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i
const LONGEST_NUMBER = 100

/**
 * A decimal times ten to the power of `digits` as a whole number, half to even where it has more decimals. Exponents
 * are fine ("1.2e-7": how the shortest text of a double may look). Null where the text is no such number.
 */
export function roundDecimal(text: string, digits: number): bigint | null {
  const written = text.trim()
  const match = WRITTEN.exec(written)
  if (match === null || written.length > LONGEST_NUMBER) return null
  const [, sign, whole = '', decimals = '', exponent = '0'] = match
  if (whole === '' && decimals === '') return null
  const shift = digits + Number(exponent) - decimals.length
  const all = BigInt(whole + decimals)
  const size = shift >= 0 ? all * 10n ** BigInt(shift) : roundHalfEven({ num: all, den: 10n ** BigInt(-shift) })
  return sign === '-' ? -size : size
}

/** Pico-USD of an amount in USD that may have more than 12 decimals: half to even. Null where it is no number. */
export function roundUsd(text: string): Pico | null {
  return roundDecimal(text, PICO_DIGITS)
}

/** Pico-USD of an amount in cents ("48.2500" is 0.4825 USD); more than 10 decimals: half to even. Null where it is no number. */
export function roundCents(text: string): Pico | null {
  return roundDecimal(text, PICO_DIGITS - 2)
}

function formatDecimal(value: bigint, digits: number): string {
  const size = (value < 0n ? -value : value).toString().padStart(digits + 1, '0')
  const decimals = size.slice(-digits).replace(/0+$/, '')
  const sign = value < 0n ? '-' : ''
  return `${sign}${size.slice(0, -digits)}${decimals === '' ? '' : `.${decimals}`}`
}

/** Plain unrounded decimal in USD: "0.0708", "0", "-1.5". */
export function formatUsdExact(pico: Pico): string {
  return formatDecimal(pico, PICO_DIGITS)
}

/** USD per million tokens as a plain decimal, from micro-USD per million tokens. */
export function formatRate(rate: bigint): string {
  return formatDecimal(rate, RATE_DIGITS)
}

/** For pixels and axis scales only: loses digits over about 9,000 USD. */
export function picoToUsdNumber(pico: Pico): number {
  return Number(pico) / Number(PICO_PER_USD)
}

/** An amount for a column of them: a number where it is a safe integer, else a decimal. */
export function plainAmount(pico: Pico): number | string {
  const number = Number(pico)
  return Number.isSafeInteger(number) ? number : String(pico)
}
