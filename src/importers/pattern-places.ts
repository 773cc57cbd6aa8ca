// Where in a parsed line the values stand that vary from line to line (line-pattern.ts). Owns the rule that a key
// varies only where its bytes stand once, so that they can be no other key of its name.
import { isObject, type JsonObject } from './fields.ts'
import { BACKSLASH, QUOTE } from './json-bytes.ts'
import { endOfValue, skipBlanks, type Span } from './line-text.ts'
import { endOfDigits, endOfNumber, endOfPlainText, endOfWord, numberIn } from './plain-values.ts'

export interface Varying {
  /** Keys from the line's value down to this one. */
  path: readonly string[]
  /**
   * `text` and `count` are read; a `value` is any, with whatever keys inside; of `unread` only the end is looked for: of a text, a list or an
   * object; `unread-list` is that of a list or an object, `unread-number` of a number.
   */
  as: 'text' | 'count' | 'value' | 'unread' | 'unread-list' | 'unread-number'
  /** Differs between two lines that say the same. */
  says?: 'nothing'
}

/** A value that varies: its bytes, and the object it is put into under the key. */
export interface Place {
  span: Span
  as: Varying['as']
  saysNothing: boolean
  home: Record<string, unknown>
  key: string
}

/** Spans in which a key is another one of its name. */
type Apart = readonly Span[]

const ESCAPE = Buffer.from('\\u')

export const isUnread = ({ as }: Varying): boolean => as === 'unread' || as === 'unread-list'

/**
 * `value` is what the line was parsed to; `unread` are the spans that were parsed as null. In order of the line. Empty: no other
 * line can be read by this one.
 */
export function placesIn(line: Buffer, value: JsonObject, { varying, unread }: { varying: readonly Varying[]; unread: Apart }): Place[] {
  const places: Place[] = []
  const add = (kinds: readonly Varying['as'][], spanOf: (key: string, value: unknown) => Span | null) => {
    for (const { path, as, says } of varying) {
      const [key, home] = [path.at(-1) ?? '', kinds.includes(as) ? homeOf(value, path) : null]
      const span = home !== null && Object.hasOwn(home, key) ? spanOf(key, home[key]) : null
      if (home !== null && span !== null) places.push({ span, as, saysNothing: says === 'nothing', home, key })
    }
  }
  add(['unread', 'unread-list'], (key) => unreadSpan(line, key, unread))
  add(['value'], (key) => valueSpan(line, key, unread))
  const apart = [...unread, ...places.map(({ span }) => span)]
  // A key may be spelled with escapes: then it is not found by its bytes.
  if (indexOutside(line, ESCAPE, { unread: apart, from: 0 }) !== -1) return []
  add(['text', 'count'], (key, own) => plainSpan(line, key, own, apart))
  add(['unread-number'], (key, own) => numberSpan(line, key, own, apart))
  const inOrder = places.toSorted((a, b) => a.span.start - b.span.start)
  // One name at two paths, of which only one stands where it is looked for.
  return inOrder.some(({ span }, at) => span.start < (inOrder[at - 1]?.span.end ?? 0)) ? [] : inOrder
}

function homeOf(value: JsonObject, path: readonly string[]): Record<string, unknown> | null {
  let home: unknown = value
  for (const key of path.slice(0, -1)) home = isObject(home) ? home[key] : null
  return isObject(home) ? home : null
}

/** Where the value of a key that stands once begins; -1 for any other. */
function startOf(line: Buffer, key: string, apart: Apart): number {
  const bytes = keyBytes(key)
  const at = indexOutside(line, bytes, { unread: apart, from: 0 })
  const isOnce = at >= 1 && line[at - 1] !== BACKSLASH && indexOutside(line, bytes, { unread: apart, from: at + 1 }) === -1
  return isOnce ? skipBlanks(line, at + bytes.length) : -1
}

/** Of a text or a count; null where the key stands twice, or the value is of another kind. */
function plainSpan(line: Buffer, key: string, value: unknown, apart: Apart): Span | null {
  const start = startOf(line, key, apart)
  if (start === -1) return null
  if (line[start] === QUOTE) {
    const end = endOfPlainText(line, start + 1)
    return end !== -1 && line.toString('latin1', start + 1, end) === value ? { start, end: end + 1 } : null
  }
  const end = endOfDigits(line, start)
  return end !== -1 && numberIn(line, start, end) === value ? { start, end } : null
}

/** As `plainSpan`, of a number that may have a fraction. */
function numberSpan(line: Buffer, key: string, value: unknown, apart: Apart): Span | null {
  const start = startOf(line, key, apart)
  const end = start === -1 ? -1 : endOfNumber(line, start)
  return end !== -1 && Number(line.toString('latin1', start, end)) === value ? { start, end } : null
}

function valueSpan(line: Buffer, key: string, apart: Apart): Span | null {
  const start = startOf(line, key, apart)
  if (start === -1) return null
  const end = endOfValue(line, start)
  return { start, end: end === -1 ? endOfWord(line, start) : end }
}

function unreadSpan(line: Buffer, key: string, unread: Apart): Span | null {
  const bytes = keyBytes(key)
  return unread.find(({ start }) => {
    const colon = line.lastIndexOf(':', start)
    return line.subarray(colon + 1 - bytes.length, colon + 1).equals(bytes)
  }) ?? null
}

const keys = new Map<string, Buffer>()

/** Of the few keys that formats name. */
export function keyBytes(key: string): Buffer {
  let bytes = keys.get(key)
  if (bytes === undefined) keys.set(key, (bytes = Buffer.from(`"${key}":`)))
  return bytes
}

/** As `indexOf`, passing over the spans. */
export function indexOutside(line: Buffer, wanted: Buffer, { unread, from }: { unread: Apart; from: number }): number {
  for (let at = line.indexOf(wanted, from); at !== -1;) {
    const inside = unread.find(({ start, end }) => start <= at && at < end)
    if (inside === undefined) return at
    at = line.indexOf(wanted, inside.end)
  }
  return -1
}
