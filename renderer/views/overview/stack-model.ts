// Cost over time as a stack: which series, in which order, how much in each bucket. Amounts are exact. Pure.
import { picoToUsdNumber } from '../../../src/core/money.ts'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import type { GroupKey, TotalsRow } from '../../../src/api/contract/shapes.ts'
import type { SeriesRow } from '../../state/series.ts'
import type { StackBar } from '../../charts/stack-layer.tsx'

export const STACK_KEYS = ['surface', 'platform', 'model', 'token-class'] as const
export type StackKey = (typeof STACK_KEYS)[number]

export const OTHER = 'other'
const MOST_SERIES = 7

export const COST_CLASSES = [
  'uncachedInput',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'webSearches',
] as const
export type CostClass = (typeof COST_CLASSES)[number]

export const COST_CLASS_NAMES: Readonly<Record<CostClass, string>> = {
  uncachedInput: 'Uncached input',
  cacheRead: 'Cache read',
  cacheWrite5m: 'Cache write 5m',
  cacheWrite1h: 'Cache write 1h',
  output: 'Output',
  webSearches: 'Web searches',
}

/**
 * What a stack is built from: rows of `usage.series`, or of `usage.totals`, which alone hold the token classes.
 */
export type StackRow = Pick<SeriesRow, 'keys' | 'tokens' | 'unpricedTokens' | 'listCost'> & Partial<Pick<TotalsRow, 'costByClass'>>

/** The keys to ask `usage.totals` with; the token classes are inside every row. */
export function groupKeysOf(stack: StackKey, bucket: GroupKey | null): GroupKey[] {
  return [...(bucket === null ? [] : [bucket]), ...(stack === 'token-class' ? [] : [stack])]
}

/** Amounts in pico-USD by series. */
export type Amounts = ReadonlyMap<string, bigint>

function amountsOf(row: StackRow, stack: StackKey): [string, bigint][] {
  if (stack === 'token-class') return COST_CLASSES.map((name) => [name, BigInt(row.costByClass?.[name] ?? '0')])
  return [[row.keys[stack] ?? UNATTRIBUTED, BigInt(row.listCost ?? 0)]]
}

export function sumBySeries(rows: readonly StackRow[], stack: StackKey): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const row of rows)
    for (const [key, amount] of amountsOf(row, stack)) sums.set(key, (sums.get(key) ?? 0n) + amount)
  return sums
}

const bySize = (a: [string, bigint], b: [string, bigint]): number =>
  a[1] === b[1] ? a[0].localeCompare(b[0]) : a[1] > b[1] ? -1 : 1

export interface Stack {
  /** Largest at the bottom, then "other", then unattributed. */
  keys: string[]
  /** Which series each group belongs to. */
  seriesOf: (key: string) => string
  totals: Amounts
  /** Amounts by bucket and series, every bucket of the axis. */
  buckets: ReadonlyMap<string, Amounts>
  total: bigint
  /** Whether a series has usage in a bucket (null: in the window) of which nothing is priced: unknown, not zero. */
  isUnpriced: (key: string, bucket: string | null) => boolean
}

export interface StackInput {
  rows: readonly StackRow[]
  stack: StackKey
  bucketKey: 'hour' | 'day' | 'week' | 'month'
  buckets: readonly string[]
}

export function stackOf({ rows, stack, bucketKey, buckets }: StackInput): Stack {
  const sums = sumBySeries(rows, stack)
  const named = [...sums]
    .filter(([key, amount]) => key !== UNATTRIBUTED && (stack !== 'token-class' || amount !== 0n))
    .sort(bySize)
  const kept = new Set(named.slice(0, MOST_SERIES).map(([key]) => key))
  const seriesOf = (key: string) => (key === UNATTRIBUTED || kept.has(key) ? key : OTHER)
  const keys = [
    ...kept,
    ...(named.length > MOST_SERIES ? [OTHER] : []),
    ...(sums.has(UNATTRIBUTED) ? [UNATTRIBUTED] : []),
  ]
  const byBucket = new Map<string, Map<string, bigint>>(buckets.map((bucket) => [bucket, new Map()]))
  for (const row of rows) {
    const bucket = axisBucket(row.keys[bucketKey] ?? '', bucketKey)
    const held = byBucket.get(bucket)
    if (held === undefined) continue
    for (const [key, amount] of amountsOf(row, stack)) held.set(seriesOf(key), (held.get(seriesOf(key)) ?? 0n) + amount)
  }
  return {
    keys,
    seriesOf,
    totals: joinSeries(sums, seriesOf),
    buckets: byBucket,
    total: [...sums.values()].reduce((sum, amount) => sum + amount, 0n),
    isUnpriced: stack === 'token-class' ? () => false : unpricedIn(rows, { stack, bucketKey, seriesOf }),
  }
}

/** Looked up once: a table asks for every bucket and series. */
function unpricedIn(
  rows: readonly StackRow[],
  { stack, bucketKey, seriesOf }: { stack: StackKey; bucketKey: string; seriesOf: (key: string) => string },
): Stack['isUnpriced'] {
  const [used, priced] = [new Set<string>(), new Set<string>()]
  for (const row of rows) {
    const series = seriesOf(row.keys[stack] ?? UNATTRIBUTED)
    for (const place of [series, `${axisBucket(row.keys[bucketKey] ?? '', bucketKey)}\u001f${series}`]) {
      used.add(place)
      if (row.listCost !== null) priced.add(place)
    }
  }
  return (key, bucket) => {
    const place = bucket === null ? key : `${bucket}\u001f${key}`
    return used.has(place) && !priced.has(place)
  }
}

/** The second run of an hour, where the clock is put back, stands on the axis with the first. */
function axisBucket(value: string, bucketKey: string): string {
  return bucketKey === 'hour' ? value.slice(0, 16) : value
}

/** The rows behind one series (null: all). Every row holds all token classes, so a class stands on all of them. */
export function rowsOfSeries(rows: readonly StackRow[], stack: StackKey, of: { key: string | null; seriesOf: Stack['seriesOf'] }): StackRow[] {
  if (of.key === null || stack === 'token-class') return [...rows]
  return rows.filter((row) => of.seriesOf(row.keys[stack] ?? UNATTRIBUTED) === of.key)
}

/** The rows of one bucket of the axis. */
export function rowsOfBucket(rows: readonly StackRow[], bucketKey: string, bucket: string): StackRow[] {
  return rows.filter((row) => axisBucket(row.keys[bucketKey] ?? '', bucketKey) === bucket)
}

/** Earlier amounts under the same series as now. */
export function joinSeries(sums: Amounts, seriesOf: (key: string) => string): Map<string, bigint> {
  const joined = new Map<string, bigint>()
  for (const [key, amount] of sums) joined.set(seriesOf(key), (joined.get(seriesOf(key)) ?? 0n) + amount)
  return joined
}

/** What the chart draws; hidden series are left out. */
export function stackBars(stack: Stack, hidden: ReadonlySet<string>): StackBar[] {
  return [...stack.buckets].map(([bucket, amounts]) => ({
    bucket,
    values: Object.fromEntries(
      [...amounts].filter(([key]) => !hidden.has(key)).map(([key, amount]) => [key, picoToUsdNumber(amount)]),
    ),
  }))
}

export function bucketTotal(stack: Stack, bucket: string): bigint {
  return [...(stack.buckets.get(bucket)?.values() ?? [])].reduce((sum, amount) => sum + amount, 0n)
}
