// Values by a key of theirs, in the order they come. Knows nothing of what they are.

export function grouped<K, V>(values: Iterable<V>, keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const value of values) {
    const key = keyOf(value)
    const held = groups.get(key)
    if (held === undefined) groups.set(key, [value])
    else held.push(value)
  }
  return groups
}
