// A backend whose ledger may not open, or may turn out to be damaged: it answers with the reason, and can rebuild it.
import { basename } from 'node:path'
import { rebuildLedger } from '../../../db/rebuild.ts'
import { ProblemError, type Problem } from '../../core/problem.ts'
import type { LedgerEvent, Reply } from '../contract/contract.ts'
import type { Backend, BackendOptions, ImportRequest } from './backend.ts'
import { createBackend } from './create-backend.ts'

/** The one trouble that a rebuild helps with. */
const DAMAGED = 'ledger-corrupt'

type Options = BackendOptions & { now?: () => number }
type State = { backend: Backend } | { trouble: Problem }

/** Never throws for a ledger that cannot be opened: every call is then answered with why, until it can. */
export function openBackend(options: Options): RebuildableBackend {
  return new RebuildableBackend(options)
}

export class RebuildableBackend implements Backend {
  readonly #options: Options
  readonly #listeners = new Set<(event: LedgerEvent) => void>()
  #state: State
  #sawDamage = false

  constructor(options: Options) {
    this.#options = options
    this.#state = this.#open()
  }

  /** Why the ledger could not be opened; null where it is open. */
  get trouble(): Problem | null {
    return 'trouble' in this.#state ? this.#state.trouble : null
  }

  async call(method: string, input: unknown): Promise<Reply> {
    if (method === 'ledger.rebuild' && this.#isDamaged()) return this.#rebuild()
    // A lock may be gone by now, a folder writable.
    if (method === 'ledger.status' && this.trouble !== null) this.#state = this.#open()
    if ('trouble' in this.#state) return { ok: false, problem: this.#state.trouble }
    const reply = await this.#state.backend.call(method, input)
    if (!reply.ok && reply.problem.code === DAMAGED) this.#sawDamage = true
    return reply
  }

  startImport(request: ImportRequest): ReturnType<Backend['startImport']> {
    return this.#opened().startImport(request)
  }

  remembered(key: string): unknown {
    return this.#opened().remembered(key)
  }

  async prepare(): Promise<void> {
    if ('backend' in this.#state) await this.#state.backend.prepare()
  }

  onEvent(listener: (event: LedgerEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    if ('backend' in this.#state) await this.#state.backend.close()
  }

  #isDamaged(): boolean {
    return this.#sawDamage || ('trouble' in this.#state && this.#state.trouble.code === DAMAGED)
  }

  #opened(): Backend {
    if ('backend' in this.#state) return this.#state.backend
    throw new ProblemError(this.#state.trouble)
  }

  #open(): State {
    try {
      const backend = createBackend(this.#options)
      backend.onEvent((event) => this.#emit(event))
      return { backend }
    } catch (error) {
      if (error instanceof ProblemError) return { trouble: error.problem }
      throw error
    }
  }

  async #rebuild(): Promise<Reply> {
    // What is damaged may not even take the last batch.
    await this.close().catch(() => {})
    try {
      const { keptAs, records, incomplete } = rebuildLedger(this.#options.ledgerPath, this.#options.now?.() ?? Date.now())
      return { ok: true, value: { keptAs: basename(keptAs), records, incomplete } }
    } catch (error) {
      if (error instanceof ProblemError) return { ok: false, problem: error.problem }
      throw error
    } finally {
      this.#sawDamage = false
      this.#state = this.#open()
      this.#emit({ type: 'changed' })
    }
  }

  #emit(event: LedgerEvent): void {
    if (event.type === 'job' && event.job.problem?.code === DAMAGED) this.#sawDamage = true
    for (const listener of this.#listeners) listener(event)
  }
}
