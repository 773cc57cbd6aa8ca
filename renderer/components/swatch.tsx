// Colours of series and placements, and the little squares that show them. Hatching is part of the colour's meaning.
import { parsePlacementKey } from '../../src/core/placement.ts'

/** A fill: a CSS colour, hatched or solid. */
export interface Fill {
  colour: string
  hatched: boolean
}

/** Series slot 1 to 8; 0 (unattributed, "other") is hatched. */
export function seriesFill(slot: number): Fill {
  return slot >= 1 && slot <= 8 ? { colour: `var(--s${slot})`, hatched: false } : { colour: 'var(--s0)', hatched: true }
}

const PLACEMENT_FILLS: Readonly<Record<string, Fill>> = {
  'bedrock/geo-eu': { colour: 'var(--q4)', hatched: false },
  'bedrock/global': { colour: 'var(--q5)', hatched: true },
  'bedrock/geo-us': { colour: 'var(--t3)', hatched: false },
  'anthropic/us': { colour: 'var(--q6)', hatched: true },
}

/** Never a series colour: direct q6, Bedrock EU q4, global q5 hatched, US t3; what is rarer, t3 hatched. */
export function placementFill(key: string): Fill {
  const known = PLACEMENT_FILLS[key]
  if (known !== undefined) return known
  return parsePlacementKey(key)?.platform === 'anthropic'
    ? { colour: 'var(--q6)', hatched: false }
    : { colour: 'var(--t3)', hatched: true }
}

/** A CSS background for HTML marks; charts use SVG patterns (charts/hatch.tsx). */
export function cssFill({ colour, hatched }: Fill): string {
  return hatched ? `repeating-linear-gradient(135deg, ${colour} 0 2px, var(--panel) 2px 4px)` : colour
}

export function Swatch({ fill }: { fill: Fill }) {
  const outline = fill.hatched ? `inset 0 0 0 1px ${fill.colour}` : 'none'
  return <span className="swatch" aria-hidden style={{ background: cssFill(fill), boxShadow: outline }} />
}
