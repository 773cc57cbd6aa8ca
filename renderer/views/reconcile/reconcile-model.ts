// What the Reconcile view shows, from the contract's exact amounts: bridge, shares, which days a cause falls on. Pure.
import type { ReconcileFigures, ReconcilePlatform, ReconcileRow } from '../../../src/api/contract/reconcile-shapes.ts'
import { addDays } from '../../../src/core/calendar.ts'
import { CAUSES, type Cause } from '../../../src/core/reconcile-types.ts'
import { share, shortDateRange } from '../../format.ts'

/** What the backend answers, as far as the view needs it. */
export interface Reconciliation {
  platforms: readonly ReconcilePlatform[]
  rows: readonly ReconcileRow[]
  totals: ReconcileFigures
}

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value)

export function partOf(figures: Pick<ReconcileFigures, 'causes'>, cause: Cause): bigint {
  return BigInt(figures.causes[cause] ?? '0')
}

/** Causes with an amount in any of the figures, in the order of the words. */
export function occurring(all: readonly Pick<ReconcileFigures, 'causes'>[]): Cause[] {
  return CAUSES.filter((cause) => all.some((figures) => partOf(figures, cause) !== 0n))
}

/** Residual over billed, 0 to 1 and signed; null where nothing is billed. */
export function residualShare(figures: Pick<ReconcileFigures, 'residual' | 'billed'>): number | null {
  return BigInt(figures.billed) === 0n ? null : share(figures.residual, absolute(BigInt(figures.billed)))
}

export interface Explained {
  /** Residual less its unknown part. */
  amount: bigint
  unknown: bigint
  /** Parts by size without sign, so that a plus does not hide a minus. */
  moved: bigint
  /** Share of that with a known cause; null where both sides are equal. */
  share: number | null
}

export function explained(figures: ReconcileFigures): Explained {
  const unknown = partOf(figures, 'unknown')
  const moved = CAUSES.reduce((sum, cause) => sum + absolute(partOf(figures, cause)), 0n)
  return {
    amount: BigInt(figures.residual) - unknown,
    unknown,
    moved,
    share: moved === 0n ? null : share(moved - absolute(unknown), moved),
  }
}

export interface BridgeStep {
  key: Cause | 'residual'
  value: bigint
  from: bigint
  to: bigint
}

/** From computed (zero) over each cause that occurs to the residual, which equals their sum to the last digit. */
export function bridge(figures: ReconcileFigures): BridgeStep[] {
  const steps: BridgeStep[] = []
  let at = 0n
  for (const cause of occurring([figures])) {
    const value = partOf(figures, cause)
    steps.push({ key: cause, value, from: at, to: at + value })
    at += value
  }
  return [...steps, { key: 'residual', value: at, from: 0n, to: at }]
}

const MOST_RUNS = 3
/** On more days than this, which they are says less than where the most is. */
const FEW_DAYS = 7
const LARGEST = 3

/**
 * Where a cause falls: `On 14 Nov, 18 to 20 Nov.` on few days, `On 19 days, most on 13 Nov and 17 Nov.` on many; empty
 * where no row has a day.
 */
export function daysOf(rows: readonly ReconcileRow[], cause: Cause): string {
  const sizes = new Map<string, bigint>()
  for (const row of rows) {
    const { day } = row.keys
    const part = partOf(row, cause)
    if (typeof day === 'string' && part !== 0n) sizes.set(day, (sizes.get(day) ?? 0n) + absolute(part))
  }
  if (sizes.size === 0) return ''
  if (sizes.size <= FEW_DAYS) return `On ${runsText([...sizes.keys()])}.`
  const largest = [...sizes].toSorted(([, a], [, b]) => (a === b ? 0 : a > b ? -1 : 1)).slice(0, LARGEST)
  return `On ${sizes.size} days, most on ${runsText(largest.map(([day]) => day))}.`
}

export function runsText(days: readonly string[]): string {
  const runs: { from: string; to: string }[] = []
  for (const day of [...new Set(days)].toSorted()) {
    const last = runs.at(-1)
    if (last !== undefined && addDays(last.to, 1) === day) last.to = day
    else runs.push({ from: day, to: day })
  }
  const shown = runs.slice(0, MOST_RUNS).map(({ from, to }) => shortDateRange(from, to)).join(', ')
  return runs.length > MOST_RUNS ? `${shown} and ${runs.length - MOST_RUNS} more` : shown
}

/** Days of both sides over platforms: most of any platform would hide a gap of another, so that it is per platform. */
export function comparedDays(platforms: readonly ReconcilePlatform[]): ReconcilePlatform['days'] {
  return platforms.reduce(
    (sum, { days }) => ({
      both: sum.both + days.both,
      onlyLogs: sum.onlyLogs + days.onlyLogs,
      onlyBill: sum.onlyBill + days.onlyBill,
    }),
    { both: 0, onlyLogs: 0, onlyBill: 0 },
  )
}

export interface LogDay {
  platform: string
  /** UTC day with usage in the logs. */
  day: string
}

/** Days of the logs that no bill covers, per platform: they are in no figure. */
export function notCovered(logDays: readonly LogDay[], platforms: readonly ReconcilePlatform[]): Map<string, string[]> {
  const left = new Map<string, string[]>()
  for (const { platform, day } of logDays) {
    const bill = platforms.find((one) => one.platform === platform)
    const covered = bill !== undefined && (bill.firstDay ?? day) <= day && day <= (bill.lastDay ?? '')
    if (!covered) left.set(platform, [...(left.get(platform) ?? []), day])
  }
  return left
}

/** One platform's rows, or all. */
export function rowsOn(rows: readonly ReconcileRow[], platform: string): ReconcileRow[] {
  return rows.filter((row) => platform === '' || row.keys.platform === platform)
}

export interface RowSum {
  computed: bigint
  billed: bigint
  residual: bigint
  parts: Map<Cause, bigint>
}

/** Exact sums of rows under a key, for instance of platforms into days. */
export function sumRows(rows: readonly ReconcileRow[]): RowSum {
  const parts = new Map<Cause, bigint>()
  const sum = { billed: 0n, computed: 0n, residual: 0n, parts }
  for (const row of rows) {
    sum.billed += BigInt(row.billed)
    sum.computed += BigInt(row.computed)
    sum.residual += BigInt(row.residual)
    for (const cause of CAUSES) {
      const value = partOf(row, cause)
      if (value !== 0n) parts.set(cause, (parts.get(cause) ?? 0n) + value)
    }
  }
  return sum
}
