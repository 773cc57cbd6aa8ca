// Where the ledger lies: the one answer that the window, the web page and the command line share. Opens no ledger.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const LEDGER_NAME = 'usage.ledger'
const SAMPLE_NAME = 'sample.ledger'
const CHOICE_FILE = 'ledger-location.json'

export interface Surroundings {
  platform: NodeJS.Platform
  env: Readonly<Record<string, string | undefined>>
  home: string
}

const here: Surroundings = { platform: process.platform, env: process.env, home: homedir() }

/** The folder of the app's own files: the same one Electron calls `userData`. */
export function appDataFolder({ platform, env, home }: Surroundings = here): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Token Ledger')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Token Ledger')
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'Token Ledger')
}

/**
 * The ledger to open: an explicit path first, then TOKEN_LEDGER_DB, then the sample ledger if asked for, then the
 * place the user chose in Settings, then the app's own folder. Absolute; its folder exists afterwards.
 */
export function ledgerPath(options: { db?: string; sample?: boolean; folder?: string }, env = process.env): string {
  const folder = options.folder ?? appDataFolder()
  const named = options.db ?? env['TOKEN_LEDGER_DB']
  const path = named ? resolve(named)
    : options.sample ? join(folder, SAMPLE_NAME)
    : chosenPath(folder) ?? join(folder, LEDGER_NAME)
  mkdirSync(dirname(path), { recursive: true })
  return path
}

function chosenPath(folder: string): string | null {
  const file = join(folder, CHOICE_FILE)
  if (!existsSync(file)) return null
  try {
    const choice: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof choice !== 'object' || choice === null || !('path' in choice)) return null
    // A drive that is not there today is no reason to forget the choice, but nothing can be opened on it.
    return typeof choice.path === 'string' && existsSync(dirname(choice.path)) ? choice.path : null
  } catch {
    return null
  }
}

/** Remembers the user's choice; written aside first, so that a crash leaves the old one. */
export function rememberLedgerPath(folder: string, path: string): void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, CHOICE_FILE)
  writeFileSync(`${file}.new`, JSON.stringify({ path }))
  renameSync(`${file}.new`, file)
}
