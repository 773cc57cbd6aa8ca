// A name for the app on this computer, made up by chance and never sent anywhere: schedules belong to it, so that a ledger
// that is copied or handed on pulls nothing where nobody asked for it.
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { appDataFolder } from './ledger-location.ts'

const FILE = 'installation'

/** Read, or made where there is none. Where the folder cannot be written it holds for this run. */
export function installationName(folder = appDataFolder()): string {
  const file = join(folder, FILE)
  try {
    return named(file) ?? make(folder, file)
  } catch {
    return randomUUID()
  }
}

function named(file: string): string | null {
  try {
    const name = readFileSync(file, 'utf8').trim()
    return /^[0-9a-f-]{36}$/.test(name) ? name : null
  } catch {
    return null
  }
}

function make(folder: string, file: string): string {
  mkdirSync(folder, { recursive: true })
  const name = randomUUID()
  writeFileSync(file, `${name}\n`)
  return name
}
