// The decision record as a file: Markdown to read, JSON with every number exact; for one surface or for all.
import { FileText } from 'lucide-react'
import { callBridge, problemText, useBridge } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Menu } from '../../components/menu.tsx'
import { useToast } from '../../components/toast.tsx'
import { useWindow } from '../../state/ledger.tsx'
import { useDecision } from './use-decision.ts'

type Kind = 'md' | 'json'

function useSaveRecord(): (kind: Kind, surface: string | null) => void {
  const bridge = useBridge()
  const toast = useToast()
  const { filters } = useWindow()
  return (kind, surface) => {
    const input = surface === null ? { filters } : { filters, surface }
    const name = `decision record${surface === null ? '' : ` ${surface}`}.${kind}`
    callBridge(bridge, 'decide.record', input)
      .then(({ markdown, json }) => bridge.saveFile(kind === 'md'
        ? { name, mime: 'text/markdown', data: markdown }
        : { name, mime: 'application/json', data: JSON.stringify(json, null, 2) }))
      .then(
        (result) => result === 'saved' && toast({ title: `${name} saved`, kind: 'good' }),
        (error: unknown) => toast({ title: problemText(error).message, kind: 'bad' }),
      )
  }
}

export function RecordMenu() {
  const { chosen } = useDecision()
  const save = useSaveRecord()
  const surface = chosen?.surface ?? null
  const own = surface === null ? [] : [
    { label: `${surface} as Markdown`, onSelect: () => save('md', surface) },
    { label: `${surface} as JSON`, onSelect: () => save('json', surface) },
  ]
  return (
    <Menu
      label="Decision record"
      trigger={<Button icon={FileText} disabled={surface === null}>Decision record</Button>}
      actions={[
        ...own,
        { label: 'All surfaces as Markdown', onSelect: () => save('md', null) },
        { label: 'All surfaces as JSON', onSelect: () => save('json', null) },
      ]}
    />
  )
}
