// The Admin key in the main process, on a keychain of our own: where it lies, what is told of it, and what is not.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AdminKey, answerKeyCall, isKeyCall, replyOf, type Keychain } from '../../electron/admin-key.ts'
import { MainKeys } from '../../electron/main-keys.ts'

const KEY = 'sk-ant-admin01-canary-EXAMPLE-wxyz'

/** Turns the bytes round; a locked one gives nothing back. */
class FakeKeychain implements Keychain {
  available = true
  backend = 'gnome_libsecret'
  locked = false
  decrypted = 0
  isEncryptionAvailable = () => this.available
  getSelectedStorageBackend = () => this.backend
  encryptString = (text: string) => Buffer.from(text).reverse()
  decryptString(bytes: Buffer): string {
    this.decrypted += 1
    if (this.locked) throw new Error(`Cannot decrypt ${KEY}`)
    return Buffer.from(bytes).reverse().toString()
  }
}

let folder: string
let file: string
let keychain: FakeKeychain
const keysOn = (platform: NodeJS.Platform = 'linux') => new AdminKey({ file, keychain, platform })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-key-'))
  file = join(folder, 'data', 'admin-key.json')
  keychain = new FakeKeychain()
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('kept by the system', () => {
  test('lies encrypted in a file that only the user may read, and outlives the run', () => {
    keysOn().keep({ key: KEY, keep: 'keychain' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).not.toContain('canary')
    expect(readdirSync(join(folder, 'data'))).toEqual(['admin-key.json'])
    expect(keysOn().take()).toBe(KEY)
  })

  test('a key of a few characters is not told by its last four', () => {
    const keys = keysOn()
    keys.keep({ key: 'short-key', keep: 'this-run' })
    expect(keys.state()).toMatchObject({ held: 'this-run', ending: null })
  })

  test('is told by its last characters without opening the keychain', () => {
    const keys = keysOn()
    keys.keep({ key: KEY, keep: 'keychain' })
    expect(keysOn().state()).toEqual({ held: 'keychain', keychain: 'available', ending: 'wxyz' })
    expect(keychain.decrypted).toBe(0)
  })

  test('a file left readable by others does not stay so', () => {
    const keys = keysOn()
    keys.keep({ key: KEY, keep: 'keychain' })
    writeFileSync(`${file}.part`, '', { mode: 0o644 })
    keys.keep({ key: KEY, keep: 'keychain' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('is gone when forgotten, and when the next is for this run only', () => {
    const keys = keysOn()
    keys.keep({ key: KEY, keep: 'keychain' })
    keys.forget()
    expect(existsSync(file)).toBe(false)
    expect(keys.take()).toBeNull()
    keys.keep({ key: KEY, keep: 'keychain' })
    keys.keep({ key: `${KEY}2`, keep: 'this-run' })
    expect(existsSync(file)).toBe(false)
    expect(keys.state()).toMatchObject({ held: 'this-run', ending: 'xyz2' })
    expect(keysOn().take()).toBeNull()
  })

  test('a damaged file is no key; a locked keychain says so without the key', () => {
    const keys = keysOn()
    keys.keep({ key: KEY, keep: 'keychain' })
    keychain.locked = true
    const told = replyOf(() => keys.take())
    expect(told).toMatchObject({ ok: false, problem: { code: 'key-unreadable' } })
    expect(JSON.stringify(told)).not.toContain('canary')
    writeFileSync(file, '{"version":1')
    expect(keys.state().held).toBe('none')
  })
})

describe('where the system keeps nothing safe', () => {
  test.each([
    ['no encryption', 'gnome_libsecret', false, 'darwin'], ['a password everyone has', 'basic_text', true, 'linux'],
  ] as const)('%s: it is refused in words and not written, and may be kept for this run', (_, backend, available, platform) => {
    Object.assign(keychain, { backend, available })
    const keys = keysOn(platform)
    expect(keys.state().keychain).toBe('unavailable')
    const refused = answerKeyCall(keys, 'pulls.setAdminKey', { key: KEY, keep: 'keychain' })
    expect(refused).toMatchObject({ ok: false, problem: { code: 'no-keychain', remedy: expect.stringContaining('this run only') } })
    expect(existsSync(file)).toBe(false)
    expect(answerKeyCall(keys, 'pulls.setAdminKey', { key: KEY, keep: 'this-run' })).toMatchObject({ ok: true, value: { held: 'this-run' } })
    expect(keys.take()).toBe(KEY)
  })

  test('on other systems than Linux no name is asked for', () => {
    keychain.backend = 'basic_text'
    expect(keysOn('darwin').state().keychain).toBe('available')
  })
})

describe('calls about the key', () => {
  test('are those two; all others go to the backend', () => {
    expect(['pulls.setAdminKey', 'pulls.forgetAdminKey', 'pulls.state', 'pulls.start', 'toString'].map(isKeyCall)).toEqual([true, true, false, false, false])
  })

  test('answer without it, whatever was wrong', () => {
    const keys = keysOn()
    const inputs = [{ key: KEY, keep: 'keychain' }, { key: `${KEY} two words`, keep: 'this-run' }, { key: KEY, keep: 'everywhere' }, KEY, { key: 5 }]
    const replies = inputs.map((input) => answerKeyCall(keys, 'pulls.setAdminKey', input))
    expect(replies.map(({ ok }) => ok)).toEqual([true, false, false, false, false])
    expect(JSON.stringify([...replies, answerKeyCall(keys, 'pulls.forgetAdminKey', {})])).not.toContain('canary')
  })
})

describe('the backend', () => {
  test('asks main for it each time, and is told why where it cannot have it', async () => {
    const keys = keysOn()
    const asked: string[] = []
    const ofMain: MainKeys = new MainKeys(({ id, what }) => {
      asked.push(what)
      ofMain.answered(id, replyOf(() => (what === 'state' ? keys.state() : keys.take())))
    })
    expect(await ofMain.take()).toBeNull()
    keys.keep({ key: KEY, keep: 'keychain' })
    expect(await ofMain.state()).toMatchObject({ held: 'keychain' })
    expect(await ofMain.take()).toBe(KEY)
    keychain.locked = true
    await expect(ofMain.take()).rejects.toMatchObject({ problem: { code: 'key-unreadable' } })
    await expect(ofMain.keep()).rejects.toMatchObject({ problem: { code: 'kept-by-main' } })
    expect(asked).toEqual(['key', 'state', 'key', 'key'])
  })
})
