// Which records are one request, and which of them counts. Keeps `usage.counts` and the rollup in step.
//
// A request is known by a message key and a request key, either of which a record may lack:
//   (m, r)  is the same as every other (m, r);
//   (m, -)  belongs to (m, the smallest r there is), else stands alone;
//   (-, r)  belongs to (the smallest m there is, r), else stands alone.
// So which records are one is a function of the set of records held, whatever order they came in.
import { removeBillOf } from './bills.ts'
import { OF_HASH, type KeyRows } from './key-rows.ts'
import { goneRows } from './pulled-spans.ts'
import { beats } from '../src/core/record-rank.ts'
import { importOfSource } from './import-sums.ts'
import type { Rollup, Summed } from './rollup.ts'
import { hashOf, type Keys } from '../src/core/record-keys.ts'
import { HELD_COLUMNS, type HeldRow } from './usage-row.ts'
import type { Connection } from './sqlite.ts'

type KeyPair = [string | null, string | null]

const HELD = `SELECT ${HELD_COLUMNS}`

/** One row a request at most, or few; a test pins the query plans. */
export const IDENTITY_SQL = {
  both: `${HELD} ${OF_HASH} AND message_key = ? AND request_key = ?`,
  messageOnly: `${HELD} ${OF_HASH} AND message_key = ? AND request_key IS NULL`,
  requestOnly: `${HELD} ${OF_HASH} AND message_key IS NULL AND request_key = ?`,
  smallestRequest: `SELECT min(request_key) AS key ${OF_HASH} AND message_key = ?`,
  smallestMessage: `SELECT min(message_key) AS key ${OF_HASH} AND request_key = ?`,
  extra: `${HELD} FROM usage WHERE parent_id = ?`,
  known: `SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM usage_key_new WHERE hash = value)
    OR EXISTS (SELECT 1 FROM usage_key WHERE hash = value)`,
} as const

export class Identity {
  readonly #rollup: Rollup
  readonly #keys: KeyRows
  readonly #removeBill
  readonly #isGone
  readonly #importOf
  readonly #statements

  constructor(db: Connection, { rollup, keys }: { rollup: Rollup; keys: KeyRows }) {
    this.#rollup = rollup
    this.#keys = keys
    this.#removeBill = removeBillOf(db)
    this.#isGone = goneRows(db)
    this.#importOf = importOfSource(db)
    this.#statements = {
      both: db.prepare<[number, string, string], HeldRow>(IDENTITY_SQL.both),
      messageOnly: db.prepare<[number, string], HeldRow>(IDENTITY_SQL.messageOnly),
      requestOnly: db.prepare<[number, string], HeldRow>(IDENTITY_SQL.requestOnly),
      smallestRequest: db.prepare<[number, string], { key: string | null }>(IDENTITY_SQL.smallestRequest),
      smallestMessage: db.prepare<[number, string], { key: string | null }>(IDENTITY_SQL.smallestMessage),
      setCounts: db.prepare<[number, number]>('UPDATE usage SET counts = ? WHERE id = ?'),
      setExtraCounts: db.prepare<[number, number]>('UPDATE usage SET counts = ? WHERE parent_id = ?'),
      extra: db.prepare<[number], Summed>(IDENTITY_SQL.extra),
      remove: db.prepare<[number]>('DELETE FROM usage WHERE id = ?'),
      removeExtra: db.prepare<[number]>('DELETE FROM usage WHERE parent_id = ?'),
      known: db.prepare<[string], { value: number }>(IDENTITY_SQL.known),
    }
  }

  /** Which of these hashes some record may have. */
  known(hashes: readonly number[]): Set<number> {
    for (const hash of hashes) this.#keys.bring(hash)
    return new Set(this.#statements.known.all(JSON.stringify(hashes)).map((row) => row.value))
  }

  /** Rows with exactly these keys. */
  exact([message, request]: KeyPair): HeldRow[] {
    const { both, messageOnly, requestOnly } = this.#statements
    if (message !== null) return request === null ? messageOnly.all(this.#hashOf(message), message) : both.all(this.#hashOf(message), message, request)
    return request === null ? [] : requestOnly.all(this.#hashOf(request), request)
  }

  #smallestRequest(message: string): string | null {
    return this.#statements.smallestRequest.get(this.#hashOf(message), message)?.key ?? null
  }

  #smallestMessage(request: string): string | null {
    return this.#statements.smallestMessage.get(this.#hashOf(request), request)?.key ?? null
  }

  /** To look for its rows: all are found by it from now on. */
  #hashOf(key: string): number {
    const hash = hashOf(key)
    this.#keys.bring(hash)
    return hash
  }

  /** Every event whose members these keys can change: their own, and those that key-less records of either key belong to. */
  anchors({ messageKey, requestKey }: Keys): Map<string, KeyPair> {
    const found = new Map<string, KeyPair>()
    const note = (pair: KeyPair) => found.set(`${pair[0] ?? ''}\u0000${pair[1] ?? ''}`, pair)
    if (messageKey !== null && requestKey !== null) note([messageKey, requestKey])
    if (messageKey !== null && (requestKey === null || this.exact([messageKey, null]).length > 0)) {
      note([messageKey, this.#smallestRequest(messageKey)])
    }
    if (requestKey !== null && (messageKey === null || this.exact([null, requestKey]).length > 0)) {
      note([this.#smallestMessage(requestKey), requestKey])
    }
    return found
  }

  #members([message, request]: KeyPair): HeldRow[] {
    if (request === null && message !== null && this.#smallestRequest(message) !== null) return []
    if (message === null && request !== null && this.#smallestMessage(request) !== null) return []
    const rows = this.exact([message, request])
    if (message === null || request === null) return rows
    const [messageOnly, requestOnly] = [this.exact([message, null]), this.exact([null, request])]
    if (messageOnly.length > 0 && this.#smallestRequest(message) === request) rows.push(...messageOnly)
    if (requestOnly.length > 0 && this.#smallestMessage(request) === message) rows.push(...requestOnly)
    return rows
  }

  /** How many of these events have a record. */
  alive(anchors: Map<string, KeyPair>): number {
    return [...anchors.values()].filter((anchor) => this.#members(anchor).length > 0).length
  }

  /** Lets the best record of each event count, unless it is gone, and no other. Returns how many began to count and how many ceased. */
  settle(anchors: Map<string, KeyPair>): { raised: number; lowered: number } {
    const changed = { raised: 0, lowered: 0 }
    // All are put down before any is raised: a record may move from one event to another.
    const events = [...anchors.values()].map((anchor) => this.#members(anchor))
    for (const members of events) {
      const found = best(members)
      const winner = found === undefined || this.#isGone(found) ? undefined : found
      for (const member of members) {
        const counts = member === winner ? 1 : 0
        if (member.counts === counts) continue
        this.setCounts(member, counts)
        changed[counts === 1 ? 'raised' : 'lowered'] += 1
      }
    }
    return changed
  }

  /** Makes a record count, with its extra passes, or not. */
  setCounts(row: HeldRow, counts: 0 | 1): void {
    const sign = counts === 1 ? 1 : -1
    const importId = this.#importOf(row.source_id)
    this.#rollup.count(row, sign, importId)
    this.#statements.setCounts.run(counts, row.id)
    row.counts = counts
    if (row.hasExtra === 0) return
    for (const extra of this.#statements.extra.all(row.id)) this.#rollup.count(extra, sign, importId)
    this.#statements.setExtraCounts.run(counts, row.id)
  }

  /** Deletes a record and its extra passes. */
  remove(row: HeldRow): void {
    if (row.counts === 1) this.setCounts(row, 0)
    if (row.hasExtra === 1) this.#statements.removeExtra.run(row.id)
    this.#removeBill(row)
    this.#statements.remove.run(row.id)
  }
}

function best(members: readonly HeldRow[]): HeldRow | undefined {
  let winner = members[0]
  for (const member of members) if (winner !== undefined && beats(member, winner)) winner = member
  return winner
}
