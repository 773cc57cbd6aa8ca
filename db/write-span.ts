// Lets the batches of an import share a transaction. Random keys touch most pages of an index, so a commit for every
// few thousand records would write the index over and over: longer spans made imports twice as fast.
import { asProblem, WAL_PAGES, type Connection } from './sqlite.ts'

/** After this long the span can end, in steps. */
const SPAN_MS = 1000
/** And after this long it ends whether anybody sees to it or not: a crash loses no more, nobody waits longer. */
const LONGEST_MS = 1250

export interface SpanHooks {
  /** A part of what can be done before the span ends; false where there is nothing. */
  tidyUp(): boolean
  /** Each writes something that is still in memory: one a step, then all of them with the commit, which leaves it little. */
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
  /** The write-ahead log holds a span that is to be moved into the ledger. */
  #isLogged = false
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
      if (performance.now() - this.#beganAt >= LONGEST_MS) this.commit()
      return result
    } catch (error) {
      this.#rollBack()
      throw asProblem(error)
    }
  }

  /**
   * A step of what is due, or towards the end of a span that is long enough, to be asked for between other steps until it says false.
   * All of them at once, or each with a batch of records, held up calls for a fifth of a second.
   */
  tidyUp(): boolean {
    try {
      this.#tellLateError()
      if (!this.#db.inTransaction) return this.#moveLog()
      if (performance.now() - this.#beganAt < SPAN_MS) return this.#hooks.tidyUp()
      const next = this.#hooks.beforeCommit[this.#ended]
      this.#ended += 1
      if (next === undefined) this.commit()
      else next()
      return true
    } catch (error) {
      this.#rollBack()
      throw asProblem(error)
    }
  }

  /** What a span left in the write-ahead log, apart from its commit. Returns whether there was anything. */
  #moveLog(): boolean {
    if (!this.#isLogged) return false
    this.#isLogged = false
    this.#db.pragma('wal_checkpoint(PASSIVE)')
    return true
  }

  #begin(): void {
    this.#db.pragma('wal_autocheckpoint = 0')
    this.#moveLog()
    this.#db.exec('BEGIN IMMEDIATE')
    this.#beganAt = performance.now()
    this.#ended = 0
    this.#timer = setTimeout(() => this.#commitLate(), LONGEST_MS)
    this.#timer.unref()
  }

  /** Ends the span, so that its batches are on disk and other programs can write. */
  commit(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    try {
      if (!this.#db.inTransaction) return
      for (const write of this.#hooks.beforeCommit) write()
      this.#db.exec('COMMIT')
      this.#isLogged = true
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
