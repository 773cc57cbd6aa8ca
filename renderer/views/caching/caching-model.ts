// What the caching view shows, from the contract's figures: rates over sums, never means of rates. Pure; draws nothing.
import { hitRate, reuse } from '../../../src/core/caching.ts'
import { share } from '../../format.ts'
import type { Figures, TotalsRow } from '../../../src/api/contract/shapes.ts'
import type { SeriesRow } from '../../state/series.ts'

/** Caching of one surface, or of all. Amounts in pico-USD; rates 0 to 1, null where nothing was sent or cached. */
export interface CachingFigures {
  hitRate: number | null
  reuse: number | null
  readSaving: bigint
  writePremium: bigint
  netSaving: bigint
  costWithoutCaching: bigint
  /** Null where there is usage and none of it is priced. */
  listCost: bigint | null
  /** Net saving over cost without caching; null where there is no such cost. */
  shareSaved: number | null
}

export interface SurfaceCaching extends CachingFigures {
  surface: string
}

export function cachingOf(figures: Figures): CachingFigures {
  const costWithoutCaching = BigInt(figures.caching.costWithoutCaching)
  const netSaving = BigInt(figures.caching.netSaving)
  return {
    hitRate: hitRate(figures.tokens),
    reuse: reuse(figures.tokens),
    readSaving: BigInt(figures.caching.readSaving),
    writePremium: BigInt(figures.caching.writePremium5m) + BigInt(figures.caching.writePremium1h),
    netSaving,
    costWithoutCaching,
    listCost: figures.listCost === null ? null : BigInt(figures.listCost),
    shareSaved: share(netSaving, costWithoutCaching),
  }
}

/** One row a surface, largest net saving first. */
export function surfaceRows(rows: readonly TotalsRow[]): SurfaceCaching[] {
  return rows
    .map((row) => ({ surface: row.keys['surface'] ?? 'unattributed', ...cachingOf(row) }))
    .sort((a, b) =>
      a.netSaving === b.netSaving ? a.surface.localeCompare(b.surface) : a.netSaving > b.netSaving ? -1 : 1,
    )
}

/** What a line is drawn from. */
export type PointFigures = Pick<CachingFigures, 'hitRate' | 'netSaving'>
type PointRow = Pick<SeriesRow, 'keys' | 'tokens' | 'caching'>

const pointOf = ({ tokens, caching }: PointRow): PointFigures => ({ hitRate: hitRate(tokens), netSaving: BigInt(caching.netSaving) })

/** One point in time: the total and each surface; a surface without prompts that day is absent, not zero. */
export interface CachingPoint {
  bucket: string
  total: PointFigures
  bySurface: ReadonlyMap<string, PointFigures>
}

/** Every bucket of `buckets` in order, so that gaps stay gaps. `rows` are grouped by bucket and surface. */
export function timeline(data: {
  buckets: readonly string[]
  bucketKey: 'day' | 'week'
  rows: readonly PointRow[]
  totals: readonly PointRow[]
}): (CachingPoint | { bucket: string; total: null })[] {
  const totals = new Map(data.totals.map((row) => [row.keys[data.bucketKey], row]))
  const surfaces = new Map<string, Map<string, PointFigures>>()
  for (const row of data.rows) {
    const bucket = row.keys[data.bucketKey]
    if (bucket === null || bucket === undefined) continue
    const ofBucket = surfaces.get(bucket) ?? new Map<string, PointFigures>()
    ofBucket.set(row.keys['surface'] ?? 'unattributed', pointOf(row))
    surfaces.set(bucket, ofBucket)
  }
  return data.buckets.map((bucket) => {
    const total = totals.get(bucket)
    return total === undefined
      ? { bucket, total: null }
      : { bucket, total: pointOf(total), bySurface: surfaces.get(bucket) ?? new Map() }
  })
}

/** The claim drawn behind the dots, as shares of cost saved. */
export const CLAIM = { hitRateAbove: 0.8, savedFrom: 0.6, savedTo: 0.8 } as const

/** How a surface stands to the claim, in words. */
export function claimVerdict(figures: Pick<CachingFigures, 'hitRate' | 'shareSaved'>): string {
  const { hitRate, shareSaved } = figures
  if (hitRate === null || shareSaved === null) return 'no data'
  const place = shareSaved < CLAIM.savedFrom ? 'below' : shareSaved > CLAIM.savedTo ? 'above' : 'inside'
  return hitRate > CLAIM.hitRateAbove ? `${place} the claimed band` : `${place} the band; hit rate under 80\u202f%`
}
