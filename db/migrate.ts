// Brings a ledger to the schema this version knows, one numbered step after the other; refuses what is not a ledger.
import { rmSync } from 'node:fs'
import { problem } from '../src/core/problem.ts'
import { first } from './migrations/0001-first.ts'
import { bills } from './migrations/0002-bills.ts'
import { latency } from './migrations/0003-latency.ts'
import { pulled } from './migrations/0004-pulled.ts'
import { keys } from './migrations/0005-keys.ts'
import { packed } from './migrations/0006-packed.ts'
import { importSums } from './migrations/0007-import-sums.ts'
import { total } from './migrations/0008-total.ts'
import { inTransaction, type Connection } from './sqlite.ts'

/** SQL of each step. `user_version` says how many were done. Steps are only ever added at the end. */
export const MIGRATIONS: readonly string[] = [first, bills, latency, pulled, keys, packed, importSums, total]

/** Marks the file as a ledger ("TKLG"), so that another program's database is never written to. */
const APPLICATION_ID = 0x54_4b_4c_47

/** Throws a ProblemError for a ledger of a newer version and for a database that is not a ledger. */
export function migrate(db: Connection, path: string, migrations: readonly string[] = MIGRATIONS): void {
  const version = Number(db.pragma('user_version', { simple: true }))
  refuseForeign(db, version)
  if (version > migrations.length) {
    throw problem('ledger-from-newer-version', `This ledger was written by a newer version of the app (its format is ${version}, this version knows ${migrations.length}).`, 'Install the newer version, or choose another ledger.')
  }
  if (version === migrations.length) return
  if (version > 0 && !db.memory) backUpTo(db, `${path}.format-${version}.backup`)
  inTransaction(db, () => {
    for (const sql of migrations.slice(version)) db.exec(sql)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${migrations.length}`)
  })
}

function refuseForeign(db: Connection, version: number): void {
  const application = Number(db.pragma('application_id', { simple: true }))
  if (application === APPLICATION_ID) return
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (isEmpty && application === 0 && version === 0) return
  throw problem('ledger-not-a-ledger', "This file is a database of another program, not a ledger.", 'Choose another file for the ledger.')
}

/** A consistent copy beside whatever else is going on; a copy of the same name is replaced. */
export function backUpTo(db: Connection, path: string): void {
  rmSync(path, { force: true })
  db.prepare('VACUUM INTO ?').run(path)
}

/** The whole schema as SQL text, as db/schema.sql holds it. */
export function schemaOf(db: Connection): string {
  const rows = db.prepare<[], { sql: string }>("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid").all()
  return `-- Generated from db/migrations by test/db/migrate.test.ts. Not read at run time.\n\n${rows.map((row) => `${row.sql};\n`).join('\n')}`
}
