// What every chart over time stands on: shaded weekends, grid, labelled days below, round amounts at the left.
import { useMemo } from 'react'
import { CartesianGrid, ReferenceArea, XAxis, YAxis } from 'recharts'
import { axisLabel, labelledBuckets, weekendRuns, type BucketKey } from './time-axis.ts'

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

const TEXT = { fill: 'var(--t3)', fontSize: 11 }

export function TimeAxes({ buckets, by, now, ticks, tickText, forLines = false }: TimeAxesProps) {
  const labels = useMemo(() => labelledBuckets(buckets, by, { now }), [buckets, by, now])
  const days = by === 'day' ? weekendRuns(buckets) : []
  return (
    <>
      {days.map((run) => (
        <ReferenceArea
          key={run.from}
          x1={run.from}
          x2={run.to}
          ifOverflow="visible"
          fill="var(--weekend)"
          fillOpacity={1}
          strokeOpacity={0}
        />
      ))}
      <CartesianGrid vertical={false} stroke="var(--grid)" />
      <XAxis
        dataKey="bucket"
        ticks={labels}
        interval={0}
        tick={TEXT}
        tickLine={false}
        axisLine={{ stroke: 'var(--axis)' }}
        height={24}
        tickMargin={6}
        tickFormatter={(bucket: string) => axisLabel(bucket, by, now)}
        {...(forLines ? { padding: { left: 8, right: 8 }, scale: 'band' as const } : {})}
      />
      <YAxis
        ticks={ticks}
        // All of them: to find out which fit, Recharts measures each text in the page.
        interval={0}
        domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
        tick={TEXT}
        tickLine={false}
        axisLine={false}
        width={yWidth(ticks, tickText)}
        tickFormatter={tickText}
      />
    </>
  )
}

/** Inter at 11 px is about 6.4 px a digit. */
function yWidth(ticks: readonly number[], text: (value: number) => string): number {
  return Math.ceil(Math.max(...ticks.map((tick) => text(tick).length)) * 6.4) + 10
}
