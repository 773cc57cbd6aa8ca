// What a shell gives the page. The Electron preload and the web page's own bridge both implement it.
import type { LedgerEvent } from './contract/contract.ts'

/** Where the ledger lies, and what may be done about it (Electron only). */
export interface LedgerFileActions {
  path(): Promise<string>
  /** Asks for a place, moves the ledger there. Resolves to the new path, null when cancelled. */
  change(): Promise<string | null>
  backUp(): Promise<string | null>
  /** Asks first. True when it was deleted. */
  remove(): Promise<boolean>
}

/** Commands of the native menu. */
export type ShellCommand = 'open-files' | 'open-folder' | 'export' | 'reload-data' | 'about' | 'settings'

export interface Bridge {
  shell: 'electron' | 'web'
  /** Carries one contract call; resolves to a Reply, also for failures. */
  call(method: string, input: unknown): Promise<unknown>
  onEvent(listener: (event: LedgerEvent) => void): () => void
  onCommand(listener: (command: ShellCommand) => void): () => void
  /** Imports what was dropped, folders included. Must be called inside the drop event. Resolves to the job id. */
  importDropped(transfer: DataTransfer): Promise<string | null>
  /** Opens a chooser; null when cancelled. */
  chooseAndImport(kind: 'files' | 'folder'): Promise<string | null>
  /** Saves what the page made; the shell asks where. */
  saveFile(file: { name: string; mime: string; data: string | Uint8Array }): Promise<'saved' | 'cancelled'>
  ledgerFile: LedgerFileActions | null
}
