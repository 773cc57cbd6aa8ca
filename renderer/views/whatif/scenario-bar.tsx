// The bar above the what-if: which scenario, whether it is saved, and what can be done with it as a whole.
import { Columns3, Copy, Download, FilePlus2, PencilLine, Save, Trash2, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Menu, Select } from '../../components/menu.tsx'
import { time } from '../../format.ts'
import { useViewParam } from '../../state/navigation.tsx'
import type { ScenarioWork } from './use-scenario.ts'

export interface ScenarioBarProps {
  work: ScenarioWork
  tz: string
  onExport: (kind: 'json' | 'csv') => void
}

type Asked = 'save' | 'delete' | null

function SaveDialog({ work, onClose }: { work: ScenarioWork; onClose: () => void }) {
  const [name, setName] = useState(work.scenario.name)
  const save = () => {
    if (name.trim() !== '') void work.save(name.trim()).then(onClose)
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={work.current === null ? 'Save this scenario' : 'Rename this scenario'}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={name.trim() === ''} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <label className="labelled">
        Name
        <span className="field">
          <input
            value={name}
            autoFocus
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && save()}
          />
        </span>
      </label>
    </Dialog>
  )
}

function DeleteDialog({ work, onClose }: { work: ScenarioWork; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Delete "${work.scenario.name}"?`}
      about="Your logs and figures stay as they are."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" onClick={() => void work.remove().then(onClose)}>
            Delete
          </Button>
        </>
      }
    />
  )
}

function savedText(work: ScenarioWork, tz: string): string {
  if (work.current === null) return work.isChanged ? 'Not saved yet' : ''
  return work.isChanged ? 'Changed since it was saved' : `Saved ${time(work.current.savedAtMs, tz)}`
}

/** In the address, so that a comparison can be bookmarked. */
function CompareToggle({ disabled }: { disabled: boolean }) {
  const [comparing, setComparing] = useViewParam('compare', 'no')
  return (
    <Button
      icon={Columns3}
      size="small"
      aria-pressed={comparing === 'yes'}
      disabled={disabled}
      onClick={() => setComparing(comparing === 'yes' ? 'no' : 'yes')}
    >
      Compare
    </Button>
  )
}

export function ScenarioBar({ work, tz, onExport }: ScenarioBarProps) {
  const [asked, setAsked] = useState<Asked>(null)
  const close = () => setAsked(null)
  const options = [
    { value: '', label: 'New scenario' },
    ...work.saved.map((one) => ({ value: String(one.id), label: one.scenario.name })),
  ]
  const isSaved = work.current !== null
  return (
    <div className="filter-bar">
      <span className="small t2">Scenario</span>
      <Select
        label="Scenario"
        value={isSaved ? String(work.current?.id) : ''}
        options={options}
        width={240}
        onChange={(value) => work.open(value === '' ? null : Number(value))}
      />
      <span className="small t2" role="status">
        {savedText(work, tz)}
      </span>
      <Button
        icon={Save}
        size="small"
        disabled={!work.isChanged}
        onClick={() => (isSaved ? void work.save(work.scenario.name) : setAsked('save'))}
      >
        Save
      </Button>
      {isSaved ? (
        <>
          <IconButton icon={PencilLine} label="Rename" onClick={() => setAsked('save')} />
          <IconButton icon={Copy} label="Duplicate" onClick={() => void work.duplicate()} />
          <IconButton icon={Trash2} label="Delete" onClick={() => setAsked('delete')} />
          <IconButton icon={FilePlus2} label="New scenario" onClick={() => work.open(null)} />
        </>
      ) : null}
      <CompareToggle disabled={work.saved.length === 0} />
      <span className="grow" />
      <Button icon={Undo2} disabled={work.undo === null} onClick={() => work.undo?.()}>
        Undo
      </Button>
      <Menu
        label="Export the scenario"
        trigger={
          <Button icon={Download} disabled={work.scenario.moves.length === 0}>
            Export
          </Button>
        }
        actions={[
          { label: 'Figures as CSV', onSelect: () => onExport('csv') },
          { label: 'Scenario and figures as JSON', onSelect: () => onExport('json') },
        ]}
      />
      {asked === 'save' ? <SaveDialog work={work} onClose={close} /> : null}
      {asked === 'delete' ? <DeleteDialog work={work} onClose={close} /> : null}
    </div>
  )
}
