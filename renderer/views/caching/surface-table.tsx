// Caching per surface: rates, what reads save, what writes cost, and cost with and without caching.
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Money, Named, Percent } from '../../components/figures.tsx'
import { Swatch, seriesFill } from '../../components/swatch.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { money } from '../../format.ts'
import type { CachingFigures, SurfaceCaching } from './caching-model.ts'

type AmountKey = 'readSaving' | 'netSaving' | 'costWithoutCaching' | 'listCost'

/** Paid for writes is money out, so it stands with a minus; negative premiums (cheaper writes) turn it round. */
const paid = (premium: bigint) => money(-premium)

function signed(net: bigint) {
  return (
    <span className={net < 0n ? 'bad strong' : 'strong'}>
      <Money pico={net} />
    </span>
  )
}

function columnsFor(total: CachingFigures, slotOf: (surface: string) => number): Column<SurfaceCaching>[] {
  const rate = (key: 'hitRate' | 'reuse', head: string): Column<SurfaceCaching> => ({
    key,
    head,
    name: head,
    align: 'number',
    cell: (row) => <Percent ratio={row[key]} />,
    sort: (row) => row[key],
    csv: { type: 'number', value: (row) => row[key] },
    total: <Percent ratio={total[key]} />,
    totalCsv: total[key],
  })
  const amount = (key: AmountKey, head: string): Column<SurfaceCaching> => ({
    key,
    head,
    name: `${head} USD`,
    align: 'number',
    sort: (row) => row[key],
    csv: { type: 'number', value: (row) => csvUsd(row[key]) },
    cell: (row) => (key === 'netSaving' ? signed(row.netSaving) : <Money pico={row[key]} />),
    total: key === 'netSaving' ? signed(total.netSaving) : <Money pico={total[key]} />,
    totalCsv: csvUsd(total[key]),
  })
  return [
    {
      key: 'surface',
      head: 'Surface',
      name: 'Surface',
      sort: (row) => row.surface,
      csv: { type: 'text', value: (row) => row.surface },
      cell: (row) => (
        <Named swatch={<Swatch fill={seriesFill(slotOf(row.surface))} />} title={row.surface}>
          {row.surface}
        </Named>
      ),
    },
    rate('hitRate', 'Hit rate'),
    rate('reuse', 'Reuse'),
    amount('readSaving', 'Saved by reads'),
    {
      key: 'writePremium',
      head: 'Paid for writes',
      name: 'Paid for writes USD',
      align: 'number',
      sort: (row) => row.writePremium,
      cell: (row) => paid(row.writePremium),
      csv: { type: 'number', value: (row) => csvUsd(-row.writePremium) },
      total: paid(total.writePremium),
      totalCsv: csvUsd(-total.writePremium),
    },
    amount('netSaving', 'Net saving'),
    amount('costWithoutCaching', 'Without caching'),
    amount('listCost', 'With caching'),
  ]
}

export interface SurfaceTableProps {
  total: CachingFigures
  rows: readonly SurfaceCaching[]
  slotOf: (surface: string) => number
  selected: string
  onSelect: (surface: string) => void
}

export function SurfaceTable({ total, rows, slotOf, selected, onSelect }: SurfaceTableProps) {
  const columns = columnsFor(total, slotOf)
  return (
    <ChartFrame
      title="Per surface"
      fileName="caching-per-surface"
      csv={(options) => tableCsv(columns, rows, { ...options, totals: true })}
      subtitle="With caching is list cost, web searches included; they are left out of the cost without caching."
    >
      <DataTable
        caption="Caching per surface"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.surface}
        totals
        initialSort={{ key: 'netSaving', direction: 'descending' }}
        selectedKey={selected}
        onOpen={(row) => onSelect(row.surface)}
        maxHeight={420}
        stickyHead
      />
    </ChartFrame>
  )
}
