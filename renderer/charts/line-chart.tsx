// Lines over time (Recharts): straight, gaps stay gaps, the unfinished end dotted, weekends shaded. One axis.
import { useMemo, type ReactNode } from 'react'
import { Line, LineChart as RechartsLines, ReferenceLine, Tooltip } from 'recharts'
import { ChartSpace } from './chart-space.tsx'
import { roundTicks } from './ticks.ts'
import { TimeAxes } from './time-axes.tsx'
import { axisWords, type BucketKey } from './time-axis.ts'

export interface LineSeries {
  key: string
  name: string
  /** A CSS colour; one series alone uses `var(--accent)`. */
  colour: string
  dashed?: boolean
}

/** Null or absent: nothing to say that day. */
export interface LinePoint {
  bucket: string
  values: Readonly<Record<string, number | null>>
}

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

export function LineChart(props: LineChartProps) {
  const { points, series, by, now } = props
  const buckets = useMemo(() => points.map((point) => point.bucket), [points])
  const values = points.flatMap((point) => series.flatMap((one) => point.values[one.key] ?? []))
  const ticks = props.ticks ?? roundTicks(Math.min(0, ...values), Math.max(0, ...values))
  const tickText = (value: number) => props.tickText(value, ticks)
  const data = points.map((point) => ({ bucket: point.bucket }))
  const { solid, dotted } = readers(points, now)
  return (
    <ChartSpace height={props.height ?? '100%'} minHeight={180} along={axisWords(points)}>{(size) => (
      <RechartsLines
        {...size}
        data={data}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        accessibilityLayer
        title={props.label}
        onClick={(state) => typeof state.activeLabel === 'string' && props.onOpen?.(state.activeLabel)}
      >
        <TimeAxes {...{ buckets, by, now, ticks, tickText }} forLines />
        {(ticks[0] ?? 0) < 0 ? <ReferenceLine y={0} stroke="var(--control)" /> : null}
        <Tooltip
          cursor={{ stroke: 'var(--control)', strokeWidth: 1 }}
          offset={12}
          isAnimationActive={false}
          wrapperStyle={{ zIndex: 20 }}
          content={({ active, label }) => (active && typeof label === 'string' ? <>{props.tooltip(label)}</> : null)}
        />
        {series.map((one) => (
          <Line
            key={one.key}
            dataKey={solid(one.key)}
            name={one.name}
            stroke={one.colour}
            strokeWidth={1.75}
            dot={false}
            isAnimationActive={false}
            connectNulls={false}
            {...(one.dashed === true ? { strokeDasharray: '4 3' } : {})}
          />
        ))}
        {now === null
          ? null
          : series.map((one) => (
              <Line
                key={`${one.key} now`}
                dataKey={dotted(one.key)}
                name={one.name}
                stroke={one.colour}
                strokeWidth={1.75}
                strokeDasharray="2 3"
                dot={false}
                isAnimationActive={false}
                legendType="none"
              />
            ))}
      </RechartsLines>
    )}</ChartSpace>
  )
}

type Reader = (row: { bucket: string }) => number | null

/** The finished part of a line, and its last step into the unfinished bucket. */
function readers(
  points: readonly LinePoint[],
  now: string | null,
): Record<'solid' | 'dotted', (key: string) => Reader> {
  const held = new Map(points.map((point, index) => [point.bucket, { values: point.values, index }]))
  const lastIndex = (now === null ? undefined : held.get(now)?.index) ?? points.length
  const value = (bucket: string, key: string) => held.get(bucket)?.values[key] ?? null
  return {
    solid: (key) => (row) => (row.bucket === now ? null : value(row.bucket, key)),
    dotted: (key) => (row) => ((held.get(row.bucket)?.index ?? -1) >= lastIndex - 1 ? value(row.bucket, key) : null),
  }
}
