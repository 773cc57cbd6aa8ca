// Reads the lines of a log that are laid out as lines before them without parsing them (line-pattern.ts). Owns how many
// layouts are remembered, and when it is not worth remembering any.
import type { JsonObject } from './fields.ts'
import { BACKSLASH } from './json-bytes.ts'
import { indexOutside, isOpening, isUnread, keyBytes, LineAtHand, LinePattern, type Varying } from './line-pattern.ts'
import { endOfValue, skipBlanks, textWithout, type Span } from './line-text.ts'

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

export class AlikeLines {
  readonly #varying: readonly Varying[]
  readonly #unreadKeys: readonly { bytes: Buffer; listOnly: boolean }[]
  /** The one that fitted last comes first. */
  #patterns: LinePattern[] = []
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
    for (let at = 0; at < this.#patterns.length && at < tried; at += 1) {
      const pattern = this.#patterns[at]
      if (pattern === undefined || !pattern.read(this.#line)) continue
      if (at > 0) this.#patterns.unshift(...this.#patterns.splice(at, 1))
      this.#inVain = 0
      if (!pattern.isProved) this.#trust += 1
      pattern.isProved = true
      this.saysAgain = pattern.saysAgain
      return pattern.value
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
    const pattern = LinePattern.of(line, value, { varying: this.#varying, unread: this.#unread })
    this.#trust = Math.max(0, this.#trust - 1)
    if (pattern !== null) this.#patterns = [pattern, ...this.#patterns.slice(0, MOST_PATTERNS - 1)]
  }

  forget(): void {
    this.#patterns = []
  }
}
