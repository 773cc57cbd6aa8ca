// What another hit rate would cost on one surface: a slider, and the core's projection behind it.
import { useMemo, useState } from 'react'
import { Select } from '../../components/menu.tsx'
import { Slider } from '../../components/fields.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import { Swatch, seriesFill } from '../../components/swatch.tsx'
import { money, moneyChange, THIN } from '../../format.ts'
import { hrefOf } from '../../state/navigation.tsx'
import type { ViewWindow } from '../../state/ledger.tsx'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import { outcomeOf, useBasis, type Basis } from '../whatif/use-projection.ts'

export interface BetterCachingProps {
  window: ViewWindow
  surfaces: readonly string[]
  selected: string
  onSelect: (surface: string) => void
  slotOf: (surface: string) => number
}

const WARNINGS_SHOWN = 2

function hitRateScenario(surface: string, hitRatePct: number): Scenario {
  return {
    name: 'Hit rate', horizonMonths: 1, growthPctPerMonth: 0,
    moves: [{ surface, sharePct: 100, cache: { mode: 'hit-rate', hitRatePct } }],
  }
}

function Result({ basis, surface, slot }: { basis: Basis; surface: string; slot: number }) {
  const observed = basis.observed.get(surface)?.hitRatePct ?? null
  const [at, setAt] = useState<{ surface: string; value: number } | null>(null)
  const value = at?.surface === surface ? at.value : Math.round((observed ?? 0) * 10) / 10
  const moved = at?.surface === surface
  const outcome = useMemo(() => outcomeOf(basis, hitRateScenario(surface, value)), [basis, surface, value])
  if (observed === null) return <p className="small t2">No prompt tokens of {surface} in this window, so there is no hit rate to start from.</p>
  const row = outcome.ok ? outcome.surfaces.find((one) => one.surface === surface) : undefined
  if (row === undefined) return <p className="small t2">{surface} has no priced usage in this window.</p>
  const there = `${value.toFixed(1)}${THIN}%`
  return (
    <>
      <div className="better-slider">
        <span className="small t2 row"><Swatch fill={seriesFill(slot)} />Hit rate</span>
        <Slider label={`Hit rate of ${surface}`} value={value} observed={observed} onChange={(next) => setAt({ surface, value: next })}
          note={moved ? `Assumed. Tick: ${observed.toFixed(1)}${THIN}%, as observed.` : 'As observed; move it to see what changes.'} />
      </div>
      <div className="pairs">
        <div><span>A month now, at {observed.toFixed(1)}{THIN}%</span><span>{money(row.current)}</span></div>
        <div><span>A month at {there}</span><span>{money(moved ? row.projected : row.current)}</span></div>
        <div className="total"><span>Difference</span><span>{moneyChange(moved ? row.difference : 0n)}</span></div>
      </div>
      {row.warnings.length === 0 ? null : <ul className="better-warnings caption">{row.warnings.slice(0, WARNINGS_SHOWN).map((text) => <li key={text}>{text}</li>)}
        {row.warnings.length > WARNINGS_SHOWN ? <li>{row.warnings.length - WARNINGS_SHOWN} more are listed in What-if.</li> : null}
      </ul>}
      <a className="link" href={hrefOf('what-if')}>Combine it with a move in What-if</a>
    </>
  )
}

export function BetterCaching({ window: view, surfaces, selected, onSelect, slotOf }: BetterCachingProps) {
  const { basis, error, retry } = useBasis(view.filters, view.ready)
  return (
    <Panel label="What better caching would save" className="better-caching">
      <PanelHead
        title="What better caching would save" subtitle="List cost a month at another hit rate."
        actions={<Select label="Surface" value={selected} width={150} onChange={onSelect}
          options={surfaces.map((name) => ({ value: name, label: name, swatch: <Swatch fill={seriesFill(slotOf(name))} /> }))} />}
      />
      <div className="panel-body">
        {error !== null ? <ErrorState error={error} onRetry={retry}>The figures observed still hold.</ErrorState>
          : basis === null ? <LoadingBlock height={150} /> : <Result basis={basis} surface={selected} slot={slotOf(selected)} />}
      </div>
    </Panel>
  )
}
