// Keeps one reading thread for as long as there are imports; starts another where it was lost. Owns no reading.
import { ThreadReader } from './thread-reader.ts'

export class ThreadKeeper {
  readonly #program: string | URL | null
  #reader: ThreadReader | null = null
  /** A thread that never came up here would not come up the next time. */
  #isHopeless: boolean

  /** Null: threads are not to be used. */
  constructor(program: string | URL | null) {
    this.#program = program
    this.#isHopeless = program === null
  }

  /** The thread, started where it is not; null where none can be had. */
  get(): ThreadReader | null {
    if (this.#reader?.isLost === true) {
      this.#isHopeless = !this.#reader.wasReady
      this.#reader = null
    }
    if (this.#isHopeless || this.#program === null) return null
    try {
      this.#reader ??= new ThreadReader(this.#program)
    } catch {
      this.#isHopeless = true
    }
    return this.#reader
  }

  /** Ends the thread, whatever it is doing. */
  async end(): Promise<void> {
    const reader = this.#reader
    this.#reader = null
    await reader?.end()
  }
}
