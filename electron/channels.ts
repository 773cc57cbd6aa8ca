// The names of everything that passes between the page's preload and the main process. No logic.

export const CHANNELS = {
  call: 'ledger:call',
  importPaths: 'ledger:import-paths',
  chooseAndImport: 'ledger:choose-and-import',
  saveFile: 'ledger:save-file',
  filePath: 'ledger:file-path',
  changeFile: 'ledger:change-file',
  backUpFile: 'ledger:back-up-file',
  removeFile: 'ledger:remove-file',
  event: 'ledger:event',
  command: 'ledger:command',
} as const
