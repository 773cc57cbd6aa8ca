// The left side of the what-if: baseline, horizon, growth, the moves, and a way to add one.
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { NumberInput } from '../../components/fields.tsx'
import { Select } from '../../components/menu.tsx'
import { Panel } from '../../components/panel.tsx'
import { dateRange } from '../../format.ts'
import { ALL_SURFACES } from '../../../src/core/scenario.ts'
import type { Placement } from '../../../src/core/placement.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import type { Baseline } from './baseline.ts'
import { MoveEditor } from './move-editor.tsx'
import { MovePicker } from './move-picker.tsx'
import { addMove } from './scenario-state.ts'
import type { Basis, Outcome } from './use-projection.ts'

export interface ScenarioPanelProps {
  scenario: Scenario
  basis: Basis
  outcome: Outcome
  baselines: readonly Baseline[]
  baseline: Baseline
  surfaces: readonly string[]
  slotOf: (surface: string) => number
  targets: readonly Placement[]
  models: readonly { id: string; name: string }[]
  onEdit: (next: Scenario, control: string) => void
}

function Frame({ scenario, baselines, baseline, onEdit }: ScenarioPanelProps) {
  const choose = (key: string) => {
    const chosen = baselines.find((one) => one.key === key)
    if (chosen !== undefined) onEdit({ ...scenario, window: { from: chosen.from, to: chosen.to } }, 'window')
  }
  return (
    <div className="scenario-frame">
      <h2>Scenario</h2>
      <div className="move-row">
        <span className="move-label">Baseline</span>
        <Select
          label="Baseline"
          value={baseline.key}
          onChange={choose}
          options={baselines.map((one) => ({ value: one.key, label: `${dateRange(one.from, one.to)}, ${one.label}` }))}
        />
      </div>
      <div className="move-row">
        <span className="move-label">Horizon</span>
        <NumberInput
          label="Horizon in months"
          value={scenario.horizonMonths}
          min={1}
          max={120}
          unit="months"
          width={84}
          onChange={(horizonMonths) => onEdit({ ...scenario, horizonMonths: Math.round(horizonMonths) }, 'horizon')}
        />
        <span className="move-label short">Growth</span>
        <NumberInput
          label="Growth a month"
          value={scenario.growthPctPerMonth}
          digits={1}
          min={-100}
          max={1000}
          unit="% a month"
          width="100%"
          onChange={(growthPctPerMonth) => onEdit({ ...scenario, growthPctPerMonth }, 'growth')}
        />
      </div>
    </div>
  )
}

export function ScenarioPanel(props: ScenarioPanelProps) {
  const { scenario, basis, outcome, slotOf, onEdit } = props
  const [adding, setAdding] = useState(false)
  const picking = adding || scenario.moves.length === 0
  const differenceOf = (surface: string) => {
    if (!outcome.ok) return null
    return surface === ALL_SURFACES
      ? outcome.total.difference
      : (outcome.surfaces.find((row) => row.surface === surface)?.difference ?? null)
  }
  return (
    <Panel label="Scenario" className="scenario-panel">
      <Frame {...props} />
      {scenario.moves.map((move, index) => (
        <MoveEditor
          key={index}
          {...{ scenario, index, move, onEdit }}
          difference={differenceOf(move.surface)}
          slot={slotOf(move.surface)}
          observed={basis.observed.get(move.surface) ?? null}
          targets={props.targets}
          models={props.models}
        />
      ))}
      {picking ? (
        <MovePicker
          basis={basis}
          scenario={scenario}
          surfaces={props.surfaces}
          slotOf={slotOf}
          targets={props.targets}
          onPick={(move) => {
            onEdit(addMove(scenario, move), 'add')
            setAdding(false)
          }}
          onCancel={scenario.moves.length === 0 ? null : () => setAdding(false)}
        />
      ) : null}
      <div className="panel-foot">
        <Button icon={Plus} disabled={picking} onClick={() => setAdding(true)}>
          Add a move
        </Button>
      </div>
    </Panel>
  )
}
