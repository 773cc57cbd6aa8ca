// Bytes of an entry that spans chunks, up to a stated cap. Owns the growing; knows nothing of lines or JSON.

/** An entry longer than this is rejected, not read: bounded memory, and V8 could not hold it as text anyway. */
export const LONGEST_ENTRY = 256 * 1024 * 1024
export const TOO_LONG = 'longer than 256 MiB'

const KEPT_BYTES = 1024 * 1024

export class Carry {
  readonly #cap: number
  #buffer: Buffer = Buffer.alloc(0)
  #length = 0
  #overflow = false

  constructor(cap: number = LONGEST_ENTRY) {
    this.#cap = cap
  }

  get isEmpty(): boolean {
    return this.#length === 0 && !this.#overflow
  }

  append(bytes: Buffer): void {
    if (this.#overflow || this.#length + bytes.length > this.#cap) {
      this.clear()
      this.#overflow = true
      return
    }
    this.#reserve(this.#length + bytes.length)
    bytes.copy(this.#buffer, this.#length)
    this.#length += bytes.length
  }

  /** All bytes since the last call, valid until the next append; null where they were over the cap. */
  take(): Buffer | null {
    const taken = this.#overflow ? null : this.#buffer.subarray(0, this.#length)
    this.clear()
    return taken
  }

  clear(): void {
    this.#length = 0
    this.#overflow = false
    if (this.#buffer.length > KEPT_BYTES) this.#buffer = Buffer.alloc(0)
  }

  #reserve(length: number): void {
    if (length <= this.#buffer.length) return
    const size = Math.max(64 * 1024, length, Math.min(this.#buffer.length * 2, this.#cap))
    const grown = Buffer.allocUnsafeSlow(size)
    this.#buffer.copy(grown, 0, 0, this.#length)
    this.#buffer = grown
  }
}
