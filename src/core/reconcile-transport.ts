// Moves tokens between the logs and the bill until each has found its counterpart, and says why the two prices differ. Pure.
import { grouped } from './grouped.ts'
import type { Entries } from './reconcile-entries.ts'
import type { Lot } from './reconcile-lots.ts'
import type { Kind, Rates } from './reconcile-rates.ts'
import type { Cause } from './reconcile-types.ts'

/** What may differ between tokens of one model and period, in the order in which the parts of a difference are told. */
const DIFFERENCES = ['routePremium', 'cacheTtl', 'tier', 'promptBand'] as const satisfies readonly Cause[]
type Difference = (typeof DIFFERENCES)[number]

export interface Sides {
  logged: readonly Lot[]
  charged: readonly Lot[]
}

export interface Posting {
  entries: Entries
  rates: Rates
  dayOf(period: number): string
}

/** What is left on either side afterwards has no counterpart in its period. */
export function matchWithinPeriods({ logged, charged }: Sides, posting: Posting): void {
  const ofPeriod = ({ period, model }: Lot) => `${period}|${model}`
  const bills = grouped(charged, ofPeriod)
  for (const [key, logs] of grouped(logged, ofPeriod)) {
    const own = bills.get(key)
    if (own === undefined) continue
    matchSame(logs, own)
    matchDifferent(logs, own, posting)
  }
}

const sameKey = ({ meter, kind, rate }: Lot): string => `${meter}|${kind.route}|${kind.tier}|${kind.speed}|${kind.promptOver}|${kind.promptUpTo ?? ''}|${rate}`

/** The same kind at the same price; writes whose lifetime the log does not tell after those that it does. */
function matchSame(logs: readonly Lot[], bills: readonly Lot[]): void {
  const byKind = grouped(bills, sameKey)
  for (const log of logs.toSorted((a, b) => Number(a.splitAssumed) - Number(b.splitAssumed))) for (const bill of byKind.get(sameKey(log)) ?? []) take(log, bill)
}

function take(log: Lot, bill: Lot): bigint {
  const count = log.left < bill.left ? log.left : bill.left
  log.left -= count
  bill.left -= count
  return count
}

interface Candidate { log: Lot; bill: Lot; differences: readonly Difference[]; rank: number }

/** At the same price first; then what differs in the fewest ways; then in the order of the ways. */
function matchDifferent(logs: readonly Lot[], bills: readonly Lot[], posting: Posting): void {
  const open = { logs: logs.filter(({ left }) => left > 0n), bills: bills.filter(({ left }) => left > 0n) }
  const candidates = open.logs.flatMap((log) => open.bills.flatMap((bill) => candidate(log, bill)))
  for (const { log, bill, differences } of candidates.toSorted((a, b) => a.rank - b.rank)) {
    const count = take(log, bill)
    if (count > 0n) postDifference({ log, bill, differences, count }, posting)
  }
}

function candidate(log: Lot, bill: Lot): Candidate[] {
  const areWrites = isWrite(log) && isWrite(bill)
  if (log.meter !== bill.meter && !areWrites) return []
  const differences = DIFFERENCES.filter((difference) => differs(difference, log, bill))
  const isSamePrice = log.meter === bill.meter && log.rate === bill.rate
  const ways = differences.reduce((sum, difference) => sum + 2 ** DIFFERENCES.indexOf(difference), 0)
  // Writes whose lifetime the log does not tell go first where the lifetime differs, last where it does not.
  const split = log.splitAssumed === differences.includes('cacheTtl') ? 0 : 1
  return [{ log, bill, differences, rank: ((isSamePrice ? 0 : 1 + differences.length) * 32 + ways) * 2 + split }]
}

const isWrite = ({ meter }: Lot): boolean => meter === 'cacheWrite5m' || meter === 'cacheWrite1h'

function differs(difference: Difference, log: Lot, bill: Lot): boolean {
  if (difference === 'cacheTtl') return log.meter !== bill.meter
  if (difference === 'routePremium') return log.kind.route !== bill.kind.route
  if (difference === 'tier') return log.kind.tier !== bill.kind.tier || log.kind.speed !== bill.kind.speed
  return log.kind.promptOver !== bill.kind.promptOver || log.kind.promptUpTo !== bill.kind.promptUpTo
}

interface Move { log: Lot; bill: Lot; differences: readonly Difference[]; count: bigint }

/** From the log's price to the bill's, one difference after the other. Each step takes from one entry and gives to the next. */
function postDifference({ log, bill, differences, count }: Move, { entries, rates, dayOf }: Posting): void {
  const day = dayOf(log.period)
  let [rate, meter, kind] = [log.rate, log.meter, log.kind]
  const last = differences.at(-1)
  if (last === undefined || (log.meter === bill.meter && log.rate === bill.rate)) return
  for (const difference of differences) {
    const nextMeter = difference === 'cacheTtl' ? bill.meter : meter
    const nextKind = changed(kind, bill.kind, difference)
    const priced = difference === last ? bill.rate : rates.rate({ model: log.model, day: log.day, meter: nextMeter, kind: nextKind })
    // A step that has no price of its own is told with the next one.
    const nextRate = priced ?? rate
    entries.post({ day, model: log.model, meter }, difference, -rate * count)
    entries.post({ day, model: log.model, meter: nextMeter }, difference, nextRate * count)
    ;[rate, meter, kind] = [nextRate, nextMeter, nextKind]
  }
}

function changed(kind: Kind, target: Kind, difference: Difference): Kind {
  if (difference === 'routePremium') return { ...kind, route: target.route }
  if (difference === 'tier') return { ...kind, tier: target.tier, speed: target.speed }
  return difference === 'promptBand' ? { ...kind, promptOver: target.promptOver, promptUpTo: target.promptUpTo } : kind
}

/** The same usage on the day before or after: more in the logs of one day, more on the bill of the other. */
export function matchAcrossDays({ logged, charged }: Sides, posting: Posting & { isOneSided(period: number): boolean; isNext(period: number): boolean }): void {
  const keyOf = (period: number, { model, meter, rate, kind }: Lot) => `${period}|${model}|${meter}|${rate}|${kind.tier}|${kind.speed}`
  const open = (lots: readonly Lot[]) => lots.filter(({ period, left }) => left > 0n && !posting.isOneSided(period))
  const bills = grouped(open(charged), (bill) => keyOf(bill.period, bill))
  for (const log of open(logged).toSorted((a, b) => a.period - b.period)) {
    for (const period of [log.period + 1, log.period - 1]) {
      if (!posting.isNext(Math.max(period, log.period))) continue
      for (const bill of bills.get(keyOf(period, log)) ?? []) {
        const count = take(log, bill)
        posting.entries.post({ day: posting.dayOf(log.period), model: log.model, meter: log.meter }, 'dayEdge', -count * log.rate)
        posting.entries.post({ day: posting.dayOf(bill.period), model: bill.model, meter: bill.meter }, 'dayEdge', count * bill.rate)
      }
    }
  }
}

/** What has found no counterpart. */
export function postGaps({ logged, charged }: Sides, { entries, dayOf }: Posting): void {
  for (const { period, model, meter, left, rate } of logged) entries.post({ day: dayOf(period), model, meter }, 'billGap', -left * rate)
  for (const { period, model, meter, left, rate } of charged) entries.post({ day: dayOf(period), model, meter }, 'logGap', left * rate)
}
