// Small marks for tables: a spark line, a bar from zero, a bar either side of zero. The number stands beside them.
import type { Fill } from '../components/swatch.tsx'
import { cssFill } from '../components/swatch.tsx'

export interface SparklineProps {
  /** Null is a gap. */
  values: readonly (number | null)[]
  width?: number
  height?: number
}

/** A line in t3 with a dot on the last point. Its scale is its own: it shows a shape, not an amount. */
export function Sparkline({ values, width = 72, height = 24 }: SparklineProps) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return <svg width={width} height={height} aria-hidden />
  const [low, high] = [Math.min(...known), Math.max(...known)]
  // A mean of equal amounts differs in its last digits only: that is no shape, and stands in the middle.
  const flat = high - low <= Math.abs(high) * 1e-9
  const span = high - low
  const point = (value: number, index: number) => ({
    x: 2 + (index / (values.length - 1)) * (width - 5),
    y: flat ? height / 2 : 3 + (1 - (value - low) / span) * (height - 6),
  })
  let path = ''
  let last: { x: number; y: number } | null = null
  values.forEach((value, index) => {
    if (value === null) return
    const at = point(value, index)
    path += `${last === null || values[index - 1] === null ? 'M' : 'L'}${at.x.toFixed(1)} ${at.y.toFixed(1)}`
    last = at
  })
  const end = point(
    known.at(-1) ?? 0,
    values.findLastIndex((value) => value !== null),
  )
  return (
    <svg width={width} height={height} aria-hidden>
      <path d={path} fill="none" stroke="var(--t3)" strokeWidth={1.25} strokeLinejoin="round" strokeLinecap="round" />
      <circle cx={end.x} cy={end.y} r={1.75} fill="var(--t3)" />
    </svg>
  )
}

/** A bar of a common zero; `ratio` 0 to 1 of the widest. */
export function InlineBar({ ratio, fill }: { ratio: number; fill: Fill }) {
  if (ratio <= 0) return <span className="inline-track" />
  // Too short for a hatch to be one.
  const shown = ratio < 0.08 ? { ...fill, hatched: false } : fill
  return (
    <span className="inline-track">
      <span
        className="inline-bar"
        style={{ position: 'absolute', left: 0, width: `${Math.min(ratio, 1) * 100}%`, background: cssFill(shown) }}
      />
    </span>
  )
}

/** Left of the line below zero, right above; `ratio` −1 to 1 of the widest. Bad is hatched where `hatchBad`. */
export function DivergingBar({
  ratio,
  goodWhen = 'down',
  hatchBad = false,
}: {
  ratio: number
  /** Null: neither side is good or bad news. */
  goodWhen?: 'up' | 'down' | null
  hatchBad?: boolean
}) {
  const good = ratio === 0 || goodWhen === null || ratio > 0 === (goodWhen === 'up')
  const colour = goodWhen === null ? 'var(--s0)' : good ? 'var(--good-mark)' : 'var(--bad-mark)'
  const width = `${Math.min(Math.abs(ratio), 1) * 50}%`
  const side = ratio < 0 ? { right: '50%' } : { left: '50%' }
  return (
    <span className="inline-track">
      <span className="centre-line" style={{ left: '50%' }} />
      {ratio === 0 ? null : (
        <span
          className="inline-bar"
          style={{ position: 'absolute', ...side, width, background: cssFill({ colour, hatched: hatchBad && !good }) }}
        />
      )}
    </span>
  )
}

/** Parts of a whole in one bar, 1 px panel gap between them. `label` says them in words. */
export function MixBar({
  parts,
  label,
}: {
  parts: readonly { key: string; ratio: number; fill: Fill }[]
  label: string
}) {
  return (
    <span className="inline-track mix" role="img" aria-label={label} title={label} style={{ display: 'flex', gap: 1 }}>
      {parts
        .filter((part) => part.ratio > 0)
        .map((part) => (
          <span
            key={part.key}
            style={{ flex: `${part.ratio} 0 0`, minWidth: 2, height: 8, background: cssFill(part.fill) }}
          />
        ))}
    </span>
  )
}
