// Chunks of rows in columns, one a day, kept in memory until their day changes or another program writes. Bounded by rows.
import type { Connection } from './sqlite.ts'

export class KeptDays<Chunk> {
  readonly #db: Connection
  readonly #mostRows: number
  readonly #rowsOf: (chunk: Chunk) => number
  readonly #chunks = new Map<number, Chunk>()
  #rows = 0
  #outsideVersion: unknown = null

  constructor(db: Connection, { mostRows, rowsOf }: { mostRows: number; rowsOf(chunk: Chunk): number }) {
    this.#db = db
    this.#mostRows = mostRows
    this.#rowsOf = rowsOf
  }

  has(day: number): boolean {
    return this.#chunks.has(day)
  }

  get(day: number): Chunk | undefined {
    return this.#chunks.get(day)
  }

  keep(day: number, chunk: Chunk): void {
    this.#chunks.set(day, chunk)
    this.#rows += this.#rowsOf(chunk)
  }

  /** So that all goes when a further day is read. */
  get isFull(): boolean {
    return this.#rows > this.#mostRows
  }

  /** Before days are added: all that is kept goes where it is too much. */
  makeRoom(): void {
    if (this.isFull) this.drop(null)
  }

  /** Null: all. */
  drop(days: readonly number[] | null): void {
    if (days === null) {
      this.#chunks.clear()
      this.#rows = 0
      return
    }
    for (const day of days) {
      const chunk = this.#chunks.get(day)
      if (chunk !== undefined) this.#rows -= this.#rowsOf(chunk)
      this.#chunks.delete(day)
    }
  }

  /** Before anything is read: another program may have written. */
  lookOutside(): void {
    const version = this.#db.pragma('data_version', { simple: true })
    if (version !== this.#outsideVersion) this.drop(null)
    this.#outsideVersion = version
  }
}
