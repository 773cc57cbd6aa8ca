// Compares the tokens of the logs with those of the bill: reads the bill's rows, moves tokens, posts what is left. Pure.
import { fraction, roundHalfEven, type Fraction } from './fraction.ts'
import { grouped } from './grouped.ts'
import { isBelowList } from './reconcile-discount.ts'
import type { Entries } from './reconcile-entries.ts'
import { lotKey, size, type BilledRow, type LoggedTokens, type Lot } from './reconcile-lots.ts'
import { chargedTokens, costOf, type Charged } from './reconcile-quantities.ts'
import type { Rates } from './reconcile-rates.ts'
import { matchAcrossDays, matchWithinPeriods, postGaps } from './reconcile-transport.ts'
import type { FoundDiscount } from './reconcile-types.ts'

export interface TokenWork {
  entries: Entries
  rates: Rates
  logged: LoggedTokens
  rows: readonly BilledRow[]
  /** Of rows without list amounts, the usual one first. */
  inferred: readonly FoundDiscount[]
  dayOf(period: number): string
  /** Whether only one side has usage in the period. */
  isOneSided(period: number): boolean
  /** Whether a period begins the day after the one before it. */
  isNext(period: number): boolean
}

/** In steps. */
export function* reconcileTokens(work: TokenWork): Generator<undefined, void> {
  const charged = new BillReader(work).read()
  const sides = { logged: work.logged.lots, charged }
  yield
  matchWithinPeriods(sides, work)
  yield
  matchAcrossDays(sides, work)
  yield
  postGaps(sides, work)
}

/** The side of the logs, whole. */
export function postLogs({ logged, entries, dayOf }: Pick<TokenWork, 'logged' | 'entries' | 'dayOf'>): void {
  for (const { period, model, meter, left, rate } of logged.lots) {
    const entry = entries.at({ day: dayOf(period), model, meter })
    entry.computed += left * rate
    entry.computedTokens += left
  }
  for (const { period, model, meter, left } of logged.unpriced) {
    const entry = entries.at({ day: dayOf(period), model, meter })
    entry.computedTokens += left
    entry.unpricedTokens += left
  }
}

class BillReader {
  readonly #work: TokenWork
  readonly #discounts: readonly Fraction[]
  readonly #unpriced: ReadonlySet<string>
  readonly #charged: Lot[] = []

  constructor(work: TokenWork) {
    this.#work = work
    this.#discounts = work.inferred.map(({ rate }) => rate)
    this.#unpriced = new Set(work.logged.unpriced.map(lotKey))
  }

  /** Posts every row, and tells the tokens they charge for. */
  read(): Lot[] {
    const logged = grouped(this.#work.logged.lots, lotKey)
    for (const [key, rows] of grouped(this.#work.rows, lotKey)) this.#readAlike(rows, (logged.get(key) ?? []).map((lot) => ({ ...lot })))
    return this.#charged
  }

  /** The rows of one period, model and meter. `unclaimed` are copies: what one row takes, the next does not find. */
  #readAlike(rows: readonly BilledRow[], unclaimed: Lot[]): void {
    const { rates } = this.#work
    const left: { row: BilledRow; charged: Charged }[] = []
    for (const row of rows.toSorted((a, b) => vagueness(a) - vagueness(b) || width(a) - width(b))) {
      const charged = chargedTokens({ row, logged: unclaimed.filter((lot) => lot.left > 0n), rates, discounts: this.#discounts })
      if (charged.money !== null) left.push({ row, charged })
      else {
        claim(unclaimed, charged.lots)
        this.#charged.push(...charged.lots)
        this.#postTokens(row, charged)
      }
    }
    for (const { row, charged } of left) this.#postMoney(row, charged.money ?? 0n, unclaimed)
  }

  #bill(row: BilledRow, tokens: bigint | null, discount: bigint): void {
    const entry = this.#work.entries.at(row)
    entry.billed += row.billed
    entry.billedTokens = entry.billedTokens === null || tokens === null ? null : entry.billedTokens + tokens
    const list = row.list ?? (isBelowList(this.#work.inferred) ? row.billed - discount : null)
    entry.billedList = entry.billedList === null || list === null ? null : entry.billedList + list
    this.#work.entries.post(row, 'discount', discount)
  }

  #postTokens(row: BilledRow, { lots, discount }: Charged): void {
    const expected = costOf(lots)
    const off = row.list === null ? -roundHalfEven(fraction(expected * discount.num, discount.den)) : row.billed - row.list
    this.#bill(row, lots.reduce((sum, lot) => sum + lot.left, 0n), off)
    const rest = row.billed - off - expected
    const cause = isRounding(rest, row) ? 'rounding' : row.quantity === null ? 'unknown' : 'price'
    this.#work.entries.post(row, cause, rest)
  }

  /** No number of tokens makes the amount: what the logs hold stands against it, whatever it is. */
  #postMoney(row: BilledRow, money: bigint, unclaimed: Lot[]): void {
    this.#bill(row, row.quantity, row.billed - money)
    const lots = money > 0n ? unclaimed.filter((lot) => lot.left > 0n).map((lot) => ({ ...lot, splitAssumed: false })) : []
    claim(unclaimed, lots)
    this.#charged.push(...lots)
    const rest = money - costOf(lots)
    const isGap = lots.length === 0 && money > 0n && !this.#unpriced.has(lotKey(row))
    this.#work.entries.post(row, isGap ? 'logGap' : isRounding(rest, row) ? 'rounding' : 'unknown', rest)
  }
}

/** Rows that tell more of what they charge for are read first, so that the others find what is left. */
function vagueness({ kind, quantity }: BilledRow): number {
  const untold = [kind.route, kind.tier, kind.speed].filter((word) => word === 'unknown').length
  return (quantity === null ? 4 : 0) + untold
}

/** Of two bands the narrower one first. */
const width = ({ kind }: BilledRow): number => (kind.promptUpTo ?? Number.MAX_SAFE_INTEGER) - kind.promptOver

/** The half that rounding may have changed the amount by, and the half of a pico-USD of the discount. */
const isRounding = (rest: bigint, { slack }: BilledRow): boolean => 2n * size(rest) <= slack + 1n

function claim(unclaimed: readonly Lot[], lots: readonly Lot[]): void {
  for (const { left, rate } of lots) {
    let open = left
    for (const lot of unclaimed) {
      if (lot.rate !== rate || open === 0n) continue
      const count = lot.left < open ? lot.left : open
      lot.left -= count
      open -= count
    }
  }
}
