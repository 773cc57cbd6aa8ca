// Records of one batch that repeat each other: a transcript writes a reply's usage once a content block. Whoever reads a
// source drops them, so that they cost nothing further on. Knows no database.
import type { UsageRecord } from '../src/core/usage.ts'
import { beats } from './rank.ts'
import { ranksOf } from './usage-row.ts'

interface Entry { record: UsageRecord; position: number }

export interface WithoutRepeats<E extends Entry> {
  /** The best record of each key pair, in order of arrival. */
  records: E[]
  /** How many were left out. */
  repeated: number
}

export function withoutRepeats<E extends Entry>(entries: readonly E[]): WithoutRepeats<E> {
  const byKeys = new Map<string | E, E>()
  for (const entry of entries) {
    const key = keyOf(entry.record) ?? entry
    const held = byKeys.get(key)
    if (held === undefined) byKeys.set(key, entry)
    else if (beats(ranksOf(entry.record, 1), ranksOf(held.record, 0))) {
      byKeys.delete(key)
      byKeys.set(key, entry)
    }
  }
  return { records: [...byKeys.values()], repeated: entries.length - byKeys.size }
}

/** Null: known by its place only, so that nothing repeats it. */
function keyOf({ reportKey, messageId, requestId }: UsageRecord): string | null {
  if (reportKey !== null) return `report ${reportKey}`
  return (messageId ?? '') === '' && (requestId ?? '') === '' ? null : `${messageId ?? ''}\u0000${requestId ?? ''}`
}
