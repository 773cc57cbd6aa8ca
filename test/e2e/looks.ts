// Screenshots of every place, and axe on each, in light and dark and in two sizes.
import { equal } from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Checks } from './checks.ts'
import { PLACES, goTo } from './journey.ts'
import type { Shell } from './shells.ts'

const folder = join(import.meta.dirname, 'screenshots')
const SIZES = [{ width: 1440, height: 900 }, { width: 1024, height: 700 }] as const
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function looks(checks: Checks, shell: Shell): Promise<void> {
  mkdirSync(folder, { recursive: true })
  // A view that broke during the journey must not hide how the others look.
  await checks.check('the page starts anew', async () => {
    await shell.page.reload()
    await shell.page.getByRole('heading', { level: 1 }).waitFor()
  })
  await checks.check('the tooltip of a chart goes when its days or its size change', () => chartFollows(shell))
  for (const scheme of ['light', 'dark'] as const) {
    await checks.check(`the page turns ${scheme}`, () => shell.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' }))
    await shell.resize(SIZES[0].width, SIZES[0].height).catch(() => {})
    for (const place of PLACES) {
      await checks.check(`axe finds nothing serious on ${place}, ${scheme}`, async () => {
        await goTo(shell.page, place)
        await accessible(shell.page)
      })
    }
    for (const size of SIZES) await checks.check(`screenshots, ${scheme}, ${size.width}x${size.height}`, () => takeAll(shell, scheme, size))
  }
}

/** The bar that the pointer stood on has moved away from under it, by other days or another size. */
async function chartFollows({ page, resize }: Shell): Promise<void> {
  await goTo(page, 'Overview')
  await resize(SIZES[0].width, SIZES[0].height)
  const chart = page.locator('.cost-panel .recharts-wrapper')
  const tip = chart.locator('.chart-tip')
  await chart.hover()
  await tip.waitFor()
  await page.evaluate(() => {
    window.location.hash = '#/overview?range=7d'
  })
  await tip.waitFor({ state: 'hidden' })
  await chart.hover({ position: { x: 300, y: 100 } })
  await tip.waitFor()
  await resize(SIZES[1].width, SIZES[0].height)
  await tip.waitFor({ state: 'hidden' })
  const [drawn, room] = await Promise.all([chart.boundingBox(), page.locator('.cost-panel .chart-space').boundingBox()])
  equal(Math.round(drawn?.width ?? 0), Math.round(room?.width ?? -1))
}

/** The page as it stands, in every look. */
export async function pictured(shell: Shell, what: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    for (const size of SIZES) {
      await shell.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await shell.resize(size.width, size.height)
      await shell.page.waitForTimeout(250)
      await shell.page.screenshot({ path: join(folder, `${shell.name}-${what}-${scheme}-${size.width}.png`), animations: 'disabled' })
      equal(await overflows(shell.page), false, `${what} is wider than the window`)
    }
  }
}

async function takeAll(shell: Shell, scheme: string, size: { width: number; height: number }): Promise<void> {
  await shell.resize(size.width, size.height)
  for (const place of PLACES) {
    await goTo(shell.page, place)
    await shell.page.waitForTimeout(250)
    const name = `${shell.name}-${place.toLowerCase()}-${scheme}-${size.width}.png`
    await shell.page.screenshot({ path: join(folder, name), animations: 'disabled' })
    equal(await overflows(shell.page), false, `${place} is wider than the window`)
  }
}

function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)
}

/** Runs in an isolated world through the debugger: the page's own policy lets no script of ours in. */
export async function accessible(page: Page): Promise<void> {
  await page.waitForTimeout(250)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Runtime.evaluate', { expression: AXE })
  const { result } = await cdp.send('Runtime.evaluate', {
    awaitPromise: true,
    returnByValue: true,
    expression: `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => id + ': ' + help + ' at ' + nodes.slice(0, 12).map(({ target }) => target.join(' ')).join(', ')))`,
  })
  await cdp.detach()
  const found: unknown = result.value
  equal(Array.isArray(found) ? found.join('\n') : 'axe did not answer', '')
}
