// The bars of a stacked chart, a path a series and paint: as an element of Recharts' each, a hundred days took a fifth of a
// second to draw, in which no frame came.
import { DefaultZIndexes, useXAxisScale, useYAxisScale, ZIndexLayer } from 'recharts'
import type { Fill } from '../components/swatch.tsx'
import { paint } from './hatch.tsx'

export interface StackSeries {
  key: string
  name: string
  fill: Fill
}

/** One bar. `values` are for pixels; what is written comes from the exact amounts. */
export interface StackBar {
  bucket: string
  values: Readonly<Record<string, number>>
}

/** Pixels. */
export interface Box { x: number; y: number; width: number; height: number }

export interface Segment extends Box {
  bucket: string
  series: StackSeries
}

/** Where the axes put things, in pixels. */
export interface Places {
  /** The left and the right end of a bucket's place; null for one that the axis does not know. */
  span(bucket: string): readonly [left: number, right: number] | null
  height(value: number): number
}

/** Share of a bucket's place that stays empty at each side. */
const GAP_SHARE = 0.14

/** From zero outwards in the order of the series, what is negative below it. Segments without height are left out. */
export function segmentsOf(bars: readonly StackBar[], series: readonly StackSeries[], places: Places): Segment[] {
  return bars.flatMap(({ bucket, values }) => {
    const span = places.span(bucket)
    if (span === null) return []
    const [left, right] = span
    const width = Math.max(1, Math.floor((right - left) * (1 - 2 * GAP_SHARE)))
    const x = Math.round(left + (right - left - width) / 2)
    let [above, below] = [0, 0]
    return series.flatMap((one): Segment[] => {
      const value = values[one.key] ?? 0
      const [from, to] = value < 0 ? [below, (below += value)] : [above, (above += value)]
      const box = segmentBox(places.height(from), places.height(to))
      return box === null ? [] : [{ bucket, series: one, x, width, ...box }]
    })
  })
}

/** One pixel of panel between segments, as long as there is a pixel to give. */
function segmentBox(from: number, to: number): { y: number; height: number } | null {
  const size = Math.abs(to - from)
  if (!(size > 0)) return null
  const gap = size > 2 ? 1 : 0
  return { y: Math.min(from, to) + gap, height: size - gap }
}

/** Drawn by the chart it stands in. */
export function StackLayer({ bars, series, prefix, now }: { bars: readonly StackBar[]; series: readonly StackSeries[]; prefix: string; now: string | null }) {
  const [across, up] = [useXAxisScale(), useYAxisScale()]
  if (across === undefined || up === undefined) return null
  const segments = segmentsOf(bars, series, {
    span: (bucket) => {
      const [left, right] = [across(bucket, { position: 'start' }), across(bucket, { position: 'end' })]
      return left === undefined || right === undefined ? null : [left, right]
    },
    height: (value) => up(value) ?? NaN,
  })
  return (
    // Above the shade of the bar that the pointer is on.
    <ZIndexLayer zIndex={DefaultZIndexes.bar}>
      <g className="stack-layer">
        {[...pathsOf(segments.filter(({ bucket }) => bucket !== now), prefix)].map(([fill, path]) => <path key={fill} {...{ fill }} d={path} />)}
        {segments.filter(({ bucket }) => bucket === now).map((segment) => <Unfinished key={segment.series.key} {...{ segment, prefix }} />)}
      </g>
    </ZIndexLayer>
  )
}

/** By paint. */
function pathsOf(segments: readonly Segment[], prefix: string): Map<string, string> {
  const paths = new Map<string, string>()
  for (const { x, y, width, height, series } of segments) {
    const fill = paint(series.fill, Math.min(height, width), prefix)
    paths.set(fill, `${paths.get(fill) ?? ''}M${x} ${short(y)}h${width}v${short(height)}h${-width}Z`)
  }
  return paths
}

/** Hundredths of a pixel. */
const short = (pixels: number): number => Math.round(pixels * 100) / 100

function Unfinished({ segment: { x, y, width, height, series }, prefix }: { segment: Segment; prefix: string }) {
  const stroke = height >= 3 ? { stroke: series.fill.colour, strokeWidth: 1 } : {}
  return <rect {...{ x, y, width, height, ...stroke }} fill={paint({ ...series.fill, hatched: true }, Math.min(height, width), prefix)} />
}
