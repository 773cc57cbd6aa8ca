// What every view needs to know: the ledger's state, the window asked for, and how surfaces and models look and are called.
import { useMemo } from 'react'
import { useCall } from '../api.ts'
import { modelFacts } from '../../src/core/model-catalogue.ts'
import type { Output } from '../../src/api/contract/contract.ts'
import { useFilterState } from './navigation.tsx'
import { todayOf, windowOf, type ViewWindow } from './view-window.ts'

export { systemZone, type ViewWindow } from './view-window.ts'
export type LedgerStatus = Output<'ledger.status'>

export function useLedgerStatus(): LedgerStatus | null {
  return useCall('ledger.status', {}).data ?? null
}

/** The window the filter bar stands on, ready for `useCall('usage.totals', { filters, by })`. */
export function useWindow(): ViewWindow {
  const status = useLedgerStatus()
  const [state] = useFilterState()
  const { firstDay = null, lastDay = null, tz: named = '' } = status ?? {}
  const { tz, today } = todayOf(named)
  const known = status !== null
  return useMemo(
    () => windowOf(state, known ? { firstDay, lastDay } : null, { tz, today }),
    [state, known, firstDay, lastDay, tz, today],
  )
}

/** Series colour slot of a surface, 1 to 8; 0 is hatched: unattributed, "other" and what has none yet. */
export function useSurfaceSlots(): (surface: string) => number {
  const slots = useCall('surfaces.colours', {}).data?.slots
  return useMemo(() => (surface: string) => slots?.[surface] ?? 0, [slots])
}

/** Display name of a model id: `Claude Sonnet 5.5`; the raw id where the model is not known. */
export function useModelNames(): (model: string) => string {
  return modelName
}

const modelName = (model: string): string => modelFacts(model)?.displayName ?? model
