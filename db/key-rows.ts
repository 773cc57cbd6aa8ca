// Finds rows of usage by their keys: a table of hashes. New rows are added to it many at a time, in the order of their
// hashes; random keys one by one, as an index takes them, were half of what an import costs the ledger (7 of 12 us a row,
// this way 3). Owns the table's contents; which record counts is db/identity.ts.
import type { Connection } from './sqlite.ts'

/** Rows of usage, given a hash. CROSS JOIN keeps the order: SQLite knows nothing of how few they are. */
export const OF_HASH = 'FROM usage_key CROSS JOIN usage ON usage.id = usage_key.usage_id WHERE usage_key.hash = ?'

/** OR IGNORE: a row may have one text for both keys. */
const ADD = `INSERT OR IGNORE INTO usage_key SELECT message_hash, id FROM usage WHERE id > @after AND message_hash IS NOT NULL
  UNION ALL SELECT request_hash, id FROM usage WHERE id > @after AND request_hash IS NOT NULL ORDER BY 1`

/** So many take a twentieth of a second: calls in between are answered soon. */
const MOST_WAITING = 16_000

export class KeyRows {
  readonly #add
  /** Rows behind this one are not in the table yet; null where all are. Such rows are of the transaction at hand. */
  #after: number | null = null

  constructor(db: Connection) {
    this.#add = db.prepare<{ after: number }>(ADD)
  }

  /** A row of usage was added. Ids only grow. */
  added(id: number): void {
    this.#after ??= id - 1
    if (id - this.#after >= MOST_WAITING) this.write()
  }

  /** Adds the rows that wait: before a commit, and before anybody looks. */
  write(): void {
    const after = this.#after
    this.#after = null
    if (after !== null) this.#add.run({ after })
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#after = null
  }

  /** Makes the table anew. */
  rewrite(db: Connection): void {
    db.exec('DELETE FROM usage_key')
    this.#add.run({ after: -1 })
  }
}
