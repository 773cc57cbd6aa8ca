// Stacked bars over time (Recharts): largest series at the bottom, weekends shaded, the unfinished last bar hatched.
// Negative values stack downwards from zero.
import { memo, useCallback, useId, useLayoutEffect, useMemo, useRef, type ReactNode, type RefObject } from 'react'
import { Bar, BarChart, ReferenceArea, ReferenceLine, ResponsiveContainer, Tooltip } from 'recharts'
import type { Fill } from '../components/swatch.tsx'
import { HatchDefs, paint } from './hatch.tsx'
import { roundTicks } from './ticks.ts'
import { TimeAxes } from './time-axes.tsx'
import type { BucketKey } from './time-axis.ts'

export interface StackSeries {
  key: string
  name: string
  fill: Fill
}

/** One bar. `values` are for pixels; what is written comes from the exact amounts, by `tooltip`. */
export interface StackBar {
  bucket: string
  values: Readonly<Record<string, number>>
}

export interface ChartEvent {
  letter: string
  from: string
  to: string
}

export interface StackedBarsProps {
  /** Read out as the chart's name. */
  label: string
  bars: readonly StackBar[]
  /** In stack order, the first at the bottom. */
  series: readonly StackSeries[]
  by: BucketKey
  /** The bucket that is not over yet; null where all are. */
  now: string | null
  tickText: (value: number, ticks: readonly number[]) => string
  tooltip: (bucket: string) => ReactNode
  events?: readonly ChartEvent[] | undefined
  /** Click or Enter on a bar. */
  onOpen?: (bucket: string) => void
  height?: number | `${number}%`
}

const NO_EVENTS: readonly ChartEvent[] = []

export function StackedBars(props: StackedBarsProps) {
  const { label, bars, series, by, now, tickText, events = NO_EVENTS } = props
  // The bar that the arrow keys or the pointer stand on, as far as the tooltip knows: Recharts tells nobody else.
  const active = useRef<string | null>(null)
  const onActive = useCallback((bucket: string | null) => {
    active.current = bucket
  }, [])
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })
  return (
    <div
      className="chart-keys"
      style={{ height: props.height ?? '100%' }}
      onKeyDown={(event) => event.key === 'Enter' && active.current !== null && props.onOpen?.(active.current)}
    >
      <ResponsiveContainer width="100%" height="100%" minHeight={180}>
        <Drawn {...{ label, bars, series, by, now, tickText, events, onActive, latest }} />
      </ResponsiveContainer>
    </div>
  )
}

interface DrawnProps extends Pick<StackedBarsProps, 'label' | 'bars' | 'series' | 'by' | 'now' | 'tickText'> {
  events: readonly ChartEvent[]
  /** Told which bar the tooltip is of. */
  onActive: (bucket: string | null) => void
  /** What only a pointer or a key asks for: read then, so that a new one draws nothing anew. */
  latest: RefObject<StackedBarsProps>
}

/**
 * Drawn again only where what it shows is new: Recharts takes a new bar for a bar of another place, and puts all of them
 * anew into the page, twice. At a start that was a fifth of a second.
 */
const Drawn = memo(function Drawn({ label, bars, series, by, now, tickText, events, onActive, latest }: DrawnProps) {
  const prefix = useId().replace(/\W/g, '')
  const buckets = useMemo(() => bars.map((bar) => bar.bucket), [bars])
  const ticks = useMemo(() => ticksOf(bars, series, events.length > 0), [bars, series, events.length])
  const data = useMemo(() => bars.map((bar) => ({ bucket: bar.bucket, ...bar.values })), [bars])
  return (
    // Recharts stacks in the order in which bars were first drawn, so that another order is another chart (the key).
    <BarChart
      key={series.map((one) => one.key).join('\n')}
      {...{ data, barCategoryGap: '14%' }}
      margin={{ top: 8, right: 6, bottom: 0, left: 0 }}
      accessibilityLayer
      stackOffset="sign"
      title={label}
      onClick={(state) => typeof state.activeLabel === 'string' && latest.current.onOpen?.(state.activeLabel)}
    >
      <HatchDefs prefix={prefix} colours={series.map((one) => one.fill.colour)} />
      <TimeAxes {...{ buckets, by, now, ticks }} tickText={(value: number) => tickText(value, ticks)} />
      <Tooltip
        cursor={{ fill: 'var(--accent-weak)', fillOpacity: 0.8 }}
        offset={12}
        isAnimationActive={false}
        wrapperStyle={{ zIndex: 20 }}
        content={({ active, label: bucket }) => {
          const shown = active && typeof bucket === 'string' ? bucket : null
          onActive(shown)
          return shown === null ? null : <>{latest.current.tooltip(shown)}</>
        }}
      />
      {series.map((one) => (
        <Bar
          key={one.key}
          dataKey={(row: { bucket: string }) => valueOf(row, one.key)}
          name={one.name}
          stackId="stack"
          isAnimationActive={false}
          shape={(shape: unknown) => <Segment {...{ shape, fill: one.fill, prefix, now }} />}
        />
      ))}
      {(ticks[0] ?? 0) < 0 ? <ReferenceLine y={0} stroke="var(--axis)" /> : null}
      {events.map((event) => (
        <ReferenceArea
          key={event.letter}
          {...{ x1: event.from, x2: event.to, fillOpacity: 0 }}
          // At some widths the first bar is a fraction of a pixel out of the chart, and its letter was left out.
          ifOverflow="visible"
          shape={(box: unknown) => <Bracket letter={event.letter} box={box} />}
        />
      ))}
    </BarChart>
  )
})

function valueOf(row: object, key: string): number {
  const value: unknown = Reflect.get(row, key)
  return typeof value === 'number' ? value : 0
}

/** Share of the height that the letters of events take at the top. */
const EVENT_ROOM = 0.08

/** The tallest bar ends below the letters. */
function ticksOf(bars: readonly StackBar[], series: readonly StackSeries[], hasEvents: boolean): number[] {
  const [low, high] = reach(bars, series)
  return roundTicks(low, hasEvents ? high / (1 - EVENT_ROOM) : high)
}

/** The ends of the tallest stack below zero and above it. */
function reach(bars: readonly StackBar[], series: readonly StackSeries[]): [number, number] {
  const side = (bar: StackBar, sign: 1 | -1) =>
    series.reduce((sum, one) => sum + sign * Math.max(0, sign * (bar.values[one.key] ?? 0)), 0)
  return [Math.min(0, ...bars.map((bar) => side(bar, -1))), Math.max(0, ...bars.map((bar) => side(bar, 1)))]
}

interface Box {
  x: number
  y: number
  width: number
  height: number
  bucket: string
}

/** Recharts hands a shape its place untyped; what is not a box is not drawn. */
export function readBox(shape: unknown): Box | null {
  if (typeof shape !== 'object' || shape === null) return null
  const number = (key: string) => {
    const value: unknown = Reflect.get(shape, key)
    return typeof value === 'number' && Number.isFinite(value) ? value : null
  }
  const [x, y, width, height] = [number('x'), number('y'), number('width'), number('height')]
  if (x === null || y === null || width === null || height === null) return null
  const payload: unknown = 'payload' in shape ? shape.payload : null
  const bucket =
    typeof payload === 'object' && payload !== null && 'bucket' in payload && typeof payload.bucket === 'string'
      ? payload.bucket
      : ''
  return { x, y, width, height, bucket }
}

function Segment({ shape, fill, prefix, now }: { shape: unknown; fill: Fill; prefix: string; now: string | null }) {
  const box = readBox(shape)
  if (box === null || box.height === 0) return null
  const unfinished = box.bucket === now
  // Recharts gives what lies below zero a negative height.
  const size = Math.abs(box.height)
  const top = Math.min(box.y, box.y + box.height)
  // One pixel of panel between segments, as long as there is a pixel to give.
  const gap = size > 2 ? 1 : 0
  const height = size - gap
  return (
    <rect
      x={box.x}
      y={top + gap}
      width={box.width}
      height={height}
      fill={paint(unfinished ? { ...fill, hatched: true } : fill, Math.min(height, box.width), prefix)}
      {...(unfinished && height >= 3 ? { stroke: fill.colour, strokeWidth: 1 } : {})}
    />
  )
}

/** A lettered bracket over the days of an event, at the top of the chart. */
function Bracket({ letter, box: found }: { letter: string; box: unknown }) {
  const box = readBox(found)
  if (box === null) return null
  const [left, right, y, middle] = [box.x + 4, box.x + box.width - 4, box.y + 10, box.x + box.width / 2]
  return (
    <g aria-hidden pointerEvents="none">
      <path d={`M${left} ${y + 5}V${y}H${right}V${y + 5}`} fill="none" stroke="var(--event)" strokeWidth={1} />
      <circle cx={middle} cy={y} r={8} fill="var(--event)" />
      <text x={middle} y={y + 4} textAnchor="middle" fontSize={11} fontWeight={600} fill="var(--on-event)">
        {letter}
      </text>
    </g>
  )
}
