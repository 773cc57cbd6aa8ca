// Reads a JSON line by one before it that is laid out alike: the same bytes but for the values of some keys. Those are put
// into the value parsed from that line, which takes a fifth of the time of parsing. Owns what counts as laid out alike;
// which keys vary is the format's.
import { QUOTE } from './json-bytes.ts'
import type { LineAtHand } from './line-at-hand.ts'
import type { Span } from './line-text.ts'
import { parseJson } from './parse-json.ts'
import type { Place } from './pattern-places.ts'
import { endOfDigits, endOfNumber, endOfPlainText, endOfWord, isOpening, isText, numberIn } from './plain-values.ts'

/** Bytes that must be the same: four at a time (byte by byte, reading transcripts took a tenth longer), and up to three more. */
interface Fixed { length: number; words: readonly number[]; rest: readonly number[] }

interface Part extends Place { index: number; fixed: Fixed }

/** Of any kind. */
interface AnyValue { text: string; value: unknown }

type Held = string | number | AnyValue | undefined

export class LinePattern {
  readonly #parts: readonly Part[]
  readonly #end: Fixed
  /** Of the line read last; undefined for what is not read. */
  readonly #held: Held[]
  /** Of the line being compared, where they are others: kept where all of it fits. Of texts, where they begin and end: most lines fit another pattern. */
  readonly #found: Held[]
  readonly #starts: number[]
  readonly #ends: number[]
  /** Values of any kind that were held before these: a stop reason often is one of two. */
  readonly #before: AnyValue[] = []
  /** The line read last says what the one before it said. */
  saysAgain = false

  /** `places` in order of the line, which no other line is like where there are none. */
  constructor(line: Buffer, places: readonly Place[]) {
    const ends = [0, ...places.map(({ span }) => span.end)]
    const view = new DataView(line.buffer, line.byteOffset, line.length)
    this.#parts = places.map((place, index) => ({ ...place, index, fixed: fixedOf(view, { start: ends[index] ?? 0, end: place.span.start }) }))
    this.#end = fixedOf(view, { start: ends.at(-1) ?? 0, end: line.length })
    this.#held = places.map(({ as, home, key, span }) => firstOf(as, home[key], line.subarray(span.start, span.end)))
    this.#found = places.map(() => undefined)
    this.#starts = places.map(() => 0)
    this.#ends = places.map(() => 0)
  }

  /** Where it fits, `keep` puts what was found into the value. */
  fits(line: LineAtHand): boolean {
    let at = 0
    for (let index = 0; index < this.#parts.length; index += 1) {
      const part = this.#parts[index]
      if (part === undefined) return false
      at = passFixed(line, at, part.fixed)
      if (at !== -1) at = this.#passValue(line, at, part)
      if (at === -1) return false
    }
    return passFixed(line, at, this.#end) === line.bytes.length
  }

  /** The line is the one that fitted last. */
  keep(line: LineAtHand): void {
    this.saysAgain = true
    for (const part of this.#parts) if (!part.saysNothing && this.#keepPart(line, part)) this.saysAgain = false
    // Of a line that says the same nothing is read.
    if (!this.saysAgain) for (const part of this.#parts) if (part.saysNothing) this.#keepPart(line, part)
  }

  /** Returns whether it is another value than the one held. */
  #keepPart(line: LineAtHand, { as, index, home, key }: Part): boolean {
    const [found, held] = [as === 'text' ? this.#textIn(line.bytes, index) : this.#found[index], this.#held[index]]
    if (found === undefined) return false
    this.#held[index] = found
    home[key] = typeof found === 'object' ? found.value : found
    if (typeof held === 'object') this.#before[index] = held
    return true
  }

  /** The index behind the value; -1 where it is of another kind. */
  #passValue(line: LineAtHand, start: number, { as, index }: Part): number {
    switch (as) {
      case 'text': return this.#passText(line.bytes, start, index)
      case 'count': return this.#passCount(line.bytes, start, index)
      case 'value': return this.#passAny(line, start, index)
      case 'unread': return line.endOf(start)
      case 'unread-list': return isOpening(line.bytes[start]) ? line.endOf(start) : -1
      case 'unread-number': return endOfNumber(line.bytes, start)
    }
  }

  #passText(line: Buffer, start: number, index: number): number {
    const end = line[start] === QUOTE ? endOfPlainText(line, start + 1) : -1
    if (end === -1) return -1
    this.#starts[index] = start + 1
    this.#ends[index] = end
    return end + 1
  }

  /** Undefined where it is the text held. */
  #textIn(line: Buffer, index: number): string | undefined {
    const [start, end] = [this.#starts[index] ?? 0, this.#ends[index] ?? 0]
    return isText(line, { start, end }, this.#held[index]) ? undefined : line.toString('latin1', start, end)
  }

  #passCount(line: Buffer, start: number, index: number): number {
    const end = endOfDigits(line, start)
    if (end === -1) return -1
    const count = numberIn(line, start, end)
    this.#found[index] = count === this.#held[index] ? undefined : count
    return end
  }

  #passAny(line: LineAtHand, start: number, index: number): number {
    const end = line.endOf(start)
    const span = { start, end: end === -1 ? endOfWord(line.bytes, start) : end }
    const held = this.#held[index]
    this.#found[index] = undefined
    if (typeof held !== 'object') return -1
    if (isText(line.bytes, span, held.text)) return span.end
    const text = line.bytes.toString('utf8', span.start, span.end)
    const before = this.#before[index]
    if (before?.text === text) this.#found[index] = before
    else if (text !== held.text) {
      const parsed = parseJson(text)
      if (parsed === null) return -1
      this.#found[index] = { text, value: parsed.value }
    }
    return span.end
  }
}

function firstOf(as: Place['as'], value: unknown, bytes: Buffer): Held {
  if (as === 'value') return { text: bytes.toString('utf8'), value }
  return (as === 'text' || as === 'count') && (typeof value === 'string' || typeof value === 'number') ? value : undefined
}

function fixedOf(view: DataView, { start, end }: Span): Fixed {
  const [words, rest]: [number[], number[]] = [[], []]
  let at = start
  for (; at + 4 <= end; at += 4) words.push(view.getInt32(at))
  for (; at < end; at += 1) rest.push(view.getUint8(at))
  return { length: end - start, words, rest }
}

/** The index behind; -1 where they are others. */
function passFixed({ bytes, view, offset }: LineAtHand, from: number, { length, words, rest }: Fixed): number {
  if (from + length > bytes.length) return -1
  let at = offset + from
  for (let index = 0; index < words.length; index += 1, at += 4) if (view.getInt32(at) !== words[index]) return -1
  for (let index = 0; index < rest.length; index += 1, at += 1) if (view.getUint8(at) !== rest[index]) return -1
  return from + length
}
