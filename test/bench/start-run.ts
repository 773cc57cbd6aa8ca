// Run as a process of its own: times the start of a shell to its first chart, step by step. Prints one line of JSON.
// node test/bench/start-run.ts web|electron|empty [--ledger FILE] [--starts N] [--app FOLDER]. Without a ledger it starts with
// the sample, which is made before. `empty` is a window of the same Electron with nothing in it. Needs a build;
// the web page needs Chromium, whose own start is not counted.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { electronCommand } from '../e2e/shells.ts'
import { debug, DEBUGGING, pageSocket, portsOf, type Debugged } from './devtools.ts'
import { stagesSince, TELL, TELL_MAIN, TELL_PAINT, WATCH, type Stages } from './start-stages.ts'

const { values, positionals: [shell = 'web'] } = parseArgs({
  allowPositionals: true, options: { ledger: { type: 'string' }, starts: { type: 'string', default: '2' }, app: { type: 'string' } },
})
const root = resolve(values.app ?? join(import.meta.dirname, '..', '..'))
const folder = mkdtempSync(join(tmpdir(), 'token-ledger-start-'))

const clock = () => performance.timeOrigin + performance.now()

/** A start that has to make the sample is ended before it is whole, and then the next one makes it again. */
async function makeSample(ledgerPath: string): Promise<void> {
  const backend = createBackend({ ledgerPath, version: 'bench' })
  const made = new Promise((done) => {
    backend.onEvent((event) => event.type === 'job' && event.job.state !== 'running' && done(null))
  })
  await backend.call('sample.load', {})
  await made
  await backend.close()
}

async function web(): Promise<Stages> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript(WATCH)
  const began = clock()
  const ledger = values.ledger === undefined ? ['--db', join(folder, 'web.ledger'), '--sample'] : ['--db', values.ledger]
  const server = spawn(process.execPath, [join(root, 'dist/web/main.cjs'), ...ledger, '--no-open'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)?.[0]
      if (address === undefined) continue
      server.stdout.resume()
      await page.goto(address)
      break
    }
    return stagesSince(began, await page.evaluate(TELL))
  } finally {
    server.kill('SIGTERM')
    await browser.close()
  }
}

async function electron(): Promise<Stages> {
  const { command, args, env } = electronCommand(folder)
  const ledger = values.ledger === undefined ? ['--sample'] : ['--db', values.ledger]
  const own = args.map((arg) => (arg === resolve(import.meta.dirname, '..', '..') ? root : arg))
  return inElectron(command, [...own, ...ledger], env)
}

/** To its first paint: nothing that a window shows can be there before. */
function empty(): Promise<Stages> {
  const { command, args, env } = electronCommand(folder)
  const sandbox = args.filter((arg) => arg.startsWith('--no-sandbox'))
  return inElectron(command, [...sandbox, join(import.meta.dirname, 'empty-window', 'main.cjs')], env)
}

async function inElectron(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Stages> {
  const began = clock()
  const child = spawn(command, [...DEBUGGING, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise((done) => {
    child.once('exit', done)
  })
  try {
    const ports = await portsOf(child)
    const page = await debug(await pageSocket(ports.pages))
    const told = await toldBy(page)
    const main = await debug(ports.main)
    const stages = stagesSince(began, await main.evaluate(TELL_MAIN), told)
    page.close()
    await main.evaluate('process.mainModule.require("electron").app.quit()')
    main.close()
    return stages
  } finally {
    setTimeout(() => child.kill('SIGKILL'), 5000).unref()
    await ended
  }
}

/** Asks again where the page replaced the one before it, which takes a question with it. */
async function toldBy(page: Debugged): Promise<unknown> {
  for (;;) {
    if (await page.evaluate('location.protocol') === 'about:') continue
    if (shell !== 'empty') await page.evaluate(WATCH)
    const told = await page.evaluate(shell === 'empty' ? TELL_PAINT : TELL)
    if (told !== undefined) return told
  }
}

try {
  const start = shell === 'electron' ? electron : shell === 'empty' ? empty : web
  if (values.ledger === undefined && shell !== 'empty') await makeSample(join(folder, `${shell}.ledger`))
  const starts: Stages[] = []
  while (starts.length < Number(values.starts)) starts.push(await start())
  process.stdout.write(`${JSON.stringify(starts)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
