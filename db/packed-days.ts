// Days of columns kept in the ledger as one blob each, so that what takes a row a group is read once, not at each start.
// They are copies: dropped in the transaction that changes their day, made again by whoever reads the day next.
import type { Connection } from './sqlite.ts'

export type PackedTable = 'packed_usage' | 'packed_latency'

/** Since the last day was read: long enough for the questions of a view to be answered first. */
const WAIT_MS = 300
/** Then so long at a time: calls are answered in between. */
const SLICE_MS = 10
const BETWEEN_MS = 20

export class PackedDays {
  readonly #db: Connection
  readonly #statements
  /** Days to be written, and the state of the file they were read in. */
  readonly #waiting = new Map<number, () => Uint8Array>()
  #version: unknown = null
  #isComing = false
  #keptAt = 0

  constructor(db: Connection, table: PackedTable) {
    this.#db = db
    this.#statements = {
      read: db.prepare<[number, number], { day: number; bytes: Uint8Array }>(`SELECT day, bytes FROM ${table} WHERE day BETWEEN ? AND ?`),
      write: db.prepare<[number, Uint8Array]>(`INSERT OR REPLACE INTO ${table} VALUES (?, ?)`),
      days: db.prepare<[], number>(`SELECT day FROM ${table}`).pluck(),
      drop: db.prepare<[number]>(`DELETE FROM ${table} WHERE day = ?`),
      dropAll: db.prepare(`DELETE FROM ${table}`),
    }
  }

  read(from: number, to: number): Iterable<{ day: number; bytes: Uint8Array }> {
    return this.#statements.read.iterate(from, to)
  }

  /** Has the days first..last kept that are not packed, one a step, until an import writes. */
  *packing(first: number, last: number, keep: (day: number) => void): Generator<void, void> {
    const packed = new Set([...this.#statements.days.all(), ...this.#waiting.keys()])
    for (let day = first; day <= last && !this.#db.inTransaction; day += 1) {
      if (packed.has(day)) continue
      keep(day)
      yield
    }
  }

  /** Writes a day when nobody waits for an answer. Not in a transaction, where it may never have been. `version` is from before it was read. */
  keep(day: number, pack: () => Uint8Array, version: unknown): void {
    if (this.#db.inTransaction) return
    if (version !== this.#version) this.#waiting.clear()
    this.#version = version
    this.#waiting.set(day, pack)
    this.#keptAt = performance.now()
    if (!this.#isComing) this.#later(WAIT_MS)
  }

  /** In the transaction that changes the days; null: any. Where it was rolled back, nothing is to be dropped but what waits. */
  drop(days: Iterable<number> | null): void {
    const { drop, dropAll } = this.#statements
    if (days === null) {
      this.#waiting.clear()
      if (this.#db.inTransaction) dropAll.run()
      return
    }
    for (const day of days) {
      this.#waiting.delete(day)
      drop.run(day)
    }
  }

  #later(ms: number): void {
    this.#isComing = true
    setTimeout(() => this.#write(), ms).unref()
  }

  #write(): void {
    this.#isComing = false
    if (!this.#db.open || this.#waiting.size === 0) return
    const left = WAIT_MS - (performance.now() - this.#keptAt)
    if (left > 0) {
      this.#later(left)
      return
    }
    if (!this.#db.inTransaction && !this.#writeSome()) this.#waiting.clear()
    if (this.#waiting.size > 0) this.#later(BETWEEN_MS)
  }

  /** False where the days cannot be written, or are others by now: they are read again when next asked for. */
  #writeSome(): boolean {
    // Nobody waits for another program's transaction to end.
    const timeout = this.#db.pragma('busy_timeout', { simple: true })
    try {
      this.#db.pragma('busy_timeout = 0')
      return this.#db.transaction(() => {
        if (this.version() !== this.#version) return false
        const beganAt = performance.now()
        for (const [day, pack] of this.#waiting) {
          this.#statements.write.run(day, pack())
          this.#waiting.delete(day)
          if (performance.now() - beganAt > SLICE_MS) break
        }
        return true
      }).immediate()
    } catch {
      // A copy that is not written costs time at the next start, and nothing else.
      return false
    } finally {
      if (this.#db.open) this.#db.pragma(`busy_timeout = ${Number(timeout)}`)
    }
  }

  /** Another number once another program has written. https://www.sqlite.org/pragma.html#pragma_data_version (read 2026-11-22) */
  version(): unknown {
    return this.#db.pragma('data_version', { simple: true })
  }
}
