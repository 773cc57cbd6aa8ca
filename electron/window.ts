// The one window: its preferences, its place, its background before the page paints. Decides nothing about content.
import { join } from 'node:path'
import { BrowserWindow, app, nativeTheme, screen } from 'electron'
import { PAGE_ORIGIN } from './page-address.ts'
import { MIN_SIZE, readPlace, savePlace } from './window-place.ts'

export interface WindowFiles {
  preload: string
  icon: string
}

export function openWindow(files: WindowFiles): BrowserWindow {
  const placeFile = join(app.getPath('userData'), 'window.json')
  const { maximized, ...place } = readPlace(placeFile, screen.getAllDisplays().map((display) => display.workArea))
  const window = new BrowserWindow({
    ...place,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Token Ledger',
    icon: files.icon,
    show: false,
    // The canvas colours of the page, so that opening does not flash.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#111315' : '#F6F5F2',
    webPreferences: {
      preload: files.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => savePlace(placeFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }))
  void window.loadURL(`${PAGE_ORIGIN}/index.html`)
  return window
}

export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
