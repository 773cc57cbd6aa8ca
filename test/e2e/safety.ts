// What a page must not be able to do, tried in the running app.
import { deepEqual, equal, match } from 'node:assert/strict'
import type { Checks } from './checks.ts'
import type { Shell } from './shells.ts'

export async function electronSafety(checks: Checks, { page, app }: Shell): Promise<void> {
  await checks.check('the page cannot leave its address', async () => {
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    await page.waitForTimeout(300)
    match(page.url(), /^app:\/\/token-ledger\//)
  })
  await checks.check('the page cannot open a window', async () => {
    equal(await page.evaluate(() => window.open('https://example.com/') === null), true)
    equal(app?.windows().length, 1)
  })
  await checks.check('the page reaches no network', async () => {
    equal(await page.evaluate(() => fetch('https://example.com/').then(() => 'reached', () => 'refused')), 'refused')
    // Below the page's policy the session itself refuses: https://www.electronjs.org/docs/latest/api/session#sesfetchinput-init
    const asked = await app?.evaluate(({ session }) => session.defaultSession.fetch('https://example.com/').then(() => 'reached', String))
    match(asked ?? '', /ERR_BLOCKED_BY_CLIENT/)
  })
  await checks.check('the page has the bridge and nothing of Node', async () => {
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(Reflect.get(window, 'tokenLedger') ?? {}).toSorted(),
      node: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in window),
    }))
    deepEqual(seen, {
      bridge: ['call', 'chooseAndImport', 'importDropped', 'ledgerFile', 'onCommand', 'onEvent', 'saveFile', 'shell'], node: [],
    })
  })
  await checks.check('the policy stands on the page, and other files are not served', async () => {
    const seen = await page.evaluate(async () => {
      const own = await fetch('app://token-ledger/index.html')
      const other = await fetch('app://token-ledger/../package.json')
      return { policy: own.headers.get('content-security-policy'), other: other.status }
    })
    match(seen.policy ?? '', /^default-src 'none'; script-src 'self'/)
    equal(seen.other, 404)
  })
  await checks.check('no permission is granted', async () => {
    const granted = await page.evaluate(() => Notification.requestPermission())
    equal(granted, 'denied')
  })
}

export async function webSafety(checks: Checks, { page, address }: Shell): Promise<void> {
  const base = new URL('/', address ?? '').href
  await checks.check('the key is gone from the address bar', async () => {
    equal(page.url().includes('key='), false)
  })
  await checks.check('a call without the token is refused', async () => {
    const response = await fetch(`${base}api/call`, { method: 'POST', body: '{"method":"ledger.status","input":{}}' })
    equal(response.status, 401)
  })
  await checks.check('the policy stands on the page, and other files are not served', async () => {
    match((await fetch(base)).headers.get('content-security-policy') ?? '', /^default-src 'none'; script-src 'self'/)
    equal((await fetch(`${base}package.json`)).status, 404)
  })
  await checks.check('a reload keeps the page signed in', async () => {
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
  })
}
