// Latencies of single requests in columns, a chunk a UTC day, kept in memory until the day changes. Percentiles need every
// value: three million rows take seconds, their columns some ten milliseconds (docs/decisions/0016-views-price-columns.md).
import { KeptDays } from './kept-days.ts'
import type { LatencyChunk, LatencyGroup, LatencyQuery } from './ledger.ts'
import { basisCode } from './codes.ts'
import { PackedColumns, packColumns } from './packed-columns.ts'
import { PackedDays } from './packed-days.ts'
import type { Connection } from './sqlite.ts'
import { DAY_MS, SLOT_OF_MS, SLOTS_A_DAY, spanOf } from './zone-days.ts'

/** Values kept: 13 bytes each. */
const MOST_ROWS = 8_000_000
/** Days that are packed; of others one at a time. */
const DAYS_A_READ = 4
const LEAST_PACKED = 50

/** Milliseconds are -1 where there are none. */
type Row = [slot: number, basis: number, originId: number, classId: number, latencyMs: number, firstTokenMs: number]
const COLUMNS = ['slot', 'basis', 'origin_id', 'class_id', 'latency_ms', 'ttft_ms'] as const
const [SLOT, BASIS, ORIGIN, CLASS, LATENCY, FIRST_TOKEN] = [0, 1, 2, 3, 4, 5] as const

/** Days of a view, in UTC, and its range in slots, `to` exclusive. `first` and `last` are those of the ledger. */
export interface LatencyDays { begin: number; end: number; first: number; last: number; from: number; to: number; isWhole(day: number): boolean }

const TIMED = 'counts = 1 AND (latency_ms IS NOT NULL OR ttft_ms IS NOT NULL)'

export const LATENCY_SQL = {
  /** In the order of the index: sorting here took as long as all else. */
  rows: `SELECT ${SLOT_OF_MS}, basis, origin_id, class_id, ifnull(latency_ms, -1), ifnull(ttft_ms, -1)
    FROM usage WHERE ${TIMED} AND at_ms >= ? AND at_ms < ?
    ORDER BY at_ms, basis, origin_id, class_id, latency_ms, ttft_ms`,
  first: `SELECT min(at_ms) AS at FROM usage WHERE ${TIMED}`,
  last: `SELECT max(at_ms) AS at FROM usage WHERE ${TIMED}`,
} as const

export class LatencyColumns {
  readonly #statements
  readonly #packed: PackedDays
  readonly #chunks: KeptDays<LatencyChunk>
  readonly #groups: LatencyGroup[] = []
  /** By class, then by origin and basis. */
  readonly #groupNumbers: number[][] = []

  constructor(db: Connection) {
    this.#statements = {
      rows: db.prepare<[number, number], Row>(LATENCY_SQL.rows).raw(),
      first: db.prepare<[], number | null>(LATENCY_SQL.first).pluck(),
      last: db.prepare<[], number | null>(LATENCY_SQL.last).pluck(),
    }
    this.#packed = new PackedDays(db, 'packed_latency')
    this.#chunks = new KeptDays(db, { mostRows: MOST_ROWS, rowsOf: ({ length }) => length })
  }

  /** Every group that some chunk has met; a chunk's groups are indexes into this list, which only grows. */
  get groups(): readonly LatencyGroup[] {
    return this.#groups
  }

  /** So that all goes when a further day is read. */
  get isFull(): boolean {
    return this.#chunks.isFull
  }

  /** The days of a view between the first and the last that have a latency; null where none have. */
  daysOf(query: Pick<LatencyQuery, 'from' | 'to' | 'tz'>): LatencyDays | null {
    const [firstAt, lastAt] = [this.#statements.first.get() ?? null, this.#statements.last.get() ?? null]
    if (firstAt === null || lastAt === null) return null
    const { from, to } = spanOf(query)
    const [first, last] = [Math.floor(firstAt / DAY_MS), Math.floor(lastAt / DAY_MS)]
    return {
      first, last, from, to, begin: Math.max(first, Math.floor(from / SLOTS_A_DAY)), end: Math.min(last, Math.ceil(to / SLOTS_A_DAY) - 1),
      isWhole: (day) => day * SLOTS_A_DAY >= from && (day + 1) * SLOTS_A_DAY <= to,
    }
  }

  /** A whole day; days up to `last` are wanted next. */
  whole(day: number, last: number): LatencyChunk | null {
    this.#chunks.lookOutside()
    const chunk = this.#chunks.get(day) ?? this.#read(day, Math.min(last, day + DAYS_A_READ - 1))
    return chunk === undefined || chunk.length === 0 ? null : chunk
  }

  /** Of the first and the last day of a view only what lies in its range. */
  find(query: LatencyQuery): LatencyChunk[] {
    const days = this.daysOf(query)
    const basis = query.basis === 'any' ? null : basisCode(query.basis)
    const chunks = days === null ? [] : this.some(days.begin, days.end, days)
    return basis === null ? chunks : chunks.map((chunk) => pick(chunk, (at) => this.#groups[chunk.group[at] ?? 0]?.basis === basis))
  }

  /** Days of a view, as far as they lie in its range. */
  some(begin: number, end: number, { from, to, isWhole }: LatencyDays): LatencyChunk[] {
    const found: LatencyChunk[] = []
    for (let day = begin; day <= end; day += 1) {
      const chunk = this.whole(day, end)
      if (chunk !== null) found.push(isWhole(day) ? chunk : pick(chunk, (at) => (chunk.slot[at] ?? 0) >= from && (chunk.slot[at] ?? 0) < to))
    }
    return found
  }

  /** These days are kept elsewhere. */
  release(first: number, last: number): void {
    this.#chunks.drop(Array.from({ length: last - first + 1 }, (_, at) => first + at))
  }

  /** What is in memory; it is read again when it is asked for. */
  letGo(): void {
    this.#chunks.drop(null)
  }

  /** In the transaction that changes these UTC days; null: any. */
  forget(days: readonly number[] | null): void {
    this.#packed.drop(days)
    this.#chunks.drop(days)
  }

  /** Packs the days that are not, one a step. Keeps none in memory: a year of them took a hundred MiB. */
  *packing(): Generator<void, void> {
    const days = this.daysOf({ from: null, to: null, tz: 'UTC' })
    if (days !== null) yield* this.#packed.packing(days.first, days.last, (day) => this.#pack(day))
  }

  /** Whether the packed days are what the rows say. */
  isExact(): boolean {
    for (const { day, bytes } of this.#packed.read(-Infinity, Infinity)) {
      if (Buffer.compare(bytes, packRows(this.#rowsOf(day, day))) !== 0) return false
    }
    return true
  }

  /** Those of one origin together: counting them stays in one place of memory. */
  #rowsOf(from: number, to: number): Row[] {
    return this.#statements.rows.all(from * DAY_MS, (to + 1) * DAY_MS).sort((a, b) => a[ORIGIN] - b[ORIGIN] || a[CLASS] - b[CLASS])
  }

  /** Reads days up to the next one that is kept; returns the first. */
  #read(from: number, to: number): LatencyChunk | undefined {
    let end = from
    while (end < to && !this.#chunks.has(end + 1)) end += 1
    this.#chunks.makeRoom()
    for (const { day, bytes } of this.#packed.read(from, end)) {
      const columns = PackedColumns.of(bytes, COLUMNS.length)
      if (columns !== null) this.#chunks.keep(day, this.#chunkOf(columns))
    }
    // The others when they are asked for: reading rows takes long.
    if (!this.#chunks.has(from)) this.#readRows(from)
    return this.#chunks.get(from)
  }

  #readRows(day: number): void {
    const columns = PackedColumns.of(this.#pack(day), COLUMNS.length)
    if (columns !== null) this.#chunks.keep(day, this.#chunkOf(columns))
  }

  #pack(day: number): Uint8Array {
    const version = this.#packed.version()
    const rows = this.#rowsOf(day, day)
    const bytes = packRows(rows)
    if (rows.length >= LEAST_PACKED) this.#packed.keep(day, () => bytes, version)
    return bytes
  }

  #chunkOf(columns: PackedColumns): LatencyChunk {
    const { length } = columns
    const numbers = (column: number) => {
      const read = new Int32Array(length)
      columns.read(column, read)
      return read
    }
    const [slot, basis, origins, classes] = [numbers(SLOT), numbers(BASIS), numbers(ORIGIN), numbers(CLASS)]
    const group = new Int32Array(length)
    for (let at = 0; at < length; at += 1) group[at] = this.#groupNumber(basis[at] ?? 0, origins[at] ?? 0, classes[at] ?? 0)
    return { length, slot, group, latencyMs: milliseconds(columns, LATENCY), firstTokenMs: milliseconds(columns, FIRST_TOKEN) }
  }

  #groupNumber(basis: number, originId: number, classId: number): number {
    const ofClass = (this.#groupNumbers[classId] ??= [])
    return (ofClass[originId * BASIS_SPACE + basis] ??= this.#groups.push({ basis, originId, classId }) - 1)
  }
}

/** Codes of bases stay below this. */
const BASIS_SPACE = 4

/** In 32 bits where they fit, as all do that were measured. */
function milliseconds(columns: PackedColumns, column: number): Int32Array | Float64Array {
  if (columns.isNarrow(column)) {
    const narrow = new Int32Array(columns.length)
    columns.read(column, narrow)
    return narrow
  }
  const read = new Float64Array(columns.length)
  columns.read(column, read)
  return read.some((value) => value >= 2 ** 31) ? read : new Int32Array(read)
}

function packRows(rows: readonly Row[]): Uint8Array {
  const columns = COLUMNS.map(() => new Float64Array(rows.length))
  // Written out: `Float64Array.from` takes ten times as long.
  for (const [column, numbers] of columns.entries()) for (let at = 0; at < rows.length; at += 1) numbers[at] = rows[at]?.[column] ?? 0
  return packColumns(columns, rows.length)
}

function pick(chunk: LatencyChunk, wants: (at: number) => boolean): LatencyChunk {
  const places = Int32Array.from({ length: chunk.length }, (_, at) => at).filter((at) => wants(at))
  const of = (column: Int32Array | Float64Array) => Float64Array.from(places, (at) => column[at] ?? 0)
  return {
    length: places.length, slot: Int32Array.from(of(chunk.slot)), group: Int32Array.from(of(chunk.group)), latencyMs: of(chunk.latencyMs), firstTokenMs: of(chunk.firstTokenMs),
  }
}
