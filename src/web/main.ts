// Starts the web page: opens the ledger, serves, prints the address, opens the browser where there is a display.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Backend } from '../api/backend/backend.ts'
import { openBackend } from '../api/backend/open-backend.ts'
import { warmUp } from '../api/backend/warm-up.ts'
import { KeyOfThisRun } from '../api/backend/pulls/admin-keys.ts'
import { ProblemError } from '../core/problem.ts'
import { ledgerPath } from '../shell/ledger-location.ts'
import { installationName } from '../shell/installation.ts'
import { pullEndpoints } from '../shell/pull-endpoints.ts'
import { pageFiles } from '../shell/page-files.ts'
import { readingProgram } from '../shell/reading-program.ts'
import { startOptions } from '../shell/start-options.ts'
import { startWebServer } from './server.ts'

const root = join(import.meta.dirname, '..', '..')
const readingThread = readingProgram(import.meta.filename)

async function main(): Promise<void> {
  const options = startOptions(process.argv.slice(2))
  const path = ledgerPath({ sample: options.sample, ...(options.db === null ? {} : { db: options.db }) })
  const backend = openBackend({
    ledgerPath: path, version: versionOf(), readingThread,
    pulls: { keys: new KeyOfThisRun(), endpoints: pullEndpoints(process.env), schedules: { installation: () => installationName() } },
  })
  const server = await startWebServer({ backend, files: pageFiles(join(root, 'dist', 'renderer')), port: options.port })
  if (options.sample) await loadSample(backend)
  if (backend.trouble !== null) console.error([backend.trouble.message, backend.trouble.remedy].filter(Boolean).join(' '))
  console.log(`Token Ledger is at ${server.url}`)
  console.log(`The ledger is ${path}. Ctrl+C ends it.`)
  if (options.openBrowser) openBrowser(server.url)
  warmUp(backend)
  endOnSignal(() => server.close().then(() => backend.close()))
}

/** A terminal's Ctrl+C may arrive twice, once from the terminal and once from npm: the second changes nothing. */
function endOnSignal(close: () => Promise<void>): void {
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    void close().finally(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end)
}

async function loadSample(backend: Backend): Promise<void> {
  const status = await backend.call('ledger.status', {})
  const loaded = status.ok && typeof status.value === 'object' && status.value !== null
    && 'hasSample' in status.value && status.value.hasSample === true
  if (!loaded) await backend.call('sample.load', {})
}

function versionOf(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '0.0.0'
}

/** Does nothing where no one could see it; a browser that fails to open leaves the printed address. */
function openBrowser(url: string): void {
  const onDesktop = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
  if (!onDesktop) return
  const [command, ...args] = process.platform === 'darwin' ? ['open', url]
    : process.platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', url] : ['xdg-open', url]
  if (command === undefined) return
  spawn(command, args, { stdio: 'ignore', detached: true }).on('error', () => {}).unref()
}

main().catch((error: unknown) => {
  const problem = error instanceof ProblemError ? error.problem : null
  console.error(problem === null ? `Token Ledger could not start: ${error instanceof Error ? error.message : 'unknown reason'}`
    : [problem.message, problem.remedy].filter(Boolean).join(' '))
  process.exitCode = 1
})
