// Finds single requests behind a figure: pages of them, and their latencies. The rollup says where to look.
import { basisOfCode, kindOfCode } from './codes.ts'
import { IN_SPAN, OF_BASIS, spanRange, type SpanRange } from './cells.ts'
import type { CellQuery, PairFilter, RequestRow } from './ledger.ts'
import type { Connection } from './sqlite.ts'
import { SLOT_MS } from './zone-days.ts'

type Query = CellQuery & { pairs: PairFilter }
type Page = Query & { offset: number; limit: number }
interface PairRange extends SpanRange { pairs: string | null }
interface PageRange extends PairRange { newest: number; oldest: number; limit: number; skip: number }

interface StoredRequest extends Omit<RequestRow, 'basis' | 'kind' | 'tokens'> {
  basis: number
  kind: number
  uncachedInput: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  output: number
}

const OF_PAIRS = '(@pairs IS NULL OR (origin_id, class_id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(@pairs)))'

export const REQUEST_SQL = {
  /** How many rows each quarter hour holds, newest first: pages are found without reading the rows before them. */
  slots: `SELECT slot, sum(entries) AS entries FROM rollup_slot WHERE ${IN_SPAN} AND ${OF_PAIRS}
    GROUP BY slot ORDER BY slot DESC`,
  total: `SELECT ifnull(sum(entries), 0) AS total FROM rollup_slot WHERE ${IN_SPAN} AND ${OF_PAIRS}`,
  page: `SELECT usage.id, at_ms AS atMs, origin_id AS originId, class_id AS classId, basis, raw_model.text AS rawModel, kind,
    uncached_input AS uncachedInput, cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h, output,
    web_searches AS webSearches, requests, latency_ms AS latencyMs, ttft_ms AS timeToFirstTokenMs, stop_reason AS stopReason,
    error_code AS errorCode, import_id AS importId, import_source.name AS source, position
    FROM usage JOIN raw_model ON raw_model.id = raw_model_id JOIN import_source ON import_source.id = source_id
    WHERE counts = 1 AND at_ms >= @oldest AND at_ms < @newest
    AND CASE whole_day WHEN 1 THEN at_ms >= @wholeFrom AND at_ms < @wholeTo ELSE at_ms >= @from AND at_ms < @to END
    AND ${OF_BASIS} AND ${OF_PAIRS} ORDER BY at_ms DESC, usage.id DESC LIMIT @limit OFFSET @skip`,
} as const

export class Requests {
  readonly #statements

  constructor(db: Connection) {
    this.#statements = {
      slots: db.prepare<PairRange, { slot: number; entries: number }>(REQUEST_SQL.slots),
      total: db.prepare<PairRange, { total: number }>(REQUEST_SQL.total),
      page: db.prepare<PageRange, StoredRequest>(REQUEST_SQL.page),
    }
  }

  page(query: Page): { rows: RequestRow[]; total: number } {
    const { offset, limit } = query
    const inSlots: PairRange = { ...spanRange(query), pairs: pairsParameter(query.pairs) }
    const total = this.#statements.total.get(inSlots)?.total ?? 0
    const where = locate(this.#statements.slots.iterate(inSlots), offset, limit)
    if (where === null) return { rows: [], total }
    const range = { newest: where.toSlot * SLOT_MS, oldest: where.fromSlot * SLOT_MS, limit, skip: where.skip }
    return { rows: this.#statements.page.all({ ...toMs(inSlots), ...range }).map(toRequest), total }
  }
}

function toMs(range: PairRange): PairRange {
  const { wholeFrom, wholeTo, from, to } = range
  return { ...range, wholeFrom: wholeFrom * SLOT_MS, wholeTo: wholeTo * SLOT_MS, from: from * SLOT_MS, to: to * SLOT_MS }
}

const pairsParameter = (pairs: PairFilter): string | null =>
  pairs === null ? null : JSON.stringify(pairs.map(({ originId, classId }) => [originId, classId]))

/** The slots, newest first, that a page lies in, and how many rows of the newest of them it skips. Asks for no more. */
function locate(slots: Iterable<{ slot: number; entries: number }>, offset: number, limit: number): { fromSlot: number; toSlot: number; skip: number } | null {
  let before = 0
  let newest: { toSlot: number; skip: number } | null = null
  let fromSlot = 0
  for (const { slot, entries } of slots) {
    if (newest === null && before + entries > offset) newest = { toSlot: slot + 1, skip: offset - before }
    before += entries
    fromSlot = slot
    if (before >= offset + limit) break
  }
  return newest === null ? null : { ...newest, fromSlot }
}

function toRequest({ uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output, ...row }: StoredRequest): RequestRow {
  return { ...row, basis: basisOfCode(row.basis), kind: kindOfCode(row.kind), tokens: { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output } }
}
