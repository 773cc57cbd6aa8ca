// The bill's side of a row: its lines, each with what it charges, how much, and its source and line.
import { Download } from 'lucide-react'
import { useState } from 'react'
import { callBridge, problemText, useBridge, useCall } from '../../api.ts'
import { IconButton } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { useSaveCsv } from '../../components/save.ts'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import { tableCsv } from '../../components/table-model.ts'
import { useToast } from '../../components/toast.tsx'
import { count } from '../../format.ts'
import { useModelNames } from '../../state/ledger.tsx'
import type { Input } from '../../../src/api/contract/contract.ts'
import type { BillLine } from '../../../src/api/contract/reconcile-shapes.ts'
import { BILL_CSV, billColumns } from './bill-columns.tsx'
import { More } from './more.tsx'
import { MOST_SHOWN, PAGE, SIDE_HEIGHT } from './side.ts'

export type BillQuestion = Omit<Input<'reconcile.bills'>, 'offset' | 'limit'>

function useExportBill(question: BillQuestion): () => void {
  const bridge = useBridge()
  const saveCsv = useSaveCsv()
  const toast = useToast()
  const name = `bill ${question.filters.from ?? ''} to ${question.filters.to ?? ''}`
  const collect = async () => {
    const rows: BillLine[] = []
    for (;;) {
      const page = await callBridge(bridge, 'reconcile.bills', { ...question, offset: rows.length, limit: MOST_SHOWN })
      rows.push(...page.rows)
      if (page.rows.length < MOST_SHOWN || rows.length >= page.total) return rows
    }
  }
  return () => {
    collect().then(
      (rows) => saveCsv(name, (options) => tableCsv(BILL_CSV, rows, options)),
      (error: unknown) => toast({ title: problemText(error).message, kind: 'bad' }),
    )
  }
}

const linesText = (number: number) => `${count(number)} ${number === 1 ? 'line' : 'lines'}`

export function BillSide({ question }: { question: BillQuestion }) {
  const [limit, setLimit] = useState(PAGE)
  const query = useCall('reconcile.bills', { ...question, offset: 0, limit })
  const nameOf = useModelNames()
  const exportBill = useExportBill(question)
  const { data, error } = query
  return (
    <Panel label="Bill" className="side-panel">
      <PanelHead
        title="Bill"
        subtitle={data === undefined ? 'Lines of the bill that counts.' : `${linesText(data.total)} of the bill that counts.`}
        actions={<IconButton icon={Download} label="Save the lines of the bill as CSV" onClick={exportBill} />}
      />
      {error !== null ? <ErrorState error={error} onRetry={() => void query.refetch()} />
        : data === undefined ? <div className="panel-body"><LoadingBlock height={SIDE_HEIGHT} /></div>
          : data.total === 0 ? (
            <EmptyState title="Nothing on the bill">
              No line of the bill stands behind this row: not billed yet, billed to another account, or not imported.
            </EmptyState>
          ) : (
            <div className={query.isPlaceholderData ? 'stale' : ''}>
              <DataTable
                caption="Lines of the bill" columns={billColumns(nameOf)} rows={data.rows} rowKey={(line) => String(line.id)}
                density="dense" stickyHead maxHeight={SIDE_HEIGHT}
              />
              <More shown={data.rows.length} total={data.total} limit={limit} onMore={setLimit} what="lines" />
            </div>
          )}
    </Panel>
  )
}
