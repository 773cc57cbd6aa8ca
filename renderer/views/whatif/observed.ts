// What the logs show about each surface in the baseline: where it runs, its models, its hit rate. Pure.
import { hitRate } from '../../../src/core/caching.ts'
import { totalTokens } from '../../../src/core/cost.ts'
import { comparePlacements, placementKey, type Placement } from '../../../src/core/placement.ts'
import { ALL_SURFACES } from '../../../src/core/scenario.ts'
import type { ProjectionCell } from '../../../src/core/projection.ts'
import type { TokenCounts } from '../../../src/core/usage.ts'
import type { Move } from './scenario-state.ts'

export interface Observed {
  surface: string
  tokens: TokenCounts
  /** Most tokens first. */
  placements: readonly Placement[]
  models: readonly string[]
  /** 0 to 100; null where no prompt token was sent. */
  hitRatePct: number | null
  /** True where the logs hold batch requests. */
  hasBatch: boolean
}

interface Tallies {
  tokens: TokenCounts
  placements: Map<string, { placement: Placement; tokens: number }>
  models: Map<string, number>
  hasBatch: boolean
}

function newTallies(): Tallies {
  return {
    tokens: { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
    placements: new Map(),
    models: new Map(),
    hasBatch: false,
  }
}

function count(tallies: Tallies, cell: ProjectionCell): void {
  const { platform, route, model, tier } = cell.priceClass
  const size = totalTokens(cell.tokens)
  tallies.tokens = {
    uncachedInput: tallies.tokens.uncachedInput + cell.tokens.uncachedInput,
    cacheRead: tallies.tokens.cacheRead + cell.tokens.cacheRead,
    cacheWrite5m: tallies.tokens.cacheWrite5m + cell.tokens.cacheWrite5m,
    cacheWrite1h: tallies.tokens.cacheWrite1h + cell.tokens.cacheWrite1h,
    output: tallies.tokens.output + cell.tokens.output,
  }
  const key = placementKey({ platform, route })
  tallies.placements.set(key, {
    placement: { platform, route },
    tokens: (tallies.placements.get(key)?.tokens ?? 0) + size,
  })
  tallies.models.set(model, (tallies.models.get(model) ?? 0) + size)
  if (tier === 'batch') tallies.hasBatch = true
}

function observedOf(surface: string, tallies: Tallies): Observed {
  const rate = hitRate(tallies.tokens)
  return {
    surface,
    tokens: tallies.tokens,
    hasBatch: tallies.hasBatch,
    placements: [...tallies.placements.values()]
      .sort((a, b) => b.tokens - a.tokens || comparePlacements(a.placement, b.placement))
      .map((entry) => entry.placement),
    models: [...tallies.models].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([model]) => model),
    hitRatePct: rate === null ? null : rate * 100,
  }
}

/** Surface name to what was observed; `*` holds all of them together. */
export function observe(cells: readonly ProjectionCell[]): ReadonlyMap<string, Observed> {
  const all = newTallies()
  const bySurface = new Map<string, Tallies>()
  for (const one of cells) {
    const tallies = bySurface.get(one.surface) ?? newTallies()
    bySurface.set(one.surface, tallies)
    count(tallies, one)
    count(all, one)
  }
  return new Map([
    [ALL_SURFACES, observedOf(ALL_SURFACES, all)] as const,
    ...[...bySurface].map(([surface, tallies]) => [surface, observedOf(surface, tallies)] as const),
  ])
}

/** Whether a surface of this scenario's moves is in the logs of the window. */
export function isObserved(observed: ReadonlyMap<string, Observed>, move: Move): boolean {
  return (observed.get(move.surface)?.models.length ?? 0) > 0
}
