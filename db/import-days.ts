// What one import holds, from the sums that the writer keeps (db/import-sums.ts), a UTC day at a time.
import type { DayColumns, Row } from './day-columns.ts'
import type { DayChunk } from './ledger.ts'
import { SUM_COLUMNS } from './sum-columns.ts'
import type { Connection } from './sqlite.ts'
import { DAY_MS } from './zone-days.ts'

interface Times { importId: number; from: number; to: number }

/** The rows of a day in the order of their time, up to the first of the import: other imports' are looked at in passing. */
const AT = `SELECT at_ms FROM usage INDEXED BY usage_time WHERE counts = 1 AND at_ms >= @from AND at_ms < @to
  AND (SELECT import_id FROM import_source WHERE import_source.id = source_id) = @importId`

/** By the question they answer; a test pins their query plans. */
export const IMPORT_SQL = {
  next: 'SELECT min(utc_day) FROM rollup_import WHERE import_id = ? AND utc_day > ?',
  last: 'SELECT max(utc_day) FROM rollup_import WHERE import_id = ?',
  rows: `SELECT utc_day, utc_day, basis, origin_id, class_id, ${SUM_COLUMNS.join(', ')} FROM rollup_import
    WHERE import_id = ? AND utc_day = ? ORDER BY basis, origin_id, class_id`,
  firstAt: `${AT} ORDER BY at_ms LIMIT 1`,
  lastAt: `${AT} ORDER BY at_ms DESC LIMIT 1`,
} as const

const BEFORE_ALL = -(2 ** 40)

export class ImportDays {
  readonly #columns: DayColumns
  readonly #statements

  /** Pairs are numbered as those of `columns` are. */
  constructor(db: Connection, columns: DayColumns) {
    this.#columns = columns
    this.#statements = {
      next: db.prepare<[number, number], number | null>(IMPORT_SQL.next).pluck(),
      last: db.prepare<[number], number | null>(IMPORT_SQL.last).pluck(),
      rows: db.prepare<[number, number], Row>(IMPORT_SQL.rows).raw(),
      firstAt: db.prepare<[Times], number>(IMPORT_SQL.firstAt).pluck(),
      lastAt: db.prepare<[Times], number>(IMPORT_SQL.lastAt).pluck(),
    }
  }

  *of(importId: number): Generator<DayChunk> {
    const { next, rows } = this.#statements
    for (let day = next.get(importId, BEFORE_ALL) ?? null; day !== null; day = next.get(importId, day) ?? null) {
      yield this.#columns.chunkOf(day, rows.all(importId, day))
    }
  }

  /** The first and the last time of what it holds. */
  ends(importId: number): { firstAtMs: number | null; lastAtMs: number | null } {
    const { next, last, firstAt, lastAt } = this.#statements
    const [firstDay, lastDay] = [next.get(importId, BEFORE_ALL) ?? null, last.get(importId) ?? null]
    const on = (day: number): Times => ({ importId, from: day * DAY_MS, to: (day + 1) * DAY_MS })
    return {
      firstAtMs: firstDay === null ? null : (firstAt.get(on(firstDay)) ?? null),
      lastAtMs: lastDay === null ? null : (lastAt.get(on(lastDay)) ?? null),
    }
  }
}
