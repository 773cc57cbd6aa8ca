// Drives one of zlib's decompressors chunk by chunk, keeping all that came out before damage or a cut.
// Owns the limit that stops a decompression bomb.
import type { Transform } from 'node:stream'
import type { Problem } from '../core/problem.ts'

export type Inflater = Transform

/** Small, because one byte of gzip can become a thousand: what is held in memory at once stays under 20 MiB. */
const INPUT_SLICE = 16 * 1024
const BOMB_RATIO = 1000
const BOMB_BYTES = 64 * 1024 * 1024

/** Yields decompressed chunks; tells of at most one problem, after which it ends. */
export async function* inflate(
  chunks: AsyncIterable<Buffer>, inflater: Inflater, tell: (problem: Problem) => void,
): AsyncGenerator<Buffer> {
  const run = new InflateRun(inflater)
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length && !run.over; at += INPUT_SLICE) {
        yield* await run.write(chunk.subarray(at, at + INPUT_SLICE))
        if (run.isBomb) return tell(BOMB)
      }
      if (run.over) break
    }
    if (!run.over) yield* await run.finish()
    const problem = run.problem()
    if (problem !== null) tell(problem)
  } finally {
    inflater.destroy()
  }
}

class InflateRun {
  readonly #inflater: Inflater
  #out: Buffer[] = []
  #bytesIn = 0
  #bytesOut = 0
  #error: Error | null = null
  #ended = false
  #wake: () => void = () => {}

  constructor(inflater: Inflater) {
    this.#inflater = inflater
    inflater.on('data', (bytes: Buffer) => {
      this.#out.push(bytes)
      this.#bytesOut += bytes.length
    })
    inflater.on('error', (error) => {
      this.#error ??= error
      this.#wake()
    })
    // zlib ends by itself at zero bytes after the last member: padding.
    inflater.on('end', () => {
      this.#ended = true
      this.#wake()
    })
  }

  get over(): boolean {
    return this.#ended || this.#error !== null
  }

  get isBomb(): boolean {
    return this.#bytesOut > BOMB_BYTES && this.#bytesOut > this.#bytesIn * BOMB_RATIO
  }

  async write(bytes: Buffer): Promise<Buffer[]> {
    this.#bytesIn += bytes.length
    await this.#until((done) => this.#inflater.write(bytes, done))
    return this.#take()
  }

  async finish(): Promise<Buffer[]> {
    await this.#until(() => this.#inflater.end())
    return this.#take()
  }

  /** Bytes behind a whole member that start no further one are padding or garbage, and no loss. */
  problem(): Problem | null {
    if (this.#error === null) return null
    const code = 'code' in this.#error ? this.#error.code : ''
    if (code === 'Z_DATA_ERROR' && this.#error.message === 'incorrect header check' && this.#bytesOut > 0) return null
    const isCut = code === 'Z_BUF_ERROR' || /unexpected end/i.test(this.#error.message)
    return isCut ? TRUNCATED : DAMAGED
  }

  #until(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
      start(resolve)
    })
  }

  #take(): Buffer[] {
    const out = this.#out
    this.#out = []
    return out
  }
}

const TRUNCATED: Problem = {
  code: 'compressed-cut-off',
  message: 'The compressed file ends too early. Everything before the cut was read.',
  remedy: 'Fetch the file again and import it: what is in the ledger already is recognised.',
}

const DAMAGED: Problem = {
  code: 'compressed-damaged',
  message: 'The compressed data is damaged. Everything before the damage was read.',
  remedy: 'Fetch the file again and import it: what is in the ledger already is recognised.',
}

const BOMB: Problem = {
  code: 'compressed-bomb',
  message: `The file grows to more than ${BOMB_RATIO} times its size (and over 64 MiB) when decompressed, as no log does. Reading stopped there.`,
  remedy: 'If it is a log all the same, decompress it and import the result.',
}
