// Tokens of one kind at one rate on one side of a reconciliation, and the lines of a bill as rows to compare. Pure.
import { fraction, roundHalfEven, type Fraction } from './fraction.ts'
import { grouped } from './grouped.ts'
import { holdsBand, NOT_TOLD, type Kind, type Rates } from './reconcile-rates.ts'
import type { BilledGroup } from './reconcile-types.ts'
import type { TokenClass, UsageCell } from './usage.ts'
import { TOKEN_CLASSES } from './usage.ts'

/** Tokens of one kind, in one period. `left` goes down as they find their counterpart. */
export interface Lot {
  period: number
  model: string
  meter: TokenClass
  kind: Kind
  /** A day at whose prices the rate holds: the first of the lot. */
  day: string
  /** Pico-USD a token. */
  rate: bigint
  left: bigint
  /** Cache writes whose lifetime the log does not tell. */
  splitAssumed: boolean
}

/** Lines of a bill for one kind of token, added up. */
export interface BilledRow {
  period: number
  day: string
  model: string
  meter: TokenClass
  kind: Kind
  /** Null where the bill states no quantity. */
  quantity: bigint | null
  billed: bigint
  list: bigint | null
  /** Twice what rounding may have changed each amount by. */
  slack: bigint
}

export const lotKey = ({ period, model, meter }: Pick<Lot, 'period' | 'model' | 'meter'>): string => `${period}|${model}|${meter}`

export function kindOf({ route, tier, speed, promptOver, promptUpTo }: Kind): Kind {
  return { route, tier, speed, promptOver, promptUpTo }
}

export const kindKey = ({ route, tier, speed, promptOver, promptUpTo }: Kind): string => `${route}|${tier}|${speed}|${promptOver}|${promptUpTo ?? ''}`

export interface LoggedTokens {
  lots: Lot[]
  /** Tokens without a price. */
  unpriced: Pick<Lot, 'period' | 'model' | 'meter' | 'left'>[]
}

const CELLS_A_STEP = 2000

/** The tokens of the logs by what decides their price. In steps. */
export function* loggedLots(cells: readonly UsageCell[], periodOf: (day: string) => number | undefined, rates: Rates): Generator<undefined, LoggedTokens> {
  const lots = new Map<string, Lot>()
  const unpriced: LoggedTokens['unpriced'] = []
  for (const [at, { priceClass, utcDay, tokens }] of cells.entries()) {
    if (at % CELLS_A_STEP === 0) yield
    const period = periodOf(utcDay)
    if (period === undefined) continue
    const { model } = priceClass
    const kind = kindOf(priceClass)
    const known = rates.rates({ model, day: utcDay, kind })
    const splitAssumed = priceClass.assumptions.includes('write-split')
    const key = `${period}|${model}|${kindKey(kind)}|${splitAssumed}`
    for (const meter of TOKEN_CLASSES) {
      if (tokens[meter] === 0) continue
      const left = BigInt(tokens[meter])
      const rate = known?.[meter] ?? null
      if (rate === null) unpriced.push({ period, model, meter, left })
      else addLot(lots, `${key}|${meter}|${rate}`, { period, model, meter, kind, day: utcDay, rate, left, splitAssumed })
    }
  }
  return { lots: [...lots.values()], unpriced }
}

function addLot(lots: Map<string, Lot>, key: string, lot: Lot): void {
  const held = lots.get(key)
  if (held === undefined) lots.set(key, lot)
  else held.left += lot.left
}

/** Amounts are exact to half a pico-USD a line where the bill does not round. */
export const slackOf = ({ roundedTo, lines }: BilledGroup): bigint => (roundedTo > BigInt(lines) ? roundedTo : BigInt(lines))

/** The lines of the bill that charge for tokens. */
export function billedRows(groups: readonly BilledGroup[], periodOf: (day: string) => number | undefined, firstDayOf: (period: number) => string): BilledRow[] {
  const rows = groups.flatMap((group): BilledRow[] => {
    const meter = TOKEN_CLASSES.find((name) => name === group.meter)
    const period = periodOf(group.firstDay)
    if (meter === undefined || period === undefined) return []
    return [{
      period, day: firstDayOf(period), model: group.priceClass.model, meter, kind: kindOf(group.priceClass),
      quantity: group.quantityStated ? BigInt(group.tokens) : null, billed: group.billed, list: group.list, slack: slackOf(group),
    }]
  })
  const alike = grouped(rows, (row) => `${lotKey(row)}|${kindKey(row.kind)}|${row.list === null}|${row.quantity === null}`)
  return [...alike.values()].flatMap((same) => same.reduce<BilledRow[]>(addRow, []))
}

function addRow([sum]: BilledRow[], row: BilledRow): BilledRow[] {
  if (sum === undefined) return [row]
  const plus = (a: bigint | null, b: bigint | null) => (a === null || b === null ? null : a + b)
  return [{
    ...sum, quantity: plus(sum.quantity, row.quantity), billed: sum.billed + row.billed, list: plus(sum.list, row.list),
    slack: sum.slack + row.slack,
  }]
}

/** Whether tokens of the logs may be among those a row charges for, as far as it tells, at the same price. */
export function isAmong(row: BilledRow, lot: Lot, rates: Rates): boolean {
  const { kind } = row
  if (kind.tier !== NOT_TOLD && kind.tier !== lot.kind.tier) return false
  if (kind.speed !== NOT_TOLD && kind.speed !== lot.kind.speed) return false
  if (!holdsBand(kind, lot.kind)) return false
  if (kind.route === NOT_TOLD || kind.route === lot.kind.route) return true
  return rates.rate({ ...lot, kind: { ...lot.kind, route: kind.route } }) === lot.rate
}

/** Whether a sum of list prices is what a row says, within its rounding: of its list amount, else of its discounted amount. */
export function explains(row: Pick<BilledRow, 'billed' | 'list' | 'slack'>, expected: bigint, discount: Fraction): boolean {
  if (row.list !== null) return 2n * size(expected - row.list) <= row.slack
  const kept = discount.den - discount.num
  return 2n * size(expected * kept - row.billed * discount.den) <= row.slack * discount.den
}

/** What a row comes to at list prices: as stated, else by the discount. */
export function listOf(row: Pick<BilledRow, 'billed' | 'list'>, discount: Fraction): bigint {
  if (row.list !== null) return row.list
  const kept = discount.den - discount.num
  return kept <= 0n ? row.billed : roundHalfEven(fraction(row.billed * discount.den, kept))
}

export const size = (value: bigint): bigint => (value < 0n ? -value : value)

/** The nearest whole number of tokens. */
export const nearest = (amount: bigint, rate: bigint): bigint => roundHalfEven(fraction(amount, rate))
