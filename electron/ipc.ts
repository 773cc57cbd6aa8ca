// Answers the preload: checks who asks and what, then forwards. Holds no logic of the product.
import { dialog, ipcMain } from 'electron'
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron'
import { z } from 'zod'
import type { Reply } from '../src/api/contract/contract.ts'
import { answerKeyCall, isKeyCall, type AdminKey } from './admin-key.ts'
import type { BackendLink } from './backend-link.ts'
import { CHANNELS } from './channels.ts'
import { backUpLedgerFile, changeLedgerFile, removeLedgerFile } from './ledger-file.ts'
import { saveWithDialog } from './save-dialog.ts'
import { isTrustedSender } from './security.ts'

const nothing = z.tuple([])
const callArguments = z.tuple([z.string(), z.unknown()])
const paths = z.tuple([z.array(z.string()).min(1)])
const kind = z.tuple([z.enum(['files', 'folder'])])
const fileToSave = z.tuple([z.strictObject({
  name: z.string(), mime: z.string(), data: z.union([z.string(), z.instanceof(Uint8Array)]),
})])

export interface IpcParts {
  link: BackendLink
  keys: AdminKey
  window(): BrowserWindow
}

export function answerPage({ link, keys, window }: IpcParts): void {
  handle(CHANNELS.call, callArguments, ([method, input]) => (
    isKeyCall(method) ? answerKeyCall(keys, method, input) : link.ask({ type: 'call', method, input })
  ))
  handle(CHANNELS.importPaths, paths, ([list]) => importPaths(link, list))
  handle(CHANNELS.chooseAndImport, kind, async ([what]) => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
      properties: what === 'folder' ? ['openDirectory', 'showHiddenFiles'] : ['openFile', 'multiSelections', 'showHiddenFiles'],
    })
    return canceled || filePaths.length === 0 ? null : importPaths(link, filePaths)
  })
  handle(CHANNELS.saveFile, fileToSave, ([file]) => saveWithDialog(window(), file))
  handle(CHANNELS.filePath, nothing, () => link.ledgerPath)
  handle(CHANNELS.changeFile, nothing, () => changeLedgerFile({ window: window(), link }))
  handle(CHANNELS.backUpFile, nothing, () => backUpLedgerFile({ window: window(), link }))
  handle(CHANNELS.removeFile, nothing, () => removeLedgerFile({ window: window(), link }))
}

/** Resolves to the job's id. */
export async function importPaths(link: BackendLink, list: readonly string[]): Promise<string> {
  return text(await link.ask({ type: 'import', paths: [...list] }))
}

function text(reply: Reply): string {
  if (!reply.ok) throw new Error(reply.problem.message)
  return z.string().parse(reply.value)
}

function handle<A>(channel: string, shape: z.ZodType<A>, answer: (input: A) => unknown): void {
  ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...input: unknown[]) => {
    if (!isTrustedSender(event.senderFrame)) throw new Error('This page may not ask that.')
    return answer(shape.parse(input))
  })
}
