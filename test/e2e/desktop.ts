// What only the desktop app does: pictures saved, menu, ledger file, second start, restart of the backend, place remembered.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import type { Checks } from './checks.ts'
import { oneMoreReply } from './logs.ts'
import { electronCommand, openElectron } from './shells.ts'
import type { Shell } from './shells.ts'

export async function desktop(checks: Checks, shell: Shell, folder: string): Promise<void> {
  const { page, app } = shell
  if (app === null) return
  await checks.check('a picture is saved byte for byte', async () => {
    const path = join(folder, 'picture.png')
    await answerSaveDialog(app, path)
    const answer = await bridge(page, ['saveFile'], [{ name: 'picture.png', mime: 'image/png', data: 'bytes' }])
    equal(answer, 'saved')
    deepEqual([...readFileSync(path)], [137, 80, 0, 255])
  })
  await checks.check('the menu’s commands reach the page', () => menuReaches(page, app))
  await checks.check('the ledger is backed up, then moved, and holds the same', () => backUpAndMove(shell, folder))
  await checks.check('files given to a second start are read by the first', () => secondStart(shell, folder))
  await checks.check('the part that reads the ledger is started again when it dies', async () => {
    const before = await requests(page)
    await killBackend(app)
    await until(async () => (await requests(page)) === before)
  })
}

/** In windows of their own, since they are about starting. */
export async function starts(checks: Checks, folder: string): Promise<void> {
  await checks.check('the window comes back where it was', () => remembersPlace(folder))
  await checks.check('started with --sample it holds sample data', async () => {
    const shell = await openElectron({ folder: join(folder, 'sample'), args: ['--sample'] })
    try {
      await until(async () => (await requests(shell.page)) > 0)
    } finally {
      await shell.close()
    }
  })
}

/** Calls a function of the bridge by its names; "bytes" stands for a few bytes, which cannot travel as an argument. */
function bridge(page: Page, names: string[], input: unknown[]): Promise<unknown> {
  return page.evaluate(({ names: path, input: list }) => {
    const bytes = (value: unknown) => typeof value === 'object' && value !== null && 'data' in value && value.data === 'bytes'
      ? { ...value, data: new Uint8Array([137, 80, 0, 255]) } : value
    let target: unknown = Reflect.get(window, 'tokenLedger')
    for (const name of path) target = typeof target === 'object' && target !== null ? Reflect.get(target, name) : undefined
    if (typeof target !== 'function') throw new Error(`no ${path.join('.')} on the bridge`)
    return Reflect.apply(target, undefined, list.map(bytes))
  }, { names, input })
}

async function requests(page: Page): Promise<number> {
  const answer = await bridge(page, ['call'], ['ledger.status', {}])
  if (typeof answer !== 'object' || answer === null || !('value' in answer)) return -1
  const { value } = answer
  return typeof value === 'object' && value !== null && 'requests' in value ? Number(value.requests) : -1
}

async function answerSaveDialog(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
}

async function menuReaches(page: Page, app: ElectronApplication): Promise<void> {
  await page.evaluate(() => {
    const listen: unknown = Reflect.get(Reflect.get(window, 'tokenLedger'), 'onCommand')
    if (typeof listen === 'function') Reflect.apply(listen, undefined, [(command: string) => Reflect.set(window, 'lastCommand', command)])
  })
  await app.evaluate(({ Menu }) => {
    for (const item of Menu.getApplicationMenu()?.items ?? []) item.submenu?.items.find(({ label }) => label === 'Reload Data')?.click()
  })
  await until(async () => (await page.evaluate(() => Reflect.get(window, 'lastCommand'))) === 'reload-data')
}

async function backUpAndMove({ page, app, ledger }: Shell, folder: string): Promise<void> {
  if (app === null) return
  const before = await requests(page)
  const backup = join(folder, 'backup.ledger')
  await answerSaveDialog(app, backup)
  equal(await bridge(page, ['ledgerFile', 'backUp'], []), backup)
  ok(readFileSync(backup).subarray(0, 15).toString() === 'SQLite format 3')
  const moved = join(folder, 'moved.ledger')
  await answerSaveDialog(app, moved)
  equal(await bridge(page, ['ledgerFile', 'change'], []), moved)
  equal(await bridge(page, ['ledgerFile', 'path'], []), moved)
  equal(existsSync(ledger), false)
  equal(await requests(page), before)
}

async function secondStart({ page }: Shell, folder: string): Promise<void> {
  const before = await requests(page)
  const file = join(folder, 'one-more.jsonl')
  writeFileSync(file, oneMoreReply())
  const { command, args, env } = electronCommand(folder)
  const second = spawn(command, [...args, file], { env, stdio: 'ignore' })
  await new Promise((done) => {
    second.once('exit', done)
  })
  await until(async () => (await requests(page)) === before + 1)
}

async function killBackend(app: ElectronApplication): Promise<void> {
  const pid = await app.evaluate(({ app: main }) => main.getAppMetrics().find(({ name, serviceName }) =>
    name === 'Token Ledger backend' || serviceName === 'node.mojom.NodeService')?.pid ?? 0)
  ok(pid > 0)
  process.kill(pid, 'SIGKILL')
}

async function remembersPlace(folder: string): Promise<void> {
  const place = { x: 60, y: 40, width: 1000, height: 700 }
  const bounds = (app: ElectronApplication) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  const first = await openElectron({ folder: join(folder, 'place') })
  await first.app?.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), place)
  await first.close()
  const again = await openElectron({ folder: join(folder, 'place') })
  try {
    deepEqual(again.app === null ? null : await bounds(again.app), place)
  } finally {
    await again.close()
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 100) {
    if (await holds()) return
    await new Promise((done) => {
      setTimeout(done, 100)
    })
  }
  throw new Error('it did not come to be within 15 s')
}
