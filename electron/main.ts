// Start-up of the desktop app, in order. Each step lives in a file of its own; no query and no parsing here.
import { join } from 'node:path'
import { app, dialog, safeStorage, session } from 'electron'
import type { BrowserWindow } from 'electron'
import type { LedgerEvent } from '../src/api/contract/contract.ts'
import { ledgerPath } from '../src/shell/ledger-location.ts'
import { pageFiles } from '../src/shell/page-files.ts'
import { AdminKey, replyOf } from './admin-key.ts'
import { declareAppProtocol, refuseNetwork, serveAppProtocol } from './app-protocol.ts'
import { BackendLink } from './backend-link.ts'
import { CHANNELS } from './channels.ts'
import { answerPage, importPaths } from './ipc.ts'
import { setMenu } from './menu.ts'
import { OpenedFiles, optionsFrom } from './opened-files.ts'
import { confineContents, denyPermissions } from './security.ts'
import { bringForward, openWindow } from './window.ts'

const dist = join(app.getAppPath(), 'dist')
const options = optionsFrom(process.argv, { isPackaged: app.isPackaged, path: app.getAppPath() })
const opened = new OpenedFiles()
let window: BrowserWindow | null = null

// The steps of the start, for whoever measures it (User Timing): test/bench/start-run.ts.
performance.mark('main runs')
declareAppProtocol()
confineContents(app)
opened.add(options.paths)
app.on('open-file', (event, path) => {
  event.preventDefault()
  opened.add([path])
})

if (app.requestSingleInstanceLock()) void app.whenReady().then(start)
else app.quit()

function start(): void {
  performance.mark('main ready')
  // The backend first: to make the window takes a tenth of a second, and the answers take longest where there is much usage.
  const keys = new AdminKey({ file: join(app.getPath('userData'), 'admin-key.json'), keychain: safeStorage })
  const link = startBackend(keys)
  denyPermissions(session.defaultSession)
  refuseNetwork(session.defaultSession)
  serveAppProtocol(session.defaultSession, pageFiles(join(dist, 'renderer')))
  // It asks nothing before this function has ended.
  currentWindow()
  performance.mark('window made')
  answerPage({ link, keys, window: currentWindow })
  setMenu((command) => currentWindow().webContents.send(CHANNELS.command, command))
  if (options.sample) void loadSample(link)
  opened.ready((paths) => void importPaths(link, paths).catch(showFailure))
  keepRunning(link)
}

function startBackend(keys: AdminKey): BackendLink {
  const path = ledgerPath({
    sample: options.sample, folder: app.getPath('userData'), ...(options.db === null ? {} : { db: options.db }),
  })
  return new BackendLink(path, {
    script: join(dist, 'backend', 'backend-process.cjs'),
    version: app.getVersion(),
    onAskKey: (what) => replyOf(() => (what === 'state' ? keys.state() : keys.take())),
    onEvent: (event: LedgerEvent) => window?.webContents.send(CHANNELS.event, event),
    onGivenUp: () => dialog.showErrorBox(
      'The ledger cannot be read any more',
      'The part that reads it stopped twice. What was imported before is kept. Close the app and start it again.',
    ),
  })
}

/** The sample is loaded once: its own ledger keeps it. */
async function loadSample(link: BackendLink): Promise<void> {
  const status = await link.ask({ type: 'call', method: 'ledger.status', input: {} })
  const loaded = status.ok && typeof status.value === 'object' && status.value !== null
    && 'hasSample' in status.value && status.value.hasSample === true
  if (!loaded) await link.ask({ type: 'call', method: 'sample.load', input: {} })
}

function currentWindow(): BrowserWindow {
  if (window !== null && !window.isDestroyed()) return window
  window = openWindow({
    preload: join(dist, 'preload', 'preload.cjs'),
    icon: join(app.getAppPath(), 'electron', 'assets', 'icon.png'),
  })
  window.on('closed', () => {
    window = null
  })
  return window
}

function keepRunning(link: BackendLink): void {
  app.on('second-instance', (_event, argv, folder) => {
    bringForward(currentWindow())
    opened.add(optionsFrom(argv, { isPackaged: app.isPackaged, path: app.getAppPath() }, folder).paths)
  })
  app.on('activate', () => bringForward(currentWindow()))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  let closed = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void link.close().finally(() => {
      closed = true
      app.quit()
    })
  })
}

function showFailure(error: unknown): void {
  dialog.showErrorBox('The files were not read', error instanceof Error ? error.message : 'Unknown reason.')
}
