// What decisions start from that no requirement changes: each surface's usage, and what it costs on every placement. Kept for
// the same cells: who answers one question otherwise has all surfaces decided again.
import type { DecideInput } from './decide-types.ts'
import { surfaceUsage, type SurfaceUsage } from './decide-usage.ts'
import { mergeSpans } from './model-spans.ts'
import type { PlacementFacts } from './placement-facts.ts'
import type { PriceBook } from './price-book.ts'
import { project, type ProjectionCell, type ProjectionRow } from './projection.ts'
import type { ScenarioMove } from './scenario.ts'

type Rows = ReadonlyMap<string, ProjectionRow>

/** By surface. */
interface Runs {
  /** The traffic as it is. */
  full: Rows
  /** Without web searches and at standard speed: what remains is the price of the placement itself. */
  plain: Rows
}

export interface Traffic {
  usages: readonly SurfaceUsage[]
  /** Every surface moved to a placement; worked out when first asked for. */
  runOn(facts: PlacementFacts): Runs
}

type TrafficInput = Pick<DecideInput, 'cells' | 'coveredDays' | 'book' | 'discounts'>

interface Kept { book: PriceBook; rest: string; traffic: Traffic }

const keptOf = new WeakMap<readonly ProjectionCell[], Kept>()

/** Kept for the same array of cells, which must not be changed in place. */
export function movableTraffic(input: TrafficInput): Traffic {
  const rest = JSON.stringify([input.coveredDays, input.discounts])
  const held = keptOf.get(input.cells)
  if (held !== undefined && held.book === input.book && held.rest === rest) return held.traffic
  const merged = mergeSpans(input.cells, input.book, input.discounts)
  const usages = surfaceUsage(input.cells, merged, input.book)
  const traffic = { usages, runOn: runsOf({ ...input, cells: merged }, usages) }
  keptOf.set(input.cells, { book: input.book, rest, traffic })
  return traffic
}

/** Each surface on one placement; batches run at standard tier where there are none. */
function moveAll(usages: readonly SurfaceUsage[], facts: PlacementFacts): ScenarioMove[] {
  const { platform, route } = facts
  return usages.map(({ surface, uses }) => ({
    surface, to: { platform, route },
    ...(uses.has('batch') && facts.features.batch.value === 'no' ? { tier: 'standard' as const } : {}),
  }))
}

/** The traffic without the features that not every placement has. The same array for the same cells: see `baselineOf`. */
function plainCells(cells: readonly ProjectionCell[]): readonly ProjectionCell[] {
  if (cells.every(({ webSearches, priceClass }) => webSearches === 0 && priceClass.speed === 'standard')) return cells
  return cells.map((cell) => ({ ...cell, webSearches: 0, priceClass: { ...cell.priceClass, speed: 'standard' } }))
}

function runsOf({ cells: all, coveredDays, book, discounts }: TrafficInput, usages: readonly SurfaceUsage[]): Traffic['runOn'] {
  const plain = plainCells(all)
  const runs = new Map<PlacementFacts, Runs>()
  const run = (facts: PlacementFacts): Runs => {
    const scenario = { moves: moveAll(usages, facts) }
    const rows = (cells: readonly ProjectionCell[]) =>
      new Map(project({ cells, coveredDays, book, discounts, scenario }).surfaces.map((row) => [row.surface, row]))
    const full = rows(all)
    return { full, plain: plain === all ? full : rows(plain) }
  }
  return (facts) => {
    const held = runs.get(facts) ?? run(facts)
    runs.set(facts, held)
    return held
  }
}
