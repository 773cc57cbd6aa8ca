// Where the backend gets the Anthropic Admin key from. The key is handed over for one pull and never stored here.
import { keyEnding } from '../../../core/key-ending.ts'
import { problem } from '../../../core/problem.ts'
import type { AdminKeyState, NewAdminKey } from '../../contract/pull-shapes.ts'

/** A shell with a keychain brings its own; see KeyOfThisRun for one without. Every method may throw a ProblemError. */
export interface AdminKeys {
  state(): Promise<AdminKeyState>
  keep(given: NewAdminKey): Promise<void>
  forget(): Promise<void>
  /** For one pull; null where there is none. */
  take(): Promise<string | null>
}

/** Kept in memory until the process ends. */
export class KeyOfThisRun implements AdminKeys {
  #key: string | null = null

  state(): Promise<AdminKeyState> {
    const key = this.#key
    return Promise.resolve({
      held: key === null ? 'none' : 'this-run', keychain: 'unavailable', ending: key === null ? null : keyEnding(key),
    })
  }

  async keep({ key, keep }: NewAdminKey): Promise<void> {
    if (keep === 'keychain') {
      throw problem('no-keychain', 'No system keychain can be used here.', 'Keep the key for this run only, or use the desktop app.')
    }
    this.#key = key
  }

  async forget(): Promise<void> {
    this.#key = null
  }

  take(): Promise<string | null> {
    return Promise.resolve(this.#key)
  }
}
