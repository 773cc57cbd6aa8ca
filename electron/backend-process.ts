// The backend in a process of its own (utilityProcess): the ledger and the parsing, away from the window.
import { dirname, join } from 'node:path'
import { sourcesFromPaths } from '../src/api/backend/files.ts'
import { openBackend } from '../src/api/backend/open-backend.ts'
import { warmUp } from '../src/api/backend/warm-up.ts'
import type { Reply } from '../src/api/contract/contract.ts'
import { once } from '../src/core/once.ts'
import { ProblemError } from '../src/core/problem.ts'
import { toBackend } from './backend-messages.ts'
import type { FromBackend, ToBackend } from './backend-messages.ts'
import { installationName } from '../src/shell/installation.ts'
import { pullEndpoints } from '../src/shell/pull-endpoints.ts'
import { MainKeys } from './main-keys.ts'
import { oneImport } from './one-import.ts'

const [script = '', ledgerPath = '', version = '0.0.0'] = process.argv.slice(1)
const port = process.parentPort
const send = (message: FromBackend) => port.postMessage(message)
const keys = new MainKeys(({ id, what }) => send({ type: 'ask-key', id, what }))

// An error nobody handled leaves the state unknown: say so and end; main starts a new process once.
process.on('unhandledRejection', stop)
process.on('uncaughtException', stop)

function stop(error: unknown): void {
  console.error('The backend stopped:', error instanceof Error ? error.stack : 'unknown error')
  process.exit(1)
}

function problemOf(error: unknown) {
  if (error instanceof ProblemError) return error.problem
  return { code: 'ledger-unreadable', message: 'The ledger could not be opened.', remedy: 'Choose another place for it in Settings, or restore a backup.' }
}

const backend = openBackend({
  ledgerPath, version, readingThread: join(dirname(script), 'reading-thread.cjs'),
  pulls: { keys, endpoints: pullEndpoints(process.env), schedules: { installation: () => installationName() } },
})
backend.onEvent((event) => send({ type: 'event', event }))

async function answer(question: Exclude<ToBackend, { type: 'key-answer' }>): Promise<Reply> {
  if (question.type === 'call') return backend.call(question.method, question.input)
  if (question.type === 'import') {
    const { jobId, done } = backend.startImport(oneImport(await sourcesFromPaths(question.paths)))
    // What became of it is told by the job's events and the import's own report.
    done.catch(() => {})
    return { ok: true, value: jobId }
  }
  await backend.close()
  return { ok: true, value: null }
}

// The page asks how much there is, and draws its frame before it asks more.
const warm = once(() => warmUp(backend))

port.on('message', ({ data }: { data: unknown }) => {
  const question = toBackend.safeParse(data)
  if (!question.success) return
  if (question.data.type === 'key-answer') return keys.answered(question.data.id, question.data.reply)
  const { id } = question.data
  answer(question.data)
    .catch((error: unknown): Reply => ({ ok: false, problem: problemOf(error) }))
    .then((reply) => send({ type: 'answer', id, reply }))
    .then(() => void warm())
    .catch(stop)
})
