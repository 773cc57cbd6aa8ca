// The Anthropic Admin key, in the main process only: encrypted by the system's keychain in a file of the user's own, or for
// this run in memory. It leaves for one pull, to the backend's process; never to the page, the ledger or a log.
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { contract, type Method, type Reply } from '../src/api/contract/contract.ts'
import { newAdminKey, type AdminKeyState, type NewAdminKey } from '../src/api/contract/pull-shapes.ts'
import { keyEnding } from '../src/core/key-ending.ts'
import { ProblemError, problem } from '../src/core/problem.ts'

/** What of Electron's safeStorage is used: https://www.electronjs.org/docs/latest/api/safe-storage (read 2026-11-22) */
export interface Keychain {
  isEncryptionAvailable(): boolean
  /** On Linux; `basic_text` encrypts with a password that is in everyone's copy of Chromium. Absent in older versions. */
  getSelectedStorageBackend?(): string
  encryptString(text: string): Buffer
  decryptString(bytes: Buffer): string
}

const stored = z.strictObject({ version: z.literal(1), ending: z.string().nullable(), encrypted: z.string() })

export interface AdminKeyPlace {
  file: string
  keychain: Keychain
  platform?: NodeJS.Platform
}

export class AdminKey {
  readonly #file: string
  readonly #keychain: Keychain
  readonly #platform: NodeJS.Platform
  #ofThisRun: string | null = null

  /** `platform` is this system's, for tests. */
  constructor({ file, keychain, platform = process.platform }: AdminKeyPlace) {
    this.#file = file
    this.#keychain = keychain
    this.#platform = platform
  }

  /** Reads no key, so that a system that asks before it opens its keychain need not ask. */
  state(): AdminKeyState {
    const keychain = this.#canEncrypt() ? 'available' : 'unavailable'
    if (this.#ofThisRun !== null) return { held: 'this-run', keychain, ending: keyEnding(this.#ofThisRun) }
    const kept = this.#read()
    return kept === null ? { held: 'none', keychain, ending: null } : { held: 'keychain', keychain, ending: kept.ending }
  }

  /** Throws a ProblemError where the key should be kept and the system offers nothing to keep it safe with. */
  keep({ key, keep }: NewAdminKey): void {
    if (keep === 'this-run') {
      this.forget()
      this.#ofThisRun = key
      return
    }
    if (!this.#canEncrypt()) throw noKeychain()
    this.#write({ version: 1, ending: keyEnding(key), encrypted: this.#keychain.encryptString(key).toString('base64') })
    this.#ofThisRun = null
  }

  forget(): void {
    this.#ofThisRun = null
    rmSync(this.#file, { force: true })
  }

  /** For one pull; null where there is none. Throws a ProblemError where the keychain does not give it back. */
  take(): string | null {
    if (this.#ofThisRun !== null) return this.#ofThisRun
    const kept = this.#read()
    if (kept === null) return null
    try {
      return this.#keychain.decryptString(Buffer.from(kept.encrypted, 'base64'))
    } catch {
      const message = 'The system\'s keychain does not give the Admin key back.'
      throw problem('key-unreadable', message, 'Unlock the keychain, or enter the key again.')
    }
  }

  #canEncrypt(): boolean {
    if (!this.#keychain.isEncryptionAvailable()) return false
    return this.#platform !== 'linux' || this.#keychain.getSelectedStorageBackend?.() !== 'basic_text'
  }

  #read(): z.infer<typeof stored> | null {
    try {
      return stored.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
    } catch {
      return null
    }
  }

  /** Whole or not at all, and never readable by others, not even while it is written. */
  #write(kept: z.infer<typeof stored>): void {
    const part = `${this.#file}.part`
    mkdirSync(dirname(this.#file), { recursive: true })
    rmSync(part, { force: true })
    writeFileSync(part, JSON.stringify(kept), { mode: 0o600 })
    chmodSync(part, 0o600)
    renameSync(part, this.#file)
  }
}

const noKeychain = () => problem(
  'no-keychain', 'The system offers no keychain, so that the key could not be stored safely. It was not kept.',
  'Keep it for this run only, or set up a keychain (on Linux: GNOME Keyring or KWallet) and start the app again.',
)

const notAKey = () => problem(
  'invalid-input', 'This is not an Admin key.', 'Paste the whole key, as the Claude Console shows it once.',
)

const KEY_CALLS = ['pulls.setAdminKey', 'pulls.forgetAdminKey'] as const satisfies readonly Method[]

/** True for the calls that stay in this process: the backend is not told the key to keep it. */
export function isKeyCall(method: string): boolean {
  return KEY_CALLS.some((call) => call === method)
}

/** Answers one of them. Names a field that is wrong, never what it held. */
export function answerKeyCall(keys: AdminKey, method: string, input: unknown): Reply {
  return replyOf(() => {
    if (method === 'pulls.setAdminKey') {
      const given = newAdminKey.safeParse(input)
      if (!given.success) throw notAKey()
      keys.keep(given.data)
    } else if (contract['pulls.forgetAdminKey'].input.safeParse(input).success) keys.forget()
    return keys.state()
  })
}

/** Anything unexpected is told without its own text. */
export function replyOf(work: () => unknown): Reply {
  try {
    return { ok: true, value: work() }
  } catch (error) {
    if (error instanceof ProblemError) return { ok: false, problem: error.problem }
    const message = 'The Admin key could not be read or written on this computer.'
    return { ok: false, problem: { code: 'key-not-kept', message } }
  }
}
