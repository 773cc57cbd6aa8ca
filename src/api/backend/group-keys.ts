// The keys a report can be grouped by: what each is for a pair and a part of time, and how rows are ordered by them.
import { monthOf, weekOf } from '../../core/calendar.ts'
import type { GroupKey } from '../contract/shapes.ts'
import type { Pair } from './attribution.ts'

const TIME_KEYS = ['hour', 'day', 'week', 'month'] as const
export type TimeKey = (typeof TIME_KEYS)[number]

/** The part of time that the ledger must tell apart for these keys. */
export function bucketFor(by: readonly GroupKey[]): 'hour' | 'day' | null {
  if (by.includes('hour')) return 'hour'
  return by.some(isTimeKey) ? 'day' : null
}

export const isTimeKey = (key: GroupKey): key is TimeKey => TIME_KEYS.some((each) => each === key)

/** `bucket` is an hour or a day. */
export function timeValue(key: TimeKey, bucket: string): string {
  switch (key) {
    case 'hour': return bucket
    case 'day': return bucket.slice(0, 10)
    case 'week': return weekOf(bucket.slice(0, 10))
    case 'month': return monthOf(bucket)
  }
}

/** A key's value; null where the record did not say. `bucket` is an hour or a day. */
export function keyValue(key: GroupKey, pair: Pair, bucket: string | null): string | null {
  const { origin, known: { priceClass } } = pair
  switch (key) {
    case 'hour': case 'day': case 'week': case 'month': return bucket === null ? null : timeValue(key, bucket)
    case 'surface': return pair.surface
    case 'platform': case 'route': case 'model': case 'tier': case 'speed': return priceClass[key]
    default: return origin[key]
  }
}

/** By one value after the other, in code-unit order; what was not said comes last. */
export function compareKeys(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (const [at, left] of a.entries()) {
    const right = b[at] ?? null
    if (left === right) continue
    if (left === null) return 1
    if (right === null) return -1
    return left < right ? -1 : 1
  }
  return 0
}
