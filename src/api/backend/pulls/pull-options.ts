// What a shell brings for live pulls: where the Admin key is, whom to ask, whether schedules are kept. Types only.
import type { AdminKeys } from './admin-keys.ts'

/** Other addresses than the services' own; null: theirs. For tests, and for servers that stand in for them. */
export interface Endpoints {
  cloudWatch: string | null
  anthropic: string | null
}

/** Calls back once, after about that long; returns what calls it off. */
export type Wait = (ms: number, callBack: () => void) => () => void

export interface PullOptions {
  /** Without: the Admin key is kept in memory, for this run. */
  keys?: AdminKeys
  /** Without: the services' own addresses. */
  endpoints?: Endpoints
  /** The shell stays running: schedules are kept. Every schedule is off at first. */
  schedules?: ScheduleOptions
}

export interface ScheduleOptions {
  /** Names the app on this computer: a schedule set elsewhere counts as off. Asked only where one is on. */
  installation(): string
  /** Without: the runtime's own timers. */
  wait?: Wait
}
