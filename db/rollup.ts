// The rollups, kept exact by deltas in the transaction that changes the rows. The only writer of these tables.
// Deltas are written when a transaction ends or somebody reads: an import changes the same few rows over and over.
import { ImportSums, ROWS_OF_IMPORTS } from './import-sums.ts'
import { NextDays } from './next-days.ts'
import { KeyedSums, RollupDeltas, type Delta, type Summed, type SummedKey, type Sums } from './rollup-deltas.ts'
import { inTransaction, type Connection } from './sqlite.ts'
import { ADDED, COUNTED, SUM_COLUMNS } from './sum-columns.ts'
import { SLOTS_A_DAY, UTC_DAY_OF_MS, UTC_DAY_OF_SLOT, SLOT_OF_MS, ZoneDays } from './zone-days.ts'

export type { Summed, Sums }

const NAMES = SUM_COLUMNS.join(', ')

const SLOT_KEY = 'slot, whole_day, basis, origin_id, class_id'
const DAY_KEY = 'day, utc_day, basis, origin_id, class_id'
const IMPORT_KEY = 'import_id, utc_day, basis, origin_id, class_id'
const RECOUNT = `SELECT ${SLOT_OF_MS}, whole_day, basis, origin_id, class_id, ${COUNTED}
  FROM usage WHERE counts = 1 GROUP BY 1, 2, 3, 4, 5`
const DAYS = `SELECT ledger_day(slot, whole_day), ${UTC_DAY_OF_SLOT}, basis, origin_id, class_id, ${ADDED}
  FROM rollup_slot GROUP BY 1, 2, 3, 4, 5`
const IMPORTS = `SELECT import_id, ${UTC_DAY_OF_MS}, basis, origin_id, class_id, ${COUNTED} ${ROWS_OF_IMPORTS} GROUP BY 1, 2, 3, 4, 5`
const TOTAL = 'SELECT 1 AS id, ifnull(sum(requests), 0) AS requests FROM rollup_day'

export const DAY_ENDS = 'SELECT (SELECT min(day) FROM rollup_day) AS first, (SELECT max(day) FROM rollup_day) AS last'

function upsert(table: string, key: string): string {
  const values = [...key.split(', '), ...SUM_COLUMNS].map(() => '?').join(', ')
  const adding = SUM_COLUMNS.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')
  return `INSERT INTO ${table} (${key}, ${NAMES}) VALUES (${values}) ON CONFLICT (${key}) DO UPDATE SET ${adding}`
}

function dropEmpty(table: string, key: string): string {
  return `DELETE FROM ${table} WHERE ${key.split(', ').map((name) => `${name} = ?`).join(' AND ')} AND entries = 0`
}

/** So many groups take some 30 ms to write: calls in between are answered soon. */
const MOST_WAITING = 3000

export class Rollup {
  readonly #db: Connection
  readonly #statements
  #zone = new ZoneDays('UTC')
  /** Of the transaction. */
  readonly #unwritten = new RollupDeltas()
  readonly #ofImports = new ImportSums()
  readonly #next: NextDays

  /** Told which calendar days were written; null: any. */
  onDaysChanged: (days: Iterable<number> | null) => void = () => {}

  constructor(db: Connection) {
    this.#db = db
    this.#next = new NextDays(db)
    db.function('ledger_day', { deterministic: true }, (slot: number, wholeDay: number) => this.#dayOf(slot, wholeDay))
    this.#statements = {
      addSlot: db.prepare<number[]>(upsert('rollup_slot', SLOT_KEY)),
      addDay: db.prepare<number[]>(upsert('rollup_day', DAY_KEY)),
      dropSlot: db.prepare<number[]>(dropEmpty('rollup_slot', SLOT_KEY)),
      dropDay: db.prepare<number[]>(dropEmpty('rollup_day', DAY_KEY)),
      addImport: db.prepare<number[]>(upsert('rollup_import', IMPORT_KEY)),
      dropImport: db.prepare<number[]>(dropEmpty('rollup_import', IMPORT_KEY)),
      addTotal: db.prepare<[number]>('UPDATE rollup_total SET requests = requests + ?'),
      total: db.prepare<[], { requests: number }>('SELECT requests FROM rollup_total'),
      days: db.prepare<[], { first: number | null; last: number | null }>(DAY_ENDS),
      zone: db.prepare<[], { value: string }>("SELECT tz AS value FROM rollup_zone"),
      setZone: db.prepare<[string]>("INSERT INTO rollup_zone VALUES (1, ?) ON CONFLICT DO UPDATE SET tz = excluded.tz"),
    }
  }

  /** The zone of the calendar days, as the file says: another program may have changed it. */
  get tz(): string {
    return this.#zoneOfFile().tz
  }

  #zoneOfFile(): ZoneDays {
    const tz = this.#statements.zone.get()?.value ?? this.#zone.tz
    return tz === this.#zone.tz ? this.#zone : new ZoneDays(tz)
  }

  /** Makes ready what `setZone` will need, in steps: with millions of requests it takes seconds. */
  zoneSteps(tz: string): Iterable<unknown> {
    if (this.#statements.zone.get()?.value === tz) return []
    this.flush()
    return this.#next.steps(tz)
  }

  /** Makes `tz` the zone of the calendar days; makes them anew where they were of another. */
  setZone(tz: string): void {
    if (this.#statements.zone.get()?.value === tz) return
    this.flush()
    inTransaction(this.#db, () => {
      this.#zone = new ZoneDays(tz)
      this.#next.take(tz)
      this.#statements.setZone.run(tz)
      this.onDaysChanged(null)
    })
  }

  #dayOf(slot: number, wholeDay: number): number {
    return wholeDay === 1 ? Math.floor(slot / SLOTS_A_DAY) : this.#zone.dayOfSlot(slot)
  }

  /** Adds a row that an import brought (sign 1) or takes it away (sign -1). */
  count(row: Summed, sign: 1 | -1, importId: number): void {
    this.#unwritten.count(row, sign)
    this.#ofImports.count(row, sign, importId)
    if (this.#unwritten.groups >= MOST_WAITING) this.flush()
  }

  /** As `count`, a whole group, as `COUNTED` sums it. */
  countGroup(key: SummedKey, sums: readonly number[], { sign, importId }: { sign: 1 | -1; importId: number }): void {
    this.#unwritten.countGroup(key, sums, sign)
    this.#ofImports.countGroup(key, sums, { sign, importId })
  }

  /** The transaction was rolled back. */
  discard(): void {
    this.#unwritten.clear()
    this.#ofImports.clear()
    this.#next.changed(null)
    this.onDaysChanged(null)
  }

  /** Requests of all rows, those that wait to be written too. Asked many times during an import, so that it writes nothing. */
  get requests(): number {
    return (this.#statements.total.get()?.requests ?? 0) + this.#unwritten.requests
  }

  /** First and last calendar day with usage, as days since 1970-01-01; those that wait to be written too. Writes nothing. */
  get days(): { first: number; last: number } | null {
    this.#zone = this.#zoneOfFile()
    const { first, last } = this.#statements.days.get() ?? { first: null, last: null }
    const days = [...this.#unwritten.slots()].map(({ slot, whole }) => this.#dayOf(slot, whole))
    for (const day of [first, last]) if (day !== null) days.push(day)
    return days.length === 0 ? null : { first: days.reduce((a, b) => Math.min(a, b)), last: days.reduce((a, b) => Math.max(a, b)) }
  }

  /** Writes the deltas kept: before a commit, and before anybody reads. They are there only in the transaction that made them. */
  flush(): void {
    if (this.#unwritten.isEmpty) return
    // Nested in the transaction: all of them or none.
    this.#db.transaction(() => this.#write())()
    this.#unwritten.clear()
    this.#ofImports.clear()
  }

  #write(): void {
    const { addSlot, addDay, addImport, addTotal, dropSlot, dropDay, dropImport } = this.#statements
    this.#zone = this.#zoneOfFile()
    const days = new KeyedSums()
    // In the order of the key, each page of the table is visited once.
    for (const { slot, whole, basis, originId, classId, sums } of [...this.#unwritten.all()].sort(bySlot)) {
      const tail = [basis, originId, classId]
      writeSums(addSlot, dropSlot, { key: [slot, whole, ...tail], sums })
      days.add([this.#dayOf(slot, whole), Math.floor(slot / SLOTS_A_DAY), ...tail], sums)
    }
    for (const entry of days.all()) writeSums(addDay, dropDay, entry)
    for (const entry of this.#ofImports.changes(days)) writeSums(addImport, dropImport, entry)
    addTotal.run(this.#unwritten.requests)
    // Also those whose sums came out even: one request may have taken the place of another.
    const slots = [...this.#unwritten.slots()]
    this.#next.changed(slots.map(({ slot }) => Math.floor(slot / SLOTS_A_DAY)))
    this.onDaysChanged(new Set(slots.map(({ slot, whole }) => this.#dayOf(slot, whole))))
  }

  /** Makes all anew from the rows. Must run in a transaction. */
  recount(): void {
    this.#zone = this.#zoneOfFile()
    this.#db.exec(`DELETE FROM rollup_slot; INSERT INTO rollup_slot (${SLOT_KEY}, ${NAMES}) ${RECOUNT};
      DELETE FROM rollup_import; INSERT INTO rollup_import (${IMPORT_KEY}, ${NAMES}) ${IMPORTS}`)
    this.#next.changed(null)
    this.#next.take(this.#zone.tz)
    this.#db.exec(`REPLACE INTO rollup_total ${TOTAL}`)
    this.onDaysChanged(null)
  }

  /** Whether all rollups are what a recount of the rows gives. */
  isExact(): boolean {
    this.flush()
    this.#zone = this.#zoneOfFile()
    const differs = (table: string, query: string) => {
      const either = `SELECT 1 FROM (SELECT * FROM ${table} EXCEPT SELECT * FROM (${query})) UNION ALL
        SELECT 1 FROM (SELECT * FROM (${query}) EXCEPT SELECT * FROM ${table}) LIMIT 1`
      return this.#db.prepare(either).get() !== undefined
    }
    return !differs('rollup_slot', RECOUNT) && !differs('rollup_day', DAYS) && !differs('rollup_import', IMPORTS) && !differs('rollup_total', TOTAL)
  }
}

interface Runs { run(...values: number[]): unknown }

function writeSums(add: Runs, drop: Runs, { key, sums }: { key: number[]; sums: Sums }): void {
  add.run(...key, ...sums)
  if (sums[0] < 0) drop.run(...key)
}

const bySlot = (a: Delta, b: Delta): number => a.slot - b.slot

