// The backend's view of the Admin key: it asks the main process each time and keeps nothing.
import { z } from 'zod'
import type { AdminKeys } from '../src/api/backend/pulls/admin-keys.ts'
import type { Reply } from '../src/api/contract/contract.ts'
import { adminKeyState, type AdminKeyState } from '../src/api/contract/pull-shapes.ts'
import { ProblemError, problem } from '../src/core/problem.ts'
import { plainProblem } from '../src/api/schemas.ts'
import type { AskedOfKey } from './backend-messages.ts'

export class MainKeys implements AdminKeys {
  readonly #ask: (question: { id: number; what: AskedOfKey }) => void
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  #lastId = 0

  constructor(ask: (question: { id: number; what: AskedOfKey }) => void) {
    this.#ask = ask
  }

  /** Main's answer to a question. */
  answered(id: number, reply: Reply): void {
    this.#waiting.get(id)?.(reply)
    this.#waiting.delete(id)
  }

  async state(): Promise<AdminKeyState> {
    return adminKeyState.parse(await this.#asked('state'))
  }

  async take(): Promise<string | null> {
    return z.string().nullable().parse(await this.#asked('key'))
  }

  keep(): Promise<void> {
    return Promise.reject(keptByMain())
  }

  forget(): Promise<void> {
    return Promise.reject(keptByMain())
  }

  async #asked(what: AskedOfKey): Promise<unknown> {
    const id = ++this.#lastId
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve)
      this.#ask({ id, what })
    })
    if (!reply.ok) throw new ProblemError(plainProblem(reply.problem))
    return reply.value
  }
}

const keptByMain = () => problem('kept-by-main', 'The Admin key is kept by the app\'s main process.')
