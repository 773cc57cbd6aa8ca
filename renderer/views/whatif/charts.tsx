// The two charts of the what-if in their frames, with the tables behind them.
import { useSyncExternalStore } from 'react'
import { CumulativeBand } from '../../charts/cumulative-band.tsx'
import { roundTicks } from '../../charts/ticks.ts'
import { Waterfall } from '../../charts/waterfall.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Money } from '../../components/figures.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { money, moneyChange, moneyTick, percentChange, share } from '../../format.ts'
import { toNumber } from '../../../src/core/fraction.ts'
import { picoToUsdNumber } from '../../../src/core/money.ts'
import type { Interval } from '../../../src/core/projection-interval.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import { oneOffOf } from './one-off.ts'
import { partCaptions } from './part-captions.ts'
import type { Outcome } from './use-projection.ts'
import { waterfall, type WaterfallStep } from './waterfall-model.ts'

type Good = Extract<Outcome, { ok: true }>

const WIDE = '(min-width: 1200px)'

function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(WIDE)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => window.matchMedia(WIDE).matches,
  )
}

const STEP_COLUMNS: readonly Column<WaterfallStep>[] = [
  {
    key: 'part',
    head: 'Part',
    name: 'Part',
    cell: (step) => step.label,
    csv: { type: 'text', value: (step) => step.label },
  },
  {
    key: 'change',
    head: 'Change, a month',
    name: 'Change a month USD',
    align: 'number',
    cell: (step) => moneyChange(step.value),
    csv: { type: 'number', value: (step) => csvUsd(step.value) },
  },
]

export function DifferenceChart({
  outcome,
  scenario,
  nameOf,
}: {
  outcome: Good
  scenario: Scenario
  nameOf: (model: string) => string
}) {
  const wide = useIsWide()
  const steps = waterfall(outcome.total.parts)
  const captions = partCaptions(scenario, nameOf)
  const change = share(outcome.total.difference, outcome.total.current)
  const bars = steps.map((step) => ({
    key: step.key,
    label: step.label,
    isTotal: step.key === 'difference',
    caption: step.key === 'difference' ? (change === null ? '' : percentChange(change)) : captions[step.key],
    from: picoToUsdNumber(step.from),
    to: picoToUsdNumber(step.to),
    text: moneyChange(step.value),
  }))
  const ends = bars.flatMap((bar) => [bar.from, bar.to])
  const ticks = roundTicks(Math.min(...ends), Math.max(...ends))
  return (
    <ChartFrame
      title="What the difference is made of"
      fileName="what-if-parts"
      subtitle="Change in monthly list cost, one step at a time in this order, so that the parts add up exactly."
      csv={(options) => tableCsv(STEP_COLUMNS, steps, options)}
      table={
        <DataTable caption="Parts of the difference" columns={STEP_COLUMNS} rows={steps} rowKey={(step) => step.key} />
      }
    >
      <div className="chart-box whatif-waterfall">
        <Waterfall
          bars={bars}
          ticks={ticks}
          tickText={(usd) => (usd === 0 ? 'Today' : moneyTick(usd, ticks))}
          height={212}
          captions={wide}
        />
      </div>
    </ChartFrame>
  )
}

interface MonthRow {
  month: number
  today: bigint
  projected: bigint
  net: bigint
}

function monthRows(outcome: Good, scenario: Scenario): MonthRow[] {
  const once = oneOffOf(scenario)
  const months = outcome.horizon.months.map(({ month, today, projected }) => ({
    month,
    today,
    projected,
    net: today - projected,
  }))
  return [{ month: 0, today: 0n, projected: once, net: -once }, ...months]
}

const MONTH_COLUMNS: readonly Column<MonthRow>[] = [
  {
    key: 'month',
    head: 'Month',
    name: 'Month',
    align: 'number',
    cell: (row) => (row.month === 0 ? 'start' : row.month),
    csv: { type: 'number', value: (row) => row.month },
  },
  {
    key: 'today',
    head: 'As today',
    name: 'As today, cumulative USD',
    align: 'number',
    cell: (row) => <Money pico={row.today} />,
    csv: { type: 'number', value: (row) => csvUsd(row.today) },
  },
  {
    key: 'projected',
    head: 'Scenario',
    name: 'Scenario, cumulative USD',
    align: 'number',
    cell: (row) => <Money pico={row.projected} />,
    csv: { type: 'number', value: (row) => csvUsd(row.projected) },
  },
  {
    key: 'net',
    head: 'Saving',
    name: 'Cumulative saving USD',
    align: 'number',
    cell: (row) => moneyChange(row.net),
    csv: { type: 'number', value: (row) => csvUsd(row.net) },
  },
]

/**
 * Saving over the months where the monthly difference is its P10 and its P90: that difference less the projected one,
 * times the months' volume, which is what today's cost over the months is of today's month. Dollars, for pixels only.
 */
function bandAt(row: MonthRow, { difference, current }: Good['total'], interval: Interval | null): [number, number] | null {
  const range = interval?.difference ?? null
  if (range === null || current === 0n) return null
  const volume = picoToUsdNumber(row.today) / picoToUsdNumber(current)
  const netAt = (end: bigint) => picoToUsdNumber(row.net) + volume * picoToUsdNumber(difference - end)
  return [netAt(range.p90), netAt(range.p10)]
}

function rangeText(interval: Interval | null, horizonMonths: number): string {
  const range = interval?.paybackMonths ?? null
  if (range === null || range.p10 === null) return ''
  return `P10 to P90: ${range.p10.toFixed(1)} to ${range.p90 === null ? `over ${horizonMonths}` : range.p90.toFixed(1)}`
}

function bandText(interval: Interval | null): string {
  if (interval === null) return ''
  return interval.why === null ? ' Band: P10 to P90.' : ` No P10 to P90: ${interval.why}`
}

export interface CumulativeChartProps {
  outcome: Good
  scenario: Scenario
  /** Null while it is being drawn for the scenario as it is now. */
  interval: Interval | null
}

export function CumulativeChart({ outcome, scenario, interval }: CumulativeChartProps) {
  const rows = monthRows(outcome, scenario)
  const points = rows.map((row) => ({
    month: row.month,
    net: picoToUsdNumber(row.net),
    text: moneyChange(row.net),
    band: bandAt(row, outcome.total, interval),
  }))
  const nets = points.flatMap((point) => [point.net, ...(point.band ?? [])])
  const ticks = roundTicks(Math.min(...nets), Math.max(...nets))
  const last = rows.at(-1)
  const { paybackMonths } = outcome.horizon
  const paid = paybackMonths === null || paybackMonths.num === 0n ? null : toNumber(paybackMonths)
  const growth =
    scenario.growthPctPerMonth === 0 ? 'no growth' : `growth ${percentChange(scenario.growthPctPerMonth / 100)} a month`
  return (
    <ChartFrame
      title="Cumulative saving after one-off costs"
      subtitle={`By month, ${growth}.${bandText(interval)}`}
      fileName="what-if-cumulative"
      csv={(options) => tableCsv(MONTH_COLUMNS, rows, options)}
      table={
        <DataTable
          caption="Cumulative cost by month"
          columns={MONTH_COLUMNS}
          rows={rows}
          rowKey={(row) => String(row.month)}
          maxHeight={232}
          stickyHead
          density="dense"
        />
      }
    >
      <div className="chart-box">
        <CumulativeBand
          points={points}
          ticks={ticks}
          tickText={(usd) => moneyTick(usd, ticks)}
          height={180}
          paybackMonths={paid}
          paybackText={paid === null ? '' : `Paid back in month ${paid.toFixed(1)}`}
          paybackRange={rangeText(interval, scenario.horizonMonths)}
          endText={
            last === undefined
              ? ''
              : `After ${last.month} months: ${last.net < 0n ? money(last.net) : moneyChange(last.net)}`
          }
        />
      </div>
    </ChartFrame>
  )
}
