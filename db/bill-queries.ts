// Finds lines of bills that count: added up for the reconciliation, or one by one. Sums amounts exactly.
import { meterOf } from './codes.ts'
import type { BillGroup, BillQuery, BillRow } from './ledger.ts'
import type { Connection } from './sqlite.ts'
import { dayNumberOf, dayText, DAY_MS, UTC_DAY_OF_MS } from './zone-days.ts'

interface Span { from: number; to: number }

interface Page extends Span {
  counted: string | null
  classIds: string | null
  meter: string | null
  offset: number
  limit: number
}

/** Integers come as BigInt here, so that no amount is rounded on its way. */
interface StoredGroup {
  importer: string
  classId: bigint
  meter: string
  firstDay: bigint
  lastDay: bigint
  estimated: bigint
  quantityStated: bigint
  hasList: bigint
  lines: bigint
  billedHigh: bigint
  billedLow: bigint
  listHigh: bigint | null
  listLow: bigint | null
  roundedHigh: bigint
  roundedLow: bigint
  tokens: bigint
  webSearches: bigint
}

interface StoredLine {
  id: bigint
  originId: bigint
  classId: bigint
  rawModel: string
  meter: string
  atDay: bigint
  lastDay: bigint
  billed: bigint
  list: bigint | null
  roundedTo: bigint
  estimated: bigint
  quantityStated: bigint
  tokens: bigint
  webSearches: bigint
  importId: bigint
  source: string
  position: bigint
}

const DAY_OF_BILL = UTC_DAY_OF_MS.replace('at_ms', 'bill.at_ms')
const TOKENS = 'uncached_input + cache_read + cache_write_5m + cache_write_1h + output'

/** Rows of both tables lie in the order of their ids, so that CROSS JOIN reads each of them once. */
const OF_BILLS = 'FROM bill CROSS JOIN usage ON usage.id = usage_id JOIN origin ON origin.id = origin_id'

/** In halves of 32 bits: neither half of a sum can overflow. A shift to the right keeps the sign. */
const halves = (column: string, name: string) => `sum(${column} >> 32) AS ${name}High, sum(${column} & 4294967295) AS ${name}Low`

export const BILL_SQL = {
  groups: `SELECT importer, class_id AS classId, meter, ${DAY_OF_BILL} AS firstDay, last_day AS lastDay, estimated,
    quantity_stated AS quantityStated, list IS NOT NULL AS hasList, count(*) AS lines, ${halves('billed', 'billed')},
    ${halves('list', 'list')}, ${halves('rounded_to', 'rounded')}, sum(${TOKENS}) AS tokens, sum(web_searches) AS webSearches
    ${OF_BILLS} WHERE usage.counts = 1 AND bill.at_ms >= @from AND bill.at_ms < @to GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
  ends: 'SELECT (SELECT min(at_ms) FROM bill) AS first, (SELECT max(at_ms) FROM bill) AS last',
  lines: `SELECT usage_id AS id, origin_id AS originId, class_id AS classId, raw_model.text AS rawModel, meter,
    ${DAY_OF_BILL} AS atDay, last_day AS lastDay, billed, list, rounded_to AS roundedTo, estimated,
    quantity_stated AS quantityStated, ${TOKENS} AS tokens, web_searches AS webSearches, import_source.import_id AS importId,
    import_source.name AS source, position
    ${OF_BILLS} JOIN price_class ON price_class.id = class_id JOIN raw_model ON raw_model.id = raw_model_id
    JOIN import_source ON import_source.id = source_id
    WHERE usage.counts = 1 AND bill.at_ms >= @from AND bill.at_ms < @to AND (@meter IS NULL OR meter = @meter)
    AND (@classIds IS NULL OR class_id IN (SELECT value FROM json_each(@classIds)))
    AND (@counted IS NULL OR EXISTS (SELECT 1 FROM json_each(@counted) AS run WHERE run.value ->> 0 = origin.importer
      AND run.value ->> 1 = platform AND bill.at_ms >= run.value ->> 2 AND bill.at_ms < run.value ->> 3))
    ORDER BY bill.at_ms, usage_id LIMIT @limit OFFSET @offset`,
} as const

export class Bills {
  readonly #statements

  constructor(db: Connection) {
    this.#statements = {
      groups: db.prepare<Span, StoredGroup>(BILL_SQL.groups).safeIntegers(),
      ends: db.prepare<[], { first: number | null; last: number | null }>(BILL_SQL.ends),
      lines: db.prepare<Page, StoredLine>(BILL_SQL.lines).safeIntegers(),
    }
  }

  groups(): BillGroup[] {
    const { first, last } = this.#statements.ends.get() ?? { first: null, last: null }
    const groups: BillGroup[] = []
    // A stretch at a time: grouping sorts all rows it is given, in memory.
    for (let day = first === null ? Infinity : Math.floor(first / DAY_MS); day * DAY_MS <= (last ?? -Infinity); day += STRETCH_DAYS) {
      const span = { from: day * DAY_MS, to: (day + STRETCH_DAYS) * DAY_MS }
      for (const row of this.#statements.groups.iterate(span)) groups.push(toGroup(row))
    }
    return groups
  }

  lines({ from, to, counted, classIds, meter, offset, limit }: BillQuery & { offset: number; limit: number }): BillRow[] {
    const runs = counted?.map(({ importer, platform, firstDay, lastDay }) => [importer, platform, startOf(firstDay), startOf(lastDay) + DAY_MS])
    return this.#statements.lines.all({
      from: startOf(from), to: startOf(to) + DAY_MS, counted: runs === undefined ? null : JSON.stringify(runs),
      classIds: classIds === null ? null : JSON.stringify(classIds), meter, offset, limit,
    }).map(toLine)
  }
}

const STRETCH_DAYS = 16

const startOf = (day: string): number => dayNumberOf(day) * DAY_MS

const whole = (high: bigint, low: bigint): bigint => (high << 32n) + low

function toGroup(row: StoredGroup): BillGroup {
  const { listHigh, listLow } = row
  return {
    importer: row.importer, classId: Number(row.classId), meter: meterOf(row.meter), firstDay: dayText(Number(row.firstDay)),
    lastDay: dayText(Number(row.lastDay)), estimated: row.estimated === 1n, quantityStated: row.quantityStated === 1n,
    lines: Number(row.lines), billed: whole(row.billedHigh, row.billedLow),
    list: listHigh === null || listLow === null ? null : whole(listHigh, listLow),
    roundedTo: whole(row.roundedHigh, row.roundedLow), tokens: Number(row.tokens), webSearches: Number(row.webSearches),
  }
}

function toLine({ atDay, lastDay, meter, estimated, quantityStated, ...row }: StoredLine): BillRow {
  return {
    ...row, id: Number(row.id), originId: Number(row.originId), classId: Number(row.classId), meter: meterOf(meter),
    firstDay: dayText(Number(atDay)), lastDay: dayText(Number(lastDay)), estimated: estimated === 1n,
    quantityStated: quantityStated === 1n, tokens: Number(row.tokens), webSearches: Number(row.webSearches),
    importId: Number(row.importId), position: Number(row.position),
  }
}
