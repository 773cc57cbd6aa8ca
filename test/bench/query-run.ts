// Run as a process of its own: asks a filled ledger what views ask, each question several times. Prints one line of JSON.
// With a second argument, asks only the questions whose name holds it.
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { questions } from './view-questions.ts'

const [ledgerPath = '', only = ''] = process.argv.slice(2)
/** Fewer of what takes seconds. */
const TIMES = 7
const LONG_MS = 1000

const backend = createBackend({ ledgerPath, version: 'bench' })
const answers: { name: string; firstMs: number; medianMs: number; userMs: number }[] = []
for (const [name, method, input] of questions()) {
  if (!name.includes(only)) continue
  const times: number[] = []
  const before = process.cpuUsage().user
  for (let turn = 0; turn < TIMES && (turn < 2 || (times[1] ?? 0) < LONG_MS); turn += 1) {
    const from = performance.now()
    const reply = await backend.call(method, input)
    times.push(performance.now() - from)
    if (!reply.ok) throw new Error(`${method}: ${reply.problem.message}`)
  }
  const userMs = (process.cpuUsage().user - before) / 1000 / times.length
  answers.push({ name, firstMs: times[0] ?? 0, medianMs: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0, userMs })
}
await backend.close()
process.stdout.write(`${JSON.stringify(answers)}\n`)
