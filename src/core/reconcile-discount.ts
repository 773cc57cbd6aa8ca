// The discount that explains a bill: what its list amounts state, else the one ratio that holds for most of the money. Pure.
import { BASIS_POINTS } from './discount.ts'
import { compare, fraction, ONE, roundHalfEven, subtract, ZERO, type Fraction } from './fraction.ts'
import { grouped } from './grouped.ts'
import { explains, isAmong, lotKey, type BilledRow, type Lot } from './reconcile-lots.ts'
import type { Period } from './reconcile-periods.ts'
import { NOT_TOLD, type Rates } from './reconcile-rates.ts'
import type { BilledGroup, FoundDiscount } from './reconcile-types.ts'
import type { TokenClass } from './usage.ts'

/** Candidates come from so many of the dearest amounts. */
const CANDIDATES = 48

/** One amount alone has some ratio to anything: it takes so many of the same ratio to make a discount. */
const FEWEST = 2

/** So many stretches with a discount of their own are told apart. */
const MOST = 4

/** What one group of rows would come to at list prices, beside what it is billed. */
export interface Sample {
  expected: bigint
  billed: bigint
  slack: bigint
  period: number
}

export interface Evidence {
  lots: readonly Lot[]
  rows: readonly BilledRow[]
  rates: Rates
}

/**
 * The ratio for most of the money that has no list amount; then, of what that leaves, others that hold on several days, for
 * a discount may change. A bill at list price has the ratio 0 for most of its money.
 */
export function inferDiscounts(found: readonly Sample[], periods: readonly Period[]): FoundDiscount[] {
  const outOf = found.reduce((sum, { expected }) => sum + expected, 0n)
  const discounts: FoundDiscount[] = []
  let left = found
  while (discounts.length < MOST) {
    const best = bestRatio(left)
    const held = left.filter((sample) => holds(sample, best.rate))
    const days = held.flatMap(({ period }) => periods[period] ?? [])
    const money = left.reduce((sum, { expected }) => sum + expected, 0n)
    if (best.of * 2n < money || held.length < FEWEST || (discounts.length > 0 && new Set(days).size < FEWEST)) break
    const [first, last] = [days.map(({ firstDay }) => firstDay).toSorted()[0], days.map(({ lastDay }) => lastDay).toSorted().at(-1)]
    if (first === undefined || last === undefined) break
    discounts.push({ rate: best.rate, evidence: 'inferred', of: best.of, outOf, firstDay: first, lastDay: last })
    left = left.filter((sample) => !holds(sample, best.rate))
  }
  return discounts
}

/** Whether some of them lowers a price. */
export const isBelowList = (discounts: readonly FoundDiscount[]): boolean => discounts.some(({ rate }) => rate.num > 0n)

function bestRatio(found: readonly Sample[]): { rate: Fraction; of: bigint } {
  let best: { rate: Fraction; of: bigint } = { rate: ZERO, of: weight(found, ZERO) }
  for (const rate of candidates(found)) {
    const of = weight(found, rate)
    if (of > best.of) best = { rate, of }
  }
  return best
}

const holds = ({ expected, billed, slack }: Sample, rate: Fraction): boolean => explains({ billed, list: null, slack }, expected, rate)

const weight = (found: readonly Sample[], rate: Fraction): bigint =>
  found.reduce((sum, sample) => (holds(sample, rate) ? sum + sample.expected : sum), 0n)

/** Of ratios that explain as much the first counts: whole percents, then tenths and hundredths, then the ratio itself. */
function candidates(found: readonly Sample[]): Fraction[] {
  const dearest = found.toSorted((a, b) => (a.expected === b.expected ? 0 : a.expected > b.expected ? -1 : 1)).slice(0, CANDIDATES)
  const ratios = dearest.map(({ expected, billed }) => subtract(ONE, fraction(billed, expected)))
  const rounded = [100n, 1000n, BASIS_POINTS].flatMap((steps) => ratios.map((ratio) => roundTo(ratio, steps)))
  const distinct = new Map([...rounded, ...ratios].map((rate) => [`${rate.num}/${rate.den}`, rate]))
  return [...distinct.values()].filter((rate) => rate.num > 0n && compare(rate, ONE) < 0)
}

const roundTo = (rate: Fraction, steps: bigint): Fraction => fraction(roundHalfEven(fraction(rate.num * steps, rate.den)), steps)

/** One sample a period, model and meter whose rows have no list amount. */
export function tokenSamples({ lots, rows, rates }: Evidence): Sample[] {
  const logged = grouped(lots, lotKey)
  const billed = grouped(rows, lotKey)
  const found: Sample[] = []
  for (const [key, own] of billed) {
    if (own.some((row) => row.list !== null)) continue
    const [first] = own
    if (first !== undefined && hasOtherWrites(first, { logged, billed })) continue
    const expected = expectedOf(own, logged.get(key) ?? [], rates)
    const amount = own.reduce((sum, row) => sum + row.billed, 0n)
    if (first === undefined || expected === null || expected <= 0n || amount <= 0n) continue
    found.push({ expected, billed: amount, slack: own.reduce((sum, row) => sum + row.slack, 0n), period: first.period })
  }
  return found
}

/** Cache writes of which one side has another lifetime than the other: their amounts differ, but by no discount. */
function hasOtherWrites(row: BilledRow, sides: { logged: ReadonlyMap<string, unknown>; billed: ReadonlyMap<string, unknown> }): boolean {
  const other = OTHER_WRITES.get(row.meter)
  if (other === undefined) return false
  const key = lotKey({ ...row, meter: other })
  return sides.logged.has(key) !== sides.billed.has(key)
}

const OTHER_WRITES: ReadonlyMap<TokenClass, TokenClass> = new Map([['cacheWrite5m', 'cacheWrite1h'], ['cacheWrite1h', 'cacheWrite5m']])

/** The bill's own quantities where it states them, else the tokens of the logs, each at the price of the row it fits. */
function expectedOf(rows: readonly BilledRow[], lots: readonly Lot[], rates: Rates): bigint | null {
  let sum = 0n
  for (const row of rows) {
    const cost = row.quantity === null ? null : statedCost(row, row.quantity, { lots, rates })
    if (row.quantity !== null && cost === null) return null
    sum += cost ?? 0n
  }
  const silent = rows.filter((row) => row.quantity === null)
  if (silent.length === 0) return sum
  const only = silent.length === 1 ? silent[0] : undefined
  return sum + lots.reduce((total, lot) => total + lot.left * (rateIn(lot, only, rates) ?? lot.rate), 0n)
}

/** A single row prices all tokens its own way: a bill that charges another route or tier is no discount. */
function rateIn(lot: Lot, row: BilledRow | undefined, rates: Rates): bigint | null {
  if (row === undefined) return lot.rate
  const told = (word: string, logged: string) => (word === NOT_TOLD ? logged : word)
  const { route, tier, speed } = row.kind
  const kind = { ...lot.kind, route: told(route, lot.kind.route), tier: told(tier, lot.kind.tier), speed: told(speed, lot.kind.speed) }
  return rates.rate({ ...lot, kind })
}

function statedCost(row: BilledRow, quantity: bigint, { lots, rates }: { lots: readonly Lot[]; rates: Rates }): bigint | null {
  const choices = rates.choices(row)
  const [usual] = choices
  if (usual === undefined) return null
  if (choices.length === 1) return quantity * usual.rate
  const among = lots.filter((lot) => isAmong(row, lot, rates))
  const tokens = among.reduce((total, lot) => total + lot.left, 0n)
  return tokens === quantity ? among.reduce((total, lot) => total + lot.left * lot.rate, 0n) : null
}

/** What list amounts and lines of discounts say of the lines for usage; null where they say nothing. */
export function statedDiscount(lines: readonly BilledGroup[], isUsage: (line: BilledGroup) => boolean): FoundDiscount | null {
  const usage = lines.filter(isUsage)
  const off = lines.filter(({ meter }) => meter === 'discount')
  const known = off.length === 0 ? usage.filter(({ list }) => list !== null) : usage
  const list = known.reduce((sum, line) => sum + (line.list ?? line.billed), 0n)
  const billed = [...known, ...off].reduce((sum, line) => sum + line.billed, 0n)
  const slack = known.reduce((sum, { roundedTo, lines: count }) => sum + roundedTo + BigInt(count), 0n)
  if (list <= 0n || billed === list || billed < 0n || billed > list) return null
  const exact = fraction(list - billed, list)
  const rate = [100n, 1000n, BASIS_POINTS].map((steps) => roundTo(exact, steps))
    .find((rounded) => explains({ billed, list: null, slack }, list, rounded)) ?? exact
  if (rate.num === 0n) return null
  const days = known.toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1))
  const last = known.reduce((day, line) => (line.lastDay > day ? line.lastDay : day), '')
  return { rate, evidence: 'stated', of: list, outOf: list, firstDay: days[0]?.firstDay ?? last, lastDay: last }
}
