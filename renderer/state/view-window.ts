// The days and filters that a view asks about: from the address, the ledger's days and today. Pure but for the clock.
import { isValidZone, todayIn } from '../../src/core/calendar.ts'
import type { Filters } from '../../src/api/contract/shapes.ts'
import { comparedRange, contractFilters, resolveRange, type FilterState } from './filters.ts'

export function systemZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** The first and the last day that the ledger knows of. */
export interface LedgerSpan {
  firstDay: string | null
  lastDay: string | null
}

export interface ViewWindow {
  state: FilterState
  /** What to ask the backend with. */
  filters: Filters
  /** The period to compare with; null where the user wants none or the ledger does not cover it. */
  previous: Filters | null
  /** Why there is nothing to compare with; null where there is. */
  notCompared: 'chosen' | 'not-covered' | null
  firstDay: string | null
  lastDay: string | null
  from: string
  to: string
  tz: string
  today: string
  days: number
  /** True once the ledger's days are known; ask nothing before. */
  ready: boolean
  /** True when the ledger holds no usage at all. */
  empty: boolean
}

/** Today where the ledger counts its days: `named` is a zone, or `system`. */
export function todayOf(named: string): { tz: string; today: string } {
  const tz = named !== '' && named !== 'system' && isValidZone(named) ? named : systemZone()
  return { tz, today: todayIn(tz, Date.now()) }
}

/** `span` is null while the ledger's status is not known. */
export function windowOf(state: FilterState, span: LedgerSpan | null, { tz, today }: { tz: string; today: string }): ViewWindow {
  const { firstDay, lastDay } = span ?? { firstDay: null, lastDay: null }
  const { from, to } = resolveRange(state.range, { firstDay, lastDay, today })
  const compared = comparedRange(state, { from, to }, firstDay)
  return {
    state,
    from,
    to,
    tz,
    today,
    filters: contractFilters(state, { from, to, tz }),
    previous: compared.range === null ? null : contractFilters(state, { ...compared.range, tz }),
    // Which days the ledger covers is not known before its status is.
    notCompared: span === null && compared.why === 'not-covered' ? null : compared.why,
    firstDay,
    lastDay,
    days: Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1,
    ready: span !== null,
    empty: span !== null && firstDay === null,
  }
}
