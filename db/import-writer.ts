// One open import: its sources, their batches, their tallies. What fails takes all since the last commit with it.
import type { Pulled } from '../src/core/pulled.ts'
import { Intake } from './intake.ts'
import type { Identity } from './identity.ts'
import { Interns } from './intern.ts'
import { keysOf } from '../src/core/record-keys.ts'
import type { KeyRows } from './key-rows.ts'
import { addLatencies } from './latencies.ts'
import type { FileState, ImportWriter, SourceWriter, Tally } from './ledger.ts'
import { notePulled } from './pulled-spans.ts'
import type { Removal } from './removal.ts'
import { RepeatedFiles, type RepeatedFile } from './repeated-files.ts'
import type { Rollup } from './rollup.ts'
import { SourceKeys } from './source-keys.ts'
import type { Connection, SqlValue } from './sqlite.ts'
import type { WriteSpan } from './write-span.ts'

type Batch = Parameters<SourceWriter['write']>[0]
type SourceStart = Parameters<ImportWriter['startSource']>[0]
type SourceEnd = Parameters<SourceWriter['finish']>[0]

export interface WriterParts { db: Connection; span: WriteSpan; rollup: Rollup; identity: Identity; removal: Removal; keys: KeyRows }

/** An import that says nothing for this long, or whose process is gone, has crashed. */
export const SILENT_AFTER_MS = 10 * 60_000

function prepare(db: Connection) {
  return {
    addSource: db.prepare("INSERT INTO import_source (import_id, name, importer, bytes, state) VALUES (?, ?, ?, ?, 'open')"),
    addToTally: db.prepare<number[]>(`UPDATE import_source SET accepted = accepted + ?, duplicates = duplicates + ?,
      ignored = ignored + ?, rejected = rejected + ?, first_usage_id = ifnull(first_usage_id, ?), last_usage_id = ? WHERE id = ?`),
    touch: db.prepare<[number, number]>('UPDATE import SET written_at_ms = ? WHERE id = ?'),
    addIgnored: db.prepare<[number, number, number]>(`INSERT INTO ignored_entries (source_id, reason_id, count) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET count = count + excluded.count`),
    addRejected: db.prepare<[number, number, number]>('INSERT INTO rejected_line (source_id, position, reason_id) VALUES (?, ?, ?)'),
    openSources: db.prepare<[number], { id: number }>("SELECT id FROM import_source WHERE import_id = ? AND state = 'open'"),
    endSource: db.prepare<SqlValue[]>("UPDATE import_source SET state = 'finished', problem = ?, incomplete_last_entry = ? WHERE id = ?"),
    lastReading: db.prepare<[string], { id: number }>('SELECT source_id AS id FROM file_state WHERE path = ? ORDER BY source_id DESC LIMIT 1'),
    repeatTally: db.prepare<[number, number]>(`UPDATE import_source SET repeats = earlier.id, duplicates = earlier.accepted + earlier.duplicates,
      rejected = earlier.rejected FROM import_source AS earlier WHERE earlier.id = ? AND import_source.id = ?`),
    repeatRejected: db.prepare<[number, number]>(`INSERT INTO rejected_line (source_id, position, reason_id)
      SELECT ?, position, reason_id FROM rejected_line WHERE source_id = ? ORDER BY id`),
    repeatIgnored: db.prepare<[number, number, string]>(`INSERT INTO ignored_entries (source_id, reason_id, count)
      SELECT ?, reason_id, count FROM ignored_entries JOIN reason ON reason.id = reason_id WHERE source_id = ? AND text <> ?`),
    countIgnored: db.prepare<[number]>(`UPDATE import_source
      SET ignored = (SELECT ifnull(sum(count), 0) FROM ignored_entries WHERE source_id = import_source.id) WHERE id = ?`),
    tally: db.prepare<[number], Tally>(`SELECT accepted + duplicates + ignored + rejected AS entries, accepted, duplicates, ignored, rejected
      FROM import_source WHERE id = ?`),
    setFileState: db.prepare<SqlValue[]>(`INSERT OR REPLACE INTO file_state
      (path, source_id, size, modified_at_ms, offset, position, importer, head_hash, head_length, source_key)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    addLatencies: addLatencies(db),
    notePulled: notePulled(db),
    endImport: db.prepare<SqlValue[]>('UPDATE import SET state = ?, finished_at_ms = ?, written_at_ms = ? WHERE id = ?'),
  }
}

/** Opens the row of a new import and returns its writer. */
export function beginImport(parts: WriterParts, label: string): ImportWriter {
  const add = parts.db.prepare("INSERT INTO import (label, state, started_at_ms, writer_pid, written_at_ms) VALUES (?, 'running', ?, ?, ?)")
  const id = parts.span.run(() => Number(add.run(label, Date.now(), process.pid, Date.now()).lastInsertRowid))
  parts.span.commit()
  return new OpenImport(parts, id)
}

/** What the sources of one import share. */
class OpenImport implements ImportWriter {
  readonly id: number
  readonly parts: WriterParts
  readonly interns: Interns
  readonly intake: Intake
  readonly statements: ReturnType<typeof prepare>
  readonly repeatedFiles: RepeatedFiles
  /** Inside `together`: its changes are steps of one. */
  #isTogether = false

  constructor(parts: WriterParts, id: number) {
    this.id = id
    this.parts = parts
    this.interns = new Interns(parts.db, id)
    this.intake = new Intake(parts.db, { ...parts, importId: id, interns: this.interns })
    this.repeatedFiles = new RepeatedFiles(parts.db)
    this.statements = prepare(parts.db)
  }

  repeatFiles(files: readonly RepeatedFile[]): Tally {
    return this.change(() => this.repeatedFiles.add(this.id, files))
  }

  startSource(source: SourceStart): SourceWriter {
    const { name, importer, bytes } = source
    const id = this.change(() => Number(this.statements.addSource.run(this.id, name, importer, bytes).lastInsertRowid))
    return new OpenSource(this, id, source)
  }

  finish(state: 'done' | 'cancelled' | 'failed'): void {
    this.change(() => {
      for (const { id } of this.statements.openSources.all(this.id)) this.parts.removal.dropSource(id)
      this.statements.endImport.run(state, Date.now(), Date.now(), this.id)
    })
    this.parts.span.commit()
  }

  together(work: () => void): void {
    try {
      this.change(() => {
        this.#isTogether = true
        work()
      })
    } finally {
      this.#isTogether = false
    }
  }

  tidyUp(): boolean {
    return this.#agreeing(() => this.parts.span.tidyUp())
  }

  change<T>(work: () => T): T {
    return this.#isTogether ? work() : this.#agreeing(() => this.parts.span.run(work))
  }

  /** Where it fails, all since the last commit is taken back, after which memory and file agree. */
  #agreeing<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      this.interns.forget()
      throw error
    }
  }
}

class OpenSource implements SourceWriter {
  readonly #import: OpenImport
  readonly #id: number
  readonly #start: SourceStart
  readonly #keys: SourceKeys

  constructor(owner: OpenImport, id: number, start: SourceStart) {
    this.#import = owner
    this.#id = id
    this.#start = start
    this.#keys = new SourceKeys(start.sourceKey)
  }

  write(batch: Batch): { accepted: number; duplicates: number } {
    const { records, ignored, rejected, latencies = [] } = batch
    const { intake, statements } = this.#import
    return this.#import.change(() => {
      const place = { sourceId: this.#id, modifiedAtMs: this.#start.modifiedAtMs, keys: this.#keys }
      const { accepted, duplicates, firstId, lastId } = intake.take(records, place)
      const ignoredCount = this.#countIgnored(ignored)
      for (const { position, reason } of rejected) statements.addRejected.run(this.#id, position, this.#import.interns.reasons.id(reason))
      statements.addLatencies(this.#id, latencies)
      statements.addToTally.run(accepted, duplicates, ignoredCount, rejected.length, firstId, lastId, this.#id)
      statements.touch.run(Date.now(), this.#import.id)
      return { accepted, duplicates }
    })
  }

  #countIgnored(ignored: ReadonlyMap<string, number>): number {
    let sum = 0
    for (const [reason, count] of ignored) {
      this.#import.statements.addIgnored.run(this.#id, this.#import.interns.reasons.id(reason), count)
      sum += count
    }
    return sum
  }

  repeat(path: string, except: string): Tally {
    const { lastReading, repeatTally, repeatRejected, repeatIgnored, countIgnored, tally } = this.#import.statements
    return this.#import.change(() => {
      const earlier = lastReading.get(path)
      if (earlier === undefined) throw new RangeError('No reading of this file is remembered')
      repeatTally.run(earlier.id, this.#id)
      repeatRejected.run(this.#id, earlier.id)
      repeatIgnored.run(this.#id, earlier.id, except)
      countIgnored.run(this.#id)
      return tally.get(this.#id) ?? { entries: 0, accepted: 0, duplicates: 0, ignored: 0, rejected: 0 }
    })
  }

  finish({ problem, incompleteLastEntry, fileState, pulled = null }: SourceEnd): void {
    this.#import.change(() => {
      this.#import.statements.endSource.run(problem === null ? null : JSON.stringify(problem), incompleteLastEntry ? 1 : 0, this.#id)
      if (fileState !== null) this.#remember(fileState)
      if (pulled !== null) this.#withdraw(pulled)
    })
  }

  #withdraw(pulled: Pulled): void {
    const { parts: { identity }, statements } = this.#import
    const source = { id: this.#id, importer: this.#start.importer ?? '' }
    for (const key of statements.notePulled(source, pulled)) identity.settle(identity.anchors(keysOf(key, null)))
  }

  #remember(f: FileState): void {
    this.#import.statements.setFileState.run(
      f.path, this.#id, f.size, f.modifiedAtMs, f.offset, f.position, f.importer, f.headHash, f.headLength, f.sourceKey,
    )
  }

  drop(): void {
    this.#import.change(() => this.#import.parts.removal.dropSource(this.#id))
  }
}
