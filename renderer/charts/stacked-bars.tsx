// Stacked bars over time (Recharts): largest series at the bottom, weekends shaded, the unfinished last bar hatched.
// Negative values stack downwards from zero.
import { memo, useCallback, useDeferredValue, useId, useLayoutEffect, useMemo, useRef, type ReactNode, type RefObject } from 'react'
import { Bar, BarChart, ReferenceArea, ReferenceLine, Tooltip } from 'recharts'
import { ChartSpace, type ChartSize } from './chart-space.tsx'
import { HatchDefs } from './hatch.tsx'
import { StackLayer, type Box, type StackBar, type StackSeries } from './stack-layer.tsx'
import { roundTicks } from './ticks.ts'
import { TimeAxes } from './time-axes.tsx'
import { axisWords, type BucketKey } from './time-axis.ts'

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
      <ChartSpace height="100%" minHeight={180} along={axisWords(bars)}>
        {(size) => <Drawn {...{ ...size, label, bars, series, by, now, tickText, events, onActive, latest }} />}
      </ChartSpace>
    </div>
  )
}

interface DrawnProps extends ChartSize, Pick<StackedBarsProps, 'label' | 'bars' | 'series' | 'by' | 'now' | 'tickText'> {
  events: readonly ChartEvent[]
  /** Told which bar the tooltip is of. */
  onActive: (bucket: string | null) => void
  /** What only a pointer or a key asks for: read then, so that a new one draws nothing anew. */
  latest: RefObject<StackedBarsProps>
}

/** Drawn again only where what it shows is new: Recharts takes several turns to draw axes and marks. */
const Drawn = memo(function Drawn({ width, height, label, bars, series, by, now, tickText, events, onActive, latest }: DrawnProps) {
  const prefix = useId().replace(/\W/g, '')
  const buckets = useMemo(() => bars.map((bar) => bar.bucket), [bars])
  const ticks = useMemo(() => ticksOf(bars, series, events.length > 0), [bars, series, events.length])
  const data = useMemo(() => bars.map(({ bucket }) => ({ bucket, height: 0 })), [bars])
  // What a pointer asks for comes once the bars are drawn.
  const isDrawn = useDeferredValue(true, false)
  return (
    <BarChart
      {...{ width, height }}
      data={data}
      margin={{ top: 8, right: 6, bottom: 0, left: 0 }}
      accessibilityLayer
      title={label}
      onClick={(state) => typeof state.activeLabel === 'string' && latest.current.onOpen?.(state.activeLabel)}
    >
      <HatchDefs prefix={prefix} colours={series.map((one) => one.fill.colour)} />
      <TimeAxes {...{ buckets, by, now, ticks }} tickText={(value: number) => tickText(value, ticks)} />
      {isDrawn ? (
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
      ) : null}
      {/* Drawn by nobody: the tooltip and the keys go from bar to bar. */}
      <Bar dataKey="height" isAnimationActive={false} shape={nothing} />
      <StackLayer {...{ bars, series, prefix, now }} />
      {(ticks[0] ?? 0) < 0 ? <ReferenceLine y={0} stroke="var(--axis)" /> : null}
      {isDrawn && events.map((event) => (
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

const nothing = () => <g />

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

/** Recharts hands a shape its place untyped; what is not a box is not drawn. */
function readBox(shape: unknown): Box | null {
  if (typeof shape !== 'object' || shape === null) return null
  const number = (key: string) => {
    const value: unknown = Reflect.get(shape, key)
    return typeof value === 'number' && Number.isFinite(value) ? value : null
  }
  const [x, y, width, height] = [number('x'), number('y'), number('width'), number('height')]
  if (x === null || y === null || width === null || height === null) return null
  return { x, y, width, height }
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
