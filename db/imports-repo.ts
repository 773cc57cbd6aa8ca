// The list of imports, what each brought, and taking one back. Writing goes through import-writer.ts.
import { problem, type Problem } from '../src/core/problem.ts'
import { beginImport, SILENT_AFTER_MS, type WriterParts } from './import-writer.ts'
import type { FileState, ImportRow, ImportSourceRow, ImportsRepo, ImportWriter, Tally } from './ledger.ts'
import { asProblem, inTransaction, type Connection } from './sqlite.ts'

interface StoredTally { accepted: number; duplicates: number; ignored: number; rejected: number }
interface StoredImport extends StoredTally {
  id: number
  label: string
  startedAtMs: number
  finishedAtMs: number | null
  state: ImportRow['state']
  importers: string | null
  sources: number
  bytes: number
}
interface StoredSource extends StoredTally { id: number; name: string; importer: string | null; problem: string | null; bytes: number | null; incomplete: number }

const IMPORTS = `SELECT import.id, label, started_at_ms AS startedAtMs, finished_at_ms AS finishedAtMs, import.state,
  group_concat(DISTINCT importer) AS importers, count(import_source.id) AS sources, ifnull(sum(bytes), 0) AS bytes,
  ifnull(sum(accepted), 0) AS accepted, ifnull(sum(duplicates), 0) AS duplicates, ifnull(sum(ignored), 0) AS ignored,
  ifnull(sum(rejected), 0) AS rejected
  FROM import LEFT JOIN import_source ON import_id = import.id`

function prepare(db: Connection) {
  return {
    list: db.prepare<[], StoredImport>(`${IMPORTS} GROUP BY import.id ORDER BY import.id DESC`),
    holds: db.prepare<[string], { found: number }>("SELECT 1 AS found FROM import WHERE label = ? AND state = 'done' LIMIT 1"),
    get: db.prepare<[number], StoredImport>(`${IMPORTS} WHERE import.id = ? GROUP BY import.id`),
    sources: db.prepare<[number], StoredSource>(`SELECT id, name, importer, problem, bytes, accepted, duplicates, ignored, rejected,
      incomplete_last_entry AS incomplete FROM import_source WHERE import_id = ? ORDER BY id`),
    ignored: db.prepare<[number], { reason: string; count: number }>(`SELECT text AS reason, sum(count) AS count FROM import_source
      JOIN ignored_entries ON source_id = import_source.id JOIN reason ON reason.id = reason_id
      WHERE import_id = ? GROUP BY text ORDER BY 2 DESC, 1`),
    rejected: db.prepare<[number], { reason: string; count: number }>(`SELECT text AS reason, count(*) AS count FROM import_source
      JOIN rejected_line ON source_id = import_source.id JOIN reason ON reason.id = reason_id
      WHERE import_id = ? GROUP BY text ORDER BY 2 DESC, 1`),
    rejections: db.prepare<[number, number, number], { source: string; position: number; reason: string }>(`SELECT name AS source, position, text AS reason
      FROM import_source JOIN rejected_line ON source_id = import_source.id JOIN reason ON reason.id = reason_id
      WHERE import_id = ? ORDER BY source_id, position, rejected_line.id LIMIT ? OFFSET ?`),
    rejectedCount: db.prepare<[number], { n: number }>('SELECT ifnull(sum(rejected), 0) AS n FROM import_source WHERE import_id = ?'),
    fileStates: db.prepare<[string], FileState>(`SELECT file_state.path, size, modified_at_ms AS modifiedAtMs, offset, position, importer,
      head_hash AS headHash, head_length AS headLength, source_key AS sourceKey FROM json_each(?) AS asked CROSS JOIN file_state
      ON file_state.path = asked.value AND source_id = (SELECT max(source_id) FROM file_state WHERE path = asked.value)`),
    sourcePaths: db.prepare<[number], { name: string; path: string | null }>(`SELECT name, path FROM import_source
      LEFT JOIN file_state ON source_id = import_source.id WHERE import_id = ? ORDER BY import_source.id`),
    earlierReadings: db.prepare<[number], { id: number; importId: number }>(`SELECT DISTINCT earlier.source_id AS id, gone.import_id AS importId FROM import_source
      JOIN file_state AS now ON now.source_id = import_source.id JOIN file_state AS earlier ON earlier.path = now.path AND earlier.source_id < now.source_id
      JOIN import_source AS gone ON gone.id = earlier.source_id
      WHERE import_source.import_id = ?`),
    // As if the earlier reading had never been.
    recount: db.prepare<[number]>(`UPDATE import_source SET duplicates = accepted + duplicates - counted.n, accepted = counted.n FROM (
        SELECT source.id, (SELECT count(*) FROM usage WHERE usage.id BETWEEN first_usage_id AND last_usage_id
          AND source_id = source.id AND counts = 1 AND parent_id IS NULL) AS n FROM import_source AS source WHERE source.import_id = ?) AS counted
      WHERE counted.id = import_source.id`),
    nothingLeft: db.prepare<[number]>("UPDATE import SET state = 'undone' WHERE id = ? AND NOT EXISTS (SELECT 1 FROM import_source WHERE import_id = import.id)"),
    setState: db.prepare<[string, number]>('UPDATE import SET state = ? WHERE id = ?'),
    running: db.prepare<[], { id: number; pid: number; writtenAtMs: number }>("SELECT id, writer_pid AS pid, written_at_ms AS writtenAtMs FROM import WHERE state = 'running'"),
    openSources: db.prepare<[number], { id: number }>("SELECT id FROM import_source WHERE import_id = ? AND state = 'open'"),
    fail: db.prepare<[number, number]>("UPDATE import SET state = 'failed', finished_at_ms = ? WHERE id = ?"),
  }
}

export class Imports implements ImportsRepo {
  readonly #parts: WriterParts
  readonly #statements: ReturnType<typeof prepare>

  constructor(parts: WriterParts) {
    this.#parts = parts
    this.#statements = prepare(parts.db)
  }

  begin(label: string): ImportWriter {
    return beginImport(this.#parts, label)
  }

  list(): ImportRow[] {
    return this.#statements.list.all().map(toImport)
  }

  holds(label: string): boolean {
    return this.#statements.holds.get(label) !== undefined
  }

  get(id: number): ImportRow | null {
    const row = this.#statements.get.get(id)
    return row === undefined ? null : toImport(row)
  }

  sources(id: number): ImportSourceRow[] {
    return this.#statements.sources.all(id).map(toSource)
  }

  reasons(id: number): ReturnType<ImportsRepo['reasons']> {
    return { ignored: this.#statements.ignored.all(id), rejected: this.#statements.rejected.all(id) }
  }

  rejections(id: number, offset: number, limit: number): ReturnType<ImportsRepo['rejections']> {
    return { rows: this.#statements.rejections.all(id, limit, offset), total: this.#statements.rejectedCount.get(id)?.n ?? 0 }
  }

  undo(id: number): { removed: number; restored: number } {
    const state = this.get(id)?.state
    if (state === undefined) throw problem('no-such-import', `There is no import ${id}.`, 'Look up its number in the list of imports.')
    if (state === 'undone') throw problem('already-undone', `Import ${id} was undone before.`)
    if (state === 'running') throw problem('import-running', `Import ${id} is still running.`, 'Cancel it, or wait for its end.')
    return this.#change(() => {
      const result = this.#parts.removal.emptyImport(id)
      this.#statements.setState.run('undone', id)
      return result
    })
  }

  dropEarlierReadings(id: number): void {
    const { earlierReadings, recount, nothingLeft } = this.#statements
    this.#change(() => {
      const earlier = earlierReadings.all(id)
      for (const source of earlier) this.#parts.removal.dropSource(source.id)
      recount.run(id)
      for (const importId of new Set(earlier.map((source) => source.importId))) nothingLeft.run(importId)
    })
  }

  sourcePaths(id: number): { name: string; path: string | null }[] {
    return this.#statements.sourcePaths.all(id)
  }

  fileState(path: string): FileState | null {
    return this.fileStates([path]).get(path) ?? null
  }

  fileStates(paths: readonly string[]): Map<string, FileState> {
    return new Map(this.#statements.fileStates.all(JSON.stringify(paths)).map((state) => [state.path, state]))
  }

  recover(): void {
    const crashed = this.#statements.running.all().filter(({ pid, writtenAtMs }) => !isWriting(pid, writtenAtMs))
    for (const { id } of crashed) {
      this.#change(() => {
        for (const source of this.#statements.openSources.all(id)) this.#parts.removal.dropSource(source.id)
        this.#statements.fail.run(Date.now(), id)
      })
    }
  }

  #change<T>(work: () => T): T {
    const { db, rollup, span } = this.#parts
    try {
      span.commit()
      return inTransaction(db, () => {
        const result = work()
        rollup.flush()
        return result
      })
    } catch (error) {
      rollup.discard()
      throw asProblem(error)
    }
  }
}

/** Whether another process is still at it. A process of this number that has been silent for long is another one. */
function isWriting(pid: number, writtenAtMs: number): boolean {
  if (pid === process.pid || Date.now() - writtenAtMs > SILENT_AFTER_MS) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function toTally({ accepted, duplicates, ignored, rejected }: StoredTally): Tally {
  return { entries: accepted + duplicates + ignored + rejected, accepted, duplicates, ignored, rejected }
}

function toImport(row: StoredImport): ImportRow {
  const { id, label, startedAtMs, finishedAtMs, state, sources, bytes } = row
  const importers = row.importers === null ? [] : row.importers.split(',').toSorted()
  return { id, label, startedAtMs, finishedAtMs, state, importers, sources, bytes, tally: toTally(row) }
}

function toSource(row: StoredSource): ImportSourceRow {
  const { id, name, importer, bytes } = row
  return { id, name, importer, problem: readProblem(row.problem), bytes, tally: toTally(row), incompleteLastEntry: row.incomplete === 1 }
}

function readProblem(json: string | null): Problem | null {
  if (json === null) return null
  const value: unknown = JSON.parse(json)
  const text = (key: 'code' | 'message' | 'remedy') => {
    const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
    return typeof field === 'string' ? field : undefined
  }
  const [code = 'unknown', message = '', remedy] = [text('code'), text('message'), text('remedy')]
  return remedy === undefined ? { code, message } : { code, message, remedy }
}
