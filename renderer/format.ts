// Numbers, dates and sizes as the screen spells them. Money comes in as exact pico-USD and is rounded once, here.
import { PICO_PER_USD } from '../src/core/money.ts'

export type Amount = bigint | string

export const MINUS = '\u2212'
/** Narrow no-break space, between a number and its percent sign. */
export const THIN = '\u202F'
export const NO_DATA = 'no data'

const PICO_DIGITS = 12
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

const big = (amount: Amount): bigint => (typeof amount === 'bigint' ? amount : BigInt(amount))
const absolute = (value: bigint): bigint => (value < 0n ? -value : value)
const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',')

/** Nearest multiple of `unit`, as a count of units; halves go away from zero. Not for negative values. */
function roundHalfUp(value: bigint, unit: bigint): bigint {
  return (value + unit / 2n) / unit
}

function fromOneDollar(size: bigint): string {
  const cents = roundHalfUp(size, PICO_PER_USD / 100n)
  return `$${group((cents / 100n).toString())}.${(cents % 100n).toString().padStart(2, '0')}`
}

/** Four significant digits; the digits beyond pico-USD do not exist and are not made up. */
function underOneDollar(size: bigint): string {
  const dropped = Math.max(size.toString().length - 4, 0)
  const unit = 10n ** BigInt(dropped)
  const rounded = (dropped === 0 ? size : roundHalfUp(size, unit)) * unit
  if (rounded >= PICO_PER_USD) return fromOneDollar(rounded)
  const digits = rounded.toString().padStart(PICO_DIGITS, '0')
  return `$0.${dropped === 0 ? digits : digits.slice(0, PICO_DIGITS - trimmedZeros(digits, dropped))}`
}

/** Rounding 0.09999 up gives 0.1000: one place fewer than before. */
function trimmedZeros(digits: string, dropped: number): number {
  const significant = digits.replace(/^0+/, '').length
  return Math.max(dropped, significant - 4)
}

function unsigned(size: bigint): string {
  if (size === 0n) return '$0.00'
  return size < PICO_PER_USD ? underOneDollar(size) : fromOneDollar(size)
}

/** `$1,234.56` from one dollar, four significant digits under it: `$0.005164`, `−$7,586.22`. */
export function money(amount: Amount): string {
  const pico = big(amount)
  return (pico < 0n ? MINUS : '') + unsigned(absolute(pico))
}

/** A difference: always with its sign, `+$1,714.25`, and `$0.00` for none. */
export function moneyChange(amount: Amount): string {
  const pico = big(amount)
  return pico > 0n ? `+${unsigned(pico)}` : money(pico)
}

/** Whole dollars, for forecasts and percentiles: `$48,900`. */
export function wholeMoney(amount: Amount): string {
  const pico = big(amount)
  const dollars = roundHalfUp(absolute(pico), PICO_PER_USD)
  return (pico < 0n && dollars > 0n ? MINUS : '') + `$${group(dollars.toString())}`
}

/** An axis tick in whole dollars; where the steps of the axis are smaller, all its ticks have the same decimals. */
export function moneyTick(usd: number, ticks: readonly number[] = [usd]): string {
  const size = Math.abs(usd)
  const decimals = ticks.every(Number.isInteger)
    ? 0
    : Math.min(...ticks.filter((tick) => tick !== 0).map(Math.abs)) < 0.1
      ? 3
      : 2
  const text = size === 0 || decimals === 0 ? group(String(size)) : size.toFixed(decimals)
  return `${usd < 0 ? MINUS : ''}$${text}`
}

/** `11,404,846`. */
export function count(value: number): string {
  return (value < 0 ? MINUS : '') + group(Math.abs(Math.round(value)).toString())
}

const TOKEN_UNITS: readonly [number, string][] = [
  [1e3, 'k'],
  [1e6, 'M'],
  [1e9, 'B'],
  [1e12, 'T'],
]

/** Three or four digits: `950`, `1.23k`, `46.6M`, `107.0B`. */
export function tokens(value: number): string {
  const size = Math.abs(value)
  const sign = value < 0 ? MINUS : ''
  if (size < 1000) return `${sign}${Math.round(size)}`
  for (const [unit, letter] of TOKEN_UNITS) {
    const hundredths = Math.round(size / (unit / 100))
    const text = hundredths < 1000 ? (hundredths / 100).toFixed(2) : (Math.round(size / (unit / 10)) / 10).toFixed(1)
    if (Number(text) < 1000 || letter === 'T') return `${sign}${text}${letter}`
  }
  return `${sign}${size}`
}

/** One decimal, halves away from zero, never `−0.0`. */
function oneDecimal(value: number): { text: string; sign: number } {
  const tenths = Math.round(Number((Math.abs(value) * 10).toPrecision(12)))
  return { text: (tenths / 10).toFixed(1), sign: tenths === 0 ? 0 : Math.sign(value) }
}

/** A share, 0 to 1, as `82.4 %`. */
export function percent(ratio: number): string {
  const { text, sign } = oneDecimal(ratio * 100)
  return `${sign < 0 ? MINUS : ''}${text}${THIN}%`
}

/** A share, 0 to 1, as `82 %`, where there is no room for more; never 0 of something. */
export function wholePercent(ratio: number): string {
  const whole = Math.round(ratio * 100)
  return whole === 0 && ratio > 0 ? `<1${THIN}%` : `${whole}${THIN}%`
}

/** A relative change, `+6.7 %`. */
export function percentChange(ratio: number): string {
  const { text, sign } = oneDecimal(ratio * 100)
  return `${signText(sign)}${text}${THIN}%`
}

/** A difference of two percentages, `−0.6 points`. */
export function pointsChange(difference: number): string {
  const { text, sign } = oneDecimal(difference * 100)
  return `${signText(sign)}${text} points`
}

function signText(sign: number): string {
  return sign > 0 ? '+' : sign < 0 ? MINUS : ''
}

interface DayParts {
  year: string
  month: string
  date: number
  weekday: string
}

function parts(day: string): DayParts {
  const at = new Date(`${day}T00:00:00Z`)
  return {
    year: day.slice(0, 4),
    month: MONTHS[at.getUTCMonth()] ?? '',
    date: at.getUTCDate(),
    weekday: WEEKDAYS[at.getUTCDay()] ?? '',
  }
}

/** `18 Nov 2026`. */
export function date(day: string): string {
  const { date: number, month, year } = parts(day)
  return `${number} ${month} ${year}`
}

/** `18 Nov`. */
export function shortDate(day: string): string {
  const { date: number, month } = parts(day)
  return `${number} ${month}`
}

/** `Thu 5 Nov 2026`. */
export function weekdayDate(day: string): string {
  return `${parts(day).weekday} ${date(day)}`
}

/** `Thu 29 Oct`. */
export function shortWeekdayDate(day: string): string {
  return `${parts(day).weekday} ${shortDate(day)}`
}

/** `Nov 2026` of `2026-11`. */
export function monthName(month: string): string {
  const { month: name, year } = parts(`${month.slice(0, 7)}-01`)
  return `${name} ${year}`
}

/** `26 Oct to 22 Nov 2026`; month and year once where both ends share them, one date where they are equal. */
export function dateRange(from: string, to: string): string {
  if (from === to) return date(from)
  if (from.slice(0, 7) === to.slice(0, 7)) return `${parts(from).date} to ${date(to)}`
  return `${from.slice(0, 4) === to.slice(0, 4) ? shortDate(from) : date(from)} to ${date(to)}`
}

/** `11 to 13 Nov`. */
export function shortDateRange(from: string, to: string): string {
  if (from === to) return shortDate(from)
  return from.slice(0, 7) === to.slice(0, 7)
    ? `${parts(from).date} to ${shortDate(to)}`
    : `${shortDate(from)} to ${shortDate(to)}`
}

function clock(ms: number, tz: string, seconds: boolean): string {
  const options: Intl.DateTimeFormatOptions = { timeZone: tz, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }
  return new Intl.DateTimeFormat('en-GB', seconds ? { ...options, second: '2-digit' } : options).format(ms)
}

/** `14:06` in a time zone. */
export function time(ms: number, tz: string): string {
  return clock(ms, tz, false)
}

/** `14:05:58` in a time zone. */
export function timeWithSeconds(ms: number, tz: string): string {
  return clock(ms, tz, true)
}

const BYTE_UNITS: readonly [number, string][] = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
]

/** `1.4 GB`, decimal units. */
export function bytes(value: number): string {
  for (const [unit, name] of BYTE_UNITS) {
    if (value >= unit) return `${(value / unit).toFixed(value / unit < 10 ? 2 : value / unit < 100 ? 1 : 0)} ${name}`
  }
  return `${value} bytes`
}

/** `11.8 s`, `4 min 20 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`
}

/** part / whole for display, after all sums; null where there is no whole. */
export function share(part: Amount, whole: Amount): number | null {
  const [p, w] = [big(part), big(whole)]
  return w === 0n ? null : Number((p * 1_000_000_000n) / w) / 1_000_000_000
}

/** Relative change from an earlier amount; null where there was nothing before. */
export function relativeChange(now: Amount, before: Amount): number | null {
  const [n, b] = [big(now), big(before)]
  return b === 0n ? null : share(n - b, absolute(b))
}

/** Means of each value and the six before it, for spark lines. */
export function sevenDayMeans(values: readonly (number | null)[]): (number | null)[] {
  return values.map((_, index) => {
    const some = values.slice(Math.max(0, index - 6), index + 1).filter((value) => value !== null)
    return some.length === 0 ? null : some.reduce((sum, value) => sum + value, 0) / some.length
  })
}
