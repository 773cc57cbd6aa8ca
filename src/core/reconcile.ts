// Explains why a bill differs from the list cost of the logs. Computed + causes = billed, to the last pico-USD, whatever
// the data. The method: docs/decisions/0011-reconciliation.md. Pure.
import type { PriceBook } from './price-book.ts'
import { inferDiscounts, statedDiscount, tokenSamples } from './reconcile-discount.ts'
import { Entries } from './reconcile-entries.ts'
import { billedRows, loggedLots } from './reconcile-lots.ts'
import { lumpSamples, lumpsOf, postLump } from './reconcile-lumps.ts'
import { reconcileOther } from './reconcile-other.ts'
import { comparison, daysOf, type Asked, type Comparison, type Period } from './reconcile-periods.ts'
import { Rates } from './reconcile-rates.ts'
import { postLogs, reconcileTokens } from './reconcile-tokens.ts'
import type { BilledGroup, PlatformReconciliation } from './reconcile-types.ts'
import { atOnce } from './steps.ts'
import { addDays, daysBetween } from './calendar.ts'
import { totalTokens } from './cost.ts'
import type { Platform, UsageCell } from './usage.ts'

export interface Reconciling {
  platform: Platform
  /** Usage of the platform on the evidence that counts; days outside the comparison are passed over. */
  cells: readonly UsageCell[]
  /** Lines of every kind of bill of the platform. */
  groups: readonly BilledGroup[]
  book: PriceBook
  asked: Asked
}

export function reconcile(asked: Reconciling): PlatformReconciliation {
  return atOnce(reconciling(asked))
}

/** As `reconcile`, in steps: of a year of a hundred lines a day each takes at most some tenth of a second, all of them a second. */
export function* reconciling({ platform, cells, groups, book, asked }: Reconciling): Generator<undefined, PlatformReconciliation> {
  const compared = comparison(groups, asked)
  const places = new Places(compared, cells)
  yield
  const { periods, lines, isUsage } = compared
  const [entries, rates] = [new Entries(platform), new Rates(platform, book)]
  const periodOf = (day: string) => places.periodOf(day)
  const dayOf = (period: number) => periods[period]?.firstDay ?? ''
  const searchFee = (utcDay: string) => book.searchFee(platform, utcDay)
  const logged = yield* loggedLots(cells, periodOf, rates)
  const rows = billedRows(lines, periodOf, dayOf)
  yield
  const lumps = lumpsOf({ lines, isUsage, logged, cells, periodOf, searchFee })
  yield
  const samples = [...tokenSamples({ lots: logged.lots, rows, rates }), ...lumpSamples(lumps)]
  yield
  const inferred = inferDiscounts(samples, periods)
  yield
  postLogs({ logged, entries, dayOf })
  for (const lump of lumps) postLump(lump, { entries, inferred, dayOf })
  yield
  const areNext = periods.map((period, index) => isNext(periods[index - 1], period))
  yield* reconcileTokens({
    entries, rates, logged, rows, inferred, dayOf,
    isOneSided: (period) => places.isOneSided(period),
    isNext: (period) => areNext[period] === true,
  })
  yield
  reconcileOther({ entries, lines, isUsage, cells, inferred, periodOf, dayOf, searchFee, sides: (period) => places.sides(period) })
  return {
    platform, entries: entries.all(), days: places.counts(), firstDay: periods[0]?.firstDay ?? null,
    lastDay: periods.at(-1)?.lastDay ?? null, bills: compared.kinds, discount: statedDiscount(lines, isUsage) ?? inferred.slice(0, 1).find(({ rate }) => rate.num > 0n) ?? null,
  }
}

const isNext = (before: Period | undefined, period: Period | undefined): boolean =>
  before !== undefined && period !== undefined && addDays(before.lastDay, 1) === period.firstDay

/** Which period a day lies in, and which sides have usage there. */
class Places {
  readonly #periods: readonly Period[]
  readonly #byDay = new Map<string, number>()
  readonly #logPeriods = new Set<number>()
  readonly #billPeriods = new Set<number>()

  constructor({ periods, lines, isUsage }: Comparison, cells: readonly UsageCell[]) {
    this.#periods = periods
    for (const [index, period] of periods.entries()) for (const day of daysOf(period)) this.#byDay.set(day, index)
    for (const { utcDay, tokens, webSearches } of cells) {
      const period = this.#byDay.get(utcDay)
      if (period === undefined || totalTokens(tokens) + webSearches === 0) continue
      this.#logPeriods.add(period)
    }
    for (const line of lines) {
      const period = this.#byDay.get(line.firstDay)
      if (period !== undefined && isUsage(line)) this.#billPeriods.add(period)
    }
  }

  periodOf(day: string): number | undefined {
    return this.#byDay.get(day)
  }

  sides(period: number): { logs: boolean; bill: boolean } {
    return { logs: this.#logPeriods.has(period), bill: this.#billPeriods.has(period) }
  }

  isOneSided(period: number): boolean {
    const { logs, bill } = this.sides(period)
    return logs !== bill
  }

  counts(): { both: number; onlyLogs: number; onlyBill: number } {
    const counts = { both: 0, onlyLogs: 0, onlyBill: 0 }
    for (const [index, period] of this.#periods.entries()) {
      const { logs, bill } = this.sides(index)
      const days = daysBetween(period.firstDay, period.lastDay) + 1
      if (logs || bill) counts[!logs ? 'onlyBill' : bill ? 'both' : 'onlyLogs'] += days
    }
    return counts
  }
}
