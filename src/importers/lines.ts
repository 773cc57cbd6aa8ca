// Chunks into lines, as views on the bytes wherever a line lies in one chunk. Owns newlines; knows nothing of JSON.
import { Carry, LONGEST_ENTRY, TOO_LONG } from './carry.ts'
import { INCOMPLETE, type Cutter, type CutterParts } from './cutter.ts'
import { isCutOff } from './values.ts'

const NEWLINE = 10
const RETURN = 13
const SPACE = 32
const NUL_LINE = 'line of NUL bytes'

export class LineCutter implements Cutter {
  readonly #parts: CutterParts
  readonly #carry: Carry
  #position: number
  /** Bytes before the chunk at hand; bytes up to the end of the last whole line. */
  #pushed = 0
  #offset = 0
  entries = 0

  constructor(parts: CutterParts, cap: number = LONGEST_ENTRY) {
    this.#parts = parts
    this.#carry = new Carry(cap)
    this.#position = parts.startPosition
  }

  get place(): { offset: number; position: number } {
    return { offset: this.#offset, position: this.#position }
  }

  push(chunk: Buffer): void {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#finishLine(chunk.subarray(start, end))
      start = end + 1
      this.#offset = this.#pushed + start
    }
    this.#pushed += chunk.length
    if (start < chunk.length) this.#carry.append(chunk.subarray(start))
  }

  /** A last line without newline is read where it is whole; its place counts its bytes, not its missing newline. */
  end(): boolean {
    if (this.#carry.isEmpty) return false
    const line = this.#carry.take()
    if (line !== null && isCutOff(line)) {
      this.entries += 1
      this.#parts.sink.ignore(INCOMPLETE, this.#position + 1)
      return true
    }
    this.#offset = this.#pushed
    this.#emit(line, this.#position + 1)
    return false
  }

  #finishLine(rest: Buffer): void {
    this.#position += 1
    if (this.#carry.isEmpty) return this.#emit(rest, this.#position)
    this.#carry.append(rest)
    return this.#emit(this.#carry.take(), this.#position)
  }

  #emit(line: Buffer | null, position: number): void {
    if (line === null) {
      this.entries += 1
      return this.#parts.sink.reject(`line is ${TOO_LONG}`, position)
    }
    const whole = line[line.length - 1] === RETURN ? line.subarray(0, -1) : line
    const blank = blankOf(whole)
    if (blank === 'white') return
    this.entries += 1
    if (blank === 'nul') this.#parts.sink.ignore(NUL_LINE, position)
    else this.#parts.reader.entry(whole, position)
  }
}

/** White space alone is no entry. NULs are: a crash or a copy left them where a line should be, and nobody knows what it was. */
function blankOf(line: Buffer): 'white' | 'nul' | null {
  let hasNul = false
  for (let at = 0; at < line.length; at += 1) {
    const byte = line[at] ?? 0
    if (byte > SPACE) return null
    if (byte === 0) hasNul = true
  }
  return hasNul ? 'nul' : 'white'
}
