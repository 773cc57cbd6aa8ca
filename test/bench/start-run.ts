// Run as a process of its own: times the start of a shell, with the sample, until the first chart is painted. Prints one
// line of JSON. Needs a build; the web page needs Chromium, whose own start is not counted.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Page } from 'playwright-core'
import { openElectron } from '../e2e/shells.ts'

const root = join(import.meta.dirname, '..', '..')
const [shell = 'web'] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'token-ledger-start-'))
const CHART = '.cost-panel .recharts-bar-rectangle'
const PATIENCE_MS = 60_000

/** The bars are there, and a frame that holds them has been drawn. */
async function firstChart(page: Page): Promise<void> {
  await page.locator(CHART).first().waitFor({ timeout: PATIENCE_MS })
  await page.evaluate(() => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done))
  }))
}

async function web(): Promise<number> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const from = performance.now()
  const server = spawn(process.execPath, [join(root, 'src/web/main.ts'), '--db', join(folder, 'web.ledger'), '--no-open', '--sample'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)?.[0]
      if (address === undefined) continue
      server.stdout.resume()
      await page.goto(address)
      break
    }
    await firstChart(page)
    return performance.now() - from
  } finally {
    server.kill('SIGTERM')
    await browser.close()
  }
}

async function electron(): Promise<number> {
  const from = performance.now()
  const { page, close } = await openElectron({ folder, args: ['--sample'] })
  await firstChart(page)
  const took = performance.now() - from
  await close()
  return took
}

try {
  const start = shell === 'electron' ? electron : web
  // The first makes the sample and imports it; the second finds it.
  const firstMs = await start()
  process.stdout.write(`${JSON.stringify({ firstMs, secondMs: await start() })}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
