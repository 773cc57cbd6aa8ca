// Main's end of the backend's process: starts it, matches answers to questions, restarts it once. Runs no query.
import { utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import type { LedgerEvent, Reply } from '../src/api/contract/contract.ts'
import engineOptions from '../src/shell/engine-options.json' with { type: 'json' }
import { fromBackend } from './backend-messages.ts'
import type { AskedOfKey, ToBackend } from './backend-messages.ts'

type Asking = Exclude<ToBackend, { type: 'key-answer' }>
type Question = Asking extends infer M ? (M extends { id: number } ? Omit<M, 'id'> : never) : never

export interface BackendLinkOptions {
  script: string
  version: string
  onEvent(event: LedgerEvent): void
  /** What the backend is told when it asks about the Admin key. */
  onAskKey(what: AskedOfKey): Reply
  /** The process ended unasked a second time; nothing answers any more. */
  onGivenUp(): void
}

const CLOSE_LIMIT_MS = 10_000

const STOPPED: Reply = {
  ok: false,
  problem: {
    code: 'backend-stopped',
    message: 'The part that reads the ledger stopped while it was working on this.',
    remedy: 'Try again. If it stops again, close the app and start it anew; what was read before is kept.',
  },
}

export class BackendLink {
  readonly #options: BackendLinkOptions
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  #child: UtilityProcess | null = null
  #ledgerPath: string
  #lastId = 0
  #restarts = 0
  #closing = false

  constructor(ledgerPath: string, options: BackendLinkOptions) {
    this.#ledgerPath = ledgerPath
    this.#options = options
    this.#start()
  }

  get ledgerPath(): string {
    return this.#ledgerPath
  }

  ask(question: Question): Promise<Reply> {
    const child = this.#child
    if (child === null) return Promise.resolve(STOPPED)
    const id = ++this.#lastId
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      child.postMessage({ ...question, id })
    })
  }

  /** Closes the ledger after the running batch and ends the process. */
  async close(): Promise<void> {
    const child = this.#child
    if (child === null) return
    this.#closing = true
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
    })
    // SQLite survives a kill; a quit that never ends is worse than an unfinished batch.
    const limit = setTimeout(() => child.kill(), CLOSE_LIMIT_MS)
    await this.ask({ type: 'close' })
    clearTimeout(limit)
    child.kill()
    await ended
  }

  /** Opens another ledger: the file must not be touched between `close` and this. */
  reopen(ledgerPath: string): void {
    this.#ledgerPath = ledgerPath
    this.#restarts = 0
    this.#start()
    this.#options.onEvent({ type: 'changed' })
  }

  #start(): void {
    this.#closing = false
    const child = utilityProcess.fork(this.#options.script, [this.#ledgerPath, this.#options.version], {
      serviceName: 'Token Ledger backend',
      // As the command line runs; scripts/prepare.mjs says why.
      execArgv: [...engineOptions],
    })
    child.on('message', (message: unknown) => this.#receive(child, message))
    child.on('exit', () => this.#ended(child))
    this.#child = child
  }

  #receive(child: UtilityProcess, message: unknown): void {
    const parsed = fromBackend.safeParse(message)
    if (!parsed.success) return
    if (parsed.data.type === 'event') return this.#options.onEvent(parsed.data.event)
    if (parsed.data.type === 'ask-key') {
      const { id, what } = parsed.data
      return child.postMessage({ type: 'key-answer', id, reply: this.#options.onAskKey(what) } satisfies ToBackend)
    }
    this.#waiting.get(parsed.data.id)?.(parsed.data.reply)
    this.#waiting.delete(parsed.data.id)
  }

  #ended(child: UtilityProcess): void {
    if (this.#child !== child) return
    this.#child = null
    for (const resolve of this.#waiting.values()) resolve(STOPPED)
    this.#waiting.clear()
    if (this.#closing) return
    this.#restarts += 1
    if (this.#restarts > 1) return this.#options.onGivenUp()
    this.#start()
    this.#options.onEvent({ type: 'changed' })
  }
}
