// One decompressor of zlib, driven chunk by chunk. Owns its events: what came out, whether it failed.
import type { Transform } from 'node:stream'

export class InflateRun {
  readonly #inflater: Transform & { bytesWritten: number }
  #out: Buffer[] = []
  #wake: () => void = () => {}
  error: Error | null = null

  constructor(inflater: Transform & { bytesWritten: number }) {
    this.#inflater = inflater
    inflater.on('data', (bytes: Buffer) => this.#out.push(bytes))
    inflater.on('error', (error) => {
      this.error ??= error
      this.#wake()
    })
    inflater.on('end', () => this.#wake())
  }

  /** What came out, and how many bytes were taken: fewer than given once the compressed stream has ended. */
  async write(bytes: Buffer): Promise<{ out: Buffer[]; taken: number }> {
    const before = this.#inflater.bytesWritten
    await this.#until((done) => this.#inflater.write(bytes, done))
    return { out: this.#take(), taken: this.#inflater.bytesWritten - before }
  }

  async finish(): Promise<Buffer[]> {
    await this.#until(() => this.#inflater.end())
    return this.#take()
  }

  close(): void {
    this.#inflater.destroy()
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
