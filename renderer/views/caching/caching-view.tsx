// Caching: what it saves, over time and per surface, what writes cost, and what a better hit rate would change.
import { useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ComputedButton } from '../../components/computed.tsx'
import { Change, Percent } from '../../components/figures.tsx'
import { KpiStrip, KpiTile, Panel } from '../../components/panel.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import { count, money, percent, relativeChange } from '../../format.ts'
import { DEFAULT_FILTERS, isNarrowed } from '../../state/filters.ts'
import { changeFilters, useViewParam } from '../../state/navigation.tsx'
import { useSurfaceSlots, useWindow } from '../../state/ledger.tsx'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import type { Figures } from '../../../src/api/contract/shapes.ts'
import { BetterCaching } from './better-caching.tsx'
import { cachingOf, surfaceRows, type SurfaceCaching } from './caching-model.ts'
import { ClaimPanel } from './claim-panel.tsx'
import { OverTime } from './over-time.tsx'
import { SurfaceTable } from './surface-table.tsx'
import './caching.css'

const exact = (value: number) => count(value)

function Kpis({ figures, before, stale }: { figures: Figures; before: Figures | null; stale: boolean }) {
  const now = cachingOf(figures)
  const then = before === null ? null : cachingOf(before)
  const { tokens, caching } = figures
  const prompt = tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
  const saving = { readSaving: money(now.readSaving), premium5m: money(-BigInt(caching.writePremium5m)), premium1h: money(-BigInt(caching.writePremium1h)) }
  const rateChange = now.hitRate === null || then === null || then.hitRate === null ? null : now.hitRate - then.hitRate
  return (
    <KpiStrip label="Caching in figures" className="kpi-5">
      <KpiTile
        label="Token hit rate" stale={stale} value={<Percent ratio={now.hitRate} />}
        line={rateChange === null || then === null || then.hitRate === null ? 'of prompt tokens were read from a cache' : <><Change value={rateChange} goodWhen="up" as="points" /> from {percent(then.hitRate)}</>}
        info={<ComputedButton figure="the token hit rate" what="Cache reads over all prompt tokens of the window: sums, never a mean of rates." rows={[
          { label: 'Uncached input', cells: [exact(tokens.uncachedInput)] }, { label: 'Cache read', cells: [exact(tokens.cacheRead)] },
          { label: 'Cache write 5m', cells: [exact(tokens.cacheWrite5m)] }, { label: 'Cache write 1h', cells: [exact(tokens.cacheWrite1h)] },
          { label: 'Prompt tokens', cells: [exact(prompt)], sum: true },
        ]} />}
      />
      <KpiTile
        label="Reuse" stale={stale} value={<Percent ratio={now.reuse} />} line="of cached tokens were reads"
        info={<ComputedButton figure="reuse" what="Cache reads over cache reads and writes." rows={[
          { label: 'Cache read', cells: [exact(tokens.cacheRead)] }, { label: 'Cache writes', cells: [exact(tokens.cacheWrite5m + tokens.cacheWrite1h)] },
        ]} />}
      />
      <KpiTile
        label="Net cache saving" stale={stale} value={money(now.netSaving)}
        line={then === null ? 'after what writes cost' : <><Change value={relativeChange(now.netSaving, then.netSaving)} goodWhen="up" /> from {money(then.netSaving)}</>}
        info={<ComputedButton figure="the net cache saving" what="Tokens read times (input price less read price), less what writes cost over plain input, each at the price of its day." rows={[
          { label: 'Saved by cache reads', cells: [saving.readSaving] }, { label: 'Extra paid for 5m writes', cells: [saving.premium5m] },
          { label: 'Extra paid for 1h writes', cells: [saving.premium1h] }, { label: 'Net saving', cells: [money(now.netSaving)], sum: true },
        ]} />}
      />
      <KpiTile
        label="Share of cost saved" stale={stale} value={<Percent ratio={now.shareSaved} />} line={`of ${money(now.costWithoutCaching)} without caching`}
        info={<ComputedButton figure="the share of cost saved" what="Net saving over what the same tokens would cost without caching: every prompt token at the input price." />}
      />
      <KpiTile
        label="What writes cost" stale={stale} value={money(now.writePremium)} line={`5m ${money(caching.writePremium5m)}, 1h ${money(caching.writePremium1h)}`}
        info={<ComputedButton figure="what writes cost" what="What cache writes cost over the same tokens as plain input. Your logs do not say which writes were never read again, so that is not shown." />}
      />
    </KpiStrip>
  )
}

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
      <Kpis figures={totals.data.totals} before={compared} stale={stale} />
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
