// The calendar-day rollup in columns, a chunk a day, kept in memory until its day changes. A view of a year reads some
// hundred thousand rows: as objects that takes half a second, from columns some ten milliseconds (measured at 365,000
// rows, docs/decisions/0010-views-add-up-columns.md). The table is the truth; this owns no sum of its own.
import { ClassDays } from './class-days.ts'
import { KeptDays } from './kept-days.ts'
import type { DayChunk, Pair } from './ledger.ts'
import { PackedColumns, packColumns } from './packed-columns.ts'
import { PackedDays } from './packed-days.ts'
import { DAY_ENDS } from './rollup.ts'
import type { Connection } from './sqlite.ts'
import { SUM_COLUMNS } from './sum-columns.ts'

/** Rows kept: about 90 bytes each. */
const MOST_ROWS = 1_500_000
/** Some 10 to 20 ms of a large ledger: between two reads other calls are answered. */
const DAYS_A_READ = 8
/** Days of fewer rows are read as fast as they are unpacked. */
const LEAST_PACKED = 50

export type Row = [day: number, utcDay: number, basis: number, originId: number, classId: number, ...sums: number[]]

/** Where they lie in a row, less one in packed columns, which have no day. */
const [UTC_DAY, BASIS, ORIGIN, CLASS, FIRST_SUM] = [1, 2, 3, 4, 5] as const
const WIDTH = SUM_COLUMNS.length
const PACKED_WIDTH = FIRST_SUM - 1 + WIDTH

/** Rows [begin, end) of a chunk. */
export interface UtcPart { utcDay: number; begin: number; end: number; chunk: DayChunk }

export class DayColumns {
  readonly #rows
  readonly #ends
  readonly #packed: PackedDays
  readonly #chunks: KeptDays<DayChunk>
  readonly #pairs: Pair[] = []
  /** By class, then by origin. */
  readonly #pairNumbers: number[][] = []
  readonly #classDays = new ClassDays()

  constructor(db: Connection) {
    this.#rows = db.prepare<[number, number], Row>(`SELECT day, utc_day, basis, origin_id, class_id, ${SUM_COLUMNS.join(', ')}
      FROM rollup_day WHERE day BETWEEN ? AND ? ORDER BY day, utc_day, basis, origin_id, class_id`).raw()
    this.#ends = db.prepare<[], { first: number | null; last: number | null }>(DAY_ENDS)
    this.#packed = new PackedDays(db, 'packed_usage')
    this.#chunks = new KeptDays(db, { mostRows: MOST_ROWS, rowsOf: ({ length }) => length })
  }

  /** Every pair that some chunk has met; a chunk's pairs are indexes into this list, which only grows. */
  get pairs(): readonly Pair[] {
    return this.#pairs
  }

  /** The days from..to that hold usage, in order. */
  *between(from: number, to: number): Generator<DayChunk> {
    this.#chunks.lookOutside()
    const { first, last } = this.#ends.get() ?? { first: null, last: null }
    if (first === null || last === null) return
    const end = Math.min(to, last)
    for (let day = Math.max(from, first); day <= end; day += 1) {
      const chunk = this.#chunks.get(day) ?? this.#read(day, Math.min(end, day + DAYS_A_READ - 1))
      if (chunk !== undefined && chunk.length > 0) yield chunk
    }
  }

  /** The parts of chunks that lie on the UTC days from..to, in order; a UTC day may come in two parts. */
  *utcParts(from: number, to: number): Generator<UtcPart> {
    // A UTC day lies within a day of its calendar day.
    for (const chunk of this.between(from - 1, to + 1)) {
      for (let begin = 0; begin < chunk.length;) {
        const utcDay = chunk.utcDay[begin] ?? 0
        // In the zone UTC, all of a day is one part.
        let end = chunk.utcDay[chunk.length - 1] === utcDay ? chunk.length : begin + 1
        while (end < chunk.length && chunk.utcDay[end] === utcDay) end += 1
        if (utcDay >= from && utcDay <= to) yield { utcDay, begin, end, chunk }
        begin = end
      }
    }
  }

  /** As chunks of UTC days, in order; a day may come in two chunks. */
  *utcDays(from: number, to: number): Generator<DayChunk> {
    for (const { utcDay, begin, end, chunk } of this.utcParts(from, to)) {
      const { utcDay: utcDays, basis, pair, sums, classes } = chunk
      yield {
        day: utcDay, length: end - begin, utcDay: utcDays.subarray(begin, end), basis: basis.subarray(begin, end), pair: pair.subarray(begin, end),
        sums: sums.subarray(begin * WIDTH, end * WIDTH), classes: classes.filter((each) => each.utcDay === utcDay), cutFrom: { chunk, begin },
      }
    }
  }

  /** The days from..to that are read, as far as all of them can be kept. */
  *reading(from: number, to: number): Generator<DayChunk> {
    for (const chunk of this.between(from, to)) {
      if (this.#chunks.isFull) return
      yield chunk
    }
  }

  /** Reads what is not kept yet. */
  load(from: number, to: number): void {
    for (const { length } of this.between(from, to)) if (length === 0) return
  }

  /** In the transaction that changes these days; null: any. */
  forget(days: readonly number[] | null): void {
    this.#packed.drop(days)
    this.#chunks.drop(days)
  }

  /** What is in memory; it is read again when it is asked for. */
  letGo(): void {
    this.#chunks.drop(null)
  }

  /** Packs the days that are not, one a step. Keeps none in memory that was not there. */
  *packing(): Generator<void, void> {
    const { first, last } = this.#ends.get() ?? { first: null, last: null }
    if (first === null || last === null) return
    yield* this.#packed.packing(first, last, (day) => {
      // From its rows: another program may have changed them since the day was put in memory.
      const version = this.#packed.version()
      const chunk = this.chunkOf(day, this.#rows.all(day, day))
      const bytes = packChunk(chunk, this.#pairs)
      if (chunk.length >= LEAST_PACKED) this.#packed.keep(day, () => bytes, version)
    })
  }

  /** Whether the packed days are what the table holds. */
  isExact(): boolean {
    for (const { day, bytes } of this.#packed.read(-Infinity, Infinity)) {
      const rows = this.#rows.all(day, day)
      if (Buffer.compare(bytes, packChunk(this.chunkOf(day, rows), this.#pairs)) !== 0) return false
    }
    return true
  }

  /** Reads days up to the next one that is kept; returns the first. */
  #read(from: number, to: number): DayChunk | undefined {
    let end = from
    while (end < to && !this.#chunks.has(end + 1)) end += 1
    this.#chunks.makeRoom()
    for (const { day, bytes } of this.#packed.read(from, end)) {
      const columns = PackedColumns.of(bytes, PACKED_WIDTH)
      if (columns !== null) this.#chunks.keep(day, this.#unpacked(day, columns))
    }
    for (let day = from; day <= end; day += 1) {
      if (this.#chunks.has(day)) continue
      let last = day
      while (last < end && !this.#chunks.has(last + 1)) last += 1
      this.#readRows(day, last)
      day = last
    }
    return this.#chunks.get(from)
  }

  #readRows(from: number, to: number): void {
    const version = this.#packed.version()
    const rows = this.#rows.all(from, to)
    for (let day = from, next = 0; day <= to; day += 1) {
      const start = next
      while (rows[next]?.[0] === day) next += 1
      const chunk = this.chunkOf(day, rows.slice(start, next))
      this.#chunks.keep(day, chunk)
      if (chunk.length >= LEAST_PACKED) this.#packed.keep(day, () => packChunk(chunk, this.#pairs), version)
    }
  }

  /** Rows of one day in columns. */
  chunkOf(day: number, rows: readonly Row[]): DayChunk {
    const chunk = emptyChunk(day, rows.length)
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at]
      if (row === undefined) break
      chunk.utcDay[at] = row[UTC_DAY]
      chunk.basis[at] = row[BASIS]
      chunk.pair[at] = this.pairNumber(row[ORIGIN], row[CLASS])
      for (let index = 0; index < WIDTH; index += 1) chunk.sums[at * WIDTH + index] = row[FIRST_SUM + index] ?? 0
    }
    return { ...chunk, classes: this.#classDays.of(chunk, this.#pairs) }
  }

  #unpacked(day: number, columns: PackedColumns): DayChunk {
    const { length } = columns
    const chunk = emptyChunk(day, length)
    columns.read(UTC_DAY - 1, chunk.utcDay)
    columns.read(BASIS - 1, chunk.basis)
    for (let index = 0; index < WIDTH; index += 1) columns.read(FIRST_SUM - 1 + index, chunk.sums, index, WIDTH)
    const [origins, classes] = [new Int32Array(length), new Int32Array(length)]
    columns.read(ORIGIN - 1, origins)
    columns.read(CLASS - 1, classes)
    for (let at = 0; at < length; at += 1) chunk.pair[at] = this.pairNumber(origins[at] ?? 0, classes[at] ?? 0)
    return { ...chunk, classes: this.#classDays.of(chunk, this.#pairs) }
  }

  /** Its index in `pairs`; a new one where it was not met before. */
  pairNumber(originId: number, classId: number): number {
    const ofClass = (this.#pairNumbers[classId] ??= [])
    return (ofClass[originId] ??= this.#pairs.push({ originId, classId }) - 1)
  }
}

const emptyChunk = (day: number, length: number): DayChunk => ({
  day, length, utcDay: new Int32Array(length), basis: new Uint8Array(length), pair: new Int32Array(length),
  sums: new Float64Array(length * WIDTH), classes: [],
})

/** Written out: `from` with a function takes several times as long. */
function packChunk({ length, utcDay, basis, pair, sums }: DayChunk, pairs: readonly Pair[]): Uint8Array {
  const [origins, classes] = [new Int32Array(length), new Int32Array(length)]
  for (let at = 0; at < length; at += 1) {
    const ids = pairs[pair[at] ?? 0]
    origins[at] = ids?.originId ?? 0
    classes[at] = ids?.classId ?? 0
  }
  const columns = SUM_COLUMNS.map((_, index) => {
    const column = new Float64Array(length)
    for (let at = 0; at < length; at += 1) column[at] = sums[at * WIDTH + index] ?? 0
    return column
  })
  return packColumns([utcDay, basis, origins, classes, ...columns], length)
}
