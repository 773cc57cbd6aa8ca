// Cuts JSON values out of a stream of bytes without parsing them: a run of values, or the elements of an array in them.
// Owns structure only (strings, brackets, keys on the way to the array); what a value means is the reader's.
import { Carry, LONGEST_ENTRY, TOO_LONG } from './carry.ts'
import { INCOMPLETE, type Cutter, type CutterParts } from './cutter.ts'
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE, SPACE } from './json-bytes.ts'

const LONGEST_KEY = 256

/** What is being captured: nothing, a string, brackets, or a bare word such as a number. */
type Capture = 'none' | 'string' | 'brackets' | 'word'

export class ValueCutter implements Cutter {
  readonly #path: readonly string[] | null
  readonly #parts: CutterParts
  readonly #carry: Carry
  readonly place = null
  entries = 0
  #capture: Capture = 'none'
  /** Open brackets of the captured value, or of the way to it. */
  #depth = 0
  /** How many keys of the path the open brackets have followed; path.length + 1 inside the array itself. */
  #entered = 0
  #inString = false
  #escaped = false
  /** Characters so far of a string on the way; keys of a path are ASCII. */
  #key = ''
  #keyText = ''
  #found = false

  constructor(path: readonly string[] | null, parts: CutterParts, cap: number = LONGEST_ENTRY) {
    this.#path = path
    this.#parts = parts
    this.#carry = new Carry(cap)
  }

  push(chunk: Buffer): void {
    let start = 0
    let at = 0
    while (at < chunk.length) {
      if (!this.#isCapturing()) {
        at = this.#seek(chunk, at)
        start = at
        continue
      }
      at = this.#follow(chunk, at)
      if (this.#isCapturing()) continue
      this.#emit(chunk.subarray(start, at))
      start = at
    }
    if (this.#isCapturing()) this.#carry.append(chunk.subarray(start))
  }

  #isCapturing(): boolean {
    return this.#capture !== 'none'
  }

  end(): boolean {
    if (this.#capture === 'word' && this.#depth === 0) {
      this.#capture = 'none'
      this.#emit(Buffer.alloc(0))
    }
    const cut = this.#capture !== 'none'
    if (cut) {
      this.entries += 1
      this.#parts.sink.ignore(INCOMPLETE, this.entries)
    }
    return cut || this.#depth > 0 || this.#inString
  }

  /** Walks to where the next value begins; returns its index, or the chunk's length. */
  #seek(chunk: Buffer, from: number): number {
    let at = from
    while (at < chunk.length) {
      if (this.#inString) {
        at = this.#passKey(chunk, at)
        continue
      }
      const byte = chunk[at] ?? SPACE
      if (byte > SPACE && byte !== COMMA && this.#startsEntry(byte)) {
        this.#capture = byte === QUOTE ? 'string' : isOpen(byte) ? 'brackets' : 'word'
        return at
      }
      this.#step(byte)
      at += 1
    }
    return at
  }

  #startsEntry(byte: number): boolean {
    if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT || byte === COLON) return false
    if (this.#path === null) return true
    if (this.#entered > this.#path.length) return this.#depth === this.#entered
    // A lone object where an array was expected is its own only element.
    return this.#path.length === 0 && this.#depth === 0 && byte !== OPEN_ARRAY
  }

  /** One byte of the way to the array: keeps depth, and how much of the path was entered. */
  #step(byte: number): void {
    if (byte === QUOTE) {
      this.#inString = true
      this.#key = ''
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#open(byte)
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) this.#close()
    else if (byte === COMMA) this.#keyText = ''
  }

  #open(byte: number): void {
    const path = this.#path ?? []
    const onTheWay = this.#entered === this.#depth && this.#entered <= path.length
    const keyFits = this.#depth === 0 || this.#keyText === path[this.#depth - 1]
    const kindFits = byte === (this.#depth === path.length ? OPEN_ARRAY : OPEN_OBJECT)
    if (this.#depth === 0) this.#found = false
    this.#depth += 1
    if (onTheWay && keyFits && kindFits) this.#entered = this.#depth
    this.#found ||= this.#entered > path.length
    this.#keyText = ''
  }

  #close(): void {
    if (this.#depth === 0) return
    if (this.#entered === this.#depth) this.#entered -= 1
    this.#depth -= 1
    if (this.#depth > 0 || this.#found) return
    this.entries += 1
    this.#parts.sink.ignore('value without the expected list', this.entries)
  }

  #passKey(chunk: Buffer, from: number): number {
    const end = this.#endOfString(chunk, from)
    if (this.#key.length < LONGEST_KEY) this.#key += chunk.toString('latin1', from, Math.min(end, from + LONGEST_KEY))
    if (!this.#inString) this.#keyText = this.#key.slice(0, -1)
    return end
  }

  /** Goes on in a captured value; returns the index behind it, with the capture ended, or the chunk's length. */
  #follow(chunk: Buffer, from: number): number {
    if (this.#capture === 'word') return this.#followWord(chunk, from)
    return this.#capture === 'string' ? this.#followString(chunk, from) : this.#followBrackets(chunk, from)
  }

  #followWord(chunk: Buffer, from: number): number {
    let at = from
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? SPACE
      if (byte > SPACE && byte !== COMMA && byte !== CLOSE_ARRAY && byte !== CLOSE_OBJECT) continue
      this.#capture = 'none'
      return at
    }
    return at
  }

  #followString(chunk: Buffer, from: number): number {
    const inside = this.#inString ? from : from + 1
    this.#inString = true
    const end = this.#endOfString(chunk, inside)
    if (!this.#inString) this.#capture = 'none'
    return end
  }

  /** The hot loop: every byte of a value outside its strings. */
  #followBrackets(chunk: Buffer, from: number): number {
    const home = this.#home()
    let at = from
    while (at < chunk.length) {
      if (this.#inString) {
        at = this.#endOfString(chunk, at)
        continue
      }
      const byte = chunk[at]
      at += 1
      if (byte === QUOTE) this.#inString = true
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth += 1
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        this.#depth -= 1
        if (this.#depth > home) continue
        this.#capture = 'none'
        return at
      }
    }
    return at
  }

  /** Depth at which entries lie. */
  #home(): number {
    return this.#path === null ? 0 : this.#entered > this.#path.length ? this.#entered : 0
  }

  /** Index behind the closing quote, or the chunk's length with the string still open. Escapes may span chunks. */
  #endOfString(chunk: Buffer, from: number): number {
    let floor = from
    if (this.#escaped && from < chunk.length) {
      this.#escaped = false
      floor = from + 1
    }
    for (let end = chunk.indexOf(QUOTE, floor); end !== -1; end = chunk.indexOf(QUOTE, end + 1)) {
      if (backslashesBefore(chunk, end, floor) % 2 === 1) continue
      this.#inString = false
      return end + 1
    }
    this.#escaped = backslashesBefore(chunk, chunk.length, floor) % 2 === 1
    return chunk.length
  }

  #emit(rest: Buffer): void {
    this.entries += 1
    let value: Buffer | null = rest
    if (!this.#carry.isEmpty) {
      this.#carry.append(rest)
      value = this.#carry.take()
    }
    if (value === null) this.#parts.sink.reject(`entry is ${TOO_LONG}`, this.entries)
    else this.#parts.reader.entry(value, this.entries)
  }
}

function isOpen(byte: number): boolean {
  return byte === OPEN_OBJECT || byte === OPEN_ARRAY
}

function backslashesBefore(bytes: Buffer, at: number, floor: number): number {
  let count = 0
  while (at - 1 - count >= floor && bytes[at - 1 - count] === BACKSLASH) count += 1
  return count
}

/** True where the bytes open a string, an object or an array that they do not close. */
export function isCutOff(bytes: Buffer): boolean {
  const nothing = () => {}
  const reader = { entry: nothing, end: nothing }
  const sink = { accept: nothing, ignore: nothing, reject: nothing, repeat: nothing, extraEntries: nothing }
  const cutter = new ValueCutter(null, { reader, sink, startPosition: 0 })
  cutter.push(bytes)
  return cutter.end()
}
