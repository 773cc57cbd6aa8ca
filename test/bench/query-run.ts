// Run as a process of its own: asks a filled ledger what views ask, each question several times. Prints one line of JSON.
// node test/bench/query-run.ts LEDGER [--only WORDS] [--after-pause]: those whose name holds the words; each question once, after a
// pause as a window has it, in which the days are read.
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { warmUp } from '../../src/api/backend/warm-up.ts'
import { median } from './median.ts'
import { questions } from './view-questions.ts'

const { values: { only, 'after-pause': isPaused }, positionals: [ledgerPath = ''] } = parseArgs({
  allowPositionals: true, options: { only: { type: 'string', default: '' }, 'after-pause': { type: 'boolean', default: false } },
})
/** Fewer of what takes seconds. */
const TIMES = isPaused ? 1 : 7
const LONG_MS = 1000
const IDLE_MS = 3000
const PAUSE_MS = 15_000

const backend = createBackend({ ledgerPath, version: 'bench' })
if (isPaused) {
  warmUp(backend)
  await setTimeout(PAUSE_MS)
}
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
