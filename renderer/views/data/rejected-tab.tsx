// Rejected lines of any import: how many for which reason, and where.
import { useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Select } from '../../components/menu.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import type { Column } from '../../components/table-model.ts'
import { count } from '../../format.ts'
import { useViewParam } from '../../state/navigation.tsx'
import { RejectedLines, useSaveRejected } from './rejected-table.tsx'

interface ReasonRow {
  reason: string
  count: number
}

const REASONS: readonly Column<ReasonRow>[] = [
  {
    key: 'reason',
    head: 'Reason',
    name: 'Reason',
    cell: (row) => <span className="wrap">{row.reason}</span>,
    sort: (row) => row.reason,
  },
  {
    key: 'count',
    head: 'Lines',
    name: 'Lines',
    align: 'number',
    cell: (row) => count(row.count),
    sort: (row) => row.count,
  },
]

function OneImport({ id }: { id: number }) {
  const { data } = useCall('imports.report', { id })
  const save = useSaveRejected(id)
  if (data === undefined) return <LoadingBlock height={400} />
  return (
    <div className="data-halves narrow-left">
      <Panel>
        <PanelHead title="By reason" actions={<Button onClick={save}>Save as CSV</Button>} />
        <DataTable
          caption="Rejected lines by reason"
          columns={REASONS}
          rows={data.rejectedByReason}
          rowKey={(row) => row.reason}
          initialSort={{ key: 'count', direction: 'descending' }}
        />
      </Panel>
      <Panel>
        <RejectedLines id={id} byReason={data.rejectedByReason} maxHeight={600} />
      </Panel>
    </div>
  )
}

export function RejectedTab() {
  const list = useCall('imports.list', {})
  const [param, setImport] = useViewParam('import', '')
  if (list.error !== null)
    return (
      <Panel>
        <ErrorState error={list.error} onRetry={() => void list.refetch()}>
          Figures elsewhere still hold.
        </ErrorState>
      </Panel>
    )
  if (list.data === undefined) return <LoadingBlock height={400} />
  const imports = list.data.imports
    .filter((one) => one.tally.rejected > 0 && one.state !== 'undone')
    .toSorted((a, b) => b.id - a.id)
  const selected = imports.find((one) => String(one.id) === param) ?? imports[0]
  if (selected === undefined) {
    return (
      <Panel>
        <EmptyState title="No line was rejected">
          A line is rejected when it should hold usage and cannot be read. Each would stand here with its file, its
          number and the reason.
        </EmptyState>
      </Panel>
    )
  }
  return (
    <>
      <div className="row">
        <span className="small t2">Import</span>
        <Select
          label="Import"
          value={String(selected.id)}
          onChange={setImport}
          width={320}
          options={imports.map((one) => ({
            value: String(one.id),
            label: `${one.label}, ${count(one.tally.rejected)} rejected`,
          }))}
        />
      </div>
      <OneImport key={selected.id} id={selected.id} />
    </>
  )
}
