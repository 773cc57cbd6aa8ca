// Where the ledger lies, and moving, backing up and deleting it. Only the desktop shell can; elsewhere it says so.
import { useEffect, useState } from 'react'
import { useBridge } from '../../api.ts'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { useToast } from '../../components/toast.tsx'
import { bytes, count } from '../../format.ts'
import { useLedgerStatus } from '../../state/ledger.tsx'

function useLedgerPath(): [string | null, (path: string | null) => void] {
  const { ledgerFile } = useBridge()
  const [path, setPath] = useState<string | null>(null)
  useEffect(() => {
    let gone = false
    void ledgerFile?.path().then((found) => { if (!gone) setPath(found) })
    return () => { gone = true }
  }, [ledgerFile])
  return [path, setPath]
}

export function LedgerFilePanel() {
  const { ledgerFile } = useBridge()
  const status = useLedgerStatus()
  const queries = useQueryClient()
  const toast = useToast()
  const [path, setPath] = useLedgerPath()
  const failed = () => toast({ title: 'That did not work', detail: 'The ledger is where it was.', kind: 'bad' })
  const change = () => void ledgerFile?.change().then((next) => {
    if (next === null) return
    setPath(next)
    toast({ title: 'The ledger was moved', detail: next, kind: 'good' })
  }, failed)
  const backUp = () => void ledgerFile?.backUp().then((to) => { if (to !== null) toast({ title: 'Backed up', detail: to, kind: 'good' }) }, failed)
  const remove = () => void ledgerFile?.remove().then((gone) => {
    if (!gone) return
    toast({ title: 'The ledger was deleted', detail: 'Your log files are untouched.', kind: 'good' })
    void queries.invalidateQueries()
  }, failed)
  return (
    <Panel>
      <PanelHead title="The ledger" subtitle={status === null ? 'One file on this computer.' : `${status.fileName}: ${bytes(status.bytes)}, ${count(status.requests)} requests.`} />
      <div className="panel-body data-stack small">
        {ledgerFile === null
          ? <p className="t2">It lies where Token Ledger was started. In the desktop app it can be moved, backed up and deleted here.</p>
          : <>
              <code className="ledger-path">{path ?? ''}</code>
              <div className="row wrap">
                <Button onClick={change}>Move it</Button>
                <Button onClick={backUp}>Back it up</Button>
                <Button kind="danger" onClick={remove}>Delete it</Button>
              </div>
            </>}
        {status === null ? null : <p className="t3">Token Ledger {status.version}</p>}
      </div>
    </Panel>
  )
}
