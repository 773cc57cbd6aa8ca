// What the page can reach: the functions of Bridge and nothing else. Paths of dropped files stay on this side.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { IpcRendererEvent } from 'electron'
import type { Bridge, ShellCommand } from '../src/api/bridge.ts'
import type { LedgerEvent } from '../src/api/contract/contract.ts'
import { CHANNELS } from './channels.ts'

let droppedPaths: string[] = []

// A DataTransfer cannot cross into this world, but the drop event is seen here first, with the same files.
window.addEventListener('drop', (event) => {
  droppedPaths = [...(event.dataTransfer?.files ?? [])].map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '')
}, { capture: true })

/** The page's listener gets the value alone, never the event, which would hand it the sender. */
function listen<T>(channel: string, listener: (value: T) => void): () => void {
  const wrapped = (_event: IpcRendererEvent, value: T) => listener(value)
  ipcRenderer.on(channel, wrapped)
  return () => {
    ipcRenderer.off(channel, wrapped)
  }
}

const bridge: Bridge = {
  shell: 'electron',
  call: (method, input) => ipcRenderer.invoke(CHANNELS.call, method, input),
  onEvent: (listener) => listen<LedgerEvent>(CHANNELS.event, listener),
  onCommand: (listener) => listen<ShellCommand>(CHANNELS.command, listener),
  importDropped: async () => {
    const paths = droppedPaths
    droppedPaths = []
    return paths.length === 0 ? null : ipcRenderer.invoke(CHANNELS.importPaths, paths)
  },
  chooseAndImport: (kind) => ipcRenderer.invoke(CHANNELS.chooseAndImport, kind),
  saveFile: (file) => ipcRenderer.invoke(CHANNELS.saveFile, file),
  ledgerFile: {
    path: () => ipcRenderer.invoke(CHANNELS.filePath),
    change: () => ipcRenderer.invoke(CHANNELS.changeFile),
    backUp: () => ipcRenderer.invoke(CHANNELS.backUpFile),
    remove: () => ipcRenderer.invoke(CHANNELS.removeFile),
  },
}

contextBridge.exposeInMainWorld('tokenLedger', bridge)
