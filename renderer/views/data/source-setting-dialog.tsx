// What to say of a source: platform, route, and the model and day that it leaves open. Kept, and read again with it.
import { useState } from 'react'
import { useAction, useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Select } from '../../components/menu.tsx'
import { ErrorState } from '../../components/states.tsx'
import { PLACEMENTS, platformLabel, routeLabel } from '../../../src/core/placement.ts'
import { PLATFORMS, type Platform } from '../../../src/core/usage.ts'
import { countOf } from './import-report-model.ts'
import { useReadAgain } from './read-again.ts'
import { isEmpty, matchingSources, withSetting, type SourceSetting } from './source-settings-model.ts'

export interface SourceSettingProps {
  /** A source's name or a pattern of names, to begin with. */
  source: string
  /** The import whose files may be read again with it; null: the setting is for later imports only. */
  from: { id: number; names: readonly string[] } | null
  onClose: () => void
}

const nothing = (source: string): SourceSetting => ({ source, platform: null, route: null, model: null, day: null })
const orNull = (text: string): string | null => (text === '' ? null : text)

function routesOf(platform: Platform | null) {
  const routes = new Set(PLACEMENTS.filter((placement) => platform === null || placement.platform === platform).map(({ route }) => route))
  return [{ value: '', label: 'As derived' }, ...[...routes].map((route) => ({ value: route, label: routeLabel(route) }))]
}

export function SourceSettingDialog({ source, from, onClose }: SourceSettingProps) {
  const settings = useCall('settings.get', {}).data
  if (settings === undefined) return null
  const start = settings.sources.find((held) => held.source === source) ?? nothing(source)
  return <Loaded start={start} held={settings.sources} from={from} onClose={onClose} />
}

function Loaded({ start, held, from, onClose }: { start: SourceSetting; held: readonly SourceSetting[] } & Pick<SourceSettingProps, 'from' | 'onClose'>) {
  const [setting, setSetting] = useState(start)
  const set = useAction('settings.set')
  const readAgain = useReadAgain()
  const names = from === null ? [] : matchingSources(setting.source.trim(), from.names)
  const complete = setting.source.trim() !== '' && !isEmpty(setting)
  const save = (again: boolean) => set.mutate({ sources: withSetting(held.filter((one) => one !== start), { ...setting, source: setting.source.trim() }) }, {
    onSuccess: () => {
      onClose()
      if (again && from !== null) void readAgain([{ id: from.id, names }])
    },
  })
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} title="What is known of this source" width={540}
      about="Platform and route count before what is derived. Model and day fill what the entries leave open. Remembered for every source of this name."
      actions={<>
        <Button onClick={onClose}>Cancel</Button>
        <span className="grow" />
        <Button kind={names.length === 0 ? 'primary' : 'normal'} disabled={!complete || set.isPending} onClick={() => save(false)}>Save for later imports</Button>
        {names.length === 0 ? null
          : <Button kind="primary" disabled={!complete || set.isPending} onClick={() => save(true)}>Save and read {countOf(names.length, 'file', 'files')} again</Button>}
      </>}
    >
      <SettingFields setting={setting} onChange={setSetting} />
      {complete ? null : <p className="small t2" role="status">Name the source and say at least one thing of it.</p>}
      {set.error === null ? null : <ErrorState error={set.error}>Nothing was changed.</ErrorState>}
    </Dialog>
  )
}

function SettingFields({ setting, onChange }: { setting: SourceSetting; onChange: (setting: SourceSetting) => void }) {
  const models = useCall('prices.list', {}).data?.models ?? []
  const { source, platform, route, model, day } = setting
  return (
    <div className="field-grid">
      <span className="label">Source</span>
      <span className="field"><input aria-label="Source" value={source} onChange={(event) => onChange({ ...setting, source: event.target.value })} /></span>
      <p className="field-note">The name of a file, as Files lists it; * stands for any run of characters.</p>
      <span className="label">Platform</span>
      <Select label="Platform" value={platform ?? ''} onChange={(next) => onChange({ ...setting, platform: PLATFORMS.find((name) => name === next) ?? null, route: null })}
        options={[{ value: '', label: 'As derived' }, ...PLATFORMS.map((name) => ({ value: name, label: platformLabel(name) }))]} />
      <span className="label">Route</span>
      <Select label="Route" value={route ?? ''} onChange={(next) => onChange({ ...setting, route: orNull(next) })} options={routesOf(platform)} />
      <span className="label">Model</span>
      <Select label="Model" value={model ?? ''} onChange={(next) => onChange({ ...setting, model: orNull(next) })}
        options={[{ value: '', label: 'Not said' }, ...models.map((one) => ({ value: one.id, label: one.name }))]} />
      <p className="field-note">Only for usage whose source names none, such as batch output.</p>
      <span className="label">Day</span>
      <span className="field"><input type="date" aria-label="Day" value={day ?? ''} onChange={(event) => onChange({ ...setting, day: orNull(event.target.value) })} /></span>
      <p className="field-note">A UTC day, for entries without a time.</p>
    </div>
  )
}
