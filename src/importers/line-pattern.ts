// Reads a JSON line by one before it that is laid out alike: the same bytes but for the values of some keys. Those are put
// into the value parsed from that line, which takes a fifth of the time of parsing. Owns what counts as laid out alike;
// which keys vary is the format's.
import { isObject, type JsonObject } from './fields.ts'
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE, SPACE } from './json-bytes.ts'
import { endOfValue, skipBlanks, type Span } from './line-text.ts'
import { parseJson } from './parse-json.ts'

export interface Varying {
  /** Keys from the line's value down to this one. */
  path: readonly string[]
  /**
   * `text` and `count` are read; a `value` is any, with whatever keys inside, and parsed where its bytes changed; of `unread` only
   * the end is looked for; `unread-list` is that where it is a list or an object.
   */
  as: 'text' | 'count' | 'value' | 'unread' | 'unread-list'
  /** Differs between two lines that say the same. */
  says?: 'nothing'
}

type Value = string | number
/** Spans in which a key is another one of its name. */
type Apart = readonly Span[]

/** Bytes that must be the same, then a value that varies. */
interface Part {
  index: number
  fixed: Span
  as: Varying['as']
  saysNothing: boolean
  home: Record<string, unknown>
  key: string
}

interface Place { place: Span; varying: Varying; home: Record<string, unknown>; key: string }

const NO_BYTES = Buffer.alloc(0)

/** The line that patterns are tried on, with what they all ask of it. */
export class LineAtHand {
  bytes: Buffer = NO_BYTES
  /** Of the memory the line lies in, which mostly is that of the line before; and where it lies there. */
  view: DataView = new DataView(NO_BYTES.buffer)
  offset = 0
  /** Where strings, lists and objects end: a reply's content is most of its line. */
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  #known = 0

  take(bytes: Buffer): void {
    this.bytes = bytes
    if (this.view.buffer !== bytes.buffer) this.view = new DataView(bytes.buffer)
    this.offset = bytes.byteOffset
    this.#known = 0
  }

  /** As `endOfValue`. */
  endOf(start: number): number {
    for (let at = 0; at < this.#known; at += 1) if (this.#starts[at] === start) return this.#ends[at] ?? -1
    const end = endOfValue(this.bytes, start)
    this.#starts[this.#known] = start
    this.#ends[this.#known] = end
    this.#known += 1
    return end
  }
}

export class LinePattern {
  readonly value: JsonObject
  readonly #bytes: Buffer
  readonly #view: DataView
  readonly #parts: readonly Part[]
  /** Behind the last value that varies. */
  readonly #rest: Span
  /** Of the line read last; undefined for what is not read. */
  readonly #values: (Value | undefined)[]
  /** Of the line being compared, where they are others: kept where all of it fits. */
  readonly #found: (Value | undefined)[]
  /** What texts of `value`s were parsed to, of the line being compared. */
  readonly #parsed = new Map<number, unknown>()
  /** The line read last says what the one before it said. */
  saysAgain = false
  /** For whoever keeps it: another line was read by it. */
  isProved = false

  private constructor(line: Buffer, value: JsonObject, places: readonly Place[]) {
    this.value = value
    this.#bytes = Buffer.from(line)
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, line.length)
    const ends = [0, ...places.map(({ place }) => place.end)]
    this.#parts = places.map(({ place, varying, home, key }, index) => ({
      index, fixed: { start: ends[index] ?? 0, end: place.start }, as: varying.as, saysNothing: varying.says === 'nothing', home, key,
    }))
    this.#rest = { start: ends.at(-1) ?? 0, end: line.length }
    this.#values = places.map(({ varying, home, key, place }) => firstValue(varying, home[key], line.subarray(place.start, place.end)))
    this.#found = this.#values.map(() => undefined)
  }

  /**
   * `value` is what the line was parsed to; `unread` are the spans that were parsed as null. A key varies where its bytes
   * stand once in the line, so that they can be no other key of that name. Null: no other line can be read by this one.
   */
  static of(line: Buffer, value: JsonObject, { varying, unread }: { varying: readonly Varying[]; unread: Apart }): LinePattern | null {
    const places: Place[] = []
    const add = (kinds: readonly Varying['as'][], placeOf: (key: string, value: unknown) => Span | null) => {
      for (const one of varying) {
        const [key, home] = [one.path.at(-1) ?? '', kinds.includes(one.as) ? homeOf(value, one.path) : null]
        const place = home !== null && Object.hasOwn(home, key) ? placeOf(key, home[key]) : null
        if (home !== null && place !== null) places.push({ varying: one, home, key, place })
      }
    }
    add(['unread', 'unread-list'], (key) => unreadPlaceOf(line, key, unread))
    add(['value'], (key) => valuePlaceOf(line, key, unread))
    const apart = [...unread, ...places.map(({ place }) => place)]
    // A key may be spelled with escapes: then it is not found by its bytes.
    if (indexOutside(line, ESCAPE, { unread: apart, from: 0 }) !== -1) return null
    add(['text', 'count'], (key, own) => placeOf(line, key, own, apart))
    const inOrder = places.toSorted((a, b) => a.place.start - b.place.start)
    // One name at two paths, of which only one stands where it is looked for.
    if (inOrder.some(({ place }, at) => place.start < (inOrder[at - 1]?.place.end ?? 0))) return null
    return inOrder.length === 0 ? null : new LinePattern(line, value, inOrder)
  }

  /** Where the line is laid out alike, `value` is now this line's. */
  read(line: LineAtHand): boolean {
    let at = 0
    for (const part of this.#parts) {
      at = this.#passFixed(line, at, part.fixed)
      if (at !== -1) at = this.#passValue(line, at, part)
      if (at === -1) return false
    }
    if (this.#passFixed(line, at, this.#rest) !== line.bytes.length) return false
    this.#keep()
    return true
  }

  /** Four bytes at a time: byte by byte, reading transcripts took a tenth longer. */
  #passFixed({ bytes, view, offset }: LineAtHand, from: number, { start, end }: Span): number {
    const after = from + end - start
    if (after > bytes.length) return -1
    const [ownBytes, ownView] = [this.#bytes, this.#view]
    let [at, own] = [from, start]
    for (; own + 4 <= end; own += 4, at += 4) if (view.getInt32(offset + at) !== ownView.getInt32(own)) return -1
    for (; own < end; own += 1, at += 1) if (bytes[at] !== ownBytes[own]) return -1
    return after
  }

  /** The index behind the value; -1 where it is of another kind. */
  #passValue(line: LineAtHand, start: number, { as, index }: Part): number {
    switch (as) {
      case 'text': return this.#passText(line.bytes, start, index)
      case 'count': return this.#passCount(line.bytes, start, index)
      case 'value': return this.#passAny(line, start, index)
      case 'unread': return line.endOf(start)
      case 'unread-list': return isOpening(line.bytes[start]) ? line.endOf(start) : -1
    }
  }

  #passText(line: Buffer, start: number, index: number): number {
    const end = line[start] === QUOTE ? endOfPlainText(line, start + 1) : -1
    if (end === -1) return -1
    this.#found[index] = isText(line, { start: start + 1, end }, this.#values[index]) ? undefined : line.toString('latin1', start + 1, end)
    return end + 1
  }

  #passCount(line: Buffer, start: number, index: number): number {
    const end = endOfDigits(line, start)
    if (end === -1) return -1
    const count = numberIn(line, start, end)
    this.#found[index] = count === this.#values[index] ? undefined : count
    return end
  }

  #passAny(line: LineAtHand, start: number, index: number): number {
    const end = line.endOf(start)
    const after = end === -1 ? endOfWord(line.bytes, start) : end
    this.#found[index] = undefined
    if (isText(line.bytes, { start, end: after }, this.#values[index])) return after
    const text = line.bytes.toString('utf8', start, after)
    const parsed = parseJson(text)
    if (parsed === null) return -1
    this.#parsed.set(index, parsed.value)
    this.#found[index] = text
    return after
  }

  #keep(): void {
    this.saysAgain = true
    for (const { index, as, saysNothing, home, key } of this.#parts) {
      const found = this.#found[index]
      if (found === undefined) continue
      this.#values[index] = found
      home[key] = as === 'value' ? this.#parsed.get(index) : found
      if (!saysNothing) this.saysAgain = false
    }
  }
}

const ESCAPE = Buffer.from('\\u')
const ZERO = 0x30
const NINE = 0x39
/** Fewer than make a number that is not exact. */
const MOST_DIGITS = 15

export const isUnread = ({ as }: Varying): boolean => as === 'unread' || as === 'unread-list'

export const isOpening = (byte: number | undefined): boolean => byte === OPEN_ARRAY || byte === OPEN_OBJECT

function firstValue(varying: Varying, value: unknown, bytes: Buffer): Value | undefined {
  if (varying.as === 'value') return bytes.toString('utf8')
  return !isUnread(varying) && (typeof value === 'string' || typeof value === 'number') ? value : undefined
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

/** Where a text or a count stands; null where the key stands twice, or the value is of another kind. */
function placeOf(line: Buffer, key: string, value: unknown, apart: Apart): Span | null {
  const start = startOf(line, key, apart)
  if (start === -1) return null
  if (line[start] === QUOTE) {
    const end = endOfPlainText(line, start + 1)
    return end !== -1 && line.toString('latin1', start + 1, end) === value ? { start, end: end + 1 } : null
  }
  const end = endOfDigits(line, start)
  return end !== -1 && numberIn(line, start, end) === value ? { start, end } : null
}

function valuePlaceOf(line: Buffer, key: string, apart: Apart): Span | null {
  const start = startOf(line, key, apart)
  if (start === -1) return null
  const end = endOfValue(line, start)
  return { start, end: end === -1 ? endOfWord(line, start) : end }
}

function unreadPlaceOf(line: Buffer, key: string, unread: Apart): Span | null {
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

/** Whether these bytes of ASCII are that text: they often are, and a new text takes five times as long. */
function isText(line: Buffer, { start, end }: Span, text: Value | undefined): text is string {
  if (typeof text !== 'string' || text.length !== end - start) return false
  for (let at = 0; at < text.length; at += 1) if (line[start + at] !== text.charCodeAt(at)) return false
  return true
}

/** Index of the closing quote of a text of ASCII without escapes; -1 for any other. */
function endOfPlainText(line: Buffer, from: number): number {
  for (let at = from; at < line.length; at += 1) {
    const byte = line[at] ?? 0
    if (byte === QUOTE) return at
    if (byte < SPACE || byte > 0x7e || byte === BACKSLASH) return -1
  }
  return -1
}

/** Index behind a number, true, false or null; behind nothing for anything else, which does not parse. */
function endOfWord(line: Buffer, from: number): number {
  let at = from
  for (let byte = line[at] ?? 0; byte > SPACE && byte !== COMMA && byte !== CLOSE_ARRAY && byte !== CLOSE_OBJECT; byte = line[at] ?? 0) at += 1
  return at
}

/** Index behind the digits of a whole number as JSON spells it; -1 for any other. */
function endOfDigits(line: Buffer, from: number): number {
  let at = from
  for (let byte = line[at] ?? 0; byte >= ZERO && byte <= NINE; byte = line[at] ?? 0) at += 1
  const digits = at - from
  return digits === 0 || digits > MOST_DIGITS || (digits > 1 && line[from] === ZERO) ? -1 : at
}

function numberIn(line: Buffer, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at += 1) number = number * 10 + (line[at] ?? ZERO) - ZERO
  return number
}
