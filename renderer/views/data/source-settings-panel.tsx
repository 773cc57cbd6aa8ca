// Settings of sources by name: what is set, changing it, taking it back.
import { useState } from 'react'
import { useAction, useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { shortDate } from '../../format.ts'
import { useModelNames } from '../../state/ledger.tsx'
import { SourceSettingDialog } from './source-setting-dialog.tsx'
import { settingText } from './source-settings-model.ts'

export function SourceSettingsPanel() {
  const { data } = useCall('settings.get', {})
  const set = useAction('settings.set')
  const nameOf = useModelNames()
  const [editing, setEditing] = useState<string | null>(null)
  const held = data?.sources ?? []
  return (
    <Panel label="Settings of sources">
      <PanelHead
        title="Settings of sources"
        subtitle="Platform, route, model or day for files by name; the first that fits."
        actions={<Button size="small" onClick={() => setEditing('')}>Add a setting</Button>}
      />
      {held.length === 0 ? <p className="panel-body t2 small">None: all is derived from the files.</p> : (
        <ul className="plans">
          {held.map((setting) => (
            <li key={setting.source}>
              <span><strong>{setting.source}</strong>: {settingText(setting, { model: nameOf, day: shortDate })}</span>
              <span className="row">
                <Button onClick={() => setEditing(setting.source)} aria-label={`Change the setting of ${setting.source}`}>Change</Button>
                <Button onClick={() => set.mutate({ sources: held.filter((one) => one !== setting) })} aria-label={`Remove the setting of ${setting.source}`}>Remove</Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {editing === null ? null : <SourceSettingDialog source={editing} from={null} onClose={() => setEditing(null)} />}
    </Panel>
  )
}
