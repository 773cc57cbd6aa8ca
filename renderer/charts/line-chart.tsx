// Lines over time (Recharts): straight, gaps stay gaps, the unfinished end dotted, weekends shaded. One axis.
import { useMemo, type ReactNode } from 'react'
import { CartesianGrid, Line, LineChart as RechartsLines, ReferenceArea, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { yWidth } from './stacked-bars.tsx'
import { roundTicks } from './ticks.ts'
import { axisLabel, labelledBuckets, weekendRuns, type BucketKey } from './time-axis.ts'

export interface LineSeries {
  key: string
  name: string
  /** A CSS colour; one series alone uses `var(--accent)`. */
  colour: string
  dashed?: boolean
}

/** Null or absent: nothing to say that day. */
export interface LinePoint { bucket: string; values: Readonly<Record<string, number | null>> }

export interface LineChartProps {
  label: string
  points: readonly LinePoint[]
  series: readonly LineSeries[]
  by: BucketKey
  now: string | null
  tickText: (value: number, ticks: readonly number[]) => string
  tooltip: (bucket: string) => ReactNode
  /** Fixed ticks, for instance 0 to 1 for rates; left out: round ones from zero. */
  ticks?: readonly number[]
  onOpen?: (bucket: string) => void
  height?: number | `${number}%`
}

const AXIS_TEXT = { fill: 'var(--t3)', fontSize: 11 }

export function LineChart(props: LineChartProps) {
  const { points, series, by, now } = props
  const buckets = useMemo(() => points.map((point) => point.bucket), [points])
  const values = points.flatMap((point) => series.flatMap((one) => point.values[one.key] ?? []))
  const ticks = props.ticks ?? roundTicks(Math.min(0, ...values), Math.max(0, ...values))
  const tickText = (value: number) => props.tickText(value, ticks)
  const labels = useMemo(() => labelledBuckets(buckets, by, { now }), [buckets, by, now])
  const data = points.map((point) => ({ bucket: point.bucket }))
  const at = (bucket: string) => points.find((point) => point.bucket === bucket)
  const lastIndex = now === null ? points.length : buckets.indexOf(now)
  const solid = (key: string) => (row: { bucket: string }) => (row.bucket === now ? null : at(row.bucket)?.values[key] ?? null)
  const dotted = (key: string) => (row: { bucket: string }) =>
    (buckets.indexOf(row.bucket) >= lastIndex - 1 ? at(row.bucket)?.values[key] ?? null : null)
  return (
    <ResponsiveContainer width="100%" height={props.height ?? '100%'} minHeight={180}>
      <RechartsLines
        data={data} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer title={props.label}
        onClick={(state) => typeof state.activeLabel === 'string' && props.onOpen?.(state.activeLabel)}
      >
        {by === 'day' ? weekendRuns(buckets).map((run) => (
          <ReferenceArea key={run.from} x1={run.from} x2={run.to} fill="var(--weekend)" fillOpacity={1} strokeOpacity={0} />
        )) : null}
        <CartesianGrid vertical={false} stroke="var(--grid)" />
        <XAxis
          dataKey="bucket" ticks={labels} interval={0} tick={AXIS_TEXT} tickLine={false} axisLine={{ stroke: 'var(--axis)' }} height={24} tickMargin={6}
          padding={{ left: 8, right: 8 }} tickFormatter={(bucket: string) => axisLabel(bucket, by, now)} scale="band"
        />
        <YAxis ticks={ticks} domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]} tick={AXIS_TEXT} tickLine={false} axisLine={false} width={yWidth(ticks, tickText)} tickFormatter={tickText} />
        {(ticks[0] ?? 0) < 0 ? <ReferenceLine y={0} stroke="var(--control)" /> : null}
        <Tooltip
          cursor={{ stroke: 'var(--control)', strokeWidth: 1 }} offset={12} isAnimationActive={false} wrapperStyle={{ zIndex: 20 }}
          content={({ active, label }) => (active && typeof label === 'string' ? <>{props.tooltip(label)}</> : null)}
        />
        {series.map((one) => (
          <Line key={one.key} dataKey={solid(one.key)} name={one.name} stroke={one.colour} strokeWidth={1.75} dot={false} isAnimationActive={false} connectNulls={false} {...(one.dashed === true ? { strokeDasharray: '4 3' } : {})} />
        ))}
        {now === null ? null : series.map((one) => (
          <Line key={`${one.key} now`} dataKey={dotted(one.key)} name={one.name} stroke={one.colour} strokeWidth={1.75} strokeDasharray="2 3" dot={false} isAnimationActive={false} legendType="none" />
        ))}
      </RechartsLines>
    </ResponsiveContainer>
  )
}
