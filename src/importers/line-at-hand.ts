// A line of JSON with what every pattern that is tried on it asks (line-pattern.ts), looked for once.
import { endOfValue } from './line-text.ts'

const NO_BYTES = Buffer.alloc(0)

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
