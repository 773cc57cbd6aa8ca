// What every chart over time stands on: shaded weekends, grid, labelled days below, round amounts at the left.
import { useMemo } from 'react'
import { CartesianGrid, XAxis, YAxis } from 'recharts'
import { WeekendShade } from './weekend-shade.tsx'
import { axisLabel, labelledBuckets, type BucketKey } from './time-axis.ts'

export interface TimeAxesProps {
  buckets: readonly string[]
  by: BucketKey
  /** The bucket that is not over yet; null where all are. */
  now: string | null
  ticks: readonly number[]
  tickText: (value: number) => string
  /** Lines keep off the sides and sit in the middle of their day, as bars do by themselves. */
  forLines?: boolean
}

/** As Recharts hands it to who draws one. */
interface Tick { x: number | string; y: number | string; payload: { value: unknown } }

/** Recharts asks even for lines that it does not draw, and measures every label in the page to find where they go. */
const nowhere = (): number[] => []

export function TimeAxes({ buckets, by, now, ticks, tickText, forLines = false }: TimeAxesProps) {
  const labels = useMemo(() => labelledBuckets(buckets, by, { now }), [buckets, by, now])
  return (
    <>
      {by === 'day' ? <WeekendShade {...{ buckets }} /> : null}
      <CartesianGrid vertical={false} verticalCoordinatesGenerator={nowhere} stroke="var(--grid)" />
      <XAxis
        dataKey="bucket"
        ticks={labels}
        interval={0}
        tick={({ x, y, payload }: Tick) => <TickText {...{ x, y }} below>{axisLabel(String(payload.value), by, now)}</TickText>}
        tickLine={false}
        axisLine={{ stroke: 'var(--axis)' }}
        height={24}
        tickMargin={6}
        {...(forLines ? { padding: { left: 8, right: 8 }, scale: 'band' as const } : {})}
      />
      <YAxis
        ticks={ticks}
        // All of them: to find out which fit, Recharts measures each text in the page.
        interval={0}
        domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
        niceTicks="none"
        tick={({ x, y, payload }: Tick) => <TickText {...{ x, y }}>{tickText(Number(payload.value))}</TickText>}
        tickLine={false}
        axisLine={false}
        width={yWidth(ticks, tickText)}
      />
    </>
  )
}

/** One line, as the texts are: to break lines, Recharts' own text measures every word in the page. */
function TickText({ x, y, below = false, children }: { x: number | string; y: number | string; below?: boolean; children: string }) {
  return (
    <text {...{ x, y }} dy={below ? '0.71em' : '0.355em'} textAnchor={below ? 'middle' : 'end'} fill="var(--t3)" fontSize={11}>
      {children}
    </text>
  )
}

/** Inter at 11 px is about 6.4 px a digit. */
function yWidth(ticks: readonly number[], text: (value: number) => string): number {
  return Math.ceil(Math.max(...ticks.map((tick) => text(tick).length)) * 6.4) + 10
}
