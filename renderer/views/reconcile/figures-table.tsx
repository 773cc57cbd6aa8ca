// The reconciliation as a table: by day, model, token class or platform, or by two of them. A row opens both sides.
import { useMemo } from 'react'
import { Segmented } from '../../components/button.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Select } from '../../components/menu.tsx'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import { tableCsv } from '../../components/table-model.ts'
import { useModelNames } from '../../state/ledger.tsx'
import type { ReconcileKey, ReconcileRow } from '../../../src/api/contract/reconcile-shapes.ts'
import { figuresColumns, KEY_HEADS, tokenColumns } from './figures-columns.tsx'
import { meterOrder } from './cause-words.ts'
import type { Reconciliation } from './reconcile-model.ts'
import { GROUPINGS, writeRowKey } from './row-key.ts'

const NONE = 'none'
const HEIGHT = 420

export interface FiguresTableProps {
  by: readonly ReconcileKey[]
  onBy: (by: readonly ReconcileKey[]) => void
  /** Grouped by `by`; null while it is on its way for the first time. */
  data: Reconciliation | null
  stale: boolean
  error: Error | null
  onRetry: () => void
  selected: string
  onSelect: (key: string) => void
  fileName: string
}

function Switches({ by, onBy }: Pick<FiguresTableProps, 'by' | 'onBy'>) {
  const [first = 'day', second] = by
  const others = GROUPINGS.filter((key) => key !== first)
  return (
    <>
      <Segmented
        label="A row each"
        size="small"
        value={first}
        options={GROUPINGS.map((value) => ({ value, label: KEY_HEADS[value] }))}
        onChange={(value) => onBy(second === undefined || second === value ? [value] : [value, second])}
      />
      <Select
        label="And each"
        width={148}
        value={second ?? NONE}
        options={[
          { value: NONE, label: 'and nothing else' },
          ...others.map((value) => ({ value, label: `and ${KEY_HEADS[value].toLowerCase()}` })),
        ]}
        onChange={(value) => onBy([first, ...others.filter((key) => key === value)])}
      />
    </>
  )
}

/** Under each day or model the token classes stand in the order of every list, not of their names. */
function inMeterOrder(rows: readonly ReconcileRow[], by: readonly ReconcileKey[]): readonly ReconcileRow[] {
  return by[1] === 'meter' ? rows.toSorted((a, b) => meterOrder(a.keys.meter ?? '') - meterOrder(b.keys.meter ?? '')) : rows
}

export function FiguresTable(props: FiguresTableProps) {
  const { by, data, stale, error, selected, onSelect, fileName } = props
  const nameOf = useModelNames()
  const columns = data === null ? [] : figuresColumns({ by, rows: data.rows, totals: data.totals, nameOf })
  const rows = useMemo(() => (data === null ? [] : inMeterOrder(data.rows, by)), [data, by])
  const name = by.map((key) => KEY_HEADS[key].toLowerCase()).join(' and ')
  return (
    <ChartFrame
      title="Both sides"
      subtitle="Computed, billed and what lies between. A row opens the logs and the lines of the bill behind it."
      switches={<Switches by={by} onBy={props.onBy} />}
      fileName={`${fileName} by ${name}`}
      csv={(options) => (data === null ? '' : tableCsv([...columns, ...tokenColumns(data.totals)], rows, { ...options, totals: true }))}
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={props.onRetry}>The figures above still hold.</ErrorState>
      ) : data === null ? (
        <div className="panel-body"><LoadingBlock height={HEIGHT} /></div>
      ) : (
        <div className={stale ? 'stale' : ''}>
          <DataTable
            // Another grouping is another table: its sort starts anew.
            key={by.join()}
            caption={`Reconciliation by ${name}`}
            columns={columns}
            rows={rows}
            rowKey={({ keys }) => writeRowKey(keys)}
            totals
            initialSort={{ key: by[0] ?? 'day', direction: 'ascending' }}
            selectedKey={selected}
            onOpen={({ keys }) => onSelect(writeRowKey(keys))}
            maxHeight={HEIGHT}
            stickyHead
            empty="Nothing on either side under these filters."
          />
        </div>
      )}
    </ChartFrame>
  )
}
