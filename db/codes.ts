// How the words of the product are kept in columns: as small numbers or short texts. Unknown values are an error.
import { METERS, type Meter } from '../src/core/bill.ts'
import { ASSUMPTIONS, BASES, PLATFORMS, type Assumption, type Basis, type Pass, type Platform } from '../src/core/usage.ts'

/** Only ever added to at the end: the index is stored. */
const KINDS = ['message', 'compaction', 'advisor', 'fallback'] as const satisfies readonly Pass['kind'][]

export const basisCode = (basis: Basis): number => BASES.indexOf(basis)
export const kindCode = (kind: Pass['kind']): number => KINDS.indexOf(kind)

export function basisOfCode(code: number): Basis {
  return known(BASES[code], 'basis')
}

export function kindOfCode(code: number): Pass['kind'] {
  return known(KINDS[code], 'kind of pass')
}

export function platformOf(text: string): Platform {
  return known(PLATFORMS.find((platform) => platform === text), 'platform')
}

export function meterOf(text: string): Meter {
  return known(METERS.find((meter) => meter === text), 'meter')
}

export function assumptionsOf(text: string): Assumption[] {
  return text === '' ? [] : text.split(',').map((word) => known(ASSUMPTIONS.find((assumption) => assumption === word), 'assumption'))
}

/** A JSON object of texts; anything else in it is left out. */
export function textsOf(json: string): Record<string, string> {
  const value: unknown = JSON.parse(json)
  if (typeof value !== 'object' || value === null) return {}
  const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(entries)
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The ledger holds a ${what} that this version does not know`)
  return value
}
