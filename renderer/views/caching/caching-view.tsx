// Caching: what it saves, over time and per surface, what writes cost, and what a better hit rate would change.
import { useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Panel } from '../../components/panel.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import { DEFAULT_FILTERS, isNarrowed } from '../../state/filters.ts'
import { changeFilters, useViewParam } from '../../state/navigation.tsx'
import { useSurfaceSlots, useWindow } from '../../state/ledger.tsx'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import { BetterCaching } from './better-caching.tsx'
import { cachingOf, surfaceRows, type SurfaceCaching } from './caching-model.ts'
import { ClaimPanel } from './claim-panel.tsx'
import { CachingKpis } from './kpis.tsx'
import { OverTime } from './over-time.tsx'
import { SurfaceTable } from './surface-table.tsx'
import './caching.css'

export function CachingView() {
  const view = useWindow()
  const slotOf = useSurfaceSlots()
  const [param, setSelected] = useViewParam('of', '')
  const enabled = view.ready && !view.empty
  const totals = useCall('usage.totals', { filters: view.filters, by: ['surface'] }, { enabled })
  const before = useCall('usage.totals', { filters: view.previous ?? view.filters, by: [] }, { enabled: enabled && view.previous !== null })
  if (view.empty) {
    return <Panel><EmptyState title="Nothing has been read yet">Drop usage logs anywhere in this window; then this page shows what caching saves.</EmptyState></Panel>
  }
  if (totals.error !== null && totals.data === undefined) {
    return <Panel><ErrorState error={totals.error} onRetry={() => void totals.refetch()}>The ledger itself is unchanged.</ErrorState></Panel>
  }
  if (totals.data === undefined) return <LoadingBlock height={640} />
  if (totals.data.rows.length === 0) return <NoResult narrowed={isNarrowed(view.state)} />
  const rows = surfaceRows(totals.data.rows)
  const total = cachingOf(totals.data.totals)
  const surfaces = rows.map((row) => row.surface)
  const selected = surfaces.includes(param) ? param : mostToGain(rows)
  const stale = totals.isPlaceholderData
  const compared = view.previous !== null && before.data !== undefined && before.data.totals.listCost !== '0' ? before.data.totals : null
  return (
    <div className="view">
      <CachingKpis figures={totals.data.totals} before={compared} stale={stale} />
      <div className="caching-columns">
        <OverTime window={view} surfaces={surfaces} slotOf={slotOf} />
        <ClaimPanel total={total} rows={rows} slotOf={slotOf} />
        <SurfaceTable {...{ total, rows, slotOf, selected, onSelect: setSelected }} />
        <BetterCaching {...{ window: view, surfaces, selected, onSelect: setSelected, slotOf }} />
      </div>
    </div>
  )
}

/** The attributed surface with the lowest hit rate: where a slider is most worth moving. */
function mostToGain(rows: readonly SurfaceCaching[]): string {
  const known = rows.filter((row) => row.hitRate !== null && row.costWithoutCaching > 0n && row.surface !== UNATTRIBUTED)
  return known.toSorted((a, b) => (a.hitRate ?? 0) - (b.hitRate ?? 0))[0]?.surface ?? rows[0]?.surface ?? ''
}

function NoResult({ narrowed }: { narrowed: boolean }) {
  const clear = () => changeFilters({ ...DEFAULT_FILTERS, ...(narrowed ? {} : { range: { preset: 'all' } }) })
  return (
    <Panel>
      <EmptyState title="No usage in this window" action={<Button size="small" onClick={clear}>{narrowed ? 'Clear the filters' : 'Show all days'}</Button>}>
        {narrowed ? 'The platform, surface, model or route filter above leaves nothing.' : 'The dates above hold no usage.'}
      </EmptyState>
    </Panel>
  )
}
