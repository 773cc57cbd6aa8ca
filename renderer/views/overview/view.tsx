// Overview: what was spent, on what, against the period before, and what the figures rest on.
import { startTransition, useDeferredValue, useEffect, useState, type ReactNode } from 'react'
import { Download } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Panel } from '../../components/panel.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import { useExportTotals } from '../../shell/export.ts'
import type { View } from '../../shell/view.ts'
import { coverageOf, tokenTotal } from '../../state/coverage.ts'
import { DEFAULT_FILTERS } from '../../state/filters.ts'
import { changeFilters } from '../../state/navigation.tsx'
import { CostPanel } from './cost-panel.tsx'
import { CoveragePanel } from './coverage-panel.tsx'
import { Kpis } from './kpis.tsx'
import { MoversPanel } from './movers-panel.tsx'
import { SavingPanel } from './saving-panel.tsx'
import { useOverview } from './use-overview.ts'

const BOTTOM_HEIGHT = 220

function Overview() {
  const data = useOverview()
  const { now, stale, error, retry } = data
  if (error !== null)
    return (
      <div className="view">
        <Panel>
          <ErrorState error={error} onRetry={retry} />
        </Panel>
      </div>
    )
  if (now === null)
    return (
      <div className="view overview-waiting">
        <LoadingBlock height="var(--kpis-height)" />
        <PanelsToCome />
      </div>
    )
  if (tokenTotal(now.totals.tokens) === 0 && now.rows.length === 0) return <NoResult />
  return (
    <div className="view overview">
      <Kpis data={data} />
      <Afterwards>
        <CostPanel />
        <OnceSeen>
          <div className="columns overview-bottom">
            <MoversPanel />
            <SavingPanel totals={now.totals} stale={stale} />
            <CoveragePanel coverage={coverageOf(now)} plan={now.plan} stale={stale} />
          </div>
        </OnceSeen>
      </Afterwards>
    </div>
  )
}

function PanelsToCome() {
  return (
    <>
      <LoadingBlock height={440} />
      <LoadingBlock height={BOTTOM_HEIGHT} />
    </>
  )
}

/** Drawn after what stands above it, in slices: drawn with it, the whole took two tenths of a second in which no frame came. */
function Afterwards({ children }: { children: ReactNode }) {
  const isTime = useDeferredValue(true, false)
  return isTime ? children : <PanelsToCome />
}

/** Drawn after what stands above it has been painted: drawn with it, the first chart comes a tenth of a second later. */
function OnceSeen({ children }: { children: ReactNode }) {
  const [isTime, setIsTime] = useState(false)
  useEffect(() => {
    const frame = requestAnimationFrame(() => startTransition(() => setIsTime(true)))
    return () => cancelAnimationFrame(frame)
  }, [])
  return isTime ? children : <LoadingBlock height={BOTTOM_HEIGHT} />
}

function NoResult() {
  return (
    <div className="view">
      <Panel>
        <EmptyState
          title="No usage under these filters"
          action={<Button onClick={() => changeFilters(DEFAULT_FILTERS)}>Reset the filters</Button>}
        >
          The ledger holds usage, but none in these days with this platform, surface, model, route and evidence.
        </EmptyState>
      </Panel>
    </div>
  )
}

export function ExportButton() {
  const exportTotals = useExportTotals()
  return (
    <Button icon={Download} onClick={exportTotals}>
      Export
    </Button>
  )
}

export const view: View = {
  title: 'Overview',
  sentence: ({ tz, state }) =>
    `List cost: tokens at the list price of the day. Days in ${tz}. Evidence: ${state.basis ?? 'by rule'}.`,
  Body: Overview,
  HeaderActions: ExportButton,
}
