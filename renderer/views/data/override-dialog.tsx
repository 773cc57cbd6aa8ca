// Adding or changing a price of the user's own. The form is read by price-book-model.ts; nothing is guessed.
import { useState, type ReactNode } from 'react'
import { useAction, useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Select } from '../../components/menu.tsx'
import { ErrorState } from '../../components/states.tsx'
import { PLACEMENTS, platformLabel, routeLabel } from '../../../src/core/placement.ts'
import { PLATFORMS, type Platform } from '../../../src/core/usage.ts'
import { RATE_NAMES, readOverride, type FieldProblems, type OverrideDraft } from './price-book-model.ts'

const EVERY = ''

interface TextRowProps { label: string; value: string; onChange: (value: string) => void; problem: string | undefined; type?: 'text' | 'date'; unit?: string }

export function TextRow({ label, value, onChange, problem, type = 'text', unit }: TextRowProps) {
  return (
    <>
      <span className="label" aria-hidden>{label}</span>
      <span className="field" data-invalid={problem !== undefined}>
        <input type={type} aria-label={label} aria-invalid={problem !== undefined} value={value} onChange={(event) => onChange(event.target.value)} />
        {unit === undefined ? null : <span className="unit">{unit}</span>}
      </span>
      {problem === undefined ? null : <p className="field-problem" role="alert">{problem}</p>}
    </>
  )
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return <><span className="label" aria-hidden>{label}</span>{children}</>
}

function routesOf(platform: Platform, route: string | null) {
  const known = PLACEMENTS.filter((placement) => placement.platform === platform).map((placement) => placement.route)
  const all = route === null || known.includes(route) ? known : [...known, route]
  return [{ value: EVERY, label: 'Every route' }, ...all.map((name) => ({ value: name, label: routeLabel(name) }))]
}

export function OverrideDialog({ initial, onClose }: { initial: OverrideDraft; onClose: () => void }) {
  const [draft, setDraft] = useState(initial)
  const [problems, setProblems] = useState<FieldProblems>({})
  const models = useCall('prices.list', {}).data?.models ?? []
  const setOverride = useAction('prices.setOverride')
  const change = (part: Partial<OverrideDraft>) => setDraft({ ...draft, ...part })
  const save = () => {
    const read = readOverride(draft)
    setProblems(read.ok ? {} : read.problems)
    if (read.ok) setOverride.mutate({ override: read.value }, { onSuccess: onClose })
  }
  const known = models.some((model) => model.id === draft.model)
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} title={initial.id === null ? 'Set your own price' : 'Change your price'} width={520}
      about="It goes before the price list for what it matches, and every figure that rests on it says so. An empty rate stays unpriced."
      actions={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" disabled={setOverride.isPending} onClick={save}>Save the price</Button></>}
    >
      <div className="field-grid">
        <Choice label="Platform"><Select label="Platform" value={draft.platform} options={PLATFORMS.map((name) => ({ value: name, label: platformLabel(name) }))}
          onChange={(value) => change({ platform: PLATFORMS.find((name) => name === value) ?? draft.platform, route: null })} /></Choice>
        <Choice label="Route"><Select label="Route" value={draft.route ?? EVERY} options={routesOf(draft.platform, draft.route)} onChange={(value) => change({ route: value === EVERY ? null : value })} /></Choice>
        <Choice label="Model"><Select label="Model" value={draft.model} placeholder="Choose a model" onChange={(model) => change({ model })}
          options={[...(known || draft.model === '' ? [] : [{ value: draft.model, label: draft.model }]), ...models.map((model) => ({ value: model.id, label: model.name }))]} /></Choice>
        {problems['model'] === undefined ? null : <p className="field-problem" role="alert">{problems['model']}</p>}
        <Choice label="Tier"><Select label="Tier" value={draft.tier} onChange={(tier) => change({ tier })}
          options={[...new Set(['standard', 'batch', draft.tier])].map((tier) => ({ value: tier, label: tier }))} /></Choice>
        <Choice label="Speed"><Select label="Speed" value={draft.speed} onChange={(speed) => change({ speed })}
          options={[...new Set(['standard', 'fast', draft.speed])].map((speed) => ({ value: speed, label: speed }))} /></Choice>
        <TextRow label="Prompts over" value={draft.promptOver} unit="tokens" problem={problems['promptOver']} onChange={(promptOver) => change({ promptOver })} />
        {RATE_NAMES.map(([name, label]) => (
          <TextRow key={name} label={label} value={draft.rates[name]} unit="$ a million" problem={problems[name]} onChange={(value) => change({ rates: { ...draft.rates, [name]: value } })} />
        ))}
        <TextRow label="From" type="date" value={draft.effectiveFrom} problem={problems['effectiveFrom']} onChange={(effectiveFrom) => change({ effectiveFrom })} />
        <TextRow label="To" type="date" value={draft.effectiveTo} problem={problems['effectiveTo']} onChange={(effectiveTo) => change({ effectiveTo })} />
        <TextRow label="Note" value={draft.note} problem={undefined} onChange={(note) => change({ note })} />
      </div>
      {setOverride.error === null ? null : <ErrorState error={setOverride.error}>Nothing was changed.</ErrorState>}
    </Dialog>
  )
}
