// Makes a sound ledger out of a damaged one: what can be read goes into a new file, the damaged one is kept beside it.
import { closeSync, constants, copyFileSync, existsSync, linkSync, openSync, readSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import Database from 'better-sqlite3'
import { problem } from '../src/core/problem.ts'
import { Identity } from './identity.ts'
import { KeyRows } from './key-rows.ts'
import { keysOf } from '../src/core/record-keys.ts'
import { migrate } from './migrate.ts'
import { ReadableRows, type Row } from './readable-rows.ts'
import { Rollup } from './rollup.ts'
import { asProblem, connect, inTransaction, type Connection } from './sqlite.ts'

export interface Rebuilt {
  /** The damaged file, kept. */
  keptAs: string
  /** Requests and report rows of the new ledger. */
  records: number
  /** What could not be read to its end, in the user's words. Empty: only what is made anew from the rest was damaged. */
  incomplete: string[]
}

/** In the order in which rows may refer to earlier ones. What is not named here is counted anew or starts empty. */
const TABLES = [
  'import', 'import_source', 'reason', 'ignored_entries', 'rejected_line', 'origin', 'price_class', 'raw_model', 'session',
  'model_hint', 'usage', 'bill', 'latency_report', 'pulled_source', 'rollup_zone', 'surface_rule', 'profile_alias', 'colour_slot',
  'setting', 'document',
] as const

const WORDS: Readonly<Partial<Record<(typeof TABLES)[number], string>>> = {
  usage: 'usage', bill: 'amounts of bills', import: 'the list of imports', import_source: 'the list of sources', origin: 'origins of usage',
  price_class: 'price classes of usage', surface_rule: 'surface rules', profile_alias: 'mapped profiles',
  setting: 'settings', document: 'scenarios, prices and discounts',
}

/** The ledger must be closed. Throws a ProblemError where nothing of it can be read; then the file is as before. */
export function rebuildLedger(path: string, nowMs: number): Rebuilt {
  const [fresh, working] = [`${path}.rebuilt`, `${path}.reading`]
  removeLedger(fresh)
  try {
    copyToRead(path, working)
    const { records, incomplete } = readInto(fresh, working)
    const keptAs = freeName(`${path}.damaged-${new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '')}`)
    exchange(path, fresh, keptAs)
    return { keptAs, records, incomplete }
  } catch (error) {
    removeLedger(fresh)
    throw asProblem(error)
  } finally {
    removeLedger(working)
  }
}

const [PAGE_SIZE_AT, PAGE_COUNT_AT, HEADER_BYTES] = [16, 28, 100]

/** SQLite writes to what it opens, and reads nothing of a file that is shorter than its header says. */
function copyToRead(path: string, working: string): void {
  removeLedger(working)
  copyFileSync(path, working, constants.COPYFILE_FICLONE)
  if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${working}-wal`, constants.COPYFILE_FICLONE)
  const header = firstBytes(working, HEADER_BYTES)
  if (header.length < HEADER_BYTES) return
  // https://www.sqlite.org/fileformat2.html#the_database_header (read 2026-11-22): a page size of 1 means 65,536.
  const told = header.readUInt16BE(PAGE_SIZE_AT)
  const size = header.readUInt32BE(PAGE_COUNT_AT) * (told === 1 ? 65_536 : told)
  if (size > statSync(working).size && size < 2 ** 44) truncateSync(working, size)
}

function firstBytes(path: string, length: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(file, bytes))
  } finally {
    closeSync(file)
  }
}

function readInto(fresh: string, path: string): Omit<Rebuilt, 'keptAs'> {
  const damaged = openDamaged(path)
  const db = connect(fresh)
  try {
    migrate(db, fresh)
    db.pragma('foreign_keys = OFF')
    const present = tablesOf(damaged)
    const incomplete = new Set<string>()
    inTransaction(db, () => {
      for (const table of TABLES) {
        if (present.has(table) && columnsOf(db, table).length > 0 && copyTable(damaged, db, table)) incomplete.add(WORDS[table] ?? 'notes on imports')
      }
      if (dropUnplaced(db)) incomplete.add('usage')
      adoptSourceless(db, Date.now())
      // Nobody could undo what it takes away.
      db.exec('DELETE FROM pulled_source WHERE source_id NOT IN (SELECT id FROM import_source)')
      recount(db)
    })
    if (db.pragma('integrity_check', { simple: true }) !== 'ok') throw problem('ledger-corrupt', 'The ledger could not be rebuilt.', 'Put a backup in its place, or move it away and import the logs again.')
    return { records: count(db), incomplete: [...incomplete] }
  } finally {
    db.close()
    damaged.close()
  }
}

function openDamaged(path: string): Connection {
  try {
    const db = new Database(path, { fileMustExist: true, timeout: 5000 })
    db.pragma('cell_size_check = ON')
    tablesOf(db)
    return db
  } catch (error) {
    throw problem('ledger-unreadable', 'Nothing of the damaged ledger can be read.', `Put a backup in its place, or move it away and import the logs again. The file is as it was (${codeOf(error)}).`)
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'no code')

function tablesOf(db: Connection): Set<string> {
  const rows = db.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  return new Set(rows.map(({ name }) => name))
}

interface Column { name: string; pk: number }

function columnsOf(db: Connection, table: string): Column[] {
  return db.prepare<[string], Column>('SELECT name, pk FROM pragma_table_info(?)').all(table)
}

/** Returns whether something could not be read, or not be right. */
function copyTable(from: Connection, to: Connection, table: string): boolean {
  const held = new Set(columnsOf(from, table).map(({ name }) => name))
  const columns = columnsOf(to, table).filter(({ name }) => held.has(name))
  const names = columns.map(({ name }) => name)
  const insert = to.prepare(`INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
  from.defaultSafeIntegers(true)
  const rows = new ReadableRows(from, table)
  let wrong = false
  for (const row of hasRowIds(to, table) ? rows.byRowId() : rows.byKey(keyOf(columns))) {
    if (!inserts(() => insert.run(names.map((name) => row[name])))) wrong = true
  }
  from.defaultSafeIntegers(false)
  return wrong || rows.lost
}

/** A row that breaks the table's own rules is not what was written: it stays out. */
function inserts(run: () => unknown): boolean {
  try {
    run()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^SQLITE_(CONSTRAINT|MISMATCH)/.test(String(error.code))) return false
    throw error
  }
}

const keyOf = (columns: readonly Column[]): string[] =>
  columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk).map(({ name }) => name)

function hasRowIds(db: Connection, table: string): boolean {
  return db.prepare<[string], { wr: number }>("SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'").get(table)?.wr !== 1
}

/** Usage whose origin, price class or request is lost cannot be shown for what it is. Returns whether there was any. */
function dropUnplaced(db: Connection): boolean {
  const gone = db.prepare(`DELETE FROM usage WHERE origin_id NOT IN (SELECT id FROM origin)
    OR class_id NOT IN (SELECT id FROM price_class) OR raw_model_id NOT IN (SELECT id FROM raw_model)`).run().changes
  const orphans = db.prepare('DELETE FROM usage WHERE parent_id IS NOT NULL AND parent_id NOT IN (SELECT id FROM usage)').run().changes
  db.exec('UPDATE usage SET session_id = NULL WHERE session_id NOT IN (SELECT id FROM session)')
  return gone + orphans > 0
}

/** Usage whose source is lost belongs to an import of its own, so that it can be seen and undone. */
function adoptSourceless(db: Connection, nowMs: number): void {
  db.exec('DELETE FROM import_source WHERE import_id NOT IN (SELECT id FROM import)')
  const lost = db.prepare<[], { id: number; first: number; last: number; n: number }>(`SELECT source_id AS id, min(id) AS first, max(id) AS last, count(*) AS n
    FROM usage WHERE source_id NOT IN (SELECT id FROM import_source) GROUP BY source_id`).all()
  if (lost.length === 0) return
  const owner = db.prepare(`INSERT INTO import (label, state, started_at_ms, finished_at_ms, writer_pid, written_at_ms)
    VALUES ('Saved from a damaged ledger', 'done', ?, ?, ?, ?)`).run(nowMs, nowMs, process.pid, nowMs).lastInsertRowid
  const adopt = db.prepare(`INSERT INTO import_source (id, import_id, name, state, accepted, first_usage_id, last_usage_id)
    VALUES (?, ?, 'a source whose name is lost', 'finished', ?, ?, ?)`)
  for (const { id, n, first, last } of lost) adopt.run(id, owner, n, first, last)
}

/** Which record of a request counts may have changed with those lost; the sums are made anew from the rows. */
function recount(db: Connection): void {
  const rollup = new Rollup(db)
  rollup.recount()
  const keys = new KeyRows(db)
  keys.rewrite()
  const identity = new Identity(db, { rollup, keys })
  const waiting = db.prepare<[], Row>(`SELECT message_key AS messageKey, request_key AS requestKey FROM usage
    WHERE counts = 0 AND parent_id IS NULL`).all()
  for (const { messageKey, requestKey } of waiting) {
    identity.settle(identity.anchors(keysOf(textOf(messageKey), textOf(requestKey))))
  }
  rollup.flush()
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const count = (db: Connection): number =>
  db.prepare<[], { n: number }>('SELECT count(*) AS n FROM usage WHERE counts = 1 AND parent_id IS NULL').get()?.n ?? 0

/** The write-ahead log goes first: it must never lie beside the new file. */
function exchange(path: string, fresh: string, keptAs: string): void {
  keep(path, keptAs)
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${keptAs}-wal`)
  rmSync(`${path}-shm`, { force: true })
  renameSync(fresh, path)
}

function keep(path: string, keptAs: string): void {
  try {
    linkSync(path, keptAs)
  } catch {
    // Some file systems know no links.
    copyFileSync(path, keptAs)
  }
}

function freeName(wanted: string): string {
  let [name, number] = [wanted, 1]
  while (existsSync(name)) name = `${wanted}-${(number += 1)}`
  return name
}

function removeLedger(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
}
