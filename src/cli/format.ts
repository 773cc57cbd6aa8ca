// Numbers for people: thousands apart, money rounded once, at display. JSON and CSV take exact values instead.
import { PICO_PER_USD } from '../core/money.ts'

const PICO_PER_CENT = PICO_PER_USD / 100n

export function integer(value: number | null): string | null {
  return value === null ? null : value.toLocaleString('en-US')
}

/** USD with two decimals, halves away from zero. An amount too small for a cent is shown as such, never as 0.00. */
export function usd(pico: bigint | null): string | null {
  if (pico === null) return null
  const size = pico < 0n ? -pico : pico
  if (size > 0n && size * 2n < PICO_PER_CENT) return pico < 0n ? '>-0.01' : '<0.01'
  const cents = (size + PICO_PER_CENT / 2n) / PICO_PER_CENT
  const whole = (cents / 100n).toLocaleString('en-US')
  return `${pico < 0n ? '-' : ''}${whole}.${String(cents % 100n).padStart(2, '0')}`
}

export function percent(ratio: number | null): string | null {
  return ratio === null ? null : `${(ratio * 100).toFixed(1)} %`
}

export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`
}
