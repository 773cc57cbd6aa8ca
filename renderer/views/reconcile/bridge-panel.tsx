// The bridge from computed to billed: one bar a cause, and below it what each cause means and what to do.
import { roundTicks } from '../../charts/ticks.ts'
import { Waterfall } from '../../charts/waterfall.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { money, moneyChange, moneyTick, percentChange, share, wholeMoney } from '../../format.ts'
import type { ReconcileFigures, ReconcileRow } from '../../../src/api/contract/reconcile-shapes.ts'
import { PICO_PER_USD, picoToUsdNumber } from '../../../src/core/money.ts'
import { CauseList } from './cause-list.tsx'
import { CAUSE_WORDS } from './cause-words.ts'
import { absolute, bridge, type BridgeStep } from './reconcile-model.ts'

const HEIGHT = 240
/** With more bars than this a label no longer fits on one line. */
const MOST_ONE_LINE = 8
/** Room for the amounts beyond the ends of the bars. */
const ROOM = 1.12

interface TableRow {
  key: string
  name: string
  amount: bigint
  ofBilled: number | null
}

const COLUMNS: readonly Column<TableRow>[] = [
  { key: 'part', head: 'Part', name: 'Part', cell: (row) => row.name, csv: { type: 'text', value: (row) => row.name } },
  {
    key: 'amount', head: 'Amount', name: 'Amount USD', align: 'number',
    cell: (row) => (row.key === 'computed' || row.key === 'billed' ? money(row.amount) : moneyChange(row.amount)),
    csv: { type: 'number', value: (row) => csvUsd(row.amount) },
  },
  {
    key: 'share', head: 'Of billed', name: 'Share of billed', align: 'number',
    cell: (row) => (row.ofBilled === null ? '' : percentChange(row.ofBilled)),
    csv: { type: 'number', value: (row) => row.ofBilled },
  },
]

function ofBilled(value: bigint, figures: ReconcileFigures): number | null {
  return share(value, absolute(BigInt(figures.billed)))
}

/** Computed, every cause, billed: the parts lead from the first to the last exactly. */
export function bridgeRows(figures: ReconcileFigures): TableRow[] {
  const parts = bridge(figures).filter(({ key }) => key !== 'residual')
  return [
    { key: 'computed', name: 'Computed list cost', amount: BigInt(figures.computed), ofBilled: null },
    ...parts.map(({ key, value }) => ({ key, name: nameOf(key), amount: value, ofBilled: ofBilled(value, figures) })),
    { key: 'billed', name: 'Billed', amount: BigInt(figures.billed), ofBilled: null },
  ]
}

function nameOf(key: BridgeStep['key']): string {
  return key === 'residual' ? 'Residual' : CAUSE_WORDS[key].name
}

/** Between many bars there is no room for cents of thousands; the list below has them. */
function shortChange(value: bigint): string {
  if (absolute(value) < 1000n * PICO_PER_USD) return moneyChange(value)
  return `${value > 0n ? '+' : ''}${wholeMoney(value)}`
}

function barsOf(figures: ReconcileFigures, wraps: boolean) {
  return bridge(figures).map((step) => {
    const short = step.key === 'residual' ? 'Residual' : CAUSE_WORDS[step.key].short
    const [first = short, ...rest] = wraps ? short.split(' ') : [short]
    const ratio = ofBilled(step.value, figures)
    return {
      key: step.key,
      label: first,
      caption: wraps ? rest.join(' ') : ratio === null ? '' : percentChange(ratio),
      isTotal: step.key === 'residual',
      from: picoToUsdNumber(step.from),
      to: picoToUsdNumber(step.to),
      text: wraps ? shortChange(step.value) : moneyChange(step.value),
    }
  })
}

export interface BridgeProps {
  figures: ReconcileFigures
  /** By day, so that a cause can say which days it falls on. */
  rows: readonly ReconcileRow[]
  fileName: string
}

export function BridgePanel({ figures, rows, fileName }: BridgeProps) {
  const wraps = bridge(figures).length > MOST_ONE_LINE
  const bars = barsOf(figures, wraps)
  const ends = bars.flatMap((bar) => [bar.from, bar.to])
  const ticks = roundTicks(Math.min(...ends) * ROOM, Math.max(...ends) * ROOM)
  const table = bridgeRows(figures)
  return (
    <ChartFrame
      title="From computed to billed"
      subtitle="Bars start at the computed list cost and end at what is billed; up means the bill is higher. Parts add up exactly."
      fileName={`${fileName} bridge`}
      className="bridge-panel"
      csv={(options) => tableCsv(COLUMNS, table, options)}
      table={<DataTable caption="From computed to billed" columns={COLUMNS} rows={table} rowKey={(row) => row.key} />}
    >
      <div className="chart-box reconcile-bridge">
        <Waterfall
          bars={bars}
          ticks={ticks}
          tickText={(usd) => (usd === 0 ? 'Computed' : moneyTick(usd, ticks))}
          height={HEIGHT}
          captions
          labelsWrap={wraps}
        />
      </div>
      <CauseList figures={figures} rows={rows} />
    </ChartFrame>
  )
}
