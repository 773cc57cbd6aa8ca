// The two rollups, kept exact by deltas in the transaction that changes the rows. The only writer of these tables.
import { inTransaction, type Connection } from './sqlite.ts'
import { SLOT_MS, SLOTS_A_DAY, UTC_DAY_OF_SLOT, SLOT_OF_MS, ZoneDays } from './zone-days.ts'

/** The part of a usage row that is summed. */
export interface Summed {
  at_ms: number
  whole_day: number
  basis: number
  origin_id: number
  class_id: number
  requests: number | null
  uncached_input: number
  cache_read: number
  cache_write_5m: number
  cache_write_1h: number
  output: number
  web_searches: number
}

/** entries, requests, entries without a count, the five token classes, web searches. */
export type Sums = [number, number, number, number, number, number, number, number, number]
export const SUM_COLUMNS = [
  'entries', 'requests', 'uncounted_entries', 'uncached_input', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'output',
  'web_searches',
] as const

const NAMES = SUM_COLUMNS.join(', ')
export const ADDED = SUM_COLUMNS.map((name) => `sum(${name})`).join(', ')
/** The same sums over usage rows. */
export const COUNTED = [
  'count(*)', 'ifnull(sum(requests), 0)', 'count(*) - count(requests)', ...SUM_COLUMNS.slice(3).map((name) => `sum(${name})`),
].join(', ')

const SLOT_KEY = 'slot, whole_day, basis, origin_id, class_id'
const DAY_KEY = 'day, utc_day, basis, origin_id, class_id'
const RECOUNT = `SELECT ${SLOT_OF_MS}, whole_day, basis, origin_id, class_id, ${COUNTED}
  FROM usage WHERE counts = 1 GROUP BY 1, 2, 3, 4, 5`
const DAYS = `SELECT ledger_day(slot, whole_day), ${UTC_DAY_OF_SLOT}, basis, origin_id, class_id, ${ADDED}
  FROM rollup_slot GROUP BY 1, 2, 3, 4, 5`

function upsert(table: string, key: string): string {
  const values = [...key.split(', '), ...SUM_COLUMNS].map(() => '?').join(', ')
  const adding = SUM_COLUMNS.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')
  return `INSERT INTO ${table} (${key}, ${NAMES}) VALUES (${values}) ON CONFLICT (${key}) DO UPDATE SET ${adding}`
}

function dropEmpty(table: string, key: string): string {
  return `DELETE FROM ${table} WHERE ${key.split(', ').map((name) => `${name} = ?`).join(' AND ')} AND entries = 0`
}

type Pairs = Map<number, Sums>
/** Ids of price classes stay far below this, so that origin and class make one number. */
const CLASS_SPACE = 2 ** 22
const BASIS_SPACE = 4

export class Rollup {
  readonly #db: Connection
  readonly #statements
  #zone = new ZoneDays('UTC')
  /** Deltas of the running transaction, by slot, whole day and basis as one number, then by origin and class. */
  readonly #slots = new Map<number, Pairs>()
  #last: { slotKey: number; pairs: Pairs } | null = null

  constructor(db: Connection) {
    this.#db = db
    db.function('ledger_day', { deterministic: true }, (slot: number, wholeDay: number) => this.#dayOf(slot, wholeDay))
    this.#statements = {
      addSlot: db.prepare<number[]>(upsert('rollup_slot', SLOT_KEY)),
      addDay: db.prepare<number[]>(upsert('rollup_day', DAY_KEY)),
      dropSlot: db.prepare<number[]>(dropEmpty('rollup_slot', SLOT_KEY)),
      dropDay: db.prepare<number[]>(dropEmpty('rollup_day', DAY_KEY)),
      clearDays: db.prepare('DELETE FROM rollup_day'),
      fillDays: db.prepare(`INSERT INTO rollup_day (${DAY_KEY}, ${NAMES}) ${DAYS}`),
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

  /** Makes `tz` the zone of the calendar days; rebuilds them where they were of another. */
  setZone(tz: string): void {
    if (this.#statements.zone.get()?.value === tz) return
    inTransaction(this.#db, () => {
      this.#zone = new ZoneDays(tz)
      this.#statements.clearDays.run()
      this.#statements.fillDays.run()
      this.#statements.setZone.run(tz)
    })
  }

  #dayOf(slot: number, wholeDay: number): number {
    return wholeDay === 1 ? Math.floor(slot / SLOTS_A_DAY) : this.#zone.dayOfSlot(slot)
  }

  /** Adds a row (sign 1) or takes it away (sign -1). Written by `flush`. */
  count(row: Summed, sign: 1 | -1): void {
    const sums = this.#sumsOf(row)
    sums[0] += sign
    if (row.requests === null) sums[2] += sign
    else sums[1] += sign * row.requests
    sums[3] += sign * row.uncached_input
    sums[4] += sign * row.cache_read
    sums[5] += sign * row.cache_write_5m
    sums[6] += sign * row.cache_write_1h
    sums[7] += sign * row.output
    sums[8] += sign * row.web_searches
  }

  /** Takes away whole groups, as `COUNTED` sums them. */
  subtract(key: Pick<Summed, 'at_ms' | 'whole_day' | 'basis' | 'origin_id' | 'class_id'>, sums: readonly number[]): void {
    const held = this.#sumsOf(key)
    for (const [index, value] of sums.entries()) held[index] = (held[index] ?? 0) - value
  }

  #sumsOf(row: Pick<Summed, 'at_ms' | 'whole_day' | 'basis' | 'origin_id' | 'class_id'>): Sums {
    const slotKey = (Math.floor(row.at_ms / SLOT_MS) * 2 + row.whole_day) * BASIS_SPACE + row.basis
    let pairs = this.#last?.slotKey === slotKey ? this.#last.pairs : this.#slots.get(slotKey)
    if (pairs === undefined) this.#slots.set(slotKey, (pairs = new Map()))
    if (this.#last?.slotKey !== slotKey) this.#last = { slotKey, pairs }
    const pairKey = row.origin_id * CLASS_SPACE + row.class_id
    let sums = pairs.get(pairKey)
    if (sums === undefined) pairs.set(pairKey, (sums = [0, 0, 0, 0, 0, 0, 0, 0, 0]))
    return sums
  }

  /** Writes the deltas. Must run in the transaction that changed the rows. */
  flush(): void {
    const { addSlot, addDay, dropSlot, dropDay } = this.#statements
    this.#zone = this.#zoneOfFile()
    const days = new Map<string, { key: number[]; sums: Sums }>()
    for (const [slotKey, pairs] of this.#slots) {
      const basis = ((slotKey % BASIS_SPACE) + BASIS_SPACE) % BASIS_SPACE
      const slotAndWhole = (slotKey - basis) / BASIS_SPACE
      const slot = Math.floor(slotAndWhole / 2)
      const whole = slotAndWhole - slot * 2
      const utcDay = Math.floor(slot / SLOTS_A_DAY)
      const day = this.#dayOf(slot, whole)
      for (const [pairKey, sums] of pairs) {
        if (sums.every((sum) => sum === 0)) continue
        const classId = pairKey % CLASS_SPACE
        const tail = [basis, (pairKey - classId) / CLASS_SPACE, classId]
        writeSums(addSlot, dropSlot, { key: [slot, whole, ...tail], sums })
        addTo(days, [day, utcDay, ...tail], sums)
      }
    }
    for (const entry of days.values()) writeSums(addDay, dropDay, entry)
    this.discard()
  }

  /** Forgets the deltas of a transaction that was rolled back. */
  discard(): void {
    this.#slots.clear()
    this.#last = null
  }

  /** Whether both rollups are what a recount of the rows gives. */
  isExact(): boolean {
    this.#zone = this.#zoneOfFile()
    const differs = (table: string, query: string) => {
      const either = `SELECT 1 FROM (SELECT * FROM ${table} EXCEPT SELECT * FROM (${query})) UNION ALL
        SELECT 1 FROM (SELECT * FROM (${query}) EXCEPT SELECT * FROM ${table}) LIMIT 1`
      return this.#db.prepare(either).get() !== undefined
    }
    return !differs('rollup_slot', RECOUNT) && !differs('rollup_day', DAYS)
  }
}

interface Runs { run(...values: number[]): unknown }

function writeSums(add: Runs, drop: Runs, { key, sums }: { key: number[]; sums: Sums }): void {
  add.run(...key, ...sums)
  if (sums[0] < 0) drop.run(...key)
}

function addTo(days: Map<string, { key: number[]; sums: Sums }>, key: number[], sums: Sums): void {
  const text = key.join(' ')
  const held = days.get(text)
  if (held === undefined) days.set(text, { key, sums: [...sums] })
  else for (const [index, value] of sums.entries()) held.sums[index] = (held.sums[index] ?? 0) + value
}

