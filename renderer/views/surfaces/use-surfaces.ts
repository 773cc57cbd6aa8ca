// What the surfaces view asks the backend, and which surface is opened.
import { useMemo } from 'react'
import { useCall } from '../../api.ts'
import { bucketsBetween } from '../../charts/time-axis.ts'
import { addDays } from '../../../src/core/calendar.ts'
import type { ReportedLatency } from '../../../src/core/reported-latency.ts'
import type { Figures, Filters, TotalsRow } from '../../../src/api/contract/shapes.ts'
import { useWindow, type ViewWindow } from '../../state/ledger.tsx'
import { useSeries } from '../../state/use-series.ts'
import { useViewParam } from '../../state/navigation.tsx'
import { surfaceRows, type SurfaceRow } from './surfaces-model.ts'

const TREND_BEFORE = 6

/** Stands for all surfaces, where a chart asked for the requests of a day. */
export const ALL = '*'

export interface SurfacesData {
  window: ViewWindow
  /** Dearest first; null until the first answer. */
  rows: SurfaceRow[] | null
  totals: Figures | null
  totalsBefore: Figures | null
  placements: readonly TotalsRow[]
  /** By model, as a provider reports it. */
  reported: readonly ReportedLatency[]
  stale: boolean
  error: Error | null
  retry: () => void
}

export function useSurfaces(): SurfacesData {
  const window = useWindow()
  const { filters, previous, ready } = window
  const now = useCall('usage.totals', { filters, by: ['surface'] }, { enabled: ready })
  const before = useCall(
    'usage.totals',
    { filters: previous ?? filters, by: ['surface'] },
    { enabled: ready && previous !== null },
  )
  // Six days more, so that the first of the seven-day means is one too.
  const trendFrom = addDays(window.from, -TREND_BEFORE)
  const daily = useSeries({ ...filters, from: trendFrom }, { each: 'day', by: 'surface' }, ready).rows
  const placements = useCall('usage.totals', { filters, by: ['surface', 'platform', 'route'] }, { enabled: ready })
  const latency = useCall('usage.latency', { filters }, { enabled: ready })
  const { to, today, firstDay } = window
  const rows = useMemo(() => {
    if (now.data === undefined) return null
    const days = bucketsBetween(trendFrom, to, 'day').filter((day) => day !== today)
    const found = surfaceRows({
      now: now.data.rows,
      before: previous === null ? null : (before.data?.rows ?? null),
      daily: daily ?? [],
      days,
      firstDay,
      placements: placements.data?.rows ?? [],
      latency: latency.data?.rows ?? [],
    })
    return found.sort((a, b) => ((a.cost ?? -1n) > (b.cost ?? -1n) ? -1 : 1))
  }, [now.data, before.data, daily, placements.data, latency.data, previous, trendFrom, to, today, firstDay])
  return {
    window,
    rows,
    totals: now.data?.totals ?? null,
    totalsBefore: previous === null ? null : (before.data?.totals ?? null),
    placements: placements.data?.rows ?? [],
    reported: latency.data?.reported ?? [],
    stale: now.isPlaceholderData,
    error: now.error,
    retry: () => void now.refetch(),
  }
}

/** The opened surface: the one in the URL, else the dearest. */
export function useOpened(rows: readonly SurfaceRow[] | null): [string, (surface: string) => void] {
  const [open, setOpen] = useViewParam('open', '')
  return [open === '' ? (rows?.[0]?.surface ?? ALL) : open, setOpen]
}

export function filtersOf(filters: Filters, surface: string): Filters {
  return surface === ALL ? filters : { ...filters, surfaces: [surface] }
}
