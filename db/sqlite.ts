// The connection to one SQLite file and what its errors mean in plain words. Knows no tables.
import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { problem, ProblemError } from '../src/core/problem.ts'

export type Connection = Database.Database
export type SqlValue = string | number | null

/** The write-ahead log is moved into the ledger when it is this long: 16 MiB. */
export const WAL_PAGES = 2000

/** Opens the file, or makes it. Throws a ProblemError that says why it cannot be used. */
export function connect(path: string): Connection {
  try {
    const db = new Database(path, { timeout: 5000 })
    try {
      tune(db)
    } catch (error) {
      db.close()
      throw error
    }
    return db
  } catch (error) {
    throw asProblem(error)
  }
}

/**
 * WAL lets views read while an import writes. NORMAL is safe against a crash of the app; a power cut may cost the
 * last batches, never the consistency (https://www.sqlite.org/pragma.html#pragma_synchronous, read 2026-11-22).
 */
function tune(db: Connection): void {
  // Of a new ledger. With the usual 4096 bytes the indexes by key are a level deeper, and imports take a tenth longer; 16384
  // gain nothing more.
  db.pragma('page_size = 8192')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('foreign_keys = ON')
  // 32 MiB: with 16 an import of a million small lines takes a seventh longer, with 64 no less, and 20 MiB more.
  db.pragma('cache_size = -32768')
  db.pragma(`wal_autocheckpoint = ${WAL_PAGES}`)
  // A batch that may be rolled back saves each page it changes first: in memory, inserts take half the time.
  db.pragma('temp_store = MEMORY')
}

/** Bytes on disk, write-ahead log included; for a ledger in memory the bytes of its pages. */
export function bytesOf(db: Connection, path: string): number {
  if (db.memory) return Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
  return ['', '-wal'].reduce((sum, suffix) => sum + (statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0), 0)
}

/** Runs `work` in one transaction that takes the write lock at once; SQLite's errors come out as problems. */
export function inTransaction<T>(db: Connection, work: () => T): T {
  try {
    return db.transaction(work).immediate()
  } catch (error) {
    throw asProblem(error)
  }
}

const WORDS: readonly { code: RegExp; say: () => ProblemError }[] = [
  {
    code: /^SQLITE_NOTADB/,
    say: () => problem('ledger-not-a-ledger', 'This file is not a ledger: it is not a SQLite database.', 'Choose another file, or move this one away to start a new ledger.'),
  },
  {
    code: /^SQLITE_CORRUPT/,
    say: () => problem('ledger-corrupt', 'The ledger file is damaged and cannot be read.', 'Rebuild it from what can be read (the damaged file is kept), or put a backup in its place.'),
  },
  {
    code: /^SQLITE_(BUSY|LOCKED)/,
    say: () => problem('ledger-locked', 'Another program is writing to the ledger and has not let go of it.', 'Wait for its import to end or close it, then try again.'),
  },
  {
    code: /^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/,
    say: () => problem('ledger-not-writable', 'The ledger cannot be written: its file or folder is missing or read-only.', 'Choose another folder, or give yourself write access to this one.'),
  },
  {
    // The file that readers and the writer share could not be made larger.
    code: /^SQLITE_(FULL|IOERR_SHMSIZE)/,
    say: () => problem('disk-full', 'The disk is full, so nothing more can be written to the ledger.', 'Free some space and import again; what was written before is kept.'),
  },
  {
    code: /^SQLITE_IOERR/,
    say: () => problem('ledger-io', 'Reading or writing the ledger failed on the disk itself.', 'Check the disk, then try again or put a backup in place.'),
  },
]

/** The error in plain words where it is one of SQLite's or of the file system; any other error as it is. */
export function asProblem(error: unknown): unknown {
  if (error instanceof ProblemError || !(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = WORDS.find((words) => words.code.test(code))
  if (known !== undefined) return known.say()
  const isFolder = /directory does not exist/.test(error.message) || /^(EACCES|EPERM|EROFS|ENOTDIR|ENOENT|EEXIST)$/.test(code)
  return isFolder ? problem('ledger-not-writable', 'The ledger cannot be written: its folder is missing or read-only.', 'Choose another folder, or give yourself write access to this one.') : error
}
