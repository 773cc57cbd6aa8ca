// What every view needs to know: the ledger's state, today, the window asked for and the one before it.
import { useMemo } from 'react'
import { useCall } from '../api.ts'
import { isValidZone, todayIn } from '../../src/core/calendar.ts'
import type { Output } from '../../src/api/contract/contract.ts'
import type { Filters } from '../../src/api/contract/shapes.ts'
import { comparedRange, contractFilters, resolveRange, type FilterState } from './filters.ts'
import { useFilterState } from './navigation.tsx'

export type LedgerStatus = Output<'ledger.status'>

export function systemZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

export function useLedgerStatus(): LedgerStatus | null {
  return useCall('ledger.status', {}).data ?? null
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

/** The window the filter bar stands on, ready for `useCall('usage.totals', { filters, by })`. */
export function useWindow(): ViewWindow {
  const status = useLedgerStatus()
  const [state] = useFilterState()
  const firstDay = status?.firstDay ?? null
  const lastDay = status?.lastDay ?? null
  const named = status?.tz ?? ''
  const tz = named !== '' && named !== 'system' && isValidZone(named) ? named : systemZone()
  const today = todayIn(tz, Date.now())
  return useMemo(() => {
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
      notCompared: compared.why,
      firstDay,
      days: Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1,
      ready: status !== null,
      empty: status !== null && firstDay === null,
    }
  }, [state, firstDay, lastDay, today, tz, status])
}

/** Series colour slot of a surface, 1 to 8; 0 is hatched: unattributed, "other" and what has none yet. */
export function useSurfaceSlots(): (surface: string) => number {
  const slots = useCall('surfaces.colours', {}).data?.slots
  return useMemo(() => (surface: string) => slots?.[surface] ?? 0, [slots])
}

/** Display name of a model id: `Claude Sonnet 5.5`; the raw id where the model is not known. */
export function useModelNames(): (model: string) => string {
  const models = useCall('prices.list', {}).data?.models
  return useMemo(() => {
    const names = new Map(models?.map((model) => [model.id, model.name]))
    return (model: string) => names.get(model) ?? model
  }, [models])
}
