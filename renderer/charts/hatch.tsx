// SVG patterns for hatched fills: 45 degrees, 2 px. One set a chart; marks refer to them by id.
import type { Fill } from '../components/swatch.tsx'

/** Too thin to read a hatch. */
export const HATCH_FROM_PX = 5

export function hatchId(prefix: string, colour: string): string {
  return `${prefix}-${colour.replace(/\W+/g, '')}`
}

export function HatchDefs({ prefix, colours }: { prefix: string; colours: readonly string[] }) {
  return (
    <defs>
      {[...new Set(colours)].map((colour) => (
        <pattern
          key={colour}
          id={hatchId(prefix, colour)}
          width={5}
          height={5}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width={5} height={5} fill="var(--panel)" />
          <rect width={2} height={5} fill={colour} />
        </pattern>
      ))}
    </defs>
  )
}

/** What a mark of this fill is painted with; `smallerSidePx` decides whether a hatch can be seen. */
export function paint(fill: Fill, smallerSidePx: number, prefix: string): string {
  const hatched = fill.hatched && smallerSidePx >= HATCH_FROM_PX
  return hatched ? `url(#${hatchId(prefix, fill.colour)})` : fill.colour
}
