// A JSON line's bytes as text to parse, without the reply's content: it is most of the line, nothing in it is needed,
// and what is never made into text cannot leak. Owns nothing of any format but the word `content`.
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, OPEN_ARRAY, OPEN_OBJECT, QUOTE, SPACE } from './json-bytes.ts'

const CONTENT = Buffer.from('"content":')

/** True for bytes that begin and end as a JSON object does. No proof, but it costs nothing. */
export function looksWhole(bytes: Buffer): boolean {
  let last = bytes.length - 1
  while (last > 0 && (bytes[last] ?? 0) <= SPACE) last -= 1
  return startsObject(bytes) && bytes[last] === CLOSE_OBJECT
}

export function startsObject(bytes: Buffer): boolean {
  return bytes[skipBlanks(bytes, 0)] === OPEN_OBJECT
}

/** Bytes from `start` up to, not with, `end`. */
export interface Span { start: number; end: number }

/** The line with the value of its first `content` key replaced by `null`. */
export function textWithoutContent(bytes: Buffer): string {
  return textWithout(bytes, contentOf(bytes))
}

/** With `null` for each span; they come in order and do not overlap. */
export function textWithout(bytes: Buffer, spans: readonly Span[]): string {
  let [text, from] = ['', 0]
  for (const { start, end } of spans) {
    text += `${bytes.toString('utf8', from, start)}null`
    from = end
  }
  return text + bytes.toString('utf8', from)
}

/**
 * Where the value of the first `content` key lies. A quote inside a string is escaped, so the bytes of the key, without a
 * backslash before them, are a key and not a part of some text.
 */
function contentOf(bytes: Buffer): Span[] {
  const key = bytes.indexOf(CONTENT)
  if (key < 1 || bytes[key - 1] === BACKSLASH) return []
  const start = skipBlanks(bytes, key + CONTENT.length)
  const end = endOfValue(bytes, start)
  return end === -1 ? [] : [{ start, end }]
}

export function skipBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && (bytes[at] ?? OPEN_OBJECT) <= SPACE) at += 1
  return at
}

/** Index behind the string, object or array that starts there; -1 for other values and for one that does not end. */
export function endOfValue(bytes: Buffer, start: number): number {
  let depth = 0
  let at = start
  while (at < bytes.length) {
    const byte = bytes[at]
    at += 1
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1
    else if (byte === QUOTE) at = endOfString(bytes, at)
    else if (depth === 0) return -1
    if (depth <= 0) return at
  }
  return -1
}

/** Most keys, ids and words end sooner, and quotes in code lie closer: a search by the runtime takes as long as so many bytes. */
const SHORT_STRING = 48

/** Index behind the closing quote, for a string whose first character is at `start`. */
function endOfString(bytes: Buffer, start: number): number {
  for (let from = start; ;) {
    for (const soon = Math.min(from + SHORT_STRING, bytes.length); from < soon; from += 1) {
      const byte = bytes[from]
      if (byte === QUOTE) return from + 1
      if (byte === BACKSLASH) from += 1
    }
    const end = bytes.indexOf(QUOTE, from)
    if (end === -1) return bytes.length
    let escapes = 0
    while (end - 1 - escapes >= from && bytes[end - 1 - escapes] === BACKSLASH) escapes += 1
    if (escapes % 2 === 0) return end + 1
    from = end + 1
  }
}
