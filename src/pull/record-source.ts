// What a pull hands to an import: usage records instead of bytes. The import writes them, reports them and can undo them.
import { problem, type Problem } from '../core/problem.ts'
import type { Pulled, WholeSpan } from '../core/pulled.ts'
import type { SourceBatch } from '../importers/batch-sink.ts'

export interface RecordSource {
  /** Shown to the user, for instance `CloudWatch us-east-1`. */
  name: string
  /** Kept in the database like an importer's id. */
  importer: string
  /**
   * Asks and yields what came. Returns what the user should know of an answer that was read all the same.
   * Throws a ProblemError for what ends the pull; anything, soon, once `signal` is aborted.
   */
  read(signal: AbortSignal): AsyncGenerator<SourceBatch, Problem | null>
  /** What the next pull needs to know; kept when this one has been read without a fault. */
  remember(): { key: string; value: unknown }
  /**
   * Asked once reading has ended, by a fault too: whose figures these are, and what was read whole. Null: it is not known
   * whose, or they are no figures.
   */
  pulled(): Pulled | null
}

/** Reads what an earlier pull kept under a key; undefined where there is nothing. */
export type Remembered = (key: string) => unknown

const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** Days that are asked for again although they were pulled before: their figures may have been revised. */
export const TRAILING_DAYS = 2
const FIRST_PULL_DAYS = 30

/** UTC days, both inclusive. */
export interface PullWindow {
  from: string
  to: string
}

export interface AskedWindow {
  from: string | null
  to: string | null
  /** As many as its provider revises; TRAILING_DAYS where it does not say. */
  trailingDays?: number
}

/**
 * The window asked for; without a start, the days since the last pull with the trailing ones, or the last 30.
 * Throws a ProblemError for days in the wrong order.
 */
export function pullWindow(asked: AskedWindow, lastDay: string | null, nowMs: number): PullWindow {
  const to = asked.to ?? dayText(nowMs)
  const trailing = (asked.trailingDays ?? TRAILING_DAYS) - 1
  const start = lastDay === null ? dayMs(to) - (FIRST_PULL_DAYS - 1) * DAY_MS : dayMs(lastDay) - trailing * DAY_MS
  const from = asked.from ?? dayText(Math.min(start, dayMs(to)))
  if (from > to) throw problem('bad-days', `The pull would start on ${from} and end on ${to}.`, 'Let it end on a later day.')
  return { from, to }
}

/** All that its provider holds of these days. */
export const wholeWindow = (window: PullWindow): WholeSpan => ({ fromMs: dayMs(window.from), toMs: windowEndMs(window), models: null })

/** The last day that need not be asked for from its start again, after a window was pulled. */
export function lastPulledDay(window: PullWindow, before: string | null, nowMs: number): string {
  return [before ?? '', [window.to, dayText(nowMs)].toSorted()[0] ?? ''].toSorted()[1] ?? window.to
}

export const dayMs = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** The first instant after a window. */
export const windowEndMs = ({ to }: PullWindow): number => dayMs(to) + DAY_MS

export function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
