// The backend's side of the reading thread: starts it, asks it, hands on what it tells. Reads and writes nothing itself.
import { Worker } from 'node:worker_threads'
import type { Claims } from './claims.ts'
import type { ReadingEvent } from './reading-event.ts'
import type { FileToRead, FromThread, ToThread } from './thread-messages.ts'

/** The thread could not be started or has ended: what it had not told must be read elsewhere. */
export class ThreadLost extends Error {}

/** MiB for new objects, which are short-lived here: more was no faster, and only held memory. */
const NURSERY_MB = 8

interface Asked {
  deliver(events: readonly ReadingEvent[]): Promise<void>
  resolve(): void
  reject(error: unknown): void
}

export class ThreadReader {
  readonly #worker: Worker
  #state: 'starting' | 'ready' | 'lost' = 'starting'
  #asked: Asked | null = null
  /** Messages are recorded one after the other. */
  #recorded: Promise<void> = Promise.resolve()
  #wasReady = false
  /** Messages that came and are not recorded. */
  #waiting = 0
  #heard: (() => void)[] = []

  /** `program`: the file of reading-thread.ts, as source or built. */
  constructor(program: string | URL) {
    this.#worker = new Worker(program, { resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB } })
    this.#worker.unref()
    this.#worker.on('message', (message: FromThread) => this.#hear(message))
    this.#worker.on('error', () => this.#lose())
    this.#worker.on('exit', () => this.#lose())
  }

  get isReady(): boolean {
    return this.#state === 'ready'
  }

  get isLost(): boolean {
    return this.#state === 'lost'
  }

  /** Nothing it told waits to be recorded. */
  get isIdle(): boolean {
    return this.#waiting === 0
  }

  /** It came up once, whatever became of it. */
  get wasReady(): boolean {
    return this.#wasReady
  }

  /** Resolves once it is ready or lost. */
  async started(): Promise<void> {
    if (this.#state === 'starting') await new Promise<void>((resolve) => this.#heard.push(resolve))
  }

  /** Reads those files that nobody else claims, in order. One call at a time. Rejects with ThreadLost, or with what `deliver` rejected with. */
  async read({ files, claims }: { files: readonly FileToRead[]; claims: Claims }, deliver: Asked['deliver']): Promise<void> {
    await this.started()
    if (this.isLost) throw new ThreadLost()
    this.#worker.ref()
    try {
      await new Promise<void>((resolve, reject) => {
        this.#asked = { deliver, resolve, reject }
        this.#say({ kind: 'read', files, claims: claims.shared })
      })
    } finally {
      this.#asked = null
      this.#worker.unref()
    }
  }

  /** Whatever it is doing. */
  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #say(message: ToThread): void {
    this.#worker.postMessage(message)
  }

  #hear(message: FromThread): void {
    const asked = this.#asked
    if (message.kind === 'ready') this.#become('ready')
    else if (message.kind === 'read') void this.#recorded.then(() => asked?.resolve())
    else if (asked !== null) {
      this.#waiting += 1
      this.#recorded = this.#recorded.then(() => this.#record(asked, message.events))
    }
  }

  async #record(asked: Asked, events: readonly ReadingEvent[]): Promise<void> {
    try {
      if (this.#asked !== asked) return
      await asked.deliver(events)
      this.#say({ kind: 'recorded' })
    } catch (error) {
      asked.reject(error)
    } finally {
      this.#waiting -= 1
    }
  }

  #lose(): void {
    this.#become('lost')
    const asked = this.#asked
    void this.#recorded.then(() => asked?.reject(new ThreadLost()))
  }

  #become(state: 'ready' | 'lost'): void {
    this.#state = state
    this.#wasReady ||= state === 'ready'
    for (const resolve of this.#heard.splice(0)) resolve()
  }
}
