// Starts the app the two ways a user meets it, each on a ledger of its own. Knows nothing of what the views show.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, chromium } from 'playwright-core'
import type { ElectronApplication, Page } from 'playwright-core'
import { Missing } from './checks.ts'

const root = resolve(import.meta.dirname, '../..')

export interface Shell {
  name: 'electron' | 'web'
  page: Page
  ledger: string
  /** Answers the save dialog or takes the download; resolves to the text that was saved. */
  saved(press: () => Promise<void>): Promise<string>
  resize(width: number, height: number): Promise<void>
  app: ElectronApplication | null
  /** The address with the key; null for the window. */
  address: string | null
  /** What the page complained of in its console. */
  complaints: string[]
  /** What the app printed, on both streams. */
  printed: string[]
  close(): Promise<void>
}

export interface ShellOptions {
  folder: string
  args?: string[]
  /** On top of this process's own. */
  env?: Readonly<Record<string, string>>
}

/** True file drop, as the operating system would deliver it. */
export async function drop(page: Page, files: string[]): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await cdp.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  await cdp.detach()
}

/** How the app is started on a ledger in `folder`; the same folder again is a second start of the same app. */
export function electronCommand(folder: string): { command: string; args: string[]; env: Record<string, string> } {
  return {
    command: electronPath(),
    // Chromium refuses to run its sandbox as root.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, '--db', join(folder, 'electron.ledger')],
    env: { ...textEnv(), XDG_CONFIG_HOME: join(folder, 'config'), TZ: 'UTC' },
  }
}

export async function openElectron({ folder, args = [], env: more = {} }: ShellOptions): Promise<Shell> {
  const ledger = join(folder, 'electron.ledger')
  const { command: executablePath, args: own, env } = electronCommand(folder)
  const app = await _electron.launch({ executablePath, args: [...own, ...args], cwd: root, env: { ...env, ...more } })
  const printed: string[] = []
  for (const stream of [app.process().stdout, app.process().stderr]) stream?.on('data', (data: Buffer) => printed.push(data.toString()))
  const page = await app.firstWindow()
  return {
    name: 'electron', page, ledger, app, address: null, complaints: listen(page), printed,
    async saved(press) {
      const path = join(folder, `saved-${Date.now()}`)
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath })
      }, path)
      await press()
      for (let waited = 0; !existsSync(path) && waited < 10_000; waited += 50) await pause(50)
      return readFileSync(path, 'utf8')
    },
    resize: (width, height) => app.evaluate(({ BrowserWindow }, size) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height)
    }, { width, height }),
    close: () => app.close(),
  }
}

export async function openWeb({ folder, args = [], env = {} }: ShellOptions): Promise<Shell> {
  const executablePath = browserPath()
  const ledger = join(folder, 'web.ledger')
  const server = spawn(process.execPath, [join(root, 'dist/web/main.cjs'), '--db', ledger, '--no-open', ...args], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TZ: 'UTC', ...env },
  })
  const printed: string[] = []
  server.stderr.on('data', (data: Buffer) => printed.push(data.toString()) && process.stderr.write(data))
  server.stdout.on('data', (data: Buffer) => printed.push(data.toString()))
  const address = await addressIn(server.stdout)
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, timezoneId: 'UTC', locale: 'en-US' })
  const complaints = listen(page)
  await page.goto(address)
  return {
    name: 'web', page, ledger, app: null, address, complaints, printed,
    async saved(press) {
      const [download] = await Promise.all([page.waitForEvent('download'), press()])
      return readFileSync(await download.path(), 'utf8')
    },
    resize: (width, height) => page.setViewportSize({ width, height }),
    async close() {
      await browser.close()
      const ended = new Promise((done) => {
        server.once('exit', done)
      })
      server.kill('SIGTERM')
      await ended
    },
  }
}

const PATIENCE_MS = 12_000

function listen(page: Page): string[] {
  page.setDefaultTimeout(PATIENCE_MS)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const found = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)
    if (found !== null) {
      output.resume()
      return found[0]
    }
  }
  throw new Error('the web page did not print its address')
}

function electronPath(): string {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const own = join(root, 'node_modules/electron/dist')
  const path = join(override ?? own, process.platform === 'win32' ? 'electron.exe' : process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron')
  if (!existsSync(path)) throw new Missing('Electron is not on this machine: the window is not tested.')
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    throw new Missing('There is no display: the window is not tested. Under xvfb-run it is.')
  }
  return path
}

function browserPath(): string {
  const places = [
    process.env['CHROMIUM_PATH'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ]
  const found = places.find((path) => path !== '' && existsSync(path))
  if (found === undefined) throw new Missing('No Chromium or Chrome is on this machine: the web page is not tested.')
  return found
}

function textEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms)
  })
}
