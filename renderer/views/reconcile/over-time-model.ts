// The residual over time by cause: exact sums a day, week or month, and the pixels of the bars. Pure.
import { bucketsBetween } from '../../charts/time-axis.ts'
import type { StackBar } from '../../charts/stack-layer.tsx'
import type { ReconcileRow } from '../../../src/api/contract/reconcile-shapes.ts'
import { monthOf, weekOf } from '../../../src/core/calendar.ts'
import { picoToUsdNumber } from '../../../src/core/money.ts'
import type { Cause } from '../../../src/core/reconcile-types.ts'
import { absolute, occurring, sumRows } from './reconcile-model.ts'

export const BUCKETS = ['day', 'week', 'month'] as const
export type Bucket = (typeof BUCKETS)[number]

export interface TimeRow {
  bucket: string
  computed: bigint
  billed: bigint
  residual: bigint
  parts: ReadonlyMap<Cause, bigint>
}

function bucketOf(day: string, by: Bucket): string {
  return by === 'day' ? day : by === 'week' ? weekOf(day) : monthOf(day)
}

/** Rows grouped by day; those without one (a line of a bill over several days) are in no bar. */
export function timeRows(rows: readonly ReconcileRow[], by: Bucket, days: { from: string; to: string }): TimeRow[] {
  const groups = new Map<string, ReconcileRow[]>()
  for (const row of rows) {
    const { day } = row.keys
    if (day === null || day === undefined) continue
    const bucket = bucketOf(day, by)
    groups.set(bucket, [...(groups.get(bucket) ?? []), row])
  }
  return bucketsBetween(days.from, days.to, by).map((bucket) => ({ bucket, ...sumRows(groups.get(bucket) ?? []) }))
}

/** The causes that occur, the largest over the window at the bottom. */
export function stackOrder(rows: readonly ReconcileRow[]): Cause[] {
  const sizes = new Map<Cause, bigint>()
  for (const row of rows) {
    for (const cause of occurring([row])) {
      sizes.set(cause, (sizes.get(cause) ?? 0n) + absolute(BigInt(row.causes[cause] ?? '0')))
    }
  }
  const size = (cause: Cause) => sizes.get(cause) ?? 0n
  return [...sizes.keys()].toSorted((a, b) => (size(a) === size(b) ? 0 : size(a) > size(b) ? -1 : 1))
}

export function barsOf(rows: readonly TimeRow[]): StackBar[] {
  return rows.map(({ bucket, parts }) => ({
    bucket,
    values: Object.fromEntries([...parts].map(([cause, value]) => [cause, picoToUsdNumber(value)])),
  }))
}
