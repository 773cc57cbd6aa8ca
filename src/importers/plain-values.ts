// Values as JSON spells them in bytes: where they end, and what they are, without parsing. Only spellings that mean what they show: texts of
// ASCII without escapes, whole numbers that are exact. Everything else is told as such, and parsed elsewhere.
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE, SPACE } from './json-bytes.ts'
import type { Span } from './line-text.ts'

const ZERO = 0x30
const NINE = 0x39
const DOT = 0x2e
const LAST_OF_ASCII = 0x7e
/** Fewer than make a number that is not exact. */
const MOST_DIGITS = 15

export const isOpening = (byte: number | undefined): boolean => byte === OPEN_ARRAY || byte === OPEN_OBJECT

/** Whether these bytes are that text of ASCII: they often are, and a new text takes five times as long. */
export function isText(line: Buffer, { start, end }: Span, text: unknown): text is string {
  if (typeof text !== 'string' || text.length !== end - start) return false
  for (let at = 0; at < text.length; at += 1) {
    const byte = line[start + at] ?? 0
    // The code of a letter beyond ASCII is a byte of something else.
    if (byte !== text.charCodeAt(at) || byte > LAST_OF_ASCII) return false
  }
  return true
}

/** Index of the closing quote of a plain text; -1 for any other. */
export function endOfPlainText(line: Buffer, from: number): number {
  for (let at = from; at < line.length; at += 1) {
    const byte = line[at] ?? 0
    if (byte === QUOTE) return at
    if (byte < SPACE || byte > LAST_OF_ASCII || byte === BACKSLASH) return -1
  }
  return -1
}

/** Index behind a number, true, false or null; behind nothing for anything else, which does not parse. */
export function endOfWord(line: Buffer, from: number): number {
  let at = from
  for (let byte = line[at] ?? 0; byte > SPACE && byte !== COMMA && byte !== CLOSE_ARRAY && byte !== CLOSE_OBJECT; byte = line[at] ?? 0) at += 1
  return at
}

/** Index behind the digits of a plain number; -1 for any other. */
export function endOfDigits(line: Buffer, from: number): number {
  const at = skipDigits(line, from)
  const digits = at - from
  return digits === 0 || digits > MOST_DIGITS || (digits > 1 && line[from] === ZERO) ? -1 : at
}

/** Index behind a plain number that may have a fraction; -1 for any other. */
export function endOfNumber(line: Buffer, from: number): number {
  const whole = endOfDigits(line, from)
  if (whole === -1 || line[whole] !== DOT) return whole
  const at = skipDigits(line, whole + 1)
  return at === whole + 1 ? -1 : at
}

function skipDigits(line: Buffer, from: number): number {
  let at = from
  for (let byte = line[at] ?? 0; byte >= ZERO && byte <= NINE; byte = line[at] ?? 0) at += 1
  return at
}

export function numberIn(line: Buffer, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at += 1) number = number * 10 + (line[at] ?? ZERO) - ZERO
  return number
}
