// The main job as a user does it: nothing, a drop, figures, every place, a what-if, a CSV. The same in both shells.
import { equal, match, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { Checks } from './checks.ts'
import { BILLED, CANARY, EXPECTED } from './logs.ts'
import type { Logs } from './logs.ts'
import { drop } from './shells.ts'
import type { Shell } from './shells.ts'

export const PLACES = ['Overview', 'Surfaces', 'Caching', 'What-if', 'Decide', 'Reconcile', 'Data'] as const
export type Place = (typeof PLACES)[number]

export async function goTo(page: Page, place: Place): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: place }).first().click()
  await page.getByRole('heading', { level: 1, name: place }).waitFor()
}

/** Text that is on screen, wherever it stands. */
export async function see(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).filter({ visible: true }).first().waitFor({ timeout: 15_000 })
}

export async function journey(checks: Checks, shell: Shell, logs: Logs): Promise<void> {
  const { page } = shell
  await checks.check('an empty ledger says what to drop', async () => {
    await page.getByRole('heading', { name: 'Drop your usage logs here' }).waitFor()
    await see(page, /No prompt or answer text is stored/)
  })
  const read = await checks.check('dropped files of both providers are read and add up', () => dropAndRead(page, logs))
  if (!read) return
  await checks.check('Overview shows the total to the cent', async () => {
    await goTo(page, 'Overview')
    await see(page, '$24.87')
  })
  await checks.check('Surfaces shows each part', async () => {
    await goTo(page, 'Surfaces')
    await see(page, '$14.52')
    await see(page, '$10.35')
  })
  for (const place of PLACES) await checks.check(`${place} opens`, () => opens(page, place))
  await checks.check('back and forward walk through the places', async () => {
    await goTo(page, 'Caching')
    await goTo(page, 'Data')
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Caching' }).waitFor()
  })
  await checks.check('a what-if slider changes the difference', () => moveSlider(page))
  await checks.check('the CSV of the surfaces adds up to the screen, to the last digit', () => saveCsv(shell))
  await checks.check('the same files dropped again change nothing', async () => {
    await drop(page, [logs.bedrock, logs.direct])
    await goTo(page, 'Data')
    await page.waitForTimeout(1500)
    await goTo(page, 'Overview')
    await see(page, '$24.87')
  })
  await checks.check('Reconcile says which bills can be read', async () => {
    await goTo(page, 'Reconcile')
    await see(page, 'No bill has been read yet')
  })
  await checks.check('a dropped bill is explained to the last digit', () => reconcile(page, logs))
  await checks.check('a row opens the logs and the lines of the bill behind it', () => bothSides(page))
  await checks.check('no text of a prompt or an answer is in the ledger', async () => {
    for (const suffix of ['', '-wal']) {
      const bytes = readIfThere(shell.ledger + suffix)
      equal(bytes.includes(CANARY), false)
    }
    ok(readIfThere(shell.ledger).length > 0)
  })
  await checks.check('the page complained of nothing', async () => {
    equal(shell.complaints.join('\n'), '')
  })
}

async function dropAndRead(page: Page, logs: Logs): Promise<void> {
  await drop(page, [logs.bedrock, logs.direct])
  await goTo(page, 'Data')
  await see(page, EXPECTED.entries.toLocaleString('en-US'))
  await see(page, EXPECTED.requests.toLocaleString('en-US'))
}

/** A place is there when its heading is, and nothing on it failed. */
async function opens(page: Page, place: Place): Promise<void> {
  await goTo(page, place)
  await page.waitForTimeout(300)
  equal(await page.getByRole('alert').filter({ visible: true }).count(), 0)
}

/**
 * A discount of 10 % on support-bot: $14.52 on 20 covered days is $14.52 / 20 x 30.4375 = $22.097625 a month; a tenth of
 * it is $2.2097625.
 */
async function moveSlider(page: Page): Promise<void> {
  await goTo(page, 'What-if')
  await page.getByRole('button', { name: 'support-bot', exact: true }).click()
  await page.getByRole('button', { name: 'Change something else' }).click()
  const slider = page.getByRole('slider', { name: 'Discount' })
  await slider.focus()
  await see(page, '$22.10')
  // An arrow is a tenth of a point, with Shift a whole one.
  for (let step = 0; step < 10; step += 1) await slider.press('Shift+ArrowRight')
  await see(page, '\u2212$2.21')
}

async function reconcile(page: Page, logs: Logs): Promise<void> {
  await drop(page, [logs.bill])
  await goTo(page, 'Reconcile')
  const figures = page.getByRole('region', { name: 'Reconciliation in figures' })
  await figures.waitFor({ timeout: 15_000 })
  for (const text of [EXPECTED.bedrockUsd, BILLED.billed, BILLED.residual]) await figures.getByText(text).first().waitFor()
  const causes = page.getByRole('list', { name: 'Causes of the residual' })
  for (const text of [BILLED.gap, BILLED.discount]) await causes.getByText(text).waitFor()
  equal(await causes.getByRole('listitem').count(), 2)
  await page.getByRole('button', { name: 'Use as Bedrock’s discount' }).click()
  await see(page, /is set, /)
  equal(await page.getByRole('button', { name: 'Use as Bedrock’s discount' }).count(), 0)
}

async function bothSides(page: Page): Promise<void> {
  const table = page.getByRole('table', { name: 'Reconciliation by day' })
  // The first day is on the bill only; the second is on both sides.
  await table.getByRole('row').nth(2).press('Enter')
  await page.getByRole('table', { name: 'Lines of the bill' }).getByTitle(/bedrock-bill\.csv/).first().waitFor()
  await page.getByRole('table', { name: 'Requests of the logs' }).getByTitle(/bedrock\.json\.gz/).first().waitFor()
}

async function saveCsv(shell: Shell): Promise<void> {
  const { page } = shell
  await goTo(page, 'Surfaces')
  await see(page, '$14.52')
  const text = await shell.saved(() => page.getByRole('main').getByRole('button', { name: 'Save as CSV' }).first().click())
  const [head = '', ...rows] = text.trim().split(/\r?\n/)
  match(head, /surface/i)
  const cents = rows.map((row) => row.split(','))
  ok(cents.some((cells) => cells.includes(EXPECTED.bedrockUsd)), `no ${EXPECTED.bedrockUsd} in\n${text}`)
  ok(cents.some((cells) => cells.includes(EXPECTED.directUsd)), `no ${EXPECTED.directUsd} in\n${text}`)
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}
