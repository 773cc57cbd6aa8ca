// The shade behind weekends, one path: as an element of Recharts' each, those of a month were a tenth of what a chart takes to draw.
import { useMemo } from 'react'
import { DefaultZIndexes, usePlotArea, useXAxisScale, ZIndexLayer } from 'recharts'
import { weekendRuns } from './time-axis.ts'

/** `buckets` are days. */
export function WeekendShade({ buckets }: { buckets: readonly string[] }) {
  const [across, area] = [useXAxisScale(), usePlotArea()]
  const runs = useMemo(() => weekendRuns(buckets), [buckets])
  if (across === undefined || area === undefined) return null
  const boxes = runs.flatMap(({ from, to }) => {
    const [left, right] = [across(from, { position: 'start' }), across(to, { position: 'end' })]
    return left === undefined || right === undefined ? [] : [`M${left} ${area.y}H${right}V${area.y + area.height}H${left}Z`]
  })
  return (
    <ZIndexLayer zIndex={DefaultZIndexes.area}>
      <path className="weekends" d={boxes.join('')} fill="var(--weekend)" />
    </ZIndexLayer>
  )
}
