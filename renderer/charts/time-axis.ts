// Buckets of a time axis: which there are between two days, what they are called, which are weekends. Pure.
import { addDays, monthOf, weekOf } from '../../src/core/calendar.ts'
import { dateRange, monthName, shortDate, weekdayDate } from '../format.ts'

export type BucketKey = 'hour' | 'day' | 'week' | 'month'

/** Every bucket from one day to another, both inclusive, in order: gaps stay gaps. Hours are local clock hours. */
export function bucketsBetween(from: string, to: string, by: BucketKey): string[] {
  const buckets: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (by === 'hour')
      for (let hour = 0; hour < 24; hour += 1) buckets.push(`${day}T${String(hour).padStart(2, '0')}:00`)
    else {
      const bucket = by === 'day' ? day : by === 'week' ? weekOf(day) : monthOf(day)
      if (buckets.at(-1) !== bucket) buckets.push(bucket)
    }
  }
  return buckets
}

/** The bucket that has not ended yet. */
export function currentBucket(today: string, nowHour: string, by: BucketKey): string {
  return by === 'hour' ? nowHour : by === 'day' ? today : by === 'week' ? weekOf(today) : monthOf(today)
}

export function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
}

/** `Thu 5 Nov 2026`, `Thu 5 Nov 2026, 14:00`, `2 to 8 Nov 2026`, `Nov 2026`. */
export function bucketTitle(bucket: string, by: BucketKey): string {
  switch (by) {
    case 'hour':
      return `${weekdayDate(bucket.slice(0, 10))}, ${bucket.slice(11, 16)}`
    case 'day':
      return weekdayDate(bucket)
    case 'week':
      return `Week ${dateRange(bucket, addDays(bucket, 6))}`
    case 'month':
      return monthName(bucket)
  }
}

/** Axis labels: Mondays for days, midnights for hours, every bucket else; today is called so. */
export function axisLabel(bucket: string, by: BucketKey, now: string | null): string {
  if (bucket === now) return by === 'day' ? 'today' : 'now'
  switch (by) {
    case 'hour':
      return shortDate(bucket.slice(0, 10))
    case 'day':
      return shortDate(bucket)
    case 'week':
      return shortDate(bucket)
    case 'month':
      return monthName(bucket)
  }
}

/** Which buckets carry a label, at most about `most` of them, the current one always. */
export function labelledBuckets(
  buckets: readonly string[],
  by: BucketKey,
  options: { now: string | null; most?: number },
): string[] {
  const { now, most = 8 } = options
  const natural = buckets.filter((bucket, index) => {
    if (by === 'day')
      return buckets.length <= 10 || weekOf(bucket) === bucket || (index === 0 && nextMonday(bucket) > 3)
    return by !== 'hour' || bucket.endsWith('T00:00')
  })
  const step = Math.max(1, Math.ceil(natural.length / most))
  const kept = natural.filter((_, index) => index % step === 0)
  if (now === null || !buckets.includes(now)) return kept
  const at = buckets.indexOf(now)
  const room = Math.max(1, Math.round(buckets.length / most / 1.5))
  return [...kept.filter((bucket) => bucket !== now && Math.abs(buckets.indexOf(bucket) - at) >= room), now]
}

function nextMonday(day: string): number {
  return (7 - ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7)) % 7
}

/** Tells one axis from another. */
export function axisWords(marks: readonly { bucket: string }[]): string {
  return `${marks.length} from ${marks[0]?.bucket ?? ''} to ${marks.at(-1)?.bucket ?? ''}`
}

/** Saturday and Sunday as one shaded area. */
export function weekendRuns(buckets: readonly string[]): { from: string; to: string }[] {
  const runs: { from: string; to: string }[] = []
  buckets.forEach((day, index) => {
    if (!isWeekend(day)) return
    const last = runs.at(-1)
    if (last !== undefined && buckets[index - 1] === last.to) last.to = day
    else runs.push({ from: day, to: day })
  })
  return runs
}
