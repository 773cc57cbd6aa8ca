// Answers what a view asks of the rollups: usage by time, origin and class. Reads no usage row.
import { hourOf } from '../src/core/calendar.ts'
import type { Basis } from '../src/core/usage.ts'
import { basisCode, basisOfCode } from './codes.ts'
import type { CellQuery, CellRow } from './ledger.ts'
import type { Sums } from './rollup-deltas.ts'
import type { Connection } from './sqlite.ts'
import { ADDED, SUM_COLUMNS } from './sum-columns.ts'
import { dayNumberOf, daysRound, dayText, SLOT_MS, SLOTS_A_DAY, spanOf, UTC_DAY_OF_SLOT, type SlotSpan } from './zone-days.ts'

/** Bucket (a day or a slot), UTC day, basis, origin, class, then the sums. */
export type CellTuple = [bucket: number, utcDay: number, basis: number, originId: number, classId: number, ...Sums]
interface DayRange { from: number; to: number; basis: number | null }
export interface SpanRange extends SlotSpan { basis: number | null }

const NAMES = SUM_COLUMNS.join(', ')
export const OF_BASIS = '(@basis IS NULL OR basis = @basis)'
export const IN_SPAN = `slot >= min(@wholeFrom, @from) AND slot < max(@wholeTo, @to)
  AND CASE whole_day WHEN 1 THEN slot >= @wholeFrom AND slot < @wholeTo ELSE slot >= @from AND slot < @to END AND ${OF_BASIS}`

/** The statements by the question they answer; a test pins their query plans. */
export const CELL_SQL = {
  /** Days of the ledger's zone, straight from the key. */
  days: `SELECT day, utc_day, basis, origin_id, class_id, ${NAMES} FROM rollup_day WHERE day BETWEEN @from AND @to AND ${OF_BASIS}`,
  /** UTC days: a UTC day lies within a day of its calendar day. */
  utcDays: `SELECT utc_day, utc_day, basis, origin_id, class_id, ${NAMES} FROM rollup_day
    WHERE day BETWEEN @from - 1 AND @to + 1 AND utc_day BETWEEN @from AND @to AND ${OF_BASIS}`,
  /** Any other zone: its days begin on a quarter hour. */
  span: `SELECT 0, ${UTC_DAY_OF_SLOT}, basis, origin_id, class_id, ${ADDED} FROM rollup_slot WHERE ${IN_SPAN} GROUP BY 2, 3, 4, 5`,
  slots: `SELECT slot * 2 + whole_day, ${UTC_DAY_OF_SLOT}, basis, origin_id, class_id, ${NAMES} FROM rollup_slot WHERE ${IN_SPAN}`,
  /** One day of any zone, as `rollup_day` holds it. */
  zoneDay: `SELECT @day, ${UTC_DAY_OF_SLOT}, basis, origin_id, class_id, ${ADDED} FROM rollup_slot WHERE ${IN_SPAN} GROUP BY 2, 3, 4, 5`,
  ends: 'SELECT (SELECT min(slot) FROM rollup_slot) AS first, (SELECT max(slot) FROM rollup_slot) AS last',
} as const

const FAR_DAY = 2 ** 31

export class Cells {
  readonly #ledgerZone: { readonly tz: string }
  readonly #statements

  constructor(db: Connection, ledgerZone: { readonly tz: string }) {
    this.#ledgerZone = ledgerZone
    this.#statements = {
      days: db.prepare<DayRange, CellTuple>(CELL_SQL.days).raw(),
      utcDays: db.prepare<DayRange, CellTuple>(CELL_SQL.utcDays).raw(),
      span: db.prepare<SpanRange, CellTuple>(CELL_SQL.span).raw(),
      slots: db.prepare<SpanRange, CellTuple>(CELL_SQL.slots).raw(),
      ends: db.prepare<[], { first: number | null; last: number | null }>(CELL_SQL.ends),
    }
  }

  /** Rows may repeat a group (a UTC day that falls on two calendar days): add them. */
  find(query: CellQuery): CellRow[] {
    if (query.bucket === 'hour') return this.#hours(query)
    const isUtc = query.tz === 'UTC'
    if (isUtc || query.tz === this.#ledgerZone.tz) return this.#days(query, isUtc ? 'utcDays' : 'days')
    return query.bucket === null ? this.#span(query, null) : this.#zoneDays(query)
  }

  #days({ from, to, basis, bucket }: CellQuery, by: 'days' | 'utcDays'): CellRow[] {
    const rows = this.#statements[by].all({
      from: from === null ? -FAR_DAY : dayNumberOf(from),
      to: to === null ? FAR_DAY : dayNumberOf(to),
      basis: basisParameter(basis),
    })
    return rows.map((row) => toCell(row, bucket === null ? null : dayText(row[0])))
  }

  #span(query: CellQuery, bucket: string | null): CellRow[] {
    return this.#statements.span.all(spanRange(query)).map((row) => toCell(row, bucket))
  }

  /** One range of slots a day, so that days of 23 and 25 hours come out right. */
  #zoneDays(query: CellQuery): CellRow[] {
    const { first, last } = this.#statements.ends.get() ?? { first: null, last: null }
    if (first === null || last === null) return []
    const { earliest, latest } = daysRound({ first, last })
    const cells: CellRow[][] = []
    const from = query.from === null ? earliest : Math.max(earliest, dayNumberOf(query.from))
    const to = query.to === null ? latest : Math.min(latest, dayNumberOf(query.to))
    for (let day = from; day <= to; day += 1) {
      const text = dayText(day)
      cells.push(this.#span({ ...query, from: text, to: text }, text))
    }
    return cells.flat()
  }

  /** Hours of the zone. A whole UTC day has no hours: it stands at its midnight. */
  #hours(query: CellQuery): CellRow[] {
    const labels = new Map<number, string>()
    const label = (bucket: number): string => {
      let text = labels.get(bucket)
      if (text === undefined) {
        const slot = Math.floor(bucket / 2)
        text = bucket % 2 === 0 ? hourOf(slot * SLOT_MS, query.tz) : `${dayText(Math.floor(slot / SLOTS_A_DAY))}T00:00`
        labels.set(bucket, text)
      }
      return text
    }
    const merged = new Map<string, CellRow>()
    for (const row of this.#statements.slots.all(spanRange(query))) {
      const bucket = label(row[0])
      const key = `${bucket} ${row[1]} ${row[2]} ${row[3]} ${row[4]}`
      const held = merged.get(key)
      const cell = toCell(row, bucket)
      if (held === undefined) merged.set(key, cell)
      else addCell(held, cell)
    }
    return [...merged.values()]
  }
}

const basisParameter = (basis: Basis | 'any'): number | null => (basis === 'any' ? null : basisCode(basis))

export function spanRange(query: CellQuery): SpanRange {
  return { ...spanOf(query), basis: basisParameter(query.basis) }
}

export function toCell(row: CellTuple, bucket: string | null): CellRow {
  const [, utcDay, basis, originId, classId, , requests, uncounted, uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output, webSearches] = row
  return {
    originId, classId, bucket, utcDay: dayText(utcDay), basis: basisOfCode(basis), requests, requestsKnown: uncounted === 0,
    tokens: { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output }, webSearches,
  }
}

function addCell(sum: CellRow, cell: CellRow): void {
  sum.requests += cell.requests
  sum.requestsKnown &&= cell.requestsKnown
  sum.webSearches += cell.webSearches
  sum.tokens.uncachedInput += cell.tokens.uncachedInput
  sum.tokens.cacheRead += cell.tokens.cacheRead
  sum.tokens.cacheWrite5m += cell.tokens.cacheWrite5m
  sum.tokens.cacheWrite1h += cell.tokens.cacheWrite1h
  sum.tokens.output += cell.tokens.output
}
