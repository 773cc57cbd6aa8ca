// Takes records in: tells new events from known ones and keeps, for each source, the best record of every key pair.
// Nothing less would do: an undo must find the record that would have counted had the import never been.
import { addBill } from './bills.ts'
import type { Identity } from './identity.ts'
import type { Interns } from './intern.ts'
import { beats } from './rank.ts'
import { KeyFilter } from './key-filter.ts'
import type { Rollup } from './rollup.ts'
import type { Connection } from './sqlite.ts'
import { RowMaker, type HeldRow, type Incoming } from './usage-row.ts'

export interface Place {
  sourceId: number
  modifiedAtMs: number
}

export interface Taken { accepted: number; duplicates: number; firstId: number; lastId: number }

export class Intake {
  readonly #rollup: Rollup
  readonly #identity: Identity
  readonly #rows: RowMaker
  readonly #addBill
  readonly #lastId
  /** Null where the indexes must be asked. */
  #filter: KeyFilter | null
  #nextId = 0
  #knownMessages = new Set<number>()
  #knownRequests = new Set<number>()

  constructor(db: Connection, parts: { rollup: Rollup; identity: Identity; interns: Interns }) {
    this.#rollup = parts.rollup
    this.#identity = parts.identity
    this.#rows = new RowMaker(db, parts.interns)
    this.#addBill = addBill(db)
    this.#filter = KeyFilter.forEmptyLedger(db)
    this.#lastId = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM usage')
  }

  /** Entries of one source, none of which repeats another. Must run in a transaction. The rollup's deltas are left for its `flush`. */
  take(entries: readonly Incoming[], place: Place): Taken {
    const firstId = (this.#lastId.get()?.id ?? 0) + 1
    this.#nextId = firstId
    this.#lookUp(entries)
    let accepted = 0
    for (const entry of entries) if (this.#takeOne(entry, place)) accepted += 1
    return { accepted, duplicates: entries.length - accepted, firstId, lastId: this.#nextId - 1 }
  }

  /** Which hashes some record may have. */
  #lookUp(entries: readonly Incoming[]): void {
    if (this.#filter?.isComplete === true) return
    this.#filter = null
    const messages: number[] = []
    const requests: number[] = []
    for (const { messageHash, requestHash } of entries) {
      if (messageHash !== null) messages.push(messageHash)
      if (requestHash !== null) requests.push(requestHash)
    }
    this.#knownMessages = this.#identity.knownMessages(messages)
    this.#knownRequests = this.#identity.knownRequests(requests)
  }

  /** Returns whether the record is a new event. */
  #takeOne(entry: Incoming, place: Place): boolean {
    const { messageHash, requestHash } = entry
    const messageIsKnown = messageHash !== null && this.#meet(messageHash, this.#knownMessages)
    const requestIsKnown = requestHash !== null && this.#meet(requestHash, this.#knownRequests)
    if (!messageIsKnown && !requestIsKnown) {
      this.#insert(entry, place, 1)
      return true
    }
    const held = this.#identity.exact([entry.messageKey, entry.requestKey])
    return held.length === 0 ? this.#takeNewKeys(entry, place) : this.#takeKnownKeys(entry, place, held)
  }

  /** Whether some record may have this hash; from now on one may. */
  #meet(hash: number, known: Set<number>): boolean {
    if (this.#filter !== null) return this.#filter.add(hash)
    const isKnown = known.has(hash)
    known.add(hash)
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

  #insert(entry: Incoming, { sourceId, modifiedAtMs }: Place, counts: 0 | 1): void {
    const rows = this.#rows.rows(entry, { id: this.#nextId, sourceId, modifiedAtMs, counts })
    for (const row of rows) {
      this.#rows.insert(row)
      if (counts === 1) this.#rollup.count(row, 1)
    }
    const [own] = rows
    if (own !== undefined && entry.record.bill !== undefined) this.#addBill(own, entry.record.bill)
    this.#nextId += rows.length
  }
}
