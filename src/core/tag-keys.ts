// How many values of one tag key are too many. Origins are kept few; a key such as a user's id makes one for each value.

export interface TagKeyValues {
  key: string
  values: number
}

/** More values than this of one key make every view slow and no surface clear. */
export const MANY_TAG_VALUES = 1000

/** What is said of keys with too many values; null where there is none. */
export function crowdedTagsText(keys: readonly TagKeyValues[]): string | null {
  const crowded = keys.filter(({ values }) => values > MANY_TAG_VALUES)
  if (crowded.length === 0) return null
  const named = crowded.map(({ key, values }) => `"${key}" has ${values.toLocaleString('en-US')} values`).join(', ')
  return `The tag key ${named}; over ${MANY_TAG_VALUES.toLocaleString('en-US')} make too many origins. Take it out of the tag keys and read the imports again.`
}
