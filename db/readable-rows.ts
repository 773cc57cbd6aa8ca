// Reads what can be read of a table whose file is damaged: row by row, stepping over the pages that cannot be.
import type { Connection } from './sqlite.ts'

export type Row = Record<string, unknown>

/** Beyond any row number this app gives. */
const LAST_ID = 2 ** 53

/** How one table is walked. `lost` is true once something could not be read: how many rows that were, nobody can tell. */
export class ReadableRows {
  lost = false
  readonly #db: Connection
  readonly #table: string

  constructor(db: Connection, table: string) {
    this.#db = db
    this.#table = table
  }

  /** By row number: behind a page that cannot be read the next readable one is looked for. */
  *byRowId(): Generator<Row> {
    const read = this.#db.prepare<[number], Row>(`SELECT rowid AS row_id_, * FROM ${this.#table} WHERE rowid > ? ORDER BY rowid`)
    let after = -1
    for (;;) {
      const rows = attempts(() => read.iterate(after))
      for (;;) {
        const step = attempt(() => rows.next())
        if (step === null) break
        if (step.done === true) return
        after = Number(step.value['row_id_'])
        yield step.value
      }
      this.lost = true
      const next = this.#nextReadable(after)
      if (next === null) return
      after = next
    }
  }

  /** The number before the first readable row behind `after`; null where there is none. */
  #nextReadable(after: number): number | null {
    const probe = this.#db.prepare<[number], Row>(`SELECT rowid, * FROM ${this.#table} WHERE rowid > ? ORDER BY rowid LIMIT 1`)
    const isReadable = (id: number) => attempt(() => ({ row: probe.get(id) }))?.row !== undefined
    let [broken, step] = [after, 1]
    while (!isReadable(after + step)) {
      broken = after + step
      step *= 2
      if (after + step > LAST_ID) return null
    }
    let readable = after + step
    while (readable - broken > 1) {
      const middle = Math.floor((readable + broken) / 2)
      if (isReadable(middle)) readable = middle
      else broken = middle
    }
    return readable
  }

  /** A table without row numbers, in the order of its key from both ends. A row may come twice. */
  *byKey(columns: readonly string[]): Generator<Row> {
    for (const direction of ['ASC', 'DESC']) {
      const order = columns.map((column) => `${column} ${direction}`).join(', ')
      const rows = attempts(() => this.#db.prepare<[], Row>(`SELECT * FROM ${this.#table} ORDER BY ${order}`).iterate())
      for (;;) {
        const step = attempt(() => rows.next())
        if (step === null) break
        if (step.done === true) return
        yield step.value
      }
      this.lost = true
    }
  }
}

/** Null where the file could not be read there. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** An iterator that fails on its first step where it could not even be made. */
function attempts(make: () => IterableIterator<Row>): Iterator<Row> {
  const made = attempt(make)
  return made ?? { next: () => { throw new RangeError('not readable') } }
}
