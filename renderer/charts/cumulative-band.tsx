// Cumulative saving over the horizon: line, optional band, zero line, payback and end value. Draws; computes nothing.
import {
  Area, CartesianGrid, ComposedChart, Label, Line, ReferenceDot, ReferenceLine, Tooltip, XAxis, YAxis,
} from 'recharts'
import { ChartSpace } from './chart-space.tsx'
import { ChartTip } from './chart-tip.tsx'

export interface CumulativePoint {
  /** Months after the move; 0 is the start, when only the one-off costs have fallen. */
  month: number
  /** Dollars, for pixels only. */
  net: number
  text: string
  /** P10 and P90; null under 14 days of data. */
  band: readonly [number, number] | null
}

export interface CumulativeBandProps {
  points: readonly CumulativePoint[]
  ticks: readonly number[]
  tickText: (usd: number) => string
  height: number
  /** Months until the line crosses zero for good, fractional; null: never inside the horizon, or nothing to pay back. */
  paybackMonths: number | null
  paybackText: string
  /** Second line at the payback: its P10 and P90; empty without. */
  paybackRange: string
  endText: string
}

const HALO = { stroke: 'var(--panel)', strokeWidth: 3, paintOrder: 'stroke' } as const

function monthText(month: number): string {
  return month === 0 ? 'start' : String(month)
}

function Tip({ point }: { point: CumulativePoint | undefined }) {
  if (point === undefined) return null
  const title = point.month === 0 ? 'At the start' : `After ${point.month} ${point.month === 1 ? 'month' : 'months'}`
  return <ChartTip title={title} total={point.text} rows={[]} />
}

export function CumulativeBand(props: CumulativeBandProps) {
  const { points, ticks, paybackMonths } = props
  const last = points.at(-1)
  // Near the right edge the payback's words would be cut off; left of it the line is below zero, so they stand at the foot.
  const beside = paybackMonths !== null && paybackMonths > (last?.month ?? 0) * 0.6 ? 'left' : 'right'
  const every = Math.max(1, Math.ceil(points.length / 8))
  const months = points.map((point) => point.month).filter((month) => month % every === 0 || month === last?.month)
  return (
    <ChartSpace height={props.height}>{(size) => (
      <ComposedChart {...size} data={[...points]} margin={{ top: 18, right: 14, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--grid)" />
        <XAxis
          dataKey="month" type="number" domain={[0, last?.month ?? 1]} ticks={months} tickFormatter={monthText}
          axisLine={false} tickLine={false} tick={{ fontSize: 11, fill: 'var(--t3)' }}
        />
        <YAxis
          domain={[ticks[0] ?? 0, ticks.at(-1) ?? 0]} ticks={[...ticks]} tickFormatter={(usd: number) => props.tickText(usd)} width={64}
          axisLine={false} tickLine={false} tick={{ fontSize: 11, fill: 'var(--t3)' }}
        />
        <Tooltip content={({ label }) => <Tip point={points.find((point) => point.month === label)} />} cursor={{ stroke: 'var(--line2)' }} isAnimationActive={false} />
        {points.some((point) => point.band !== null)
          ? <Area dataKey="band" stroke="none" fill="var(--accent)" fillOpacity={0.16} isAnimationActive={false} activeDot={false} />
          : null}
        <ReferenceLine y={0} stroke="var(--control)" />
        <Line dataKey="net" type="linear" stroke="var(--accent)" strokeWidth={2} dot={false} isAnimationActive={false} />
        {last === undefined ? null : (
          <ReferenceDot x={last.month} y={last.net} r={3.5} fill="var(--accent)" stroke="none">
            <Label value={props.endText} position="left" dy={last.net >= (points[0]?.net ?? 0) ? -14 : 14} textAnchor="end" fontSize={11} fontWeight={600} fill="var(--t1)" {...HALO} />
          </ReferenceDot>
        )}
        {paybackMonths === null ? null : (
          <>
            <ReferenceLine segment={[{ x: paybackMonths, y: 0 }, { x: paybackMonths, y: ticks[0] ?? 0 }]} stroke="var(--t2)" strokeDasharray="3 3" />
            <ReferenceDot x={paybackMonths} y={0} r={4.5} fill="var(--panel)" stroke="var(--accent)" strokeWidth={2} />
            <ReferenceDot x={paybackMonths} y={beside === 'left' ? (ticks[0] ?? 0) : 0} r={0}>
              <Label value={props.paybackText} position={beside} dy={beside === 'left' ? -22 : 14} fontSize={11} fontWeight={600} fill="var(--t1)" {...HALO} />
              {props.paybackRange === '' ? null : <Label value={props.paybackRange} position={beside} dy={beside === 'left' ? -8 : 28} fontSize={11} fill="var(--t2)" {...HALO} />}
            </ReferenceDot>
          </>
        )}
      </ComposedChart>
    )}</ChartSpace>
  )
}
