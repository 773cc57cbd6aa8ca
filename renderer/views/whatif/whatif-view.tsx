// What-if: one scenario on the left, what it comes to on the right, recomputed by the core on every step of a slider.
import { useMemo } from 'react'
import { useBridge, useCall } from '../../api.ts'
import { useSaveCsv } from '../../components/save.ts'
import { Panel } from '../../components/panel.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import { tableCsv } from '../../components/table-model.ts'
import { useLedgerStatus, useModelNames, useSurfaceSlots, useWindow } from '../../state/ledger.tsx'
import { useViewParam } from '../../state/navigation.tsx'
import { PLACEMENTS, type Placement } from '../../../src/core/placement.ts'
import { projectionToJson } from '../../../src/core/projection-json.ts'
import { project } from '../../../src/core/projection.ts'
import type { Filters } from '../../../src/api/contract/shapes.ts'
import { AllPlacements } from './all-placements.tsx'
import { baselineOf, baselines, type BaselineDays } from './baseline.ts'
import { ComparePanel } from './compare-panel.tsx'
import { projectionColumns, Results } from './results.tsx'
import { ScenarioBar } from './scenario-bar.tsx'
import { ScenarioPanel } from './scenario-panel.tsx'
import { useAnalysis } from './use-analysis.ts'
import { useBasis, useOutcome, type Basis } from './use-projection.ts'
import { useScenario } from './use-scenario.ts'
import './whatif.css'

/** Targets that have a price for any model; others would only say "not priced there". */
function pricedTargets(basis: Basis): Placement[] {
  return PLACEMENTS.filter((target) => basis.book.points.some((point) =>
    point.platform === target.platform && (point.routes.includes(target.route) || point.routes.includes('*'))))
}

function useDays(): BaselineDays & { tz: string; ready: boolean; empty: boolean } {
  const status = useLedgerStatus()
  const { from, to, tz, ready, empty } = useWindow()
  return { firstDay: status?.firstDay ?? from, lastDay: status?.lastDay ?? to, window: { from, to }, tz, ready, empty }
}

export function WhatIfView() {
  const days = useDays()
  const work = useScenario()
  const offered = baselines(days)
  const baseline = baselineOf(work.scenario, offered, days)
  const { from, to } = baseline
  const filters = useMemo<Filters>(
    () => ({ from, to, tz: days.tz, basis: null, platforms: [], surfaces: [], models: [], routes: [] }), [from, to, days.tz],
  )
  const { basis, error, isStale, retry } = useBasis(filters, days.ready && !days.empty)
  const outcome = useOutcome(basis, work.scenario)
  const { analysis, isStale: isAnalysisStale } = useAnalysis(basis, work.scenario)
  const [comparing] = useViewParam('compare', 'no')
  const slotOf = useSurfaceSlots()
  const nameOf = useModelNames()
  const models = useCall('prices.list', {}).data?.models ?? []
  const exportAs = useExport({ basis, outcome, scenario: work.scenario }, slotOf)
  const targets = useMemo(() => (basis === null ? [] : pricedTargets(basis)), [basis])
  if (days.empty) {
    return <Panel><EmptyState title="Nothing has been read yet">Drop usage logs anywhere in this window; then a surface can be moved and priced elsewhere.</EmptyState></Panel>
  }
  const surfaces = outcome?.ok === true
    ? outcome.surfaces.filter((row) => row.current > 0n).toSorted((a, b) => (a.current < b.current ? 1 : -1)).map((row) => row.surface)
    : [...(basis?.observed.keys() ?? [])].filter((surface) => surface !== '*')
  return (
    <div className="view whatif">
      <ScenarioBar work={work} tz={days.tz} onExport={exportAs} />
      {work.error === null ? null : <Panel><ErrorState error={work.error}>What you see is not saved.</ErrorState></Panel>}
      {error !== null ? <Panel><ErrorState error={error} onRetry={retry}>Scenarios and figures elsewhere still hold.</ErrorState></Panel> : null}
      {basis === null || outcome === null ? (error === null ? <LoadingBlock height={640} /> : null) : (
        <div className="whatif-columns">
          <ScenarioPanel
            scenario={work.scenario} basis={basis} outcome={outcome} baseline={baseline} surfaces={surfaces} slotOf={slotOf}
            baselines={offered.some((one) => one.key === baseline.key) ? offered : [baseline, ...offered]}
            targets={targets} models={models} onEdit={work.edit}
          />
          {comparing === 'yes' ? <ComparePanel work={work} basis={basis} /> : <Results
            outcome={outcome} scenario={work.scenario} coveredDays={basis.coveredDays} stale={isStale} slotOf={slotOf} nameOf={nameOf}
            analysis={analysis} isAnalysisStale={isAnalysisStale}
          >
            <AllPlacements filters={filters} surfaces={surfaces} moved={work.scenario.moves[0]?.surface ?? null} slotOf={slotOf} />
          </Results>}
        </div>
      )}
    </div>
  )
}

type Work = ReturnType<typeof useScenario>

interface Exported { basis: Basis | null; outcome: ReturnType<typeof useOutcome>; scenario: Work['scenario'] }

function useExport({ basis, outcome, scenario }: Exported, slotOf: (surface: string) => number) {
  const bridge = useBridge()
  const saveCsv = useSaveCsv()
  return (kind: 'json' | 'csv') => {
    if (basis === null || outcome?.ok !== true) return
    if (kind === 'csv') {
      saveCsv('what-if', (options) => tableCsv(projectionColumns(outcome.total, slotOf), outcome.surfaces, { ...options, totals: true }))
      return
    }
    // The same shape the command line reads and prints.
    const data = JSON.stringify({ scenario, ...projectionToJson(project({ ...basis, scenario })) }, null, 2)
    void bridge.saveFile({ name: 'what-if.json', mime: 'application/json', data })
  }
}
