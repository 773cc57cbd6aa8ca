// How many tokens, of which kind, a row of a bill charges for: as it states, else as its amount and the prices tell. Pure.
import type { Fraction } from './fraction.ts'
import { ZERO } from './fraction.ts'
import { explains, isAmong, kindKey, listOf, nearest, type BilledRow, type Lot } from './reconcile-lots.ts'
import type { Kind, Rates } from './reconcile-rates.ts'

/** What a row charges for. Amounts are at list prices. */
export interface Charged {
  lots: Lot[]
  /** The discount that the row was read with: the bill's, or none. */
  discount: Fraction
  /** What no whole number of tokens at any price explains; null: all of it is tokens. */
  money: bigint | null
}

interface Choice { kind: Kind; rate: bigint }

export interface Reading {
  row: BilledRow
  /** Tokens of the logs, of the row's period, model and meter, that no other row has claimed. */
  logged: readonly Lot[]
  rates: Rates
  /** The usual one first; none is always tried last. */
  discounts: readonly Fraction[]
}

/** First what the logs hold: a bill that agrees with them to its last digit charges for just these tokens. */
export function chargedTokens(reading: Reading): Charged {
  const { row, rates } = reading
  const among = reading.logged.filter((lot) => isAmong(row, lot, rates))
  const choices = rates.choices(row)
  if (row.quantity !== null) {
    const read = discountsOf(reading).map((discount) => stated({ row, discount, quantity: row.quantity ?? 0n, choices, among }))
    return read.find(({ lots, discount }) => explains(row, costOf(lots), discount)) ?? read[0] ?? { lots: [], discount: ZERO, money: null }
  }
  const alike = among.filter((lot) => kindKey(lot.kind) === kindKey(row.kind))
  for (const discount of discountsOf(reading)) {
    const lots = [alike, among].find((some) => some.length > 0 && explains(row, costOf(some), discount))
    if (lots !== undefined) return { lots: claim(lots), discount, money: null }
  }
  return derived(reading, among, choices)
}

/** A stretch of the bill may be without the discount of the rest, or with another. */
const discountsOf = ({ discounts }: Reading): Fraction[] => [...discounts, ZERO]

const usualOf = ({ discounts }: Reading): Fraction => discounts[0] ?? ZERO

export const costOf = (lots: readonly Lot[]): bigint => lots.reduce((sum, lot) => sum + lot.left * lot.rate, 0n)
const tokensOf = (lots: readonly Lot[]): bigint => lots.reduce((sum, lot) => sum + lot.left, 0n)

/** Lots of the bill like those of the logs. */
const claim = (lots: readonly Lot[]): Lot[] => lots.map((lot) => ({ ...lot, splitAssumed: false }))

function lotOf({ period, model, meter, day }: BilledRow, { kind, rate }: Choice, left: bigint): Lot {
  return { period, model, meter, day, kind, rate, left, splitAssumed: false }
}

interface Stated { row: BilledRow; discount: Fraction; quantity: bigint; choices: readonly Choice[]; among: readonly Lot[] }

/** The quantity is the bill's; where it may stand at several prices, its amount tells at which. */
function stated({ row, quantity, choices, among, discount }: Stated): Charged {
  const [usual, ...others] = choices
  if (usual === undefined) return { lots: [], discount, money: listOf(row, discount) }
  if (others.length > 0 && tokensOf(among) === quantity && explains(row, costOf(among), discount)) {
    return { lots: claim(among), discount, money: null }
  }
  for (const choice of choices) {
    if (explains(row, quantity * choice.rate, discount)) return { lots: [lotOf(row, choice, quantity)], discount, money: null }
  }
  for (const dearer of others) {
    const lots = splitBetween(row, { quantity, choices: [usual, dearer], discount })
    if (lots !== null) return { lots, discount, money: null }
  }
  return { lots: [lotOf(row, usual, quantity)], discount, money: null }
}

/** A quantity at two prices, so that it comes to the amount; null where it cannot. */
function splitBetween(row: BilledRow, given: { quantity: bigint; choices: readonly [Choice, Choice]; discount: Fraction }): Lot[] | null {
  const { quantity, choices: [usual, other], discount } = given
  const over = nearest(listOf(row, discount) - quantity * usual.rate, other.rate - usual.rate)
  if (over < 0n || over > quantity) return null
  const lots = [lotOf(row, usual, quantity - over), lotOf(row, other, over)]
  return explains(row, costOf(lots), discount) ? lots : null
}

function derived(reading: Reading, among: readonly Lot[], choices: readonly Choice[]): Charged {
  const { row } = reading
  const discount = usualOf(reading)
  const lots = choices.length > 1 && among.length > 0
    ? upperBand(reading, among, choices) ?? besideLogs(reading, among, choices)
    : null
  if (lots !== null) return { lots, discount, money: null }
  for (const each of discountsOf(reading)) {
    const list = listOf(row, each)
    for (const choice of list < 0n ? [] : choices) {
      const quantity = choice.rate === 0n ? 0n : nearest(list, choice.rate)
      if (explains(row, quantity * choice.rate, each)) return { lots: [lotOf(row, choice, quantity)], discount: each, money: null }
    }
  }
  return { lots: [], discount, money: listOf(row, discount) }
}

/** Logs that do not tell prompt sizes apart hold the right number of tokens; the amount says how many are in the dearer band. */
function upperBand(reading: Reading, among: readonly Lot[], choices: readonly Choice[]): Lot[] | null {
  const { row, rates } = reading
  const discount = usualOf(reading)
  const coarse = among.filter((lot) => rates.choices(lot).length > 1)
  if (coarse.length === 0) return null
  const fine = among.filter((lot) => !coarse.includes(lot))
  const rest = { ...row, list: listOf(row, discount) - costOf(fine), slack: row.list === null ? row.slack * 2n : row.slack }
  const [usual, ...others] = choices
  for (const dearer of usual === undefined ? [] : others) {
    const lots = usual === undefined ? null : splitBetween(rest, { quantity: tokensOf(coarse), choices: [usual, dearer], discount })
    if (lots !== null) return [...claim(fine), ...lots]
  }
  return null
}

/** At several prices an amount alone is any number of tokens: what the logs hold is taken for it, and the rest is more or fewer. */
function besideLogs(reading: Reading, among: readonly Lot[], choices: readonly Choice[]): Lot[] | null {
  const { row } = reading
  const discount = usualOf(reading)
  const lots = claim(among)
  const rest = listOf(row, discount) - costOf(lots)
  const most = lots.toSorted((a, b) => (a.left === b.left ? 0 : a.left > b.left ? -1 : 1))
  const byUse = rest > 0n ? [...most.map(({ kind, rate }) => ({ kind, rate })), ...choices] : most
  for (const choice of byUse) {
    if (choice.rate === 0n) continue
    const more = nearest(rest, choice.rate)
    if (!explains(row, costOf(lots) + more * choice.rate, discount)) continue
    if (rest > 0n) return [...lots, lotOf(row, choice, more)]
    const held = lots.find((lot) => lot.kind === choice.kind && lot.rate === choice.rate)
    if (held === undefined || held.left + more < 0n) continue
    held.left += more
    return lots
  }
  return null
}
