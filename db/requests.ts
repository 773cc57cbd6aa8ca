// Pages of the single requests behind a figure, newest first. The columns say how many lie on each UTC day, the rollup in
// which quarter hours of it: rows of other days and hours are not looked at, however deep the page.
import { basisCode, basisOfCode, kindOfCode } from './codes.ts'
import { IN_SPAN, OF_BASIS, spanRange, type SpanRange } from './cells.ts'
import type { DayColumns } from './day-columns.ts'
import type { CellQuery, RequestPages, RequestRow, WantedRows } from './ledger.ts'
import { SUM_COLUMNS } from './sum-columns.ts'
import type { Connection } from './sqlite.ts'
import { SLOT_MS, SLOTS_A_DAY } from './zone-days.ts'
import { BASES } from '../src/core/usage.ts'

interface GroupRange extends SpanRange { groups: string | null }
interface DayRange extends GroupRange { begin: number; end: number }
interface PageRange extends GroupRange { newest: number; oldest: number; limit: number; skip: number }

interface StoredRequest extends Omit<RequestRow, 'basis' | 'kind' | 'tokens'> {
  basis: number
  kind: number
  uncachedInput: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  output: number
}

const OF_GROUPS = '(@groups IS NULL OR (basis, origin_id, class_id) IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(@groups)))'

export const REQUEST_SQL = {
  /** How many rows each quarter hour of a UTC day holds, newest first. */
  slots: `SELECT slot, sum(entries) AS entries FROM rollup_slot WHERE slot >= @begin AND slot < @end AND ${IN_SPAN} AND ${OF_GROUPS}
    GROUP BY slot ORDER BY slot DESC`,
  page: `SELECT usage.id, at_ms AS atMs, origin_id AS originId, class_id AS classId, basis, raw_model.text AS rawModel, kind,
    uncached_input AS uncachedInput, cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h, output,
    web_searches AS webSearches, requests, latency_ms AS latencyMs, ttft_ms AS timeToFirstTokenMs, stop_reason AS stopReason,
    error_code AS errorCode, import_id AS importId, import_source.name AS source, position
    FROM usage JOIN raw_model ON raw_model.id = raw_model_id JOIN import_source ON import_source.id = source_id
    WHERE counts = 1 AND at_ms >= @oldest AND at_ms < @newest
    AND CASE whole_day WHEN 1 THEN at_ms >= @wholeFrom AND at_ms < @wholeTo ELSE at_ms >= @from AND at_ms < @to END
    AND ${OF_BASIS} AND ${OF_GROUPS} ORDER BY at_ms DESC, usage.id DESC LIMIT @limit OFFSET @skip`,
} as const

function prepare(db: Connection) {
  return {
    slots: db.prepare<DayRange, SlotEntries>(REQUEST_SQL.slots),
    page: db.prepare<PageRange, StoredRequest>(REQUEST_SQL.page),
  }
}

type Statements = ReturnType<typeof prepare>
interface SlotEntries { slot: number; entries: number }

export class Requests {
  readonly #statements: Statements
  readonly #columns: DayColumns

  constructor(db: Connection, columns: DayColumns) {
    this.#statements = prepare(db)
    this.#columns = columns
  }

  pages(query: CellQuery, wanted: WantedRows | null): RequestPages {
    return new Pages(this.#statements, this.#columns, { query, wanted })
  }
}

/** The rows wanted of a UTC day. */
interface Day {
  utcDay: number
  entries: number
  /** No other rows are there: none needs to be asked. */
  isAll: boolean
  /** Where only part of the day is in the range. */
  slots: readonly SlotEntries[] | null
}

class Pages implements RequestPages {
  readonly total: number
  readonly #statements: Statements
  readonly #columns: DayColumns
  readonly #wanted: WantedRows | null
  readonly #basis: number | null
  readonly #range: SpanRange
  /** Newest first. */
  readonly #days: readonly Day[]

  constructor(statements: Statements, columns: DayColumns, { query, wanted }: { query: CellQuery; wanted: WantedRows | null }) {
    this.#statements = statements
    this.#columns = columns
    this.#wanted = wanted
    this.#basis = query.basis === 'any' ? null : basisCode(query.basis)
    this.#range = spanRange(query)
    this.#days = this.#findDays()
    this.total = this.#days.reduce((sum, { entries }) => sum + entries, 0)
  }

  page(offset: number, limit: number): RequestRow[] {
    const rows: RequestRow[] = []
    let skip = offset
    for (const day of this.#days) {
      if (rows.length >= limit) break
      if (day.entries <= skip) {
        skip -= day.entries
        continue
      }
      const groups = this.#groupsOf(day)
      const slots = day.slots ?? this.#slotsOf(day.utcDay, groups)
      for (const run of runsOf(slots, skip, () => limit - rows.length)) rows.push(...this.#rowsOf(run, groups, limit - rows.length))
      skip = 0
    }
    return rows
  }

  #findDays(): Day[] {
    const { from, to, wholeFrom, wholeTo } = this.#range
    const [first, last] = [Math.floor(Math.min(from, wholeFrom) / SLOTS_A_DAY), Math.ceil(Math.max(to, wholeTo) / SLOTS_A_DAY) - 1]
    const days = new Map<number, Day>()
    for (const { utcDay, begin, end, chunk: { pair, basis, sums } } of this.#columns.utcParts(first, last)) {
      const day = days.get(utcDay) ?? { utcDay, entries: 0, isAll: true, slots: null }
      days.set(utcDay, day)
      this.#wanted?.startDay(utcDay)
      for (let row = begin; row < end; row += 1) {
        if (this.#wants(pair[row] ?? 0, basis[row] ?? 0)) day.entries += sums[row * SUM_COLUMNS.length] ?? 0
        else day.isAll = false
      }
    }
    const isWhole = ({ utcDay }: Day) => utcDay * SLOTS_A_DAY >= Math.max(from, wholeFrom) && (utcDay + 1) * SLOTS_A_DAY <= Math.min(to, wholeTo)
    return [...days.values()].map((day) => (isWhole(day) || day.entries === 0 ? day : this.#partOf(day))).toReversed()
  }

  #partOf(day: Day): Day {
    const slots = this.#slotsOf(day.utcDay, this.#groupsOf(day))
    return { ...day, slots, entries: slots.reduce((sum, { entries }) => sum + entries, 0) }
  }

  #wants(pair: number, basis: number): boolean {
    return (this.#basis === null || basis === this.#basis) && (this.#wanted === null || this.#wanted.has(pair, basis))
  }

  /** What of a day is wanted, for SQL. */
  #groupsOf({ utcDay, isAll }: Day): string | null {
    if (isAll || this.#wanted === null) return null
    this.#wanted.startDay(utcDay)
    const groups: [number, number, number][] = []
    for (const [pair, { originId, classId }] of this.#columns.pairs.entries()) {
      for (const basis of BASES.keys()) if (this.#wants(pair, basis)) groups.push([basis, originId, classId])
    }
    return JSON.stringify(groups)
  }

  #slotsOf(utcDay: number, groups: string | null): SlotEntries[] {
    return this.#statements.slots.all({ ...this.#range, groups, begin: utcDay * SLOTS_A_DAY, end: (utcDay + 1) * SLOTS_A_DAY })
  }

  #rowsOf({ oldest, newest, skip }: Run, groups: string | null, limit: number): RequestRow[] {
    const range = { groups, newest: (newest + 1) * SLOT_MS, oldest: oldest * SLOT_MS, limit, skip }
    return this.#statements.page.all({ ...toMs(this.#range), ...range }).map(toRequest)
  }
}

/** Slots one after the other, both inclusive. */
interface Run { oldest: number; newest: number; entries: number; skip: number }

/** The runs that hold as many rows as are missing, behind those to be skipped: a slot between them is not read. */
function* runsOf(slots: readonly SlotEntries[], skipped: number, missing: () => number): Generator<Run> {
  let skip = skipped
  let run = NO_RUN
  for (const { slot, entries } of slots) {
    if (missing() <= 0) return
    if (run.entries > 0 && (run.entries - run.skip >= missing() || slot !== run.oldest - 1)) {
      yield run
      if (missing() <= 0) return
      run = NO_RUN
    }
    if (run.entries > 0) {
      run = { ...run, oldest: slot, entries: run.entries + entries }
    } else if (entries <= skip) {
      skip -= entries
    } else {
      run = { oldest: slot, newest: slot, entries, skip }
      skip = 0
    }
  }
  if (run.entries > 0) yield run
}

const NO_RUN: Run = { oldest: 0, newest: 0, entries: 0, skip: 0 }

function toMs(range: SpanRange): SpanRange {
  const { wholeFrom, wholeTo, from, to } = range
  return { ...range, wholeFrom: wholeFrom * SLOT_MS, wholeTo: wholeTo * SLOT_MS, from: from * SLOT_MS, to: to * SLOT_MS }
}

function toRequest({ uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output, ...row }: StoredRequest): RequestRow {
  return { ...row, basis: basisOfCode(row.basis), kind: kindOfCode(row.kind), tokens: { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output } }
}
