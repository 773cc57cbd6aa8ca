// Where the ledger lies, in the order of who says so.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appDataFolder, ledgerPath, rememberLedgerPath } from '../../src/shell/ledger-location.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-place-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the ledger to open', () => {
  test('the app folder’s own without any choice', () => {
    expect(ledgerPath({ folder }, {})).toBe(join(folder, 'usage.ledger'))
  })

  test('the place chosen in Settings before it', () => {
    const chosen = join(folder, 'elsewhere', 'team.ledger')
    mkdirSync(join(folder, 'elsewhere'))
    rememberLedgerPath(folder, chosen)
    expect(ledgerPath({ folder }, {})).toBe(chosen)
  })

  test('a chosen place that is not there today is passed over', () => {
    rememberLedgerPath(folder, join(folder, 'unplugged', 'team.ledger'))
    expect(ledgerPath({ folder }, {})).toBe(join(folder, 'usage.ledger'))
  })

  test('a damaged note of the choice is passed over', () => {
    writeFileSync(join(folder, 'ledger-location.json'), '{"path":')
    expect(ledgerPath({ folder }, {})).toBe(join(folder, 'usage.ledger'))
  })

  test('the sample has a ledger of its own, unless a file is named', () => {
    expect(ledgerPath({ folder, sample: true }, {})).toBe(join(folder, 'sample.ledger'))
    expect(ledgerPath({ folder, sample: true, db: join(folder, 'x.ledger') }, {})).toBe(join(folder, 'x.ledger'))
  })

  test('a named file before TOKEN_LEDGER_DB before everything else; its folder is made', () => {
    const env = { TOKEN_LEDGER_DB: join(folder, 'new', 'env.ledger') }
    expect(ledgerPath({ folder, sample: true }, env)).toBe(env.TOKEN_LEDGER_DB)
    expect(ledgerPath({ folder, db: join(folder, 'arg.ledger') }, env)).toBe(join(folder, 'arg.ledger'))
    writeFileSync(env.TOKEN_LEDGER_DB, '')
  })
})

describe('the app folder', () => {
  test('on Linux follows XDG_CONFIG_HOME', () => {
    expect(appDataFolder({ platform: 'linux', env: {}, home: '/home/a' })).toBe(join('/home/a', '.config', 'Token Ledger'))
    expect(appDataFolder({ platform: 'linux', env: { XDG_CONFIG_HOME: '/x' }, home: '/home/a' })).toBe(join('/x', 'Token Ledger'))
  })

  test('on macOS and Windows lies where Electron puts userData', () => {
    expect(appDataFolder({ platform: 'darwin', env: {}, home: '/Users/a' })).toBe(join('/Users/a', 'Library', 'Application Support', 'Token Ledger'))
    expect(appDataFolder({ platform: 'win32', env: { APPDATA: '/r' }, home: '/u' })).toBe(join('/r', 'Token Ledger'))
  })
})
