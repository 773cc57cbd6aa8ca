// How many values each tag key has in the ledger: by origins, which are few unless a key is badly chosen.
import { MANY_TAG_VALUES, type TagKeyValues } from '../../core/tag-keys.ts'
import type { Origin } from '../../core/usage.ts'
import type { Pair } from './attribution.ts'
import type { Context } from './context.ts'

/** Those with the most values first. */
export function tagKeyValues(context: Context): TagKeyValues[] {
  return countValues(context.ledger.usage.origins().map(({ origin }) => origin))
}

/** Keys that an import brought and that have too many values in the whole ledger. */
export function crowdedTags(context: Context, held: readonly { pair: Pair }[]): TagKeyValues[] {
  const own = new Set(held.flatMap(({ pair }) => Object.keys(pair.origin.tags)))
  if (own.size === 0) return []
  return tagKeyValues(context).filter(({ key, values }) => values > MANY_TAG_VALUES && own.has(key))
}

function countValues(origins: readonly Origin[]): TagKeyValues[] {
  const values = new Map<string, Set<string>>()
  for (const { tags } of origins) {
    for (const [key, value] of Object.entries(tags)) {
      const held = values.get(key) ?? new Set()
      values.set(key, held.add(value))
    }
  }
  return [...values].map(([key, held]) => ({ key, values: held.size })).toSorted((a, b) => b.values - a.values || (a.key < b.key ? -1 : 1))
}
