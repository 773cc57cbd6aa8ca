// The table behind the cost chart: a row a bar, a column a series. Its CSV is exact.
import { DataTable } from '../../components/data-table.tsx'
import { Money } from '../../components/figures.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { bucketTitle, type BucketKey } from '../../charts/time-axis.ts'
import type { CsvOptions } from '../../../src/core/csv.ts'
import type { LookOf } from './series-look.tsx'
import { bucketTotal, type Stack } from './stack-model.ts'

interface Row {
  bucket: string
}

function columnsOf(stack: Stack, by: BucketKey, lookOf: LookOf): Column<Row>[] {
  return [
    {
      key: 'bucket',
      head: 'Period',
      name: by,
      cell: ({ bucket }) => bucketTitle(bucket, by),
      sort: ({ bucket }) => bucket,
      csv: { type: 'text', value: ({ bucket }) => bucket },
    },
    ...stack.keys.map((key): Column<Row> => {
      const of = ({ bucket }: Row) =>
        stack.isUnpriced(key, bucket) ? null : (stack.buckets.get(bucket)?.get(key) ?? 0n)
      const total = stack.totals.get(key) ?? 0n
      const { name } = lookOf(key)
      return {
        key,
        head: name,
        name: `${name} USD`,
        align: 'number',
        cell: (row) => <Money pico={of(row)} />,
        sort: of,
        csv: { type: 'number', value: (row) => csvUsd(of(row)) },
        total: <Money pico={total} />,
        totalCsv: csvUsd(total),
      }
    }),
    {
      key: 'total',
      head: 'Total',
      name: 'Total USD',
      align: 'number',
      cell: ({ bucket }) => <Money pico={bucketTotal(stack, bucket)} />,
      sort: ({ bucket }) => bucketTotal(stack, bucket),
      csv: { type: 'number', value: ({ bucket }) => csvUsd(bucketTotal(stack, bucket)) },
      total: <Money pico={stack.total} />,
      totalCsv: csvUsd(stack.total),
    },
  ]
}

const rowsOf = (stack: Stack): Row[] => [...stack.buckets.keys()].map((bucket) => ({ bucket }))

export function BucketTable({ stack, by, lookOf }: { stack: Stack; by: BucketKey; lookOf: LookOf }) {
  return (
    <DataTable
      caption="List cost over time"
      columns={columnsOf(stack, by, lookOf)}
      rows={rowsOf(stack)}
      rowKey={({ bucket }) => bucket}
      density="dense"
      totals
      stickyHead
      maxHeight={420}
      initialSort={{ key: 'bucket', direction: 'ascending' }}
    />
  )
}

export function bucketCsv(
  stack: Stack,
  { by, lookOf, options }: { by: BucketKey; lookOf: LookOf; options: CsvOptions },
): string {
  return tableCsv(columnsOf(stack, by, lookOf), rowsOf(stack), { ...options, totals: true })
}
