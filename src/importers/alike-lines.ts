// Reads the lines of a log that are laid out as lines before them without parsing them (line-pattern.ts). Owns how many
// layouts are remembered, and when it is not worth remembering any.
import type { JsonObject } from './fields.ts'
import { BACKSLASH } from './json-bytes.ts'
import { LineAtHand } from './line-at-hand.ts'
import { LinePattern } from './line-pattern.ts'
import { endOfValue, skipBlanks, textWithout, type Span } from './line-text.ts'
import { indexOutside, isUnread, keyBytes, placesIn, type Varying } from './pattern-places.ts'
import { isOpening } from './plain-values.ts'

/** A log's lines alternate between few: of the main chain and of a side chain, of two models, with and without a field. */
const MOST_PATTERNS = 16
/** Where no line is like another: the ones remembered last. */
const FEW_PATTERNS = 2
/**
 * Remembering a line takes as long as parsing it. So many are remembered on trust, and one for each that a later line was like;
 * of others one in 32.
 */
const TRUST = 16
const ONE_IN = 32

/** What no line is like is not tried for ever: a log whose streamed replies are never alike tried sixteen patterns on each. */
const MOST_TRIES = 64

interface Remembered {
  pattern: LinePattern
  /** What its line was parsed to: holds what the line read last says. */
  value: JsonObject
  /** Another line was like it. */
  isProved: boolean
  /** How often it was tried before one was. */
  tries: number
}

export class AlikeLines {
  readonly #varying: readonly Varying[]
  readonly #unreadKeys: readonly { bytes: Buffer; listOnly: boolean }[]
  /** The one that fitted last comes first. */
  #remembered: Remembered[] = []
  #unread: Span[] = []
  readonly #line = new LineAtHand()
  /** How many lines may be remembered. */
  #trust = TRUST
  /** Lines that were like none: of all, and since one was. */
  #parsed = 0
  #inVain = 0
  /** The line read last says what an earlier one of its layout said. */
  saysAgain = false

  constructor(varying: readonly Varying[]) {
    this.#varying = varying
    const keys = new Map(varying.filter(isUnread).map(({ path, as }) => [path.at(-1) ?? '', as === 'unread-list']))
    this.#unreadKeys = [...keys].map(([key, listOnly]) => ({ bytes: keyBytes(key), listOnly }))
  }

  /** The line's value, valid until the next is read; null where it must be parsed. */
  read(line: Buffer): JsonObject | null {
    this.#line.take(line)
    const tried = this.#inVain > ONE_IN ? FEW_PATTERNS : MOST_PATTERNS
    for (let at = 0; at < this.#remembered.length && at < tried;) {
      const one = this.#remembered[at]
      if (one === undefined) return null
      if (!one.pattern.fits(this.#line)) {
        one.tries += 1
        if (!one.isProved && one.tries > MOST_TRIES) this.#remembered.splice(at, 1)
        else at += 1
        continue
      }
      if (at > 0) this.#remembered.unshift(...this.#remembered.splice(at, 1))
      this.#inVain = 0
      if (!one.isProved) this.#trust += 1
      one.isProved = true
      one.pattern.keep(this.#line)
      this.saysAgain = one.pattern.saysAgain
      return one.value
    }
    return null
  }

  /** The line as text to parse, with null for what is not read. */
  textOf(line: Buffer): string {
    this.#unread = []
    for (const { bytes, listOnly } of this.#unreadKeys) {
      const key = indexOutside(line, bytes, { unread: this.#unread, from: 0 })
      if (key < 1 || line[key - 1] === BACKSLASH) continue
      const start = skipBlanks(line, key + bytes.length)
      const end = listOnly && !isOpening(line[start]) ? -1 : endOfValue(line, start)
      if (end !== -1) this.#unread.push({ start, end })
    }
    return textWithout(line, this.#unread.sort((a, b) => a.start - b.start))
  }

  /** Remembers the line that `textOf` was asked of last, and what that text was parsed to, which must not be kept elsewhere. */
  remember(line: Buffer, value: JsonObject): void {
    this.#parsed += 1
    this.#inVain += 1
    if (this.#trust === 0 && this.#parsed % ONE_IN !== 0) return
    const places = placesIn(line, value, { varying: this.#varying, unread: this.#unread })
    this.#trust = Math.max(0, this.#trust - 1)
    if (places.length === 0) return
    const remembered = { pattern: new LinePattern(line, places), value, isProved: false, tries: 0 }
    this.#remembered = [remembered, ...this.#remembered.slice(0, MOST_PATTERNS - 1)]
  }

  forget(): void {
    this.#remembered = []
  }
}
