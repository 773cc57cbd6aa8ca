// How a JSON source is cut where its entries are objects: one a line, pretty-printed one after another, or in one array.
// Owns no format.
import type { Framing, SourceHead } from './importer.ts'
import { leadingKeys } from './json-run.ts'
import { isCutOff } from './values.ts'

/** A first line that is cut off by a newline is the beginning of a pretty-printed value. */
export function framingOfObjects(head: SourceHead): Framing {
  const text = head.text.trimStart()
  if (text.startsWith('[')) return { kind: 'values', path: [] }
  const end = text.indexOf('\n')
  const isPretty = end !== -1 && isCutOff(Buffer.from(text.slice(0, end)))
  return isPretty ? { kind: 'values', path: null } : { kind: 'lines' }
}

/** Names of the members of the first object, then of each later line's object where the entries are lines. As asked for. */
export function* keysOfEntries(head: SourceHead, framing: Framing): Generator<readonly string[]> {
  yield leadingKeys(head.text).keys
  if (framing.kind !== 'lines') return
  const later = head.text.trimStart().split('\n').slice(1)
  if (!head.complete) later.pop()
  for (const line of later) if (/^\s*\{/.test(line)) yield leadingKeys(line).keys
}

/** How the source is cut where every object of the head passes; null where one does not. The first is asked before all else. */
export function framingWhereAll(head: SourceHead, isOwn: (keys: readonly string[]) => boolean): Framing | null {
  if (!isOwn(leadingKeys(head.text).keys)) return null
  const framing = framingOfObjects(head)
  for (const keys of keysOfEntries(head, framing)) if (!isOwn(keys)) return null
  return framing
}
