// Chunks pulled by the number of bytes wanted, with putting back. Owns no meaning of the bytes.

export class ByteQueue {
  readonly #chunks: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)
  /** Bytes pulled so far, those held included. */
  #pulled = 0

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Bytes taken and not put back. */
  get bytesTaken(): number {
    return this.#pulled - this.#held.length
  }

  /** Up to `length` next bytes, fewer at the end; they stay. */
  async peek(length: number): Promise<Buffer> {
    while (this.#held.length < length && (await this.#pull()));
    return this.#held.subarray(0, length)
  }

  /** Exactly `length` bytes, or null where the input ends before. */
  async take(length: number): Promise<Buffer | null> {
    const bytes = await this.peek(length)
    if (bytes.length < length) return null
    this.#held = this.#held.subarray(length)
    return bytes
  }

  /** One to `most` bytes, whatever is at hand; null at the end. */
  async slice(most: number): Promise<Buffer | null> {
    const { length } = await this.peek(1)
    return length === 0 ? null : this.take(Math.min(most, this.#held.length))
  }

  putBack(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([bytes, this.#held])
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  async #pull(): Promise<boolean> {
    const next = await this.#chunks.next()
    if (next.done === true) return false
    this.#pulled += next.value.length
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value])
    return true
  }
}
