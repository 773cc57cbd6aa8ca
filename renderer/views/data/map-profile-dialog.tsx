// Mapping an application profile, or another id that names no model: asks for model AND route, since both set the price.
import { useState } from 'react'
import { useAction, useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Select } from '../../components/menu.tsx'
import { ErrorState } from '../../components/states.tsx'
import { count } from '../../format.ts'
import { shortId } from './import-report-model.ts'
import { PLACEMENTS, routeLabel } from '../../../src/core/placement.ts'

/** Application profiles are Bedrock's. */
const ROUTES = PLACEMENTS.filter((placement) => placement.platform === 'bedrock').map(({ route }) => ({ value: route, label: routeLabel(route) }))

function hintText(hint: string | null): string {
  return hint === null ? 'The logs hold no hint of its model.' : `Bodies that used it name ${hint}; check that before taking it.`
}

export function MapProfileDialog({ rawModel, onClose }: { rawModel: string; onClose: () => void }) {
  const profiles = useCall('profiles.list', {}).data?.profiles
  const models = useCall('prices.list', {}).data?.models ?? []
  const map = useAction('profiles.map')
  const profile = profiles?.find((one) => one.rawModel === rawModel || one.rawModel.endsWith(`/${rawModel}`)) ?? null
  const [chosen, setChosen] = useState<{ model?: string; route?: string }>({})
  const model = chosen.model ?? profile?.model ?? ''
  const route = chosen.route ?? profile?.route ?? ''
  const complete = model !== '' && route !== ''
  const save = (target: { model: string | null; route: string | null }) =>
    map.mutate({ rawModel: profile?.rawModel ?? rawModel, ...target }, { onSuccess: onClose })
  const waiting = profile === null ? '' : ` ${count(profile.requests)} requests wait on it.`
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} title="Map a profile to a model and route" width={520}
      about={`${shortId(rawModel)} names no model.${waiting} Both are needed: the same model has another price on another route.`}
      actions={<>
        {profile === null || profile.model === null ? null : <Button kind="danger" onClick={() => save({ model: null, route: null })}>Remove the mapping</Button>}
        <span className="grow" />
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" disabled={!complete || map.isPending} onClick={() => complete && save({ model, route })}>Map it</Button>
      </>}
    >
      <div className="field-grid">
        <span className="label">Model</span>
        <Select label="Model" value={model} placeholder="Choose a model" onChange={(next) => setChosen({ ...chosen, model: next })}
          options={models.map((one) => ({ value: one.id, label: one.name }))} />
        <p className="field-note">{hintText(profile?.hint ?? null)}</p>
        <span className="label">Route</span>
        <Select label="Route" value={route} placeholder="Choose a route" onChange={(next) => setChosen({ ...chosen, route: next })} options={ROUTES} />
        <p className="field-note">What the profile copies from: a global or geographic profile, or a model in one region.</p>
      </div>
      {complete ? null : <p className="small t2" role="status">{model === '' ? 'Choose a model' : 'Choose a route'} to go on.</p>}
      {map.error === null ? null : <ErrorState error={map.error}>Nothing was changed.</ErrorState>}
    </Dialog>
  )
}
