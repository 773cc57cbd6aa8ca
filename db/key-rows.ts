// Finds rows of usage by their keys: tables of hashes. New rows are added many at a time, in the order of their hashes;
// random keys one by one, as an index takes them, were half of what an import costs the ledger (7 of 12 us a row, this way
// 3). Owns these tables' contents; which record counts is db/identity.ts.
//
// Random keys fall on every page of a large table. So they first go into a small one, and from there into the large one
// by parts of their range: each part brings several keys to each of few pages.
import { HashSet } from './hash-set.ts'
import type { Connection } from './sqlite.ts'

/** Rows of usage, given a hash. CROSS JOIN keeps the order: SQLite knows nothing of how few they are. */
export const OF_HASH = 'FROM usage_by_key AS own CROSS JOIN usage ON usage.id = own.usage_id WHERE own.hash = ?'

/** OR IGNORE: a row may have one text for both keys. */
const rowsBehind = (table: string) => `INSERT OR IGNORE INTO ${table} SELECT message_hash, id FROM usage WHERE id > @after AND message_hash IS NOT NULL
  UNION ALL SELECT request_hash, id FROM usage WHERE id > @after AND request_hash IS NOT NULL ORDER BY 1`

export interface KeyLimits {
  /** Rows, at most. Half as many are a step of their own: so many take a twentieth of a second. */
  waiting: number
  /** Keys: some 10 MiB, which stay in SQLite's cache. */
  fresh: number
}
const LIMITS: KeyLimits = { waiting: 16_000, fresh: 500_000 }

const PARTS = 32
const PART_OF_HASHES = 2 ** 53 / PARTS

export class KeyRows {
  readonly #db: Connection
  readonly #limits: KeyLimits
  readonly #statements
  /** Rows behind this one are not in the tables yet; null where all are. Such rows are of the transaction at hand. */
  #after: number | null = null
  #lastId = 0
  /** Their hashes: who looks for another one need not wait for them. */
  readonly #waiting: HashSet
  /** Keys in the small table; null: not known. */
  #newKeys: number | null = null
  #nextPart = 0

  constructor(db: Connection, limits: KeyLimits = LIMITS) {
    this.#db = db
    this.#limits = limits
    this.#waiting = new HashSet(limits.waiting * 2)
    this.#statements = {
      add: db.prepare<{ after: number }>(rowsBehind('usage_key_new')),
      count: db.prepare<[], number>('SELECT count(*) FROM usage_key_new').pluck(),
      move: db.prepare<[number, number]>('INSERT INTO usage_key SELECT hash, usage_id FROM usage_key_new WHERE hash >= ? AND hash < ?'),
      moved: db.prepare<[number, number]>('DELETE FROM usage_key_new WHERE hash >= ? AND hash < ?'),
    }
  }

  /** A row of usage was added. Ids only grow. */
  added(id: number, messageHash: number | null, requestHash: number | null): void {
    this.#after ??= id - 1
    if (messageHash !== null) this.#waiting.add(messageHash)
    if (requestHash !== null) this.#waiting.add(requestHash)
    this.#lastId = id
    if (this.#rowsWaiting >= this.#limits.waiting) this.write()
  }

  /** A part of what is left to do, for a step of its own; false where it can wait. */
  tidyUp(): boolean {
    if (this.#rowsWaiting >= this.#limits.waiting / 2) this.write()
    else if (this.#newKeys !== null && this.#newKeys > this.#limits.fresh) this.#movePart(this.#newKeys)
    else return false
    return true
  }

  get #rowsWaiting(): number {
    return this.#after === null ? 0 : this.#lastId - this.#after
  }

  /** Before anybody looks for rows of this hash. */
  bring(hash: number): void {
    if (this.#waiting.has(hash)) this.write()
  }

  /** Adds the rows that wait: before a commit, and before anybody looks at all of them. */
  write(): void {
    const after = this.#after
    this.#after = null
    this.#waiting.clear()
    if (after === null) return
    this.#newKeys ??= this.#statements.count.get() ?? 0
    this.#newKeys += this.#statements.add.run({ after }).changes
    if (this.#newKeys > this.#limits.fresh * 2) this.#movePart(this.#newKeys)
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#after = null
    this.#waiting.clear()
    this.#newKeys = null
  }

  /** Makes the tables anew. */
  rewrite(): void {
    this.#db.exec('DELETE FROM usage_key; DELETE FROM usage_key_new')
    this.#db.prepare<{ after: number }>(rowsBehind('usage_key')).run({ after: -1 })
  }

  #movePart(newKeys: number): void {
    const from = this.#nextPart * PART_OF_HASHES
    this.#nextPart = (this.#nextPart + 1) % PARTS
    this.#statements.move.run(from, from + PART_OF_HASHES)
    this.#newKeys = newKeys - this.#statements.moved.run(from, from + PART_OF_HASHES).changes
  }
}
