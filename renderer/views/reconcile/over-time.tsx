// The residual over time, stacked by cause, with the table behind it.
import { useMemo } from 'react'
import { ChartTip } from '../../charts/chart-tip.tsx'
import { StackedBars } from '../../charts/stacked-bars.tsx'
import { bucketTitle, currentBucket } from '../../charts/time-axis.ts'
import { Segmented } from '../../components/button.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Money } from '../../components/figures.tsx'
import { EmptyState } from '../../components/states.tsx'
import { Swatch } from '../../components/swatch.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { money, moneyChange, moneyTick } from '../../format.ts'
import { useViewParam } from '../../state/navigation.tsx'
import type { ReconcileFigures, ReconcileRow } from '../../../src/api/contract/reconcile-shapes.ts'
import { todayIn } from '../../../src/core/calendar.ts'
import type { Cause } from '../../../src/core/reconcile-types.ts'
import { CAUSE_WORDS } from './cause-words.ts'
import { BUCKETS, barsOf, stackOrder, timeRows, type Bucket, type TimeRow } from './over-time-model.ts'
import { partOf } from './reconcile-model.ts'

const LABELS: Readonly<Record<Bucket, string>> = { day: 'Day', week: 'Week', month: 'Month' }

const CHOICES = BUCKETS.map((value) => ({ value, label: LABELS[value] }))

function columnsOf(causes: readonly Cause[], by: Bucket, figures: ReconcileFigures): Column<TimeRow>[] {
  const amount = (key: 'computed' | 'billed' | 'residual', head: string): Column<TimeRow> => {
    const text = key === 'residual' ? moneyChange : money
    return {
      key, head, name: `${head} USD`, align: 'number', cell: (row) => text(row[key]), sort: (row) => row[key],
      csv: { type: 'number', value: (row) => csvUsd(row[key]) }, total: text(figures[key]), totalCsv: csvUsd(figures[key]),
    }
  }
  const cause = (key: Cause): Column<TimeRow> => ({
    key, head: CAUSE_WORDS[key].short, name: `${CAUSE_WORDS[key].name} USD`, align: 'number',
    cell: ({ parts }) => moneyChange(parts.get(key) ?? 0n), sort: ({ parts }) => parts.get(key) ?? 0n,
    csv: { type: 'number', value: ({ parts }) => csvUsd(parts.get(key) ?? 0n) },
    total: moneyChange(partOf(figures, key)), totalCsv: csvUsd(partOf(figures, key)),
  })
  return [
    {
      key: 'bucket', head: LABELS[by], name: `${LABELS[by]} UTC`, cell: ({ bucket }) => bucketTitle(bucket, by),
      sort: ({ bucket }) => bucket, csv: { type: 'text', value: ({ bucket }) => bucket },
    },
    amount('computed', 'Computed'), amount('billed', 'Billed'), amount('residual', 'Residual'),
    ...causes.map(cause),
  ]
}

function Tip({ row, by, causes }: { row: TimeRow | undefined; by: Bucket; causes: readonly Cause[] }) {
  if (row === undefined) return null
  return (
    <ChartTip
      title={bucketTitle(row.bucket, by)}
      total={moneyChange(row.residual)}
      rows={causes.map((cause) => ({
        key: cause, name: CAUSE_WORDS[cause].name, fill: CAUSE_WORDS[cause].fill, value: moneyChange(row.parts.get(cause) ?? 0n),
      }))}
      footer={<>Billed <Money pico={row.billed} />, computed <Money pico={row.computed} />.</>}
    />
  )
}

function Legend({ causes }: { causes: readonly Cause[] }) {
  return (
    <ul className="placement-legend" aria-label="Causes">
      {causes.map((cause) => <li key={cause}><Swatch fill={CAUSE_WORDS[cause].fill} />{CAUSE_WORDS[cause].name}</li>)}
    </ul>
  )
}

export interface OverTimeProps {
  figures: ReconcileFigures
  rows: readonly ReconcileRow[]
  days: { from: string; to: string }
  fileName: string
  onOpen: (day: string) => void
}

export function OverTime({ figures, rows, days, fileName, onOpen }: OverTimeProps) {
  const [param, setBy] = useViewParam('each', 'day')
  const by = BUCKETS.find((key) => key === param) ?? 'day'
  const { from, to } = days
  const points = useMemo(() => timeRows(rows, by, { from, to }), [rows, by, from, to])
  const causes = useMemo(() => stackOrder(rows), [rows])
  const columns = columnsOf(causes, by, figures)
  const now = currentBucket(todayIn('UTC', Date.now()), '', by)
  return (
    <ChartFrame
      title="Residual over time"
      subtitle="Billed less computed, by cause: above the line the bill is higher. UTC days."
      switches={<Segmented label="A bar each" size="small" value={by} onChange={setBy} options={CHOICES} />}
      fileName={`${fileName} over time`}
      csv={(options) => tableCsv(columns, points, { ...options, totals: true })}
      table={
        <DataTable
          caption="Residual over time" columns={columns} rows={points} rowKey={({ bucket }) => bucket}
          totals stickyHead density="dense" maxHeight={260}
        />
      }
    >
      {causes.length === 0 ? (
        <EmptyState title="No difference on any day">Both sides are equal on every day compared.</EmptyState>
      ) : (
        <div className="panel-body">
          <div className="chart-box reconcile-time">
            <StackedBars
              label={`Residual ${from} to ${to} by cause`}
              bars={barsOf(points)}
              series={causes.map((cause) => ({ key: cause, name: CAUSE_WORDS[cause].name, fill: CAUSE_WORDS[cause].fill }))}
              by={by}
              now={points.some(({ bucket }) => bucket === now) ? now : null}
              tickText={moneyTick}
              tooltip={(bucket) => <Tip row={points.find((row) => row.bucket === bucket)} by={by} causes={causes} />}
              {...(by === 'day' ? { onOpen } : {})}
            />
          </div>
          <Legend causes={causes} />
        </div>
      )}
    </ChartFrame>
  )
}
