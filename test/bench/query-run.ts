// Run as a process of its own: asks a filled ledger what views ask, each question several times. Prints one line of JSON.
// With a second argument, asks only the questions whose name holds it.
import { setTimeout } from 'node:timers/promises'
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { median } from './median.ts'
import { questions } from './view-questions.ts'

const [ledgerPath = '', only = ''] = process.argv.slice(2)
/** Fewer of what takes seconds. */
const TIMES = 7
const LONG_MS = 1000
const IDLE_MS = 3000

const backend = createBackend({ ledgerPath, version: 'bench' })
const answers: { name: string; firstMs: number; medianMs: number; firstCpuMs: number; medianCpuMs: number }[] = []
for (const [name, method, input] of questions()) {
  if (!name.includes(only)) continue
  const times: number[] = []
  const cpu: number[] = []
  for (let turn = 0; turn < TIMES && (turn < 2 || (times[1] ?? 0) < LONG_MS); turn += 1) {
    const [from, used] = [performance.now(), process.cpuUsage()]
    const reply = await backend.call(method, input)
    times.push(performance.now() - from)
    const { user, system } = process.cpuUsage(used)
    cpu.push((user + system) / 1000)
    if (!reply.ok) throw new Error(`${method}: ${reply.problem.message}`)
  }
  answers.push({ name, firstMs: times[0] ?? 0, medianMs: median(times), firstCpuMs: cpu[0] ?? 0, medianCpuMs: median(cpu) })
}
// What a window that stays open writes when nobody asks for anything.
await setTimeout(IDLE_MS)
await backend.close()
process.stdout.write(`${JSON.stringify(answers)}\n`)
