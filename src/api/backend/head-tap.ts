// Looks at a source's first bytes on their way, so that its identity is known before the first entry is.
import { createHash } from 'node:crypto'
import type { LogSource } from '../../importers/importer.ts'
import { HEAD_BYTES } from '../../importers/read-source.ts'

/** SHA-256 of the first 64 KiB as stored: the identity of entries without an id of their own. */
export class HeadTap {
  readonly source: LogSource
  #hash: string | null = null

  constructor(source: LogSource) {
    this.source = { ...source, open: (from) => this.#tapped(source.open(from)) }
  }

  /** Null before the head was read. */
  get hash(): string | null {
    return this.#hash
  }

  /** Holds the first chunks back until the head is whole. */
  async *#tapped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256')
    const held: Uint8Array[] = []
    let length = 0
    for await (const chunk of chunks) {
      if (this.#hash !== null) {
        yield chunk
        continue
      }
      held.push(chunk)
      hash.update(chunk.subarray(0, HEAD_BYTES - length))
      length += chunk.byteLength
      if (length < HEAD_BYTES) continue
      this.#hash = hash.digest('hex')
      yield* held.splice(0)
    }
    this.#hash ??= hash.digest('hex')
    yield* held
  }
}
