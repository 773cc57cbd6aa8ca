// What the overview asks the backend, once for all its panels.
import { useMemo } from 'react'
import { useCall } from '../../api.ts'
import { addDays, monthOf } from '../../../src/core/calendar.ts'
import { forecastMonth, type Forecast } from '../../../src/core/forecast.ts'
import type { Figures, TotalsRow } from '../../../src/api/contract/shapes.ts'
import { useLedgerStatus, useWindow, type ViewWindow } from '../../state/ledger.tsx'

/** The period before; asked for only where the user compares. `filters` stands in so that the hook is always called. */
export function usePreviousTotals(
  by: readonly ('surface' | 'platform' | 'model')[],
  { previous, filters, ready }: ViewWindow,
) {
  const query = useCall(
    'usage.totals',
    { filters: previous ?? filters, by: [...by] },
    { enabled: ready && previous !== null },
  )
  return previous === null ? null : (query.data ?? null)
}

export function useForecast(window: ViewWindow): { forecast: Forecast; isThisMonth: boolean } | null {
  const status = useLedgerStatus()
  const { firstDay, lastDay } = { firstDay: status?.firstDay ?? null, lastDay: status?.lastDay ?? null }
  const { today, filters, ready } = window
  const asOf = lastDay !== null && lastDay < today ? lastDay : today
  const monthStart = `${monthOf(asOf)}-01`
  const from = addDays(asOf, -34) < monthStart ? addDays(asOf, -34) : monthStart
  const { data } = useCall(
    'usage.totals',
    { filters: { ...filters, from, to: asOf }, by: ['day'] },
    { enabled: ready && firstDay !== null },
  )
  return useMemo(() => {
    if (data === undefined || firstDay === null) return null
    const costByDay = new Map(data.rows.map((row) => [row.keys['day'] ?? '', BigInt(row.listCost ?? '0')]))
    const forecast = forecastMonth({ costByDay, firstDay, asOf, asOfIsPartial: asOf === today })
    return { forecast, isThisMonth: monthOf(asOf) === monthOf(today) }
  }, [data, firstDay, asOf, today])
}

export interface OverviewData {
  window: ViewWindow
  now: { rows: TotalsRow[]; totals: Figures; plan: Figures | null } | null
  before: { rows: TotalsRow[]; totals: Figures } | null
  stale: boolean
  error: Error | null
  retry: () => void
}

export function useOverview(): OverviewData {
  const window = useWindow()
  const now = useCall('usage.totals', { filters: window.filters, by: ['surface'] }, { enabled: window.ready })
  const before = usePreviousTotals(['surface'], window)
  return {
    window,
    now: now.data ?? null,
    before,
    stale: now.isPlaceholderData,
    error: now.error,
    retry: () => void now.refetch(),
  }
}
