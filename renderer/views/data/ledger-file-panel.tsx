// Where the ledger lies, and moving, backing up and deleting it. Only the desktop shell can; elsewhere it says so.
import { useEffect, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useBridge } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { useToast } from '../../components/toast.tsx'
import { bytes, count } from '../../format.ts'
import { useLedgerStatus } from '../../state/ledger.tsx'
import type { LedgerFileActions } from '../../../src/api/bridge.ts'

function useLedgerPath(): [string | null, (path: string | null) => void] {
  const { ledgerFile } = useBridge()
  const [path, setPath] = useState<string | null>(null)
  useEffect(() => {
    let gone = false
    const ask = async () => {
      const found = await ledgerFile?.path()
      if (!gone && found !== undefined) setPath(found)
    }
    void ask()
    return () => {
      gone = true
    }
  }, [ledgerFile])
  return [path, setPath]
}

export function LedgerFilePanel() {
  const { ledgerFile } = useBridge()
  const status = useLedgerStatus()
  const queries = useQueryClient()
  const toast = useToast()
  const [path, setPath] = useLedgerPath()
  const change = async (file: LedgerFileActions) => {
    const next = await file.change()
    if (next === null) return
    setPath(next)
    toast({ title: 'The ledger was moved', detail: next, kind: 'good' })
  }
  const backUp = async (file: LedgerFileActions) => {
    const copy = await file.backUp()
    if (copy !== null) toast({ title: 'Backed up', detail: copy, kind: 'good' })
  }
  const remove = async (file: LedgerFileActions) => {
    if (!(await file.remove())) return
    toast({ title: 'The ledger was deleted', detail: 'Your log files are untouched.', kind: 'good' })
    await queries.invalidateQueries()
  }
  const act = (run: (file: LedgerFileActions) => Promise<void>) => {
    if (ledgerFile === null) return
    run(ledgerFile).catch(() =>
      toast({ title: 'That did not work', detail: 'The ledger is where it was.', kind: 'bad' }),
    )
  }
  return (
    <Panel>
      <PanelHead
        title="The ledger"
        subtitle={
          status === null
            ? 'One file on this computer.'
            : `${status.fileName}: ${bytes(status.bytes)}, ${count(status.requests)} requests.`
        }
      />
      <div className="panel-body data-stack small">
        {ledgerFile === null ? (
          <p className="t2">
            It lies where Token Ledger was started. In the desktop app it can be moved, backed up and deleted here.
          </p>
        ) : (
          <>
            <code className="ledger-path">{path ?? ''}</code>
            <div className="row wrap">
              <Button onClick={() => act(change)}>Move it</Button>
              <Button onClick={() => act(backUp)}>Back it up</Button>
              <Button kind="danger" onClick={() => act(remove)}>
                Delete it
              </Button>
            </div>
          </>
        )}
        {status === null ? null : <p className="t3">Token Ledger {status.version}</p>}
      </div>
    </Panel>
  )
}
