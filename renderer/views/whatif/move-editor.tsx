// The controls of one move. Every change is one pure step of scenario-state.ts; nothing is computed here.
import { ArrowRight, Copy, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton, Segmented } from '../../components/button.tsx'
import { NumberInput, Slider } from '../../components/fields.tsx'
import { Select } from '../../components/menu.tsx'
import { Swatch, seriesFill } from '../../components/swatch.tsx'
import { moneyChange, THIN } from '../../format.ts'
import { parsePlacementKey, placementKey, placementLabel, type Placement } from '../../../src/core/placement.ts'
import { ALL_SURFACES } from '../../../src/core/scenario.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import type { Observed } from './observed.ts'
import {
  batchWithoutCache, duplicateMove, patchMove, removeMove, shareLeft, withHitRate, withModel, type Move, type MovePatch,
} from './scenario-state.ts'

export interface MoveEditorProps {
  scenario: Scenario
  index: number
  move: Move
  observed: Observed | null
  /** Pico-USD a month that the moves of this surface change together; null while it cannot be told. */
  difference: bigint | null
  slot: number
  targets: readonly Placement[]
  models: readonly { id: string; name: string }[]
  onEdit: (next: Scenario, control: string) => void
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return <div className="move-row"><span className="move-label">{label}</span><div className="grow">{children}</div></div>
}

const STAYS = 'stays'

function placementsText(observed: Observed | null): string {
  const [first, ...rest] = observed?.placements ?? []
  if (first === undefined) return 'Nowhere yet'
  return rest.length === 0 ? placementLabel(first) : `${placementLabel(first)} +${rest.length}`
}

function percentText(value: number): string {
  return `${value.toFixed(1)}${THIN}%`
}

function CachingRow({ props, patch }: { props: MoveEditorProps; patch: (change: MovePatch, control: string) => void }) {
  const { move, observed, scenario, index, onEdit } = props
  const seen = observed?.hitRatePct ?? null
  if (batchWithoutCache(move, observed?.placements ?? [])) {
    return (
      <Row label="Hit rate">
        <Slider label="Hit rate" value={0} onChange={() => {}} observed={seen} disabled
          note="Off: Bedrock's batch jobs do not cache, so every prompt token is uncached input." />
      </Row>
    )
  }
  const assumed = move.cache?.mode === 'hit-rate'
  const note = assumed ? (
    <>Assumed.{seen === null ? ' Your logs hold no prompt tokens.' : ` Tick: ${percentText(seen)}, as observed.`}{' '}
      <button type="button" className="link inline" onClick={() => patch({ cache: undefined }, 'cache-reset')}>Use observed</button></>
  ) : seen === null ? 'Your logs hold no prompt tokens.' : 'As observed.'
  const value = assumed ? (move.cache?.hitRatePct ?? 0) : Math.round((seen ?? 0) * 10) / 10
  return (
    <Row label="Hit rate">
      <Slider label="Hit rate" value={value} observed={seen} note={note}
        onChange={(next) => onEdit(withHitRate(scenario, index, next), `hit-rate-${index}`)} />
    </Row>
  )
}

function ModelRows({ props }: { props: MoveEditorProps }) {
  const { move, observed, models, scenario, index, onEdit } = props
  const mapped = Object.keys(move.modelMap ?? {})
  const shown = [...new Set([...(observed?.models ?? []).slice(0, 4), ...mapped])]
  const nameOf = (id: string) => models.find((model) => model.id === id)?.name ?? id
  return shown.map((from, at) => (
    <Row key={from} label={at === 0 ? 'Model' : ''}>
      <Select
        label={`Model instead of ${nameOf(from)}`} value={move.modelMap?.[from] ?? from}
        onChange={(to) => onEdit(withModel(scenario, index, { from, to }), `model-${index}-${from}`)}
        options={[
          { value: from, label: `${nameOf(from)}, unchanged` },
          ...models.filter((model) => model.id !== from).map((model) => ({ value: model.id, label: `${nameOf(from)} to ${model.name}` })),
        ]}
      />
    </Row>
  ))
}

function TierRow({ move, patch }: { move: Move; patch: (change: MovePatch, control: string) => void }) {
  return (
    <Row label="Tier">
      <Segmented
        label="Tier" size="small" value={move.tier ?? 'observed'}
        options={[
          { value: 'observed', label: 'As observed' }, { value: 'standard', label: 'Standard' }, { value: 'batch', label: 'Batch' },
        ]}
        onChange={(tier) => patch({ tier: tier === 'observed' ? undefined : tier }, 'tier')}
      />
    </Row>
  )
}

function MoneyRow({ move, patch }: { move: Move; patch: (change: MovePatch, control: string) => void }) {
  return (
    <Row label="Fixed, monthly">
      <div className="row">
        <NumberInput label="Fixed, monthly" prefix="$" value={Number(move.fixedMonthlyUsd ?? 0)} digits={2} width="100%"
          onChange={(value) => patch({ fixedMonthlyUsd: value === 0 ? undefined : value }, 'fixed')} />
        <span className="move-label short">Once</span>
        <NumberInput label="Once" prefix="$" value={Number(move.oneOffUsd ?? 0)} digits={2} width="100%"
          onChange={(value) => patch({ oneOffUsd: value === 0 ? undefined : value }, 'once')} />
      </div>
    </Row>
  )
}

export function MoveEditor(props: MoveEditorProps) {
  const { scenario, index, move, observed, difference, slot, targets, onEdit } = props
  const patch = (change: MovePatch, control: string) => onEdit(patchMove(scenario, index, change), `${control}-${index}`)
  const name = move.surface === ALL_SURFACES ? 'All surfaces' : move.surface
  return (
    <section className="move" aria-label={`Move of ${name}`}>
      <div className="move-head">
        {move.surface === ALL_SURFACES ? null : <Swatch fill={seriesFill(slot)} />}
        <h3 className="ellipsis" title={name}>{name}</h3>
        <span className="small t2">{difference === null ? '' : moneyChange(difference)}</span>
        <span className="grow" />
        <IconButton icon={Copy} label={`Split the move of ${name} in two`} onClick={() => onEdit(duplicateMove(scenario, index), 'split')} />
        <IconButton icon={Trash2} label={`Remove the move of ${name}`} onClick={() => onEdit(removeMove(scenario, index), 'remove')} />
      </div>
      <p className="move-path small">
        <span className="t2 ellipsis" title={observed?.placements.map(placementLabel).join(', ')}>{placementsText(observed)}</span>
        <ArrowRight size={12} aria-hidden className="t3" />
        <Select
          label={`Target of ${name}`} value={move.to === undefined ? STAYS : placementKey(move.to)} width={172}
          onChange={(key) => patch({ to: parsePlacementKey(key) ?? undefined }, 'to')}
          options={[{ value: STAYS, label: 'stays where it is' },
            ...targets.map((target) => ({ value: placementKey(target), label: placementLabel(target) }))]}
        />
      </p>
      <Row label="Share">
        <Slider label="Share" value={move.sharePct} max={Math.max(1, shareLeft(scenario, move.surface, index))} onChange={(sharePct) => patch({ sharePct }, 'share')} />
      </Row>
      <ModelRows props={props} />
      <TierRow move={move} patch={patch} />
      <CachingRow props={props} patch={patch} />
      <Row label="Discount">
        <Slider label="Discount" value={move.discountPct ?? 0} onChange={(value) => patch({ discountPct: value === 0 ? undefined : value }, 'discount')} />
      </Row>
      <MoneyRow move={move} patch={patch} />
    </section>
  )
}
