// One piece of long work as the user sees it: what it reads, how far it is, what came of it. Tells at most ten times a second.
import type { Problem } from '../../core/problem.ts'
import type { Job, Tally } from '../contract/shapes.ts'

const TELL_EVERY_MS = 100

export interface JobStart {
  id: string
  kind: Job['kind']
  label: string
  sourcesTotal: number | null
  bytesTotal: number | null
  nowMs(): number
  tell(job: Job): void
}

export class JobProgress {
  readonly id: string
  readonly #start: JobStart
  readonly #startedAtMs: number
  #toldAtMs = 0
  state: Job['state'] = 'running'
  source: string | null = null
  format: string | null = null
  sourcesDone = 0
  bytesRead = 0
  importId: number | null = null
  problem: Problem | null = null
  readonly tally: Tally = { entries: 0, accepted: 0, duplicates: 0, ignored: 0, rejected: 0 }
  readonly #abort = new AbortController()

  constructor(start: JobStart) {
    this.id = start.id
    this.#start = start
    this.#startedAtMs = start.nowMs()
  }

  /** The work looks at it between batches. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get cancelled(): boolean {
    return this.#abort.signal.aborted
  }

  cancel(): void {
    this.#abort.abort()
  }

  /** After a fault, which may have taken back what was counted. */
  countAnew(tally: Tally): void {
    Object.assign(this.tally, tally)
  }

  count(part: Omit<Tally, 'entries'>): void {
    const { tally } = this
    tally.accepted += part.accepted
    tally.duplicates += part.duplicates
    tally.ignored += part.ignored
    tally.rejected += part.rejected
    tally.entries = tally.accepted + tally.duplicates + tally.ignored + tally.rejected
  }

  /** Something moved. */
  moved(): void {
    const now = this.#start.nowMs()
    if (now - this.#toldAtMs < TELL_EVERY_MS) return
    this.#toldAtMs = now
    this.#start.tell(this.toJob())
  }

  /** The state changed: told at once. */
  became(state: Job['state']): void {
    this.state = state
    this.#toldAtMs = this.#start.nowMs()
    this.#start.tell(this.toJob())
  }

  toJob(): Job {
    const { id, kind, label, sourcesTotal, bytesTotal } = this.#start
    return {
      id, kind, label, sourcesTotal, bytesTotal, state: this.state, source: this.source, format: this.format,
      sourcesDone: this.sourcesDone, bytesRead: this.bytesRead, startedAtMs: this.#startedAtMs,
      elapsedMs: Math.max(0, this.#start.nowMs() - this.#startedAtMs), tally: { ...this.tally },
      importId: this.importId, problem: this.problem,
    }
  }
}
