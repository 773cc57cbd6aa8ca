// Takes sources back exactly: their rows, what they brought to the rollup, and hands their events to who is next.
import type { Identity } from './identity.ts'
import { importOfSource } from './import-sums.ts'
import type { Rollup, Summed } from './rollup.ts'
import { REMOVE_BILLS } from './bills.ts'
import type { KeyRows } from './key-rows.ts'
import { keysOf } from '../src/core/record-keys.ts'
import { PULLED_SQL } from './pulled-spans.ts'
import type { Connection } from './sqlite.ts'
import { COUNTED } from './sum-columns.ts'
import { SLOT_OF_MS } from './zone-days.ts'

type GroupKey = Pick<Summed, 'at_ms' | 'whole_day' | 'basis' | 'origin_id' | 'class_id'>
type Range = [first: number, last: number, sourceId: number]

const ROWS = 'FROM usage WHERE id BETWEEN ? AND ? AND source_id = ?'

export const REMOVAL_SQL = {
  remove: `DELETE ${ROWS}`,
  noteKeys: `INSERT INTO gone_key SELECT message_key, request_key, message_hash, request_hash ${ROWS} AND parent_id IS NULL
    AND EXISTS (SELECT 1 FROM usage_by_key AS own CROSS JOIN usage AS other ON other.id = own.usage_id
      WHERE own.hash IN (usage.message_hash, usage.request_hash) AND other.source_id <> ?)`,
  shared: `SELECT DISTINCT message_key AS messageKey, request_key AS requestKey FROM gone_key
    WHERE EXISTS (SELECT 1 FROM usage_by_key AS left_key WHERE left_key.hash IN (gone_key.message_hash, gone_key.request_hash))`,
} as const

export class Removal {
  readonly #rollup: Rollup
  readonly #identity: Identity
  readonly #keys: KeyRows
  readonly #importOf
  readonly #statements

  constructor(db: Connection, parts: { rollup: Rollup; identity: Identity; keys: KeyRows }) {
    this.#rollup = parts.rollup
    this.#keys = parts.keys
    this.#identity = parts.identity
    this.#importOf = importOfSource(db)
    // Keys that others share too; held in memory, so not every key that goes.
    db.exec('CREATE TEMP TABLE gone_key (message_key TEXT, request_key TEXT, message_hash INTEGER, request_hash INTEGER)')
    this.#statements = {
      ranges: db.prepare<[number], { id: number; first: number; last: number }>(`SELECT id, first_usage_id AS first, last_usage_id AS last
        FROM import_source WHERE import_id = ? AND first_usage_id IS NOT NULL`),
      range: db.prepare<[number], { first: number | null; last: number | null }>('SELECT first_usage_id AS first, last_usage_id AS last FROM import_source WHERE id = ?'),
      counted: db.prepare<Range, { n: number }>(`SELECT count(*) AS n ${ROWS} AND counts = 1 AND parent_id IS NULL`),
      sums: db.prepare<Range, number[]>(`SELECT ${SLOT_OF_MS} * 900000, whole_day, basis, origin_id, class_id, ${COUNTED}
        ${ROWS} AND counts = 1 GROUP BY 1, 2, 3, 4, 5`).raw(),
      noteKeys: db.prepare<[...Range, number]>(REMOVAL_SQL.noteKeys),
      noteFreed: db.prepare<[number]>(`INSERT INTO gone_key ${PULLED_SQL.freed}`),
      forgetSpans: db.prepare<[number]>('DELETE FROM pulled_source WHERE source_id IN (SELECT id FROM import_source WHERE import_id = ?)'),
      removeBills: db.prepare<Range>(REMOVE_BILLS),
      remove: db.prepare<Range>(REMOVAL_SQL.remove),
      shared: db.prepare<[], { messageKey: string | null; requestKey: string | null }>(REMOVAL_SQL.shared),
      forgetKeys: db.prepare('DELETE FROM gone_key'),
      forgetSource: ['ignored_entries', 'rejected_line', 'file_state', 'latency_report', 'pulled_source'].map((table) => db.prepare<[number]>(`DELETE FROM ${table} WHERE source_id = ?`)),
      removeSource: db.prepare<[number]>('DELETE FROM import_source WHERE id = ?'),
      heirs: db.prepare<[number, number], { id: number; heir: number }>(`SELECT source.id, min(heir.id) AS heir FROM import_source AS source
        JOIN import_source AS heir ON heir.repeats = source.id AND heir.state = 'finished'
        JOIN import ON import.id = heir.import_id AND import.id <> ? AND import.state <> 'undone'
        WHERE source.import_id = ? GROUP BY source.id`),
      handOver: db.prepare<[number, ...Range]>('UPDATE usage SET source_id = ? WHERE id BETWEEN ? AND ? AND source_id = ?'),
      widen: db.prepare<[number, number]>(`UPDATE import_source SET first_usage_id = min(ifnull(import_source.first_usage_id, given.first_usage_id), given.first_usage_id),
        last_usage_id = max(ifnull(import_source.last_usage_id, given.last_usage_id), given.last_usage_id)
        FROM import_source AS given WHERE given.id = ? AND import_source.id = ?`),
      nothingLeft: db.prepare<[number]>('UPDATE import_source SET first_usage_id = NULL, last_usage_id = NULL WHERE id = ?'),
      forgetFile: db.prepare<[number]>('DELETE FROM file_state WHERE source_id = ?'),
      // Whoever repeated a source of this import now repeats what that one repeated.
      skipGeneration: db.prepare<[number]>(`UPDATE import_source SET repeats = gone.repeats
        FROM import_source AS gone WHERE gone.import_id = ? AND import_source.repeats = gone.id`),
      emptySources: db.prepare<[number]>('UPDATE import_source SET first_usage_id = NULL, last_usage_id = NULL WHERE import_id = ?'),
      // Later sources may have read these files on from where this import left them.
      forgetFiles: db.prepare<[number]>(`DELETE FROM file_state WHERE EXISTS (SELECT 1 FROM file_state AS gone JOIN import_source ON import_source.id = gone.source_id
        WHERE import_source.import_id = ? AND gone.path = file_state.path AND gone.source_id <= file_state.source_id)`),
      releaseOrigins: db.prepare<[number]>('UPDATE origin SET import_id = NULL WHERE import_id = ?'),
      forgetLatencies: db.prepare<[number]>('DELETE FROM latency_report WHERE source_id IN (SELECT id FROM import_source WHERE import_id = ?)'),
      forgetHints: db.prepare<[number]>('DELETE FROM model_hint WHERE import_id = ?'),
    }
  }

  /** A source, as if it had never been started. Must run in a transaction, before the rollup's flush. */
  dropSource(sourceId: number): void {
    const { first, last } = this.#statements.range.get(sourceId) ?? { first: null, last: null }
    if (first !== null && last !== null) this.#removeRanges([[first, last, sourceId]])
    for (const forget of this.#statements.forgetSource) forget.run(sourceId)
    this.#statements.removeSource.run(sourceId)
  }

  /** All usage of an import. Its sources stay listed with what was read. Must run in a transaction, before the flush. */
  emptyImport(importId: number): { removed: number; restored: number } {
    const handed = this.#handOver(importId)
    this.#statements.noteFreed.run(importId)
    this.#statements.forgetSpans.run(importId)
    const ranges = this.#statements.ranges.all(importId).map(({ id, first, last }): Range => [first, last, id])
    const result = this.#removeRanges(ranges)
    const { emptySources, forgetFiles, releaseOrigins, forgetHints, forgetLatencies, skipGeneration } = this.#statements
    for (const statement of [emptySources, forgetFiles, releaseOrigins, forgetHints, forgetLatencies, skipGeneration]) statement.run(importId)
    // Without what is gone, two records that were handed over may turn out to be one request: only one of them counts on.
    return { removed: result.removed + handed, restored: result.raised + Math.max(0, handed - result.lowered) }
  }

  /** Files that a later import recognised as the same are its own now; reading them would have kept their records too. */
  #handOver(importId: number): number {
    const { heirs, range, counted, handOver, widen, nothingLeft, forgetFile } = this.#statements
    let handed = 0
    for (const { id, heir } of heirs.all(importId, importId)) {
      const { first, last } = range.get(id) ?? { first: null, last: null }
      if (first !== null && last !== null) {
        handed += counted.get(first, last, id)?.n ?? 0
        this.#countRange([first, last, id], [{ sign: -1, importId }, { sign: 1, importId: this.#importOf(heir) }])
        handOver.run(heir, first, last, id)
        widen.run(id, heir)
        nothingLeft.run(id)
      }
      forgetFile.run(id)
    }
    return handed
  }

  /** Takes what counts of a source away from its import, or adds it to another. */
  #countRange(range: Range, changes: readonly { sign: 1 | -1; importId: number }[]): void {
    for (const row of this.#statements.sums.iterate(...range)) {
      for (const change of changes) this.#rollup.countGroup(groupKey(row), row.slice(5), change)
    }
  }

  #removeRanges(ranges: readonly Range[]): { removed: number; raised: number; lowered: number } {
    const { counted, noteKeys, removeBills, remove, shared, forgetKeys } = this.#statements
    let removed = 0
    this.#keys.write()
    for (const range of ranges) {
      removed += counted.get(...range)?.n ?? 0
      this.#countRange(range, [{ sign: -1, importId: this.#importOf(range[2]) }])
      noteKeys.run(...range, range[2])
      removeBills.run(...range)
      remove.run(...range)
    }
    let [raised, lowered] = [0, 0]
    for (const { messageKey, requestKey } of shared.all()) {
      const changed = this.#identity.settle(this.#identity.anchors(keysOf(messageKey, requestKey)))
      raised += changed.raised
      lowered += changed.lowered
    }
    forgetKeys.run()
    return { removed, raised, lowered }
  }
}

function groupKey([at_ms = 0, whole_day = 0, basis = 0, origin_id = 0, class_id = 0]: readonly number[]): GroupKey {
  return { at_ms, whole_day, basis, origin_id, class_id }
}
