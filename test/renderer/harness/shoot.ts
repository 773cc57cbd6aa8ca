// Serves the built harness and saves pictures of it: shoot.ts OUT HASH [WIDTHxHEIGHT] [theme] [query] [--do=SCRIPT].
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { chromium } from 'playwright-core'

const ROOT = join(import.meta.dirname, '../../../node_modules/.cache/harness')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}
const [out = 'page.png', hash = 'overview', size = '1440x900', theme = 'light', query = '', steps = ''] =
  process.argv.slice(2)
const [width = 1440, height = 900] = size.split('x').map(Number)

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://x').pathname
  const file = join(ROOT, path === '/' ? 'index.html' : path)
  readFile(file).then(
    (data) => response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(data),
    () => response.writeHead(404).end(),
  )
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
const port = typeof address === 'object' && address !== null ? address.port : 0
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'],
})
try {
  const page = await browser.newPage({ viewport: { width, height }, timezoneId: 'Europe/Berlin' })
  page.on('console', (message) => message.type() === 'error' && console.error(message.text()))
  page.on('pageerror', (error) => console.error(error.message))
  await page.goto(`http://127.0.0.1:${port}/?theme=${theme}&${query}#/${hash}`)
  await page.waitForTimeout(1200)
  if (steps !== '') await page.evaluate(steps)
  if (steps !== '') await page.waitForTimeout(500)
  await page.screenshot({ path: out })
} finally {
  await browser.close()
  server.close()
}
