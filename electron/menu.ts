// The native menu. Its own commands go to the page as words; the page does the work.
import { Menu, app } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import type { ShellCommand } from '../src/api/bridge.ts'

export function setMenu(send: (command: ShellCommand) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform === 'darwin', send)))
}

export function menuTemplate(isMac: boolean, send: (command: ShellCommand) => void): MenuItemConstructorOptions[] {
  const item = (label: string, command: ShellCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label, click: () => send(command), ...(accelerator === undefined ? {} : { accelerator }),
  })
  const about = item('About Token Ledger', 'about')
  const settings = item('Settings…', 'settings', 'CommandOrControl+,')
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  return [
    ...(isMac ? [appMenu(about, settings)] : []),
    {
      label: '&File',
      submenu: [
        item('Open Files…', 'open-files', 'CommandOrControl+O'),
        item('Open Folder…', 'open-folder', 'CommandOrControl+Shift+O'),
        separator,
        item('Export…', 'export', 'CommandOrControl+E'),
        ...(isMac ? [] : [separator, settings]),
        separator,
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: '&View', submenu: viewItems(item('Reload Data', 'reload-data', 'CommandOrControl+R')) },
    { role: 'windowMenu' },
    ...(isMac ? [] : [{ label: '&Help', submenu: [about] }]),
  ]
}

function appMenu(about: MenuItemConstructorOptions, settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    label: 'Token Ledger',
    submenu: [
      about, { type: 'separator' }, settings, { type: 'separator' }, { role: 'services' }, { type: 'separator' },
      { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, { type: 'separator' }, { role: 'quit' },
    ],
  }
}

function viewItems(reloadData: MenuItemConstructorOptions): MenuItemConstructorOptions[] {
  return [
    reloadData,
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
  ]
}
