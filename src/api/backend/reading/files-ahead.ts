// Reads small files of an import in the backend while nothing of the reading thread waits to be recorded, and holds what they
// tell until their turn comes: what is recorded, and in which order, is the same whoever reads.
import { setImmediate } from 'node:timers/promises'
import { countOf } from '../../../core/packed-records.ts'
import type { Claims } from './claims.ts'
import { readToEvents, type ToRead } from './read-to-events.ts'
import type { SourceEvent } from './reading-event.ts'

/** Calls that come in wait for a few milliseconds of reading. */
const LARGEST_BYTES = 256 * 1024
/** Held at a time: while the thread reads a large file, the ones behind it would pile up. */
const MOST_FILES = 100
const MOST_RECORDS = 10_000

interface Held { events: Promise<readonly SourceEvent[]>; records: number }

export class FilesAhead {
  readonly #files: readonly ToRead[]
  readonly #claims: Claims
  readonly #signal: AbortSignal
  readonly #held: Held[] = []
  #next = 0

  constructor(files: readonly ToRead[], claims: Claims, signal: AbortSignal) {
    this.#files = files
    this.#claims = claims
    this.#signal = signal
  }

  /** No file is left that could be read here. */
  get isDone(): boolean {
    return this.#next >= this.#files.length || this.#signal.aborted
  }

  /** No more are to be read. */
  end(): void {
    this.#next = this.#files.length
  }

  /** Returns whether there was one to read, and room for what it tells. */
  async readNext(): Promise<boolean> {
    const records = this.#held.reduce((sum, held) => sum + held.records, 0)
    if (this.#held.length >= MOST_FILES || records >= MOST_RECORDS) return false
    for (; !this.isDone; this.#next += 1) {
      const file = this.#files[this.#next]
      if (file === undefined || (file.source.size ?? Infinity) > LARGEST_BYTES || !this.#claims.claim(this.#next)) continue
      this.#next += 1
      const held: Held = { events: Promise.resolve([]), records: 0 }
      held.events = this.#read(file, held)
      this.#held.push(held)
      await held.events
      return true
    }
    return false
  }

  /** What the first file that is held told; it is held no longer. */
  async take(): Promise<readonly SourceEvent[]> {
    return await this.#held.shift()?.events ?? []
  }

  async #read(file: ToRead, held: Held): Promise<readonly SourceEvent[]> {
    const events: SourceEvent[] = []
    const tell = (event: SourceEvent) => {
      events.push(event)
      if (event.kind !== 'batch') return
      held.records += countOf(event.batch.records)
      // A file of 256 KiB may hold megabytes.
      return setImmediate()
    }
    await readToEvents(file, { signal: this.#signal, tell })
    return events
  }
}
