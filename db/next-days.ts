// The calendar days of another zone, added up a day at a time beside those the ledger keeps, so that other calls are answered
// in between and the change itself is short. Owns no rule of what a day is.
import { CELL_SQL } from './cells.ts'
import type { Connection } from './sqlite.ts'
import { SUM_COLUMNS } from './sum-columns.ts'
import { daysRound, spanOfDay } from './zone-days.ts'

const TABLE = 'temp.next_day'

interface Fill { run(span: object): unknown }

export class NextDays {
  readonly #db: Connection
  readonly #ends
  readonly #fillKept: Fill
  #fillNext: Fill | null = null
  /** What `next_day` holds, of which state of the file, and the UTC days that were written since. */
  #made: { tz: string; version: unknown; isWhole: boolean; stale: Set<number> } | null = null

  constructor(db: Connection) {
    this.#db = db
    this.#ends = db.prepare<[], { first: number | null; last: number | null }>(CELL_SQL.ends)
    this.#fillKept = db.prepare(`INSERT INTO rollup_day ${CELL_SQL.zoneDay}`)
  }

  /** Makes the days of a zone ready to be taken, one a step. */
  *steps(tz: string): Generator<number> {
    if (this.#made?.tz === tz && this.#made.isWhole && this.#made.version === this.#version()) return
    const fill = this.#empty()
    const made = { tz, version: this.#version(), isWhole: false, stale: new Set<number>() }
    this.#made = made
    for (const day of this.#days()) {
      fill.run(rowsOf(day, tz))
      yield day
      // Others were begun meanwhile, or a rollback took these along.
      if (this.#made !== made) return
    }
    made.isWhole = true
  }

  /** Some of these UTC days have changed; null: any. */
  changed(utcDays: Iterable<number> | null): void {
    if (utcDays === null) this.#made = null
    else for (const day of utcDays) this.#made?.stale.add(day)
  }

  /** Puts the days of the zone in the place of those kept: those made ready, or made now. In a transaction. */
  take(tz: string): void {
    this.#db.exec('DELETE FROM rollup_day')
    const made = this.#made
    this.#made = null
    if (made === null || this.#fillNext === null || made.tz !== tz || !made.isWhole || made.version !== this.#version()) {
      for (const day of this.#days()) this.#fillKept.run(rowsOf(day, tz))
      return
    }
    // A UTC day lies within a day of its calendar day.
    const drop = this.#db.prepare<[number]>(`DELETE FROM ${TABLE} WHERE day = ?`)
    for (const day of new Set([...made.stale].flatMap((utcDay) => [utcDay - 1, utcDay, utcDay + 1]))) {
      drop.run(day)
      this.#fillNext.run(rowsOf(day, tz))
    }
    this.#db.exec(`INSERT INTO rollup_day SELECT * FROM ${TABLE}; DELETE FROM ${TABLE}`)
  }

  #days(): number[] {
    const { first, last } = this.#ends.get() ?? { first: null, last: null }
    if (first === null || last === null) return []
    const { earliest, latest } = daysRound({ first, last })
    return Array.from({ length: latest - earliest + 1 }, (_, at) => earliest + at)
  }

  #empty(): Fill {
    const key = 'day, utc_day, basis, origin_id, class_id'
    this.#db.exec(`CREATE TEMP TABLE IF NOT EXISTS next_day (${key}, ${SUM_COLUMNS.join(', ')}, PRIMARY KEY (${key})) WITHOUT ROWID;
      DELETE FROM ${TABLE}`)
    return (this.#fillNext ??= this.#db.prepare(`INSERT INTO ${TABLE} ${CELL_SQL.zoneDay}`))
  }

  #version(): unknown {
    return this.#db.pragma('data_version', { simple: true })
  }
}

const rowsOf = (day: number, tz: string) => ({ ...spanOfDay(day, tz), basis: null, day })
