// Usage of days of a zone that is not the ledger's, for who does not ask on which of them it was: the ledger's own days that
// lie whole in the span as they are kept, and the hours before and after them from the quarter hours. Owns no sum.
import { CELL_SQL, type SpanRange } from './cells.ts'
import type { DayColumns, Row } from './day-columns.ts'
import type { CellQuery, DayChunk } from './ledger.ts'
import type { Connection } from './sqlite.ts'
import { dayNumberOf, SLOTS_A_DAY, spanOf, spanOfDay, type SlotSpan } from './zone-days.ts'

type Days = Pick<CellQuery, 'from' | 'to' | 'tz'>

export class SpanColumns {
  readonly #columns: DayColumns
  readonly #rows

  constructor(db: Connection, columns: DayColumns) {
    this.#columns = columns
    this.#rows = db.prepare<SpanRange, Row>(`${CELL_SQL.span} ORDER BY 2, 3, 4, 5`).raw()
  }

  /** In order of their UTC days. The calendar day of a chunk is one of the ledger's zone, `ledgerTz`. */
  *chunks(query: Days, ledgerTz: string): Generator<DayChunk> {
    const span = spanOf(query)
    const { first, last } = wholeDays(query, span, ledgerTz)
    if (first > last) {
      yield* this.#rest(span)
      return
    }
    if (query.from !== null) yield* this.#rest({ ...span, to: spanOfDay(first, ledgerTz).from, wholeTo: first * SLOTS_A_DAY })
    yield* this.#columns.between(first, last)
    if (query.to !== null) yield* this.#rest({ ...span, from: spanOfDay(last, ledgerTz).to, wholeFrom: (last + 1) * SLOTS_A_DAY })
  }

  *#rest(span: SlotSpan): Generator<DayChunk> {
    const rows = this.#rows.all({ ...span, basis: null })
    const [, utcDay] = rows[0] ?? []
    if (utcDay !== undefined) yield this.#columns.chunkOf(utcDay, rows)
  }
}

/**
 * The ledger's days whose every instant lies in the span. Usage of a whole UTC day counts by its date alone, so that the date must
 * be one of those asked for too.
 */
function wholeDays({ from, to }: Days, span: SlotSpan, ledgerTz: string): { first: number; last: number } {
  let first = from === null ? -Infinity : dayNumberOf(from)
  let last = to === null ? Infinity : dayNumberOf(to)
  // Zones lie at most a day or so apart.
  while (first !== -Infinity && first <= last && spanOfDay(first, ledgerTz).from < span.from) first += 1
  while (last !== Infinity && first <= last && spanOfDay(last, ledgerTz).to > span.to) last -= 1
  return { first, last }
}
