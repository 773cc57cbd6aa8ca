// What matters most: one re-run of the projection a bar, widest first. Cheaper stands left of the scenario, dearer right.
import { Fragment } from 'react'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { cssFill } from '../../components/swatch.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { moneyChange, wholeMoney } from '../../format.ts'
import { picoToUsdNumber } from '../../../src/core/money.ts'
import type { TornadoBar } from '../../../src/core/projection-tornado.ts'

const SHOWN = 6
const GOOD = { colour: 'var(--good-mark)', hatched: false }
const BAD = { colour: 'var(--bad-mark)', hatched: true }

const signed = (amount: bigint) => `${amount > 0n ? '+' : ''}${wholeMoney(amount)}`

/** The cheaper end left, whichever way the input was moved. */
export function endsOf({ low, high }: TornadoBar): { cheaper: bigint; dearer: bigint } {
  return low.difference <= high.difference
    ? { cheaper: low.difference, dearer: high.difference } : { cheaper: high.difference, dearer: low.difference }
}

const COLUMNS: readonly Column<TornadoBar>[] = [
  { key: 'label', head: 'Input', name: 'Input', cell: (bar) => bar.label, csv: { type: 'text', value: (bar) => bar.label } },
  ...(['low', 'high'] as const).flatMap((end): Column<TornadoBar>[] => [
    {
      key: end, head: end === 'low' ? 'Lower' : 'Higher', name: end === 'low' ? 'Lower value' : 'Higher value', align: 'number',
      cell: (bar) => bar[end].value, csv: { type: 'text', value: (bar) => bar[end].value },
    },
    {
      key: `${end} difference`, head: 'Difference then', name: `Difference at the ${end} value USD`, align: 'number',
      cell: (bar) => moneyChange(bar[end].difference), csv: { type: 'number', value: (bar) => csvUsd(bar[end].difference) },
    },
  ]),
]

/** Where an amount stands between the outermost ends, 0 to 100. */
function scaleOf(bars: readonly TornadoBar[], base: number): (amount: bigint) => number {
  const ends = bars.flatMap((bar) => [bar.low.difference, bar.high.difference]).map(picoToUsdNumber)
  const reach = Math.max(...ends.map((end) => Math.abs(end - base)), 1e-9)
  return (amount) => 50 + (50 * (picoToUsdNumber(amount) - base)) / reach
}

function Track({ bar, at }: { bar: TornadoBar; at: (amount: bigint) => number }) {
  const { cheaper, dearer } = endsOf(bar)
  const [left, right] = [Math.min(at(cheaper), 50), Math.max(at(dearer), 50)]
  return (
    <span className="tornado-track" aria-hidden>
      <span style={{ left: `${left}%`, width: `${50 - left}%`, background: cssFill(GOOD) }} />
      <span
        style={{ left: '50%', width: `${right - 50}%`, background: cssFill(BAD), boxShadow: right > 51 ? 'inset 0 0 0 1px var(--bad-mark)' : 'none' }}
      />
      <i />
    </span>
  )
}

export function TornadoChart({ bars, base, isStale }: { bars: readonly TornadoBar[]; base: bigint; isStale: boolean }) {
  const shown = bars.slice(0, SHOWN)
  const at = scaleOf(shown, picoToUsdNumber(base))
  return (
    <ChartFrame
      title="What matters most" subtitle="Monthly difference as one input varies." fileName="what-if-sensitivity"
      className={isStale ? 'stale' : ''} csv={(options) => tableCsv(COLUMNS, bars, options)}
      table={<DataTable caption="Monthly difference as one input varies" columns={COLUMNS} rows={bars} rowKey={(bar) => bar.input} density="dense" />}
    >
      <div className="tornado" role="group" aria-label="What matters most">
        {shown.map((bar) => (
          <Fragment key={bar.input}>
            <span className="tornado-label">
              <span className="ellipsis" title={bar.label}>{bar.label}</span>
              <span className="caption ellipsis" title={`${bar.low.value} to ${bar.high.value}`}>{bar.low.value} to {bar.high.value}</span>
            </span>
            <span className="num">{signed(endsOf(bar).cheaper)}</span>
            <Track bar={bar} at={at} />
            <span>{signed(endsOf(bar).dearer)}</span>
          </Fragment>
        ))}
        {shown.length === 0 ? <span className="t2">Follows when the sliders rest.</span> : <span className="tornado-base caption">{moneyChange(base)}</span>}
      </div>
    </ChartFrame>
  )
}
