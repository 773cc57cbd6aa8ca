// Opens a ledger: connects, migrates, puts the parts together, clears up after a crash. Knows no table itself.
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { problem } from '../src/core/problem.ts'
import { AttributionTables } from './attribution-repo.ts'
import { Identity } from './identity.ts'
import { Imports } from './imports-repo.ts'
import { KeyRows } from './key-rows.ts'
import { Latencies } from './latencies.ts'
import type { Ledger } from './ledger.ts'
import { backUpTo, migrate } from './migrate.ts'
import { Removal } from './removal.ts'
import { Rollup } from './rollup.ts'
import { Settings } from './settings-repo.ts'
import { asProblem, bytesOf, connect, type Connection } from './sqlite.ts'
import { Usage } from './usage-repo.ts'
import { WriteSpan } from './write-span.ts'

/** `path` may be ':memory:'. Throws a ProblemError that says in plain words why the ledger cannot be opened. */
export function openLedger(path: string): Ledger {
  const db = openFile(path)
  try {
    migrate(db, path)
    return assemble(db, path)
  } catch (error) {
    db.close()
    throw asProblem(isMissingTable(error) ? otherShape() : error)
  }
}

/** Every statement was right for the tables of this format: SQLite could not make one of them. */
const isMissingTable = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR'

const otherShape = () => problem(
  'ledger-other-shape', 'The tables of this ledger are not those of its format: a test version of the app may have written it.',
  'Move it away to start a new ledger and import the logs again, or choose another ledger.',
)

function openFile(path: string): Connection {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw asProblem(error)
  }
  return connect(path)
}

function assemble(db: Connection, path: string): Ledger {
  const rollup = new Rollup(db)
  const settings = new Settings(db, (tz) => rollup.setZone(tz))
  const keys = new KeyRows(db)
  const identity = new Identity(db, { rollup, keys })
  const removal = new Removal(db, { rollup, identity, keys })
  const span = new WriteSpan(db, {
    tidyUp: () => keys.tidyUp(),
    beforeCommit: [() => keys.write(), () => rollup.flush()],
    lost: () => {
      keys.forget()
      rollup.discard()
    },
  })
  const imports = new Imports({ db, span, rollup, identity, removal, keys })
  imports.recover()
  return {
    path,
    imports,
    settings,
    usage: new Usage(db, rollup),
    attribution: new AttributionTables(db),
    latencies: new Latencies(db),
    bytes: () => bytesOf(db, path),
    // https://www.sqlite.org/pragma.html#pragma_data_version (read 2026-11-22)
    outsideVersion: () => Number(db.pragma('data_version', { simple: true })),
    backUp: (target) => {
      span.commit()
      backUp(db, target)
    },
    close: () => {
      try {
        span.commit()
      } finally {
        db.close()
      }
    },
  }
}

/** The copy appears whole or not at all. */
function backUp(db: Connection, target: string): void {
  const part = `${target}.part`
  try {
    backUpTo(db, part)
    renameSync(part, target)
  } catch (error) {
    rmSync(part, { force: true })
    throw asProblem(error)
  }
}
