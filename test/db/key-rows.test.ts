// The tables of keys hold every row of usage once, wherever a key lies, and lose it with its row.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { KeyRows } from '../../db/key-rows.ts'
import { migrate } from '../../db/migrate.ts'
import { connect } from '../../db/sqlite.ts'
import { seededRandom } from '../../src/core/seeded-random.ts'
import { keysDiffer } from './records.ts'

const ROWS = 3000

test('keys move from the small table to the large one, part by part', () => {
  const folder = mkdtempSync(join(tmpdir(), 'token-ledger-keys-'))
  const path = join(folder, 'a.db')
  const db = connect(path)
  migrate(db, path)
  const keys = new KeyRows(db, { waiting: 20, fresh: 300 })
  const insert = db.prepare(`INSERT INTO usage (id, message_hash, request_hash, counts, source_id, position, at_ms, whole_day, basis, origin_id, class_id, raw_model_id, kind,
    uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches, split_assumed, sidechain) VALUES (?, ?, ?, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)`)
  const random = seededRandom(3)
  const hash = () => (random() < 0.1 ? null : Math.floor(random() * 2 ** 53))
  db.exec('BEGIN')
  for (let id = 1; id <= ROWS; id += 1) {
    const [message, request] = [hash(), hash()]
    // One text may stand for both.
    const other = random() < 0.1 ? message : request
    insert.run(id, message, other)
    keys.added(id, message, other)
    if (id % 500 === 0) db.prepare('DELETE FROM usage WHERE id % 7 = 0').run()
  }
  keys.write()
  db.exec('COMMIT')
  const count = (table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
  expect(keysDiffer(path)).toBe(false)
  expect(count('usage_key_new')).toBeLessThan(1000)
  expect(count('usage_key')).toBeGreaterThan(3000)
  db.exec('DELETE FROM usage WHERE id % 2 = 0')
  // A row that waits is found by who looks for it, and by nobody else.
  db.exec('BEGIN')
  insert.run(ROWS + 1, 5, 6)
  keys.added(ROWS + 1, 5, 6)
  const found = () => db.prepare('SELECT count(*) FROM usage_by_key WHERE hash = 6').pluck().get()
  keys.bring(4)
  expect(found()).toBe(0)
  keys.bring(6)
  expect(found()).toBe(1)
  db.exec('ROLLBACK')
  keys.forget()
  expect(keysDiffer(path)).toBe(false)

  // Another program, or the next start, knows nothing of the counts of this one.
  db.exec('BEGIN')
  insert.run(ROWS + 1, 5, 6)
  keys.added(ROWS + 1, 5, 6)
  db.exec('ROLLBACK')
  keys.forget()
  // Whoever tidies up between steps has both done in parts.
  db.exec('BEGIN')
  const tidied = new KeyRows(db, { waiting: 20, fresh: 300 })
  const steps: number[] = []
  for (let id = ROWS + 1; id <= ROWS + 600; id += 1) {
    const message = hash()
    insert.run(id, message, null)
    tidied.added(id, message, null)
    let taken = 0
    while (tidied.tidyUp()) taken += 1
    steps.push(taken)
  }
  expect(steps.filter((taken) => taken > 0)).toHaveLength(60)
  expect(Math.max(...steps)).toBeGreaterThan(1)
  expect(count('usage_key_new')).toBeLessThanOrEqual(300)
  tidied.write()
  db.exec('COMMIT')
  expect(keysDiffer(path)).toBe(false)
  db.prepare('DELETE FROM usage WHERE id > ?').run(ROWS)

  const later = new KeyRows(db, { waiting: 1, fresh: 0 })
  insert.run(ROWS + 1, 7, null)
  later.added(ROWS + 1, 7, null)
  expect([keysDiffer(path), count('usage_key_new')]).toEqual([false, expect.any(Number)])
  later.rewrite()
  expect([keysDiffer(path), count('usage_key_new')]).toEqual([false, 0])
  expect(new Database(path, { readonly: true }).pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
  rmSync(folder, { recursive: true })
})
