// Lets the batches of an import share a transaction. Random keys touch most pages of an index, so a commit for every
// few thousand records would write the index over and over: longer spans made imports twice as fast.
import { asProblem, WAL_PAGES, type Connection } from './sqlite.ts'

/** After this long the span ends with the steps that come next. */
const SPAN_MS = 1000
/** And after this long whether more comes or not: a crash loses no more, nobody waits longer. */
const LONGEST_MS = 1250

export interface SpanHooks {
  /**
   * Each writes something that is still in memory. They are run one a step, then all of them with the commit, which leaves it little: all at once
   * held up calls for a fifth of a second.
   */
  beforeCommit: readonly (() => void)[]
  /** The whole span was rolled back. */
  lost(): void
}

export class WriteSpan {
  readonly #db: Connection
  readonly #hooks: SpanHooks
  #timer: NodeJS.Timeout | null = null
  #beganAt = 0
  /** How much of what comes before the commit has been run. */
  #ended = 0
  #lateError: unknown = null

  constructor(db: Connection, hooks: SpanHooks) {
    this.#db = db
    this.#hooks = hooks
  }

  /**
   * Runs one step. Where it fails the whole span is rolled back, not the step alone: a savepoint copies every page the step
   * changes, which with random keys are most of an index. Without, a gibibyte of transcripts takes
   * 3.7 s instead of 4.3.
   */
  run<T>(work: () => T): T {
    try {
      this.#tellLateError()
      if (!this.#db.inTransaction) this.#begin()
      const result = work()
      if (performance.now() - this.#beganAt >= SPAN_MS) this.#endByAStep()
      return result
    } catch (error) {
      this.#rollBack()
      throw asProblem(error)
    }
  }

  #begin(): void {
    // What the span before left in the write-ahead log is moved now, not within its commit: calls are answered in between.
    this.#db.pragma('wal_autocheckpoint = 0')
    this.#db.pragma('wal_checkpoint(PASSIVE)')
    this.#db.exec('BEGIN IMMEDIATE')
    this.#beganAt = performance.now()
    this.#ended = 0
    this.#timer = setTimeout(() => this.#commitLate(), LONGEST_MS)
    this.#timer.unref()
  }

  #endByAStep(): void {
    const next = this.#hooks.beforeCommit[this.#ended]
    this.#ended += 1
    if (next === undefined) this.commit()
    else next()
  }

  /** Ends the span, so that its batches are on disk and other programs can write. */
  commit(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    try {
      if (!this.#db.inTransaction) return
      for (const write of this.#hooks.beforeCommit) write()
      this.#db.exec('COMMIT')
      this.#moveLogAsUsual()
    } catch (error) {
      this.#rollBack()
      throw asProblem(error)
    }
  }

  /** SQLite has done so by itself for some errors. */
  #rollBack(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
    this.#moveLogAsUsual()
    this.#hooks.lost()
  }

  #moveLogAsUsual(): void {
    this.#db.pragma(`wal_autocheckpoint = ${WAL_PAGES}`)
  }

  /** Nobody waits for this commit: where it fails, the next batch tells it. */
  #commitLate(): void {
    try {
      if (this.#db.open) this.commit()
    } catch (error) {
      this.#lateError = error
    }
  }

  #tellLateError(): void {
    const error = this.#lateError
    this.#lateError = null
    if (error !== null) throw error
  }
}
