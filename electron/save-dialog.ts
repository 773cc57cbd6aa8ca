// Asks where to save what the page made, and writes it there. The page learns only whether it was saved.
import { writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'

export interface FileToSave {
  name: string
  mime: string
  data: string | Uint8Array
}

export async function saveWithDialog(window: BrowserWindow, file: FileToSave): Promise<'saved' | 'cancelled'> {
  const name = safeFileName(file.name)
  const extension = extname(name).slice(1)
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), name),
    filters: extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }],
  })
  if (canceled || !filePath) return 'cancelled'
  await writeFile(filePath, file.data)
  return 'saved'
}

/** A suggestion only: no folder of its own, nothing a file system refuses, never empty. */
export function safeFileName(name: string): string {
  const safe = name.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '-').replace(/^\.+/, '').trim().slice(0, 120)
  return safe === '' ? 'token-ledger' : safe
}
