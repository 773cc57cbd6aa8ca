// Makes a ledger of the first format out of one of today's: what later migrations added is taken out again,
// and what they dropped is made again.
import { copyFileSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { first } from '../../db/migrations/0001-first.ts'

interface Item { type: string; name: string }

/** Throws where a later format changed a table of the first instead of adding to it: then this needs another way. */
export function asFirstFormat(from: string, to: string): void {
  rmSync(to, { force: true })
  copyFileSync(from, to)
  const db = new Database(to)
  try {
    const held = itemsOfFirst()
    const items = db.prepare<[], Item>("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").all()
    for (const { type, name } of items) if (!held.has(name) && type !== 'table') db.exec(`DROP ${type} IF EXISTS ${name}`)
    for (const { type, name } of items) if (!held.has(name) && type === 'table') db.exec(`DROP TABLE IF EXISTS ${name}`)
    for (const [name, sql] of held) {
      if (sqlOf(db, name) === undefined) db.exec(sql)
      if (sqlOf(db, name) !== sql) throw new Error(`${name} is not as the first format had it`)
    }
    db.pragma('user_version = 1')
  } finally {
    db.close()
  }
}

function itemsOfFirst(): Map<string, string> {
  const db = new Database(':memory:')
  db.exec(first)
  const rows = db.prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").all()
  db.close()
  return new Map(rows.map(({ name, sql }) => [name, sql]))
}

const sqlOf = (db: Database.Database, name: string): string | undefined =>
  db.prepare<[string], { sql: string }>('SELECT sql FROM sqlite_schema WHERE name = ?').get(name)?.sql
