// The answers as a routing table: surface to platform, route and model ids, as JSON to copy into a gateway's configuration.
import { Copy, Download } from 'lucide-react'
import { useBridge } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import type { Decision } from './use-decision.ts'
import { useCopy } from './use-copy.ts'

type Entries = Decision['all']['routing']

export function routingJson(entries: Entries): string {
  return JSON.stringify({ routes: entries }, null, 2)
}

export function RoutingDialog({ entries, onClose }: { entries: Entries; onClose: () => void }) {
  const bridge = useBridge()
  const copy = useCopy()
  const data = routingJson(entries)
  const unspelled = entries.some(({ models }) => models.some(({ id }) => id === null))
  return (
    <Dialog
      open onOpenChange={onClose} width={640} title="Routing table"
      about={`Each surface with its placement and the model ids in that platform's spelling.${unspelled ? ' An id of null is not known.' : ''}`}
      actions={
        <>
          <Button icon={Download} onClick={() => void bridge.saveFile({ name: 'routing-table.json', mime: 'application/json', data })}>Save</Button>
          <Button kind="primary" icon={Copy} onClick={() => copy(data, 'The routing table is copied')}>Copy</Button>
        </>
      }
    >
      <pre className="routing" tabIndex={0} role="group" aria-label="Routing table as JSON">{data}</pre>
    </Dialog>
  )
}
