// When a scheduled pull runs next. Pure: knows no clock and no ledger.
import type { Every } from '../../contract/pull-shapes.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export type On = Exclude<Every, 'off'>
export const INTERVAL_MS: Readonly<Record<On, number>> = { hourly: HOUR_MS, daily: DAY_MS }

/** The first run: an interval after the last pull, at once where there was none or it lies further back. */
export function firstRunAt(every: On, { lastStartedAtMs, nowMs }: { lastStartedAtMs: number | null; nowMs: number }): number {
  return Math.max(nowMs, (lastStartedAtMs ?? 0) + INTERVAL_MS[every])
}

/**
 * Counted from the run's own start, so that intervals slept through are made up for by one run. After failures it waits
 * an hour, then twice as long each time, a day at most; never shorter than an hourly schedule would.
 */
export function nextRunAt(every: On, { startedAtMs, failures }: { startedAtMs: number; failures: number }): number {
  if (failures === 0) return startedAtMs + INTERVAL_MS[every]
  return startedAtMs + Math.min(DAY_MS, HOUR_MS * 2 ** Math.min(failures - 1, 10))
}

/** Further ahead than any schedule looks, the clock was put back since: then at once. */
export function isDue(nextAtMs: number, nowMs: number): boolean {
  return nextAtMs <= nowMs || nextAtMs - nowMs > DAY_MS
}
