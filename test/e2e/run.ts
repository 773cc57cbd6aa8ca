// End to end in the real Electron window, in a real browser and on the command line. Prints each check; the last line counts them.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Checks } from './checks.ts'
import { commandLine } from './command-line.ts'
import { desktop, starts } from './desktop.ts'
import { journey } from './journey.ts'
import { writeLogs } from './logs.ts'
import { looks } from './looks.ts'
import { pulls } from './pulls.ts'
import { electronSafety, webSafety } from './safety.ts'
import { openElectron, openWeb } from './shells.ts'
import type { Shell } from './shells.ts'

const { values } = parseArgs({ options: { counts: { type: 'string' }, only: { type: 'string' } } })
const dist = resolve(import.meta.dirname, '../../dist')
const folder = mkdtempSync(join(tmpdir(), 'token-ledger-e2e-'))
const checks = new Checks()

const SHELLS = [
  { name: 'electron', title: 'Electron window', open: openElectron, safety: electronSafety },
  { name: 'web', title: 'Web page in a browser', open: openWeb, safety: webSafety },
]

async function inShell({ title, open, safety }: (typeof SHELLS)[number]): Promise<void> {
  checks.group(title)
  let shell: Shell | undefined
  const started = await checks.check('starts', async () => {
    shell = await open({ folder })
  })
  if (!started || shell === undefined) return
  try {
    await journey(checks, shell, writeLogs(folder))
    await looks(checks, shell)
    await safety(checks, shell)
    await desktop(checks, shell, folder)
  } finally {
    const open = shell
    await checks.check('ends cleanly', () => open.close())
  }
  if (shell.app !== null) await starts(checks, folder)
  await pulls(checks, open, join(folder, 'pulls'))
}

if (existsSync(join(dist, 'renderer', 'manifest.json'))) {
  if (values.only === undefined) await commandLine(checks, folder)
  for (const shell of SHELLS) if (values.only === undefined || values.only === shell.name) await inShell(shell)
} else checks.missing('There is no build: run npm run build first.')
rmSync(folder, { recursive: true, force: true })
checks.finish(values.counts ?? null)
