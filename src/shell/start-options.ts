// What a shell was started with: `--db FILE`, `--sample`, `--port N`, and files to import. Knows no shell.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface StartOptions {
  db: string | null
  sample: boolean
  port: number
  openBrowser: boolean
  /** Absolute paths that exist. */
  paths: string[]
}

/** Unknown switches are passed over: Chromium and the operating system add their own. */
export function startOptions(args: readonly string[], folder = process.cwd()): StartOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      db: { type: 'string' },
      port: { type: 'string' },
      sample: { type: 'boolean' },
      'no-open': { type: 'boolean' },
    },
  })
  const port = typeof values['port'] === 'string' ? Number(values['port']) : 0
  return {
    db: typeof values['db'] === 'string' && values['db'] !== '' ? resolve(folder, values['db']) : null,
    sample: values['sample'] === true,
    port: Number.isInteger(port) && port >= 0 && port < 65_536 ? port : 0,
    openBrowser: values['no-open'] !== true,
    paths: positionals.map((path) => resolve(folder, path)).filter((path) => existsSync(path)),
  }
}
