// npm start: opens the desktop app; where that cannot be, says why in one sentence and serves the same app as a web page.
//   --web          the web page directly        --sample     with generated sample data, in a ledger of its own
//   --db FILE      another ledger               --port N     the web page's port
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findElectron, hasDisplay, sandboxArguments } from './find-electron.mjs'
import { buildIfStale, fail, inProjectNode, installIfMissing, NODE_CACHE, NODE_OPTIONS, root, run } from './prepare.mjs'

async function start() {
  installIfMissing()
  if (!(await inProjectNode(fileURLToPath(import.meta.url)))) return
  await buildIfStale()
  const args = process.argv.slice(2)
  const electron = args.includes('--web') ? { missing: null } : await electronHere()
  if (electron.path === undefined) {
    if (electron.missing !== null) console.log(`${electron.missing} The same app opens as a web page instead.`)
    // Built, as the page is: in one file it starts in half the time that its sources take.
    const program = [...NODE_OPTIONS, join(root, 'dist', 'web', 'main.cjs')]
    const env = { ...NODE_CACHE, ...process.env }
    process.exitCode = await run(process.execPath, [...program, ...args.filter((arg) => arg !== '--web')], { env })
  } else {
    process.exitCode = await run(electron.path, [...sandboxArguments(), root, ...args])
  }
}

async function electronHere() {
  if (!hasDisplay()) return { missing: 'There is no display here to open a window on.' }
  return findElectron({ download: true })
}

start().catch(fail)
