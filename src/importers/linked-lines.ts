// Lines that need the lines before them (a stream's events): cut as lines, without a place to go on from. Owns nothing else.
import type { Cutter, CutterParts } from './cutter.ts'
import { LineCutter } from './lines.ts'

export class LinkedLineCutter implements Cutter {
  readonly #lines: LineCutter
  readonly place = null

  constructor(parts: CutterParts) {
    this.#lines = new LineCutter(parts)
  }

  get entries(): number {
    return this.#lines.entries
  }

  push(chunk: Buffer): void {
    this.#lines.push(chunk)
  }

  end(): boolean {
    return this.#lines.end()
  }
}
