// What the overview asks the backend, once for all its panels.
import { useMemo } from 'react'
import { useCall } from '../../api.ts'
import { monthOf } from '../../../src/core/calendar.ts'
import { forecastMonth, type Forecast } from '../../../src/core/forecast.ts'
import type { Figures, TotalsRow } from '../../../src/api/contract/shapes.ts'
import { useWindow, type ViewWindow } from '../../state/ledger.tsx'
import { beforeBy, forecastDay, forecastDays, nowBy } from './questions.ts'

/** The period before; asked for only where the user compares. */
export function usePreviousTotals(by: readonly ('surface' | 'platform' | 'model')[], window: ViewWindow) {
  const { previous, ready } = window
  const query = useCall('usage.totals', beforeBy(window, [...by]), { enabled: ready && previous !== null })
  return previous === null ? null : (query.data ?? null)
}

export function useForecast(window: ViewWindow): { forecast: Forecast; isThisMonth: boolean } | null {
  const { firstDay, today, ready } = window
  const asOf = forecastDay(window)
  const { data } = useCall('usage.totals', forecastDays(window), { enabled: ready && firstDay !== null })
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
  const now = useCall('usage.totals', nowBy(window, ['surface']), { enabled: window.ready })
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
