// Files recognised as unchanged, many at a time: each becomes a source that repeats the tally of its last reading.
// Set by set, because a folder of thousands of files is mostly unchanged: one by one took five times as long.
import type { Tally } from './ledger.ts'
import type { Connection } from './sqlite.ts'

export interface RepeatedFile { name: string; path: string; bytes: number | null }

function prepare(db: Connection) {
  return {
    lastSource: db.prepare<[], { id: number }>('SELECT ifnull(max(id), 0) AS id FROM import_source'),
    addSources: db.prepare<[number, string]>(`INSERT INTO import_source
        (import_id, name, importer, bytes, state, repeats, duplicates, ignored, rejected, incomplete_last_entry)
      SELECT ?, file.value ->> 'name', earlier.importer, file.value ->> 'bytes', 'finished', earlier.id,
        earlier.accepted + earlier.duplicates, earlier.ignored, earlier.rejected, earlier.incomplete_last_entry
      FROM json_each(?) AS file JOIN import_source AS earlier
        ON earlier.id = (SELECT max(source_id) FROM file_state WHERE path = file.value ->> 'path')
      ORDER BY file.key`),
    addRejected: db.prepare<[number]>(`INSERT INTO rejected_line (source_id, position, reason_id)
      SELECT now.id, position, reason_id FROM import_source AS now CROSS JOIN rejected_line ON source_id = now.repeats
      WHERE now.id > ? ORDER BY now.id, rejected_line.id`),
    addIgnored: db.prepare<[number]>(`INSERT INTO ignored_entries (source_id, reason_id, count)
      SELECT now.id, reason_id, count FROM import_source AS now CROSS JOIN ignored_entries ON source_id = now.repeats WHERE now.id > ?`),
    remember: db.prepare<[number]>(`INSERT INTO file_state
      SELECT path, now.id, size, modified_at_ms, offset, position, file_state.importer, head_hash, head_length, source_key
      FROM import_source AS now CROSS JOIN file_state ON file_state.source_id = now.repeats WHERE now.id > ?`),
    tally: db.prepare<[number], Tally & { files: number }>(`SELECT count(*) AS files,
      ifnull(sum(now.accepted + now.duplicates + now.ignored + now.rejected), 0) AS entries, ifnull(sum(now.accepted), 0) AS accepted,
      ifnull(sum(now.duplicates), 0) AS duplicates, ifnull(sum(now.ignored), 0) AS ignored, ifnull(sum(now.rejected), 0) AS rejected
      FROM import_source AS now WHERE id > ?`),
  }
}

export class RepeatedFiles {
  readonly #statements

  constructor(db: Connection) {
    this.#statements = prepare(db)
  }

  /** Adds a finished source for each file, in order. Must run in a transaction. Throws for a file without a reading. */
  add(importId: number, files: readonly RepeatedFile[]): Tally {
    const { lastSource, addSources, addRejected, addIgnored, remember, tally } = this.#statements
    const before = lastSource.get()?.id ?? 0
    addSources.run(importId, JSON.stringify(files))
    for (const statement of [addRejected, addIgnored, remember]) statement.run(before)
    const { files: added, ...counted } = tally.get(before) ?? { files: 0, entries: 0, accepted: 0, duplicates: 0, ignored: 0, rejected: 0 }
    if (added !== files.length) throw new RangeError('No reading of a file is remembered')
    return counted
  }
}
