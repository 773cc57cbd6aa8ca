// Takes records in: tells new events from known ones and keeps, for each source, the best record of every key pair.
// Nothing less would do: an undo must find the record that would have counted had the import never been.
import type { Keys } from '../src/core/record-keys.ts'
import { AT, countOf, entryAt, orNull, ROW, type PackedRecords, type Shape } from '../src/core/packed-records.ts'
import { addBill } from './bills.ts'
import type { Identity } from './identity.ts'
import type { Interns } from './intern.ts'
import { beats } from '../src/core/record-rank.ts'
import { KeyFilter } from './key-filter.ts'
import type { KeyRows } from './key-rows.ts'
import type { Rollup } from './rollup.ts'
import type { Connection } from './sqlite.ts'
import { PlainRows } from './plain-rows.ts'
import type { SourceKeys } from './source-keys.ts'
import { incoming, RowMaker, type HeldRow, type Incoming } from './usage-row.ts'

export interface Place {
  sourceId: number
  modifiedAtMs: number
  keys: SourceKeys
}

export interface Taken { accepted: number; duplicates: number; firstId: number; lastId: number }

export class Intake {
  readonly #importId: number
  readonly #rollup: Rollup
  readonly #identity: Identity
  readonly #keys: KeyRows
  readonly #rows: RowMaker
  readonly #plainRows: PlainRows
  readonly #addBill
  readonly #lastId
  /** Null where the indexes must be asked. */
  #filter: KeyFilter | null
  #nextId = 0
  /** Of the records of the batch that brought no key, by their row. */
  readonly #placeKeys = new Map<number, Keys>()
  #known = new Set<number>()

  constructor(db: Connection, parts: { importId: number; rollup: Rollup; identity: Identity; keys: KeyRows; interns: Interns }) {
    this.#importId = parts.importId
    this.#rollup = parts.rollup
    this.#keys = parts.keys
    this.#identity = parts.identity
    this.#rows = new RowMaker(db, parts.interns)
    this.#plainRows = new PlainRows(db, parts.interns)
    this.#addBill = addBill(db)
    this.#filter = KeyFilter.forEmptyLedger(db)
    this.#lastId = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM usage')
  }

  /** Records of one source. Must run in a transaction. The rollup's deltas are left for its `flush`. */
  take(packed: PackedRecords, place: Place): Taken {
    const firstId = (this.#lastId.get()?.id ?? 0) + 1
    this.#nextId = firstId
    this.#plainRows.begin(packed, place.sourceId)
    this.#givePlaceKeys(packed, place.keys)
    this.#lookUp(packed)
    const count = countOf(packed)
    let accepted = 0
    for (let row = 0; row < count; row += 1) if (this.#takeRow(packed, row, place)) accepted += 1
    return { accepted, duplicates: count - accepted + packed.repeated, firstId, lastId: this.#nextId - 1 }
  }

  /** Records that brought no key. */
  #givePlaceKeys({ numbers }: PackedRecords, source: SourceKeys): void {
    this.#placeKeys.clear()
    for (let at = 0; at < numbers.length; at += ROW) {
      const hasKey = orNull(numbers[at + AT.messageHash]) !== null || orNull(numbers[at + AT.requestHash]) !== null
      if (!hasKey) this.#placeKeys.set(at / ROW, source.ofPlace(numbers[at + AT.position] ?? NaN))
    }
  }

  /** Which hashes some record may have. */
  #lookUp({ numbers }: PackedRecords): void {
    if (this.#filter?.isComplete === true) return
    this.#filter = null
    const hashes = [...this.#placeKeys.values()].map(({ messageHash }) => messageHash ?? NaN)
    for (let at = 0; at < numbers.length; at += ROW) hashes.push(numbers[at + AT.messageHash] ?? NaN, numbers[at + AT.requestHash] ?? NaN)
    this.#known = this.#identity.known(hashes.filter((hash) => !Number.isNaN(hash)))
  }

  /** Returns whether the record is a new event. */
  #takeRow(packed: PackedRecords, row: number, place: Place): boolean {
    const at = row * ROW
    const shape = packed.shapes[packed.numbers[at + AT.shape] ?? NaN]
    const given = this.#placeKeys.get(row)
    const messageHash = given === undefined ? orNull(packed.numbers[at + AT.messageHash]) : given.messageHash
    const requestHash = orNull(packed.numbers[at + AT.requestHash])
    const messageIsKnown = messageHash !== null && this.#meet(messageHash)
    const requestIsKnown = requestHash !== null && this.#meet(requestHash)
    const isNew = (!messageIsKnown && !requestIsKnown) || this.#isGuessedWrong(messageHash, requestHash)
    if (isNew && shape !== undefined && given === undefined) return this.#insertPlain(packed, row, shape)
    const [messageKey = null, requestKey = null] = packed.keys.slice(row * 2, row * 2 + 2)
    const entry = incoming(entryAt(packed, row), given ?? { messageKey, requestKey, messageHash, requestHash })
    return isNew ? this.#insert(entry, place, 1) : this.#takeKnown(entry, place)
  }

  #takeKnown(entry: Incoming, place: Place): boolean {
    const held = this.#identity.exact([entry.messageKey, entry.requestKey])
    return held.length === 0 ? this.#takeNewKeys(entry, place) : this.#takeKnownKeys(entry, place, held)
  }

  /** The filter takes a new key for a known one now and then. As records of known keys, these took twenty times as long. */
  #isGuessedWrong(messageHash: number | null, requestHash: number | null): boolean {
    return this.#filter !== null && this.#identity.known([messageHash, requestHash].filter((hash) => hash !== null)).size === 0
  }

  /** Whether some record may have this hash; from now on one may. */
  #meet(hash: number): boolean {
    if (this.#filter !== null) return this.#filter.add(hash)
    const isKnown = this.#known.has(hash)
    this.#known.add(hash)
    return isKnown
  }

  /** One of its keys is known, the pair is not: it may join an event, split one, or link two. */
  #takeNewKeys(entry: Incoming, place: Place): boolean {
    const identity = this.#identity
    const before = identity.anchors(entry)
    const aliveBefore = identity.alive(before)
    this.#insert(entry, place, 0)
    const all = new Map([...before, ...identity.anchors(entry)])
    identity.settle(all)
    return identity.alive(all) > aliveBefore
  }

  /** The pair is known: never a new event; it may be the better record of it. */
  #takeKnownKeys(entry: Incoming, place: Place, held: readonly HeldRow[]): false {
    const arriving = { ...entry, id: this.#nextId }
    // Only a record of the same source is sure to live as long as this one: a source may be dropped or inherited alone.
    const own = held.filter((row) => row.source_id === place.sourceId)
    if (own.some((row) => beats(row, arriving))) return false
    // One record of an event counts: where it is of this very pair, no other needs to be looked at.
    const counting = held.find((row) => row.counts === 1)
    for (const row of own) this.#identity.remove(row)
    if (counting === undefined) {
      this.#insert(entry, place, 0)
      this.#identity.settle(this.#identity.anchors(entry))
      return false
    }
    const wins = beats(arriving, counting)
    if (wins && counting.counts === 1) this.#identity.setCounts(counting, 0)
    this.#insert(entry, place, wins ? 1 : 0)
    return false
  }

  #insertPlain({ numbers }: PackedRecords, row: number, shape: Shape): true {
    this.#rollup.count(this.#plainRows.insert(row, shape, this.#nextId), 1, this.#importId)
    const at = row * ROW
    this.#keys.added(this.#nextId, orNull(numbers[at + AT.messageHash]), orNull(numbers[at + AT.requestHash]))
    this.#nextId += 1
    return true
  }

  #insert(entry: Incoming, { sourceId, modifiedAtMs }: Place, counts: 0 | 1): true {
    const rows = this.#rows.rows(entry, { id: this.#nextId, sourceId, modifiedAtMs, counts })
    for (const row of rows) {
      this.#rows.insert(row)
      if (counts === 1) this.#rollup.count(row, 1, this.#importId)
    }
    const [own] = rows
    if (own !== undefined && entry.record.bill !== undefined) this.#addBill(own, entry.record.bill)
    this.#keys.added(this.#nextId, entry.messageHash, entry.requestHash)
    this.#nextId += rows.length
    return true
  }
}
