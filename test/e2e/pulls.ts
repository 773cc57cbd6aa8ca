// Live pulls in the running app, against servers of our own: nothing goes out unasked, cost before pull, cancel, undo, and no
// trace of the Admin key.
import { equal, match, ok } from 'node:assert/strict'
import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { ADMIN_KEY, FakeAdmin } from '../pull/fake-admin.ts'
import { AWS_ENV, FakeCloudWatch } from '../pull/fake-cloudwatch.ts'
import type { Checks } from './checks.ts'
import { goTo, see } from './journey.ts'
import { accessible, pictured } from './looks.ts'
import type { Shell, ShellOptions } from './shells.ts'

interface Bench {
  shell: Shell
  cloudWatch: FakeCloudWatch
  admin: FakeAdmin
  folder: string
}

/** A ledger and servers of its own, for either shell. */
export async function pulls(checks: Checks, open: (options: ShellOptions) => Promise<Shell>, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const [cloudWatch, admin] = [new FakeCloudWatch(), new FakeAdmin()]
  const env = {
    ...ownCredentials(), XDG_CONFIG_HOME: join(folder, 'config'),
    TOKEN_LEDGER_CLOUDWATCH_ENDPOINT: await cloudWatch.start(), TOKEN_LEDGER_ANTHROPIC_ENDPOINT: await admin.start(),
  }
  fill(cloudWatch, admin)
  let shell: Shell | undefined
  const started = await checks.check('starts where pulls are answered by servers of our own', async () => {
    shell = await open({ folder, env })
  })
  if (started && shell !== undefined) {
    await inOrder(checks, { shell, cloudWatch, admin, folder })
    const opened = shell
    await checks.check('ends cleanly after pulls', () => opened.close())
    await checks.check('the Admin key is in no file and no print of the run', async () => noTrace(opened, folder))
  }
  await Promise.all([cloudWatch.stop(), admin.stop()])
}

async function inOrder(checks: Checks, bench: Bench): Promise<void> {
  const { shell, cloudWatch, admin } = bench
  const { page } = shell
  await checks.check('opening the pulls asks nobody outside', async () => {
    await goTo(page, 'Data')
    await page.getByRole('link', { name: 'Pulls' }).click()
    await see(page, 'Nothing was pulled from here yet.')
    await page.waitForTimeout(500)
    equal(cloudWatch.asked.length + admin.asked.length, 0)
  })
  await checks.check('CloudWatch tells its cost, then brings usage', () => pullCloudWatch(bench))
  await checks.check('that pull is undone from its card', () => undo(page))
  await checks.check('the Admin key is taken and only its end is shown', () => enterKey(page))
  await checks.check('a schedule pulls by itself, and no more when it is off', () => schedule(bench))
  await checks.check('a pull with the key is cancelled, then made', () => pullAnthropic(bench))
  if (shell.app !== null) await checks.check('a keychain keeps the key in a file of the user alone', () => keepInKeychain(bench))
  await checks.check('axe finds nothing serious on the pulls', () => accessible(page))
  await checks.check('pictures of the pulls', () => pictured(shell, 'pulls'))
  await checks.check('the page complained of nothing while pulling', async () => equal(shell.complaints.join('\n'), ''))
}

function ownCredentials(): Record<string, string> {
  const given = Object.entries(AWS_ENV).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return { ...Object.fromEntries(given), AWS_REGION: 'us-east-1' }
}

/** Yesterday at noon: 1,000 tokens in, 100 out, 5 requests; and as much on a day of the Admin API's report. */
function fill(cloudWatch: FakeCloudWatch, admin: FakeAdmin): void {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  cloudWatch.series = Object.entries({ InputTokenCount: 1000, OutputTokenCount: 100, Invocations: 5 }).map(([metric, value]) => ({
    namespace: 'AWS/Bedrock', metric, dimensions: { ModelId: 'us.anthropic.claude-opus-5-5' }, points: { [`${yesterday}T12:00:00Z`]: value },
  }))
  admin.rows = [{ day: yesterday, output: 100 }]
  admin.bucketsAPage = 31
}

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

async function pullCloudWatch({ shell: { page }, cloudWatch }: Bench): Promise<void> {
  const own = card(page, 'CloudWatch')
  await own.getByRole('button', { name: 'What will it cost?' }).click()
  const pull = own.getByRole('button', { name: /^Pull for/ })
  await pull.waitFor()
  equal(cloudWatch.calls('GetMetricData').length, 0)
  match(await pull.innerText(), /Pull for \$0\.00\d+/)
  await pull.click()
  await own.getByText(/Done, with .* new entr/).waitFor()
  ok(cloudWatch.calls('GetMetricData').length > 0)
}

async function undo(page: Page): Promise<void> {
  await card(page, 'CloudWatch').getByRole('button', { name: /^Undo the pull/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo the import' }).click()
  await card(page, 'CloudWatch').getByText('Undone', { exact: true }).waitFor()
}

async function enterKey(page: Page): Promise<void> {
  const own = card(page, 'Anthropic Admin API')
  await own.getByRole('radio', { name: 'For this run only' }).click()
  await own.getByLabel('Admin key', { exact: true }).fill(ADMIN_KEY)
  await own.getByRole('button', { name: 'Use this key' }).click()
  await own.getByText('Ends in 6789').waitFor()
  equal((await page.content()).includes('canary'), false)
}

/** Nothing was pulled from there before, so that the first run is due at once. */
async function schedule({ shell: { page }, admin }: Bench): Promise<void> {
  const own = card(page, 'Anthropic Admin API')
  equal(admin.asked.length, 0)
  await own.getByRole('radio', { name: 'Hourly' }).click()
  await own.getByText(/Done, with .* new entr/).waitFor()
  await own.getByText(/^Next run: /).waitFor()
  await own.getByRole('radio', { name: 'Off' }).click()
  await own.getByText('Nothing goes out by itself.').waitFor()
}

/** The first call is told to wait for longer than anyone would. */
async function pullAnthropic({ shell: { page }, admin }: Bench): Promise<void> {
  const own = card(page, 'Anthropic Admin API')
  admin.refusals = [{ status: 429, headers: { 'retry-after': '100' } }]
  await own.getByRole('button', { name: 'Pull', exact: true }).click()
  await own.getByRole('status', { name: 'Pulling' }).getByRole('button', { name: 'Cancel' }).click()
  await own.getByText(/Cancelled\. What was complete is kept\./).waitFor()
  admin.rows = admin.rows.map((row) => ({ ...row, workspace: 'wrkspc_new' }))
  await own.getByRole('button', { name: 'Pull', exact: true }).click()
  await own.getByText(/Done, with .* new entr/).waitFor()
  equal(admin.asked.at(-1)?.headers['x-api-key'], ADMIN_KEY)
}

/** The machine of a test may have no keychain: one of our own stands in, which turns the bytes round. */
async function keepInKeychain({ shell: { page, app }, folder }: Bench): Promise<void> {
  await app?.evaluate(({ safeStorage }) => {
    const turned = (bytes: Buffer) => Buffer.from(bytes).reverse()
    Object.assign(safeStorage, {
      isEncryptionAvailable: () => true, getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptString: (text: string) => turned(Buffer.from(text)), decryptString: (bytes: Buffer) => turned(bytes).toString(),
    })
  })
  const own = card(page, 'Anthropic Admin API')
  await own.getByRole('button', { name: 'Forget this key' }).click()
  await own.getByLabel('Admin key', { exact: true }).fill(ADMIN_KEY)
  await own.getByRole('radio', { name: 'In the system\'s keychain' }).click()
  await own.getByRole('button', { name: 'Use this key' }).click()
  await own.getByText('Encrypted by the system\'s keychain, on this computer.').waitFor()
  const [file = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('admin-key.json'))
  equal((statSync(join(folder, file)).mode & 0o777).toString(8), '600')
  await own.getByRole('button', { name: 'Pull', exact: true }).click()
  await own.getByText('Done, with nothing new.').waitFor()
}

/** Everything the run left: the ledger, and the app's own folder with its caches and storage. */
function noTrace({ printed }: Shell, folder: string): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = entries.map((entry) => join(entry.parentPath, entry.name))
  ok(files.some((file) => file.endsWith('.ledger')))
  equal(files.filter((file) => readFileSync(file).includes('canary')).join('\n'), '')
  equal(printed.join('').includes('canary'), false)
}
