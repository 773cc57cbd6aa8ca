// The calendar-day rollup in columns, a chunk a day, kept in memory until its day changes. A view of a year reads some
// hundred thousand rows: as objects that takes half a second, from columns some ten milliseconds (measured at 365,000
// rows, docs/decisions/0010-views-add-up-columns.md). The table is the truth; this owns no sum of its own.
import type { ClassDay, DayChunk, Pair } from './ledger.ts'
import { DAY_ENDS, SUM_COLUMNS, type Rollup } from './rollup.ts'
import type { Connection } from './sqlite.ts'

/** Rows kept: about 90 bytes each. */
const MOST_ROWS = 1_500_000
const DAYS_A_READ = 31

type Row = [day: number, utcDay: number, basis: number, originId: number, classId: number, ...sums: number[]]

const [UTC_DAY, BASIS, ORIGIN, CLASS, FIRST_SUM] = [1, 2, 3, 4, 5] as const

/** Class ids stay far below this, so that a pair has one number. */
const CLASS_SPACE = 2 ** 22

export class DayColumns {
  readonly #db: Connection
  readonly #rows
  readonly #ends
  readonly #chunks = new Map<number, DayChunk>()
  readonly #pairs: Pair[] = []
  readonly #pairNumbers = new Map<number, number>()
  #rowsKept = 0
  #outsideVersion: unknown = null

  constructor(db: Connection, rollup: Rollup) {
    this.#db = db
    this.#rows = db.prepare<[number, number], Row>(`SELECT day, utc_day, basis, origin_id, class_id, ${SUM_COLUMNS.join(', ')}
      FROM rollup_day WHERE day BETWEEN ? AND ? ORDER BY day, utc_day, basis, origin_id, class_id`).raw()
    this.#ends = db.prepare<[], { first: number | null; last: number | null }>(DAY_ENDS)
    rollup.onDaysChanged = (days) => this.#forget(days)
  }

  /** Every pair that some chunk has met; a chunk's pairs are indexes into this list, which only grows. */
  get pairs(): readonly Pair[] {
    return this.#pairs
  }

  /** The days from..to that hold usage, in order. */
  *between(from: number, to: number): Generator<DayChunk> {
    this.#lookOutside()
    const { first, last } = this.#ends.get() ?? { first: null, last: null }
    if (first === null || last === null) return
    const end = Math.min(to, last)
    for (let day = Math.max(from, first); day <= end; day += 1) {
      const chunk = this.#chunks.get(day) ?? this.#read(day, Math.min(end, day + DAYS_A_READ - 1))
      if (chunk !== undefined && chunk.length > 0) yield chunk
    }
  }

  /** Reads days up to the next one that is kept; returns the first. */
  #read(from: number, to: number): DayChunk | undefined {
    let end = from
    while (end < to && !this.#chunks.has(end + 1)) end += 1
    const rows = this.#rows.all(from, end)
    if (this.#rowsKept > MOST_ROWS) this.#forget(null)
    for (let day = from, next = 0; day <= end; day += 1) {
      const start = next
      while (rows[next]?.[0] === day) next += 1
      const chunk = this.#chunkOf(day, rows.slice(start, next))
      this.#chunks.set(day, chunk)
      this.#rowsKept += chunk.length
    }
    return this.#chunks.get(from)
  }

  #chunkOf(day: number, rows: readonly Row[]): DayChunk {
    const { length } = rows
    const width = SUM_COLUMNS.length
    const classes = new ClassDays()
    const chunk = {
      day, length, utcDay: new Int32Array(length), basis: new Uint8Array(length), pair: new Int32Array(length),
      sums: new Float64Array(length * width), classes: classes.all,
    }
    for (let at = 0; at < length; at += 1) {
      const row = rows[at]
      if (row === undefined) break
      chunk.utcDay[at] = row[UTC_DAY]
      chunk.basis[at] = row[BASIS]
      chunk.pair[at] = this.#pairNumber(row[ORIGIN], row[CLASS])
      for (let index = 0; index < width; index += 1) chunk.sums[at * width + index] = row[FIRST_SUM + index] ?? 0
      classes.add(row)
    }
    return chunk
  }

  #pairNumber(originId: number, classId: number): number {
    const key = originId * CLASS_SPACE + classId
    let number = this.#pairNumbers.get(key)
    if (number === undefined) this.#pairNumbers.set(key, (number = this.#pairs.push({ originId, classId }) - 1))
    return number
  }

  /** Another process may have written. */
  #lookOutside(): void {
    const version = this.#db.pragma('data_version', { simple: true })
    if (version !== this.#outsideVersion) this.#forget(null)
    this.#outsideVersion = version
  }

  #forget(days: Iterable<number> | null): void {
    if (days === null) {
      this.#chunks.clear()
      this.#rowsKept = 0
      return
    }
    for (const day of days) {
      this.#rowsKept -= this.#chunks.get(day)?.length ?? 0
      this.#chunks.delete(day)
    }
  }
}

/** Entries, requests and entries without a count come first. */
const FIRST_USED = FIRST_SUM + 3

class ClassDays {
  readonly all: ClassDay[] = []
  readonly #byKey = new Map<number, ClassDay>()

  add(row: Row): void {
    const [utcDay, classId] = [row[UTC_DAY], row[CLASS]]
    const key = utcDay * CLASS_SPACE + classId
    let day = this.#byKey.get(key)
    if (day === undefined) {
      day = { utcDay, classId, has: 0 }
      this.#byKey.set(key, day)
      this.all.push(day)
    }
    for (let at = FIRST_USED; at < row.length; at += 1) if (row[at] !== 0) day.has |= 1 << (at - FIRST_USED)
  }
}
