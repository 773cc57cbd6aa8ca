// The Bridge of the web page: carries calls and files to the local server over fetch. Knows no view.
import type { Bridge, ShellCommand } from '../../src/api/bridge.ts'
import type { LedgerEvent } from '../../src/api/contract/contract.ts'
import { chooseFiles, droppedFiles } from './web-files.ts'
import type { FileToUpload } from './web-files.ts'
import { readEvents } from './web-events.ts'
import { openSession } from './web-session.ts'
import type { Session } from './web-session.ts'

const UNREACHABLE = {
  ok: false,
  problem: {
    code: 'server-gone',
    message: 'Token Ledger does not answer any more.',
    remedy: 'Start it again with npm start and open the address it prints.',
  },
}

/** Call before anything reads the URL: the key in the fragment is taken and removed. */
export function createWebBridge(): Bridge {
  const session = openSession()
  const listeners = new Set<(event: LedgerEvent) => void>()
  let listening = false

  return {
    shell: 'web',
    call: (method, input) => ask(session, '/api/call', { method, input }),
    onEvent(listener) {
      listeners.add(listener)
      if (!listening) void hearEvents(session, listeners)
      listening = true
      return () => listeners.delete(listener)
    },
    // A browser tab has no native menu.
    onCommand: (_listener: (command: ShellCommand) => void) => () => {},
    importDropped: async (transfer) => upload(session, await droppedFiles(transfer)),
    chooseAndImport: async (kind) => upload(session, await chooseFiles(kind)),
    saveFile: async (file) => {
      download(file)
      return 'saved'
    },
    ledgerFile: null,
  }
}

async function ask(session: Session, path: string, body: unknown): Promise<unknown> {
  try {
    const response = await session.fetch(path, { method: 'POST', body: JSON.stringify(body) })
    return await response.json()
  } catch {
    return UNREACHABLE
  }
}

/** Resolves to the job's id as soon as there is one; the files follow one after the other. */
async function upload(session: Session, files: readonly FileToUpload[]): Promise<string | null> {
  const [first] = files
  if (first === undefined) return null
  const opened = await ask(session, '/api/imports', {
    label: labelOf(files),
    files: files.length,
    bytes: files.reduce((total, { file }) => total + file.size, 0),
  })
  const jobId = jobIdIn(opened)
  void sendAll(session, jobId, files)
  return jobId
}

async function sendAll(session: Session, jobId: string, files: readonly FileToUpload[]): Promise<void> {
  const path = `/api/imports/${encodeURIComponent(jobId)}`
  try {
    for (const { name, file } of files) {
      const query = new URLSearchParams({ name, size: String(file.size), modified: String(file.lastModified) })
      const response = await session.fetch(`${path}/files?${query}`, { method: 'PUT', body: file })
      // Cancelled, or ended for another reason: the job's own report says which.
      if (response.status === 409) return
    }
  } finally {
    await ask(session, `${path}/close`, {})
  }
}

function labelOf(files: readonly FileToUpload[]): string {
  const tops = new Set(files.map(({ name }) => name.includes('/') ? `${name.slice(0, name.indexOf('/'))}/` : name))
  const [first = ''] = tops
  return tops.size === 1 ? first : `${first} and ${tops.size - 1} more`
}

function jobIdIn(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'value' in answer) {
    const { value } = answer
    if (typeof value === 'object' && value !== null && 'jobId' in value && typeof value.jobId === 'string') return value.jobId
  }
  throw new Error('The import could not be started.')
}

/** The contract is the app's, which is loaded after this bridge: nobody listens before it is there. */
async function hearEvents(session: Session, listeners: ReadonlySet<(event: LedgerEvent) => void>): Promise<void> {
  const { ledgerEvent } = await import('../../src/api/contract/contract.ts')
  await readEvents(session, (event) => {
    const parsed = ledgerEvent.safeParse(event)
    if (parsed.success) for (const listener of listeners) listener(parsed.data)
  })
}

function download({ name, mime, data }: { name: string; mime: string; data: string | Uint8Array }): void {
  const bytes = typeof data === 'string' ? data : new Uint8Array(data)
  const url = URL.createObjectURL(new Blob([bytes], { type: mime }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
