// Settings: time zone, tags, CSV, theme, and where the ledger lies.
import { Lock } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useAction, useCall } from '../../api.ts'
import { Button, Segmented } from '../../components/button.tsx'
import { Select } from '../../components/menu.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import { useToast } from '../../components/toast.tsx'
import { systemZone } from '../../state/ledger.tsx'
import { isValidZone } from '../../../src/core/calendar.ts'
import type { Output } from '../../../src/api/contract/contract.ts'
import { TagKeysNotes } from './tag-keys-row.tsx'
import { LedgerFilePanel } from './ledger-file-panel.tsx'

type Settings = Output<'settings.get'>
type Change = (part: Partial<Settings>) => void

function Row({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <>
      <span className="label" aria-hidden>
        {label}
      </span>
      <div>{children}</div>
      {note === undefined ? null : <p className="field-note">{note}</p>}
    </>
  )
}

/** One text a line, saved when the field is left, so that a half-typed one is never in force. */
function LinesField({
  label,
  values,
  onChange,
}: {
  label: string
  values: readonly string[]
  onChange: (values: string[]) => void
}) {
  const [text, setText] = useState(values.join(', '))
  useEffect(() => setText(values.join(', ')), [values])
  const save = () => {
    const next = [
      ...new Set(
        text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      ),
    ]
    if (next.join() !== values.join()) onChange(next)
  }
  return (
    <span className="field wide-field">
      <input
        aria-label={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && save()}
      />
    </span>
  )
}

function ZoneField({ tz, onChange }: { tz: string; onChange: (tz: string) => void }) {
  const shown = tz === 'system' ? '' : tz
  const [text, setText] = useState(shown)
  useEffect(() => setText(shown), [shown])
  const valid = text.trim() === '' || isValidZone(text.trim())
  const save = () => {
    const next = text.trim() === '' ? 'system' : text.trim()
    if (valid && next !== tz) onChange(next)
  }
  return (
    <span className="row">
      <span className="field wide-field" data-invalid={!valid}>
        <input
          list="time-zones"
          aria-label="Time zone"
          aria-invalid={!valid}
          placeholder={`System: ${systemZone()}`}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={save}
          onKeyDown={(event) => event.key === 'Enter' && save()}
        />
      </span>
      <datalist id="time-zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </datalist>
      {tz === 'system' ? null : (
        <Button size="small" onClick={() => onChange('system')}>
          Use the system's
        </Button>
      )}
      {valid ? null : (
        <span className="field-problem" role="alert">
          Not a known time zone.
        </span>
      )}
    </span>
  )
}

function Check({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="row check-row">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  )
}

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const
const SEPARATORS = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
] as const

function Figures({ settings, change }: { settings: Settings; change: Change }) {
  const [changed, setChanged] = useState(false)
  return (
    <Panel>
      <PanelHead title="Figures" subtitle="How days are cut and usage is told apart." />
      <div className="panel-body field-grid">
        <Row
          label="Time zone"
          note="Days, weeks and months are of this zone. Prices and sources that come as UTC days stay UTC days."
        >
          <ZoneField tz={settings.tz} onChange={(tz) => change({ tz })} />
        </Row>
        <Row
          label="Tag keys"
          note="Tags kept of new imports, separated by commas. A key with many values makes many origins."
        >
          <LinesField label="Tag keys" values={settings.tagKeys} onChange={(tagKeys) => { setChanged(true); change({ tagKeys }) }} />
          <TagKeysNotes changed={changed} />
        </Row>
      </div>
    </Panel>
  )
}

function Looks({ settings, change }: { settings: Settings; change: Change }) {
  return (
    <Panel>
      <PanelHead title="Look and export" />
      <div className="panel-body field-grid">
        <Row label="Theme">
          <Segmented
            label="Theme"
            size="small"
            value={settings.theme}
            options={THEMES}
            onChange={(theme) => change({ theme })}
          />
        </Row>
        <Row label="CSV separator">
          <Select
            label="CSV separator"
            width={160}
            value={settings.csvSeparator}
            options={SEPARATORS}
            onChange={(value) =>
              change({ csvSeparator: SEPARATORS.find((one) => one.value === value)?.value ?? settings.csvSeparator })
            }
          />
        </Row>
        <Row label="CSV file">
          <Check
            label="Byte order mark, for older spreadsheets"
            on={settings.csvBom}
            onChange={(csvBom) => change({ csvBom })}
          />
          <Check
            label="Filters and time zone in leading rows"
            on={settings.csvFilterRows}
            onChange={(csvFilterRows) => change({ csvFilterRows })}
          />
        </Row>
      </div>
    </Panel>
  )
}

export function SettingsTab() {
  const settings = useCall('settings.get', {})
  const set = useAction('settings.set')
  const toast = useToast()
  if (settings.error !== null)
    return (
      <Panel>
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()}>
          The figures still hold.
        </ErrorState>
      </Panel>
    )
  if (settings.data === undefined) return <LoadingBlock height={400} />
  const change: Change = (part) => set.mutate(part, { onSuccess: () => toast({ title: 'Saved', kind: 'good' }) })
  return (
    <>
      {set.error === null ? null : (
        <Panel>
          <ErrorState error={set.error}>The setting stays as it was.</ErrorState>
        </Panel>
      )}
      <div className="settings-columns">
        <Figures settings={settings.data} change={change} />
        <Looks settings={settings.data} change={change} />
        <LedgerFilePanel />
        <Panel>
          <PanelHead title="Nothing is uploaded" />
          <div className="panel-body row private-note small">
            <Lock size={14} strokeWidth={1.75} aria-hidden />
            <p>
              Logs, figures and settings stay in one file on this computer. Token Ledger has no telemetry and makes no
              network calls of its own. No prompt or answer text is stored or logged.
            </p>
          </div>
        </Panel>
      </div>
    </>
  )
}
