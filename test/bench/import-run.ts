// Run as a process of its own: imports one path into a new ledger, asking the backend small questions meanwhile as a
// window does. The third argument is the program of the thread that reads. Prints one line of JSON: times, memory, the longest wait for an answer.
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { sourcesFromPaths } from '../../src/api/backend/files.ts'

const [path = '', ledgerPath = '', readingThread = ''] = process.argv.slice(2)
const ASK_EVERY_MS = 20

const backend = createBackend({ ledgerPath, version: 'bench', readingThread })
const startedAt = performance.now()
const cpuBefore = process.cpuUsage()
let sources = 0
let bytes = 0
const waits = await whileAsking(async () => {
  for (const request of await sourcesFromPaths([path])) {
    sources += request.sourcesTotal
    bytes += request.bytesTotal
    await backend.startImport(request).done
  }
})
const cpu = process.cpuUsage(cpuBefore)
const wallMs = performance.now() - startedAt
await backend.close()
process.stdout.write(`${JSON.stringify({
  sources, bytes, wallMs, userMs: cpu.user / 1000, peakMiB: process.resourceUsage().maxRSS / 1024,
  answers: waits.length, longestWaitMs: Math.max(0, ...waits),
})}\n`)

/** How long each question waited: a timer that fires late has waited too. */
async function whileAsking(work: () => Promise<void>): Promise<number[]> {
  const waits: number[] = []
  let due = performance.now() + ASK_EVERY_MS
  let open = true
  const ask = async (): Promise<void> => {
    await backend.call('ledger.status', {})
    waits.push(performance.now() - due)
    due = performance.now() + ASK_EVERY_MS
    if (open) setTimeout(() => void ask(), ASK_EVERY_MS)
  }
  setTimeout(() => void ask(), ASK_EVERY_MS)
  try {
    await work()
  } finally {
    open = false
  }
  return waits
}
