// What stands where the ledger cannot be opened or is damaged: the reason, what is safe, and the way out.
import { TriangleAlert, Wrench } from 'lucide-react'
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { problemText, useAction } from '../api.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Panel } from '../components/panel.tsx'
import { useToast } from '../components/toast.tsx'
import * as format from '../format.ts'
import { isDamage, type LedgerTrouble } from '../state/trouble.ts'

/** In place of a view: nothing of the ledger can be shown. */
export function TroubleView({ trouble: { problem } }: { trouble: LedgerTrouble }) {
  const queries = useQueryClient()
  return (
    <div className="view">
      <Panel>
        <div className="state" role="alert">
          <strong>{problem.message}</strong>
          {problem.remedy === undefined ? null : <span>{problem.remedy}</span>}
          <span className="row">
            {isDamage(problem) ? <RebuildButton /> : null}
            <Button size="small" onClick={() => void queries.invalidateQueries()}>
              Try again
            </Button>
          </span>
        </div>
      </Panel>
    </div>
  )
}

/** Above the views: some answers fail, others hold. */
export function TroubleStrip({ trouble: { problem } }: { trouble: LedgerTrouble }) {
  return (
    <section className="trouble-strip" role="alert">
      <TriangleAlert size={14} aria-hidden />
      <span className="grow">
        {problem.message} {isDamage(problem) ? 'Figures that are still shown may be from before.' : problem.remedy}
      </span>
      {isDamage(problem) ? <RebuildButton /> : null}
    </section>
  )
}

function RebuildButton() {
  const [asking, setAsking] = useState(false)
  const rebuild = useAction('ledger.rebuild')
  const toast = useToast()
  const start = () =>
    rebuild.mutate({}, {
      onSuccess: ({ keptAs, records, incomplete }) => {
        setAsking(false)
        const lost = incomplete.length === 0 ? 'All of it could be read.' : `Not read to its end: ${incomplete.join(', ')}. Import the logs again to complete it.`
        toast({ title: `Rebuilt with ${format.count(records)} records`, detail: `${lost} The damaged file is kept as ${keptAs}.`, kind: incomplete.length === 0 ? 'good' : 'plain' })
      },
    })
  return (
    <>
      <Button size="small" icon={Wrench} onClick={() => setAsking(true)}>
        Rebuild the ledger
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title="Rebuild the ledger from what can be read?"
        about="A new ledger is made of every record, rule, price and scenario that can still be read. The damaged file is kept beside it and not changed. Import the logs again afterwards: what is there already is not counted twice."
        actions={
          <>
            <Button onClick={() => setAsking(false)} disabled={rebuild.isPending}>
              Cancel
            </Button>
            <Button kind="primary" onClick={start} disabled={rebuild.isPending}>
              {rebuild.isPending ? 'Rebuilding' : 'Rebuild'}
            </Button>
          </>
        }
      >
        {rebuild.isError ? <p role="alert">{Object.values(problemText(rebuild.error)).filter(Boolean).join(' ')}</p> : null}
      </Dialog>
    </>
  )
}
