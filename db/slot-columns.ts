// The rollup of quarter hours in columns, for views by hour: a chunk an hour of the asked zone, cut from columns of UTC days
// that are kept until their day changes. As objects, merged one by one, two weeks took ten times as long.
import { ClassDays } from './class-days.ts'
import type { DayColumns } from './day-columns.ts'
import { KeptDays } from './kept-days.ts'
import type { CellQuery, DayChunk } from './ledger.ts'
import { SUM_COLUMNS } from './sum-columns.ts'
import type { Connection } from './sqlite.ts'
import { hourOf } from '../src/core/calendar.ts'
import { dayText, SLOT_MS, SLOTS_A_DAY, spanOf, type SlotSpan } from './zone-days.ts'

/** Rows kept: about 90 bytes each. */
const MOST_ROWS = 700_000
const WIDTH = SUM_COLUMNS.length

type Row = [slot: number, wholeDay: number, basis: number, originId: number, classId: number, ...sums: number[]]
const [SLOT, WHOLE, BASIS, ORIGIN, CLASS, FIRST_SUM] = [0, 1, 2, 3, 4, 5] as const

export const SLOT_SQL = {
  rows: `SELECT slot, whole_day, basis, origin_id, class_id, ${SUM_COLUMNS.join(', ')} FROM rollup_slot
    WHERE slot >= ? AND slot < ? ORDER BY slot, whole_day, basis, origin_id, class_id`,
  ends: 'SELECT (SELECT min(slot) FROM rollup_slot) AS first, (SELECT max(slot) FROM rollup_slot) AS last',
} as const

/** Rows [begin, end) of a UTC day's chunk: those of one slot that are whole days, or those that are not. */
interface SlotRows { slot: number; isWhole: boolean; begin: number; end: number }

interface SlotChunk {
  chunk: DayChunk
  slots: readonly SlotRows[]
  /** As they were last named: by slot of `slots`. */
  hours: { tz: string; names: readonly string[] } | null
}

export class SlotColumns {
  readonly #statements
  readonly #columns: DayColumns
  readonly #classDays = new ClassDays()
  readonly #days: KeptDays<SlotChunk>

  /** Pairs are numbered as those of `columns` are. */
  constructor(db: Connection, columns: DayColumns) {
    this.#columns = columns
    this.#days = new KeptDays(db, { mostRows: MOST_ROWS, rowsOf: ({ chunk }) => chunk.length })
    this.#statements = {
      rows: db.prepare<[number, number], Row>(SLOT_SQL.rows).raw(),
      ends: db.prepare<[], { first: number | null; last: number | null }>(SLOT_SQL.ends),
    }
  }

  /** The days of a view that are read, as far as all of them can be kept. */
  *reading(query: Pick<CellQuery, 'from' | 'to' | 'tz'>): Generator<unknown> {
    for (const chunk of this.#between(wholeSpan(spanOf(query)))) {
      if (this.#days.isFull) return
      yield chunk
    }
  }

  /** In the order of their hours; an hour may come in several chunks. A whole UTC day has no hours: it stands at its midnight. */
  *hours(query: Pick<CellQuery, 'from' | 'to' | 'tz'>): Generator<DayChunk> {
    const found: { hour: string; slot: number; chunk: DayChunk; begin: number; end: number }[] = []
    const span = spanOf(query)
    for (const day of this.#between(wholeSpan(span))) {
      const { chunk, slots } = day
      const hours = hoursOf(day, query.tz)
      for (const [at, { slot, isWhole, begin, end }] of slots.entries()) {
        const isIn = isWhole ? slot >= span.wholeFrom && slot < span.wholeTo : slot >= span.from && slot < span.to
        const hour = hours[at] ?? ''
        if (!isIn) continue
        const last = found.at(-1)
        // The quarters of an hour lie one after the other.
        if (last?.chunk === chunk && last.hour === hour && last.end === begin) last.end = end
        else found.push({ hour, slot, chunk, begin, end })
      }
    }
    const told = new Set<DayChunk>()
    for (const { hour, chunk, begin, end } of found.toSorted((a, b) => (a.hour === b.hour ? a.slot - b.slot : a.hour < b.hour ? -1 : 1))) {
      // What classes a day used is told once.
      yield { ...part(chunk, begin, end), hour, classes: told.has(chunk) ? [] : chunk.classes }
      told.add(chunk)
    }
  }

  /** In the transaction that changes these UTC days; null: any. */
  forget(days: readonly number[] | null): void {
    this.#days.drop(days)
  }

  /** Columns of the UTC days that slots from..to (exclusive) lie in. */
  *#between({ from, to }: { from: number; to: number }): Generator<SlotChunk> {
    this.#days.lookOutside()
    const { first, last } = this.#statements.ends.get() ?? { first: null, last: null }
    if (first === null || last === null) return
    const end = Math.floor(Math.min(last, to - 1) / SLOTS_A_DAY)
    for (let day = Math.floor(Math.max(first, from) / SLOTS_A_DAY); day <= end; day += 1) yield this.#days.get(day) ?? this.#read(day)
  }

  #read(day: number): SlotChunk {
    this.#days.makeRoom()
    const rows = this.#statements.rows.all(day * SLOTS_A_DAY, (day + 1) * SLOTS_A_DAY)
    const { length } = rows
    const columns: DayChunk = {
      day, length, utcDay: new Int32Array(length).fill(day), basis: new Uint8Array(length), pair: new Int32Array(length),
      sums: new Float64Array(length * WIDTH), classes: [],
    }
    const slots: SlotRows[] = []
    for (const [at, row] of rows.entries()) {
      const last = slots.at(-1)
      const [slot, isWhole] = [row[SLOT], row[WHOLE] === 1]
      if (last?.slot === slot && last.isWhole === isWhole) last.end = at + 1
      else slots.push({ slot, isWhole, begin: at, end: at + 1 })
      columns.basis[at] = row[BASIS]
      columns.pair[at] = this.#columns.pairNumber(row[ORIGIN], row[CLASS])
      for (let index = 0; index < WIDTH; index += 1) columns.sums[at * WIDTH + index] = row[FIRST_SUM + index] ?? 0
    }
    const read = { chunk: { ...columns, classes: this.#classDays.of(columns, this.#columns.pairs) }, slots, hours: null }
    this.#days.keep(day, read)
    return read
  }
}

/** Looked up once a day: the names of two weeks' quarters took a tenth of a view by hour. */
function hoursOf(day: SlotChunk, tz: string): readonly string[] {
  if (day.hours?.tz !== tz) {
    const nameOf = ({ slot, isWhole }: SlotRows) => (isWhole ? `${dayText(Math.floor(slot / SLOTS_A_DAY))}T00:00` : hourOf(slot * SLOT_MS, tz))
    day.hours = { tz, names: day.slots.map(nameOf) }
  }
  return day.hours.names
}

/** Of instants and of whole days. */
const wholeSpan = ({ from, to, wholeFrom, wholeTo }: SlotSpan) => ({ from: Math.min(from, wholeFrom), to: Math.max(to, wholeTo) })

function part(chunk: DayChunk, begin: number, end: number): DayChunk {
  const { day, utcDay, basis, pair, sums } = chunk
  return {
    day, length: end - begin, utcDay: utcDay.subarray(begin, end), basis: basis.subarray(begin, end), pair: pair.subarray(begin, end),
    sums: sums.subarray(begin * WIDTH, end * WIDTH), classes: [], cutFrom: { chunk, begin },
  }
}
