// What the surfaces table shows, put together from the contract's answers. Pure; draws nothing.
import { hitRate } from '../../../src/core/caching.ts'
import { picoToUsdNumber } from '../../../src/core/money.ts'
import { comparePlacements, placementKey, placementLabel, type Placement } from '../../../src/core/placement.ts'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import { PLATFORMS } from '../../../src/core/usage.ts'
import type { Output } from '../../../src/api/contract/contract.ts'
import type { TotalsRow } from '../../../src/api/contract/shapes.ts'
import type { SeriesRow } from '../../state/series.ts'
import { relativeChange, sevenDayMeans, share } from '../../format.ts'
import { priceShift, tokenTotal, type PriceShift } from '../../state/coverage.ts'

export interface MixPart {
  key: string
  label: string
  /** Share of the surface's list cost; of its tokens where nothing is priced. */
  ratio: number
}

export interface SurfaceRow {
  surface: string
  /** Pico-USD; null: usage without a price. */
  cost: bigint | null
  share: number | null
  /** Null: nothing to compare with. */
  change: number | null
  /** Why that change is none: prices came or went. */
  shift: PriceShift | null
  requests: number | null
  tokens: number
  hitRate: number | null
  p50Ms: number | null
  p95Ms: number | null
  trend: (number | null)[]
  mix: MixPart[]
}

export interface SurfacesInput {
  now: readonly TotalsRow[]
  /** Null: no comparison. */
  before: readonly TotalsRow[] | null
  daily: readonly Pick<SeriesRow, 'keys' | 'listCost'>[]
  /** Days of the trend and six before them for the first mean, the unfinished one left out. */
  days: readonly string[]
  /** Where the ledger starts: before it nothing is known, which is not zero. */
  firstDay: string | null
  placements: readonly TotalsRow[]
  latency: Output<'usage.latency'>['rows']
}

const nameOf = (row: Pick<TotalsRow, 'keys'>): string => row.keys['surface'] ?? UNATTRIBUTED
const costOf = (row: Pick<SeriesRow, 'listCost'>): bigint => BigInt(row.listCost ?? 0)

function placementOf(row: TotalsRow): Placement | null {
  const platform = PLATFORMS.find((name) => name === row.keys['platform'])
  return platform === undefined ? null : { platform, route: row.keys['route'] ?? 'unknown' }
}

/** Every placement in use, direct first: the legend of the mix. */
export function placementsIn(rows: readonly TotalsRow[]): Placement[] {
  const found = new Map<string, Placement>()
  for (const row of rows) {
    const placement = placementOf(row)
    if (placement !== null) found.set(placementKey(placement), placement)
  }
  return [...found.values()].sort(comparePlacements)
}

function mixOf(rows: readonly TotalsRow[]): MixPart[] {
  const cost = rows.reduce((sum, row) => sum + costOf(row), 0n)
  const tokens = rows.reduce((sum, row) => sum + tokenTotal(row.tokens), 0)
  return placementsIn(rows).map((placement) => {
    const key = placementKey(placement)
    const own = rows.filter((row) => {
      const of = placementOf(row)
      return of !== null && placementKey(of) === key
    })
    const ownCost = own.reduce((sum, row) => sum + costOf(row), 0n)
    const ownTokens = own.reduce((sum, row) => sum + tokenTotal(row.tokens), 0)
    return {
      key,
      label: placementLabel(placement),
      ratio: share(ownCost, cost) ?? (tokens === 0 ? 0 : ownTokens / tokens),
    }
  })
}

export function surfaceRows(input: SurfacesInput): SurfaceRow[] {
  const total = input.now.reduce((sum, row) => sum + costOf(row), 0n)
  return input.now.map((row) => {
    const surface = nameOf(row)
    const cost = row.listCost === null ? null : BigInt(row.listCost)
    const earlier = input.before?.find((other) => nameOf(other) === surface)
    const latency = input.latency.find((other) => other.surface === surface)
    const byDay = new Map(
      input.daily
        .filter((other) => nameOf(other) === surface)
        .map((other) => [other.keys['day'], picoToUsdNumber(costOf(other))]),
    )
    const change =
      cost === null || earlier === undefined || earlier.listCost === null
        ? null
        : relativeChange(cost, earlier.listCost)
    return {
      surface,
      cost,
      share: cost === null ? null : share(cost, total),
      change,
      shift: earlier === undefined ? null : priceShift(change, [row], [earlier]),
      requests: row.requests,
      tokens: tokenTotal(row.tokens),
      hitRate: hitRate(row.tokens),
      p50Ms: latency?.p50Ms ?? null,
      p95Ms: latency?.p95Ms ?? null,
      trend: sevenDayMeans(input.days.map((day) => (input.firstDay !== null && day < input.firstDay ? null : (byDay.get(day) ?? 0)))).slice(6),
      mix: mixOf(input.placements.filter((other) => nameOf(other) === surface)),
    }
  })
}
