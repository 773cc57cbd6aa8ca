// What the Reconcile view asks the backend, under the filters that exist on both sides.
import { useMemo } from 'react'
import { useCall } from '../../api.ts'
import { useWindow, type ViewWindow } from '../../state/ledger.tsx'
import { tokenTotal } from '../../state/coverage.ts'
import { useViewParam } from '../../state/navigation.tsx'
import type { Input } from '../../../src/api/contract/contract.ts'
import type { Filters, TotalsRow } from '../../../src/api/contract/shapes.ts'
import type { ReconcileKey } from '../../../src/api/contract/reconcile-shapes.ts'
import { PLATFORMS } from '../../../src/core/usage.ts'
import type { LogDay } from './reconcile-model.ts'

export type ReconcileFilters = Input<'reconcile.run'>['filters']

/** Bills know no surface, and name routes otherwise than logs: those two filters would compare unlike things. */
export function billFilters({ from, to, platforms, models, basis }: Filters): ReconcileFilters {
  return { from, to, platforms, models, basis }
}

/** The logs of the same days, cut in UTC as the bill is. */
export function logFilters(filters: ReconcileFilters): Filters {
  return { ...filters, tz: 'UTC', surfaces: [], routes: [] }
}

function daysWithUsage(rows: readonly TotalsRow[]): LogDay[] {
  return rows.flatMap(({ keys, tokens }) => {
    const { platform, day } = keys
    return typeof platform === 'string' && typeof day === 'string' && tokenTotal(tokens) > 0 ? [{ platform, day }] : []
  })
}

export function useReconcile() {
  const view: ViewWindow = useWindow()
  const [billSource, setBillSource] = useViewParam('bill', '')
  const [scope, setScope] = useViewParam('of', '')
  const filters = useMemo(() => billFilters(view.filters), [view.filters])
  const chosen = billSource === '' ? null : billSource
  const main = useCall('reconcile.run', { filters, by: ['platform', 'day'], billSource: chosen }, { enabled: view.ready })
  const compared = main.data?.platforms.filter(({ bills }) => bills.length > 0) ?? []
  // Without a bill in the window: is there one at all?
  const everything = useMemo(() => ({ ...filters, from: null, to: null, platforms: [], models: [] }), [filters])
  const ever = useCall(
    'reconcile.run',
    { filters: everything, by: [], billSource: chosen },
    { enabled: main.data !== undefined && compared.length === 0 },
  )
  const logs = useCall('usage.totals', { filters: logFilters(filters), by: ['platform', 'day'] }, { enabled: view.ready })
  const logDays = useMemo(() => daysWithUsage(logs.data?.rows ?? []), [logs.data])
  return { view, filters, main, compared, logDays, ever, billSource, setBillSource, scope, setScope }
}

/** The table's own question: other keys, and only the platform looked at. */
export function useTable(
  filters: ReconcileFilters,
  by: readonly ReconcileKey[],
  { scope, billSource }: { scope: string; billSource: string },
) {
  const platform = PLATFORMS.find((name) => name === scope)
  const own = platform === undefined ? filters : { ...filters, platforms: [platform] }
  return {
    filters: own,
    query: useCall('reconcile.run', { filters: own, by: [...by], billSource: billSource === '' ? null : billSource }),
  }
}
