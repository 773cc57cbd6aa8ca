// Opening, migrating and refusing ledger files; what is said when one cannot be used.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, MIGRATIONS, schemaOf } from '../../db/migrate.ts'
import { openLedger } from '../../db/open-ledger.ts'
import { asProblem } from '../../db/sqlite.ts'
import { ProblemError } from '../../src/core/problem.ts'
import { bring, ids, keysDiffer, line, totals } from './records.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)

/** All that another ledger holds, as far as the older format knows it. */
function copyRows(from: string, to: Database.Database): void {
  to.prepare('ATTACH ? AS other').run(from)
  const tables = to.prepare<[], { name: string }>("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all()
  to.pragma('foreign_keys = OFF')
  for (const { name } of tables) {
    const columns = to.prepare<[string], { name: string }>("SELECT name FROM pragma_table_info(?)").all(name).map((column) => column.name).join(', ')
    to.exec(`INSERT INTO main.${name} (${columns}) SELECT ${columns} FROM other.${name}`)
  }
}

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof ProblemError) {
      expect(error.problem.message).toMatch(/\.$/)
      expect(error.problem.remedy).toMatch(/\.$/)
      return error.problem.code
    }
    throw error
  }
  return 'opened'
}

describe('the schema', () => {
  it('is what db/schema.sql says', async () => {
    const db = new Database(':memory:')
    migrate(db, ':memory:')
    await expect(schemaOf(db)).toMatchFileSnapshot('../../db/schema.sql')
  })
})

describe('a migration', () => {
  const older = at.bind(null, 'older.db')

  it('goes on from where the ledger stands, keeps its rows, and leaves a copy of before', () => {
    const before = openLedger(older())
    bring(before, [ids('m', 'x', 5)])
    before.close()

    const db = new Database(older())
    migrate(db, older(), [...MIGRATIONS, 'ALTER TABLE import ADD COLUMN note TEXT'])
    expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length + 1)
    expect(db.prepare('SELECT note FROM import').all()).toEqual([{ note: null }])
    db.close()

    const copy = openLedger(`${older()}.format-${MIGRATIONS.length}.backup`)
    expect(totals(copy)).toEqual({ requests: 1, output: 5 })
    copy.close()
  })

  it('from the first format adds bills, and keeps what there is', () => {
    const path = at('first.db')
    const today = openLedger(at('today.db'))
    bring(today, [ids('m', 'x', 5)])
    today.close()
    const old = new Database(path)
    migrate(old, path, MIGRATIONS.slice(0, 1))
    copyRows(at('today.db'), old)
    old.close()

    const ledger = openLedger(path)
    expect([totals(ledger), ledger.usage.counts().requests]).toEqual([{ requests: 1, output: 5 }, 1])
    bring(ledger, [line('k', 7n)], 'bill.json')
    expect(ledger.usage.billGroups()).toMatchObject([{ billed: 7n, lines: 1 }])
    expect(ledger.usage.rollupIsExact()).toBe(true)
    ledger.close()
    expect(existsSync(`${path}.format-1.backup`)).toBe(true)
  })

  it('from the fourth format finds the rows of before by their keys', () => {
    const path = at('fourth.db')
    const today = openLedger(at('today-4.db'))
    const { id } = bring(today, [ids('m', 'x', 5), ids('m', null, 3), ids(null, 'y', 4)])
    const old = new Database(path)
    migrate(old, path, MIGRATIONS.slice(0, 4))
    copyRows(at('today-4.db'), old)
    old.close()
    today.close()

    const ledger = openLedger(path)
    expect(keysDiffer(path)).toBe(false)
    bring(ledger, [ids('m', 'x', 9), ids(null, 'x', 2), ids('n', 'y', 6)], 'later.json')
    expect(totals(ledger)).toEqual({ requests: 2, output: 15 })
    expect(keysDiffer(path)).toBe(false)
    ledger.imports.undo(id)
    expect([totals(ledger), keysDiffer(path)]).toEqual([{ requests: 2, output: 15 }, false])
    ledger.close()
  })

  it('that fails leaves the ledger as it was', () => {
    const path = at('failing.db')
    openLedger(path).close()
    const db = new Database(path)
    expect(() => migrate(db, path, [...MIGRATIONS, 'CREATE TABLE half (a); SELECT * FROM nowhere'])).toThrow(/nowhere/)
    expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
    expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'half'").get()).toEqual({ n: 0 })
    db.close()
  })

  it('makes no copy where there is nothing to do', () => {
    const path = at('current.db')
    openLedger(path).close()
    openLedger(path).close()
    expect(existsSync(`${path}.format-${MIGRATIONS.length}.backup`)).toBe(false)
  })
})

describe('a file that cannot be used is refused in words', () => {
  it('a ledger of a newer version', () => {
    const path = at('future.db')
    openLedger(path).close()
    const db = new Database(path)
    db.pragma(`user_version = ${MIGRATIONS.length + 1}`)
    db.close()
    expect(codeOf(() => openLedger(path))).toBe('ledger-from-newer-version')
  })

  it("another program's database, which stays as it was", () => {
    const path = at('other.db')
    const db = new Database(path)
    db.exec('CREATE TABLE recipe (name TEXT)')
    db.close()
    expect(codeOf(() => openLedger(path))).toBe('ledger-not-a-ledger')
    const again = new Database(path)
    expect(again.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'recipe' }])
    again.close()
  })

  it('something that is no database', () => {
    const path = at('notes.txt')
    const text = 'These are notes, and by no means a database. '.repeat(200)
    writeFileSync(path, text)
    expect(codeOf(() => openLedger(path))).toBe('ledger-not-a-ledger')
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('a damaged ledger', () => {
    const path = at('damaged.db')
    openLedger(path).close()
    const bytes = readFileSync(path)
    // The pages of the schema, after the header that names it a ledger.
    bytes.fill(0xff, 100, 8192)
    writeFileSync(path, bytes)
    expect(codeOf(() => openLedger(path))).toBe('ledger-corrupt')
  })

  it('a place where no folder can be', () => {
    writeFileSync(at('file'), '')
    expect(codeOf(() => openLedger(join(at('file'), 'ledger.db')))).toBe('ledger-not-writable')
    expect(codeOf(() => openLedger(folder))).toBe('ledger-not-writable')
  })
})

describe("SQLite's errors", () => {
  it.each([
    ['SQLITE_BUSY', 'ledger-locked'], ['SQLITE_FULL', 'disk-full'], ['SQLITE_READONLY_DIRECTORY', 'ledger-not-writable'],
    ['SQLITE_IOERR_WRITE', 'ledger-io'], ['SQLITE_CORRUPT_INDEX', 'ledger-corrupt'],
  ])('%s is told as %s', (code, told) => {
    expect(codeOf(() => {
      throw asProblem(new Database.SqliteError('whatever SQLite says', code))
    })).toBe(told)
  })
})

describe('a ledger on disk', () => {
  it('is backed up whole while it is open, over an older copy', () => {
    const ledger = openLedger(at('live.db'))
    bring(ledger, [ids('m', 'x', 5)])
    writeFileSync(at('copy.db'), 'an older copy')
    ledger.backUp(at('copy.db'))
    bring(ledger, [ids('n', 'y', 7)], 'b.jsonl')
    const copy = openLedger(at('copy.db'))
    expect(totals(copy)).toEqual({ requests: 1, output: 5 })
    expect(ledger.bytes()).toBeGreaterThan(0)
    expect(codeOf(() => ledger.backUp(join(folder, 'missing', 'copy.db')))).toBe('ledger-not-writable')
    copy.close()
    ledger.close()
  })
})

describe('a ledger whose tables are not those of its format', () => {
  it('is refused in words', () => {
    const path = at('shape.ledger')
    openLedger(path).close()
    const db = new Database(path)
    db.exec('DROP INDEX bill_time; ALTER TABLE bill DROP COLUMN at_ms')
    db.close()
    expect(() => openLedger(path)).toThrowError(/not those of its format/)
  })
})
