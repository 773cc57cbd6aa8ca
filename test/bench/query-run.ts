// Run as a process of its own: asks a filled ledger what views ask, each question several times. Prints one line of JSON.
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { NO_FILTERS } from '../../src/api/backend/cell-view.ts'

const [ledgerPath = ''] = process.argv.slice(2)
const TIMES = 7

const year = { ...NO_FILTERS, tz: 'UTC' }
const month = { ...year, from: '2026-09-01', to: '2026-09-30' }
const rules = [{ surface: 'first', when: { workspace: 'workspace-1*' } }]

const QUESTIONS: readonly [name: string, method: string, input: unknown][] = [
  ['ledger.status', 'ledger.status', {}],
  ...[['a year', year] as const, ['a month', month] as const].flatMap(([span, filters]): [string, string, unknown][] => [
    [`totals by day, ${span}`, 'usage.totals', { filters, by: ['day'] }],
    [`totals by day and surface, ${span}`, 'usage.totals', { filters, by: ['day', 'surface'] }],
    [`totals by surface, ${span}`, 'usage.totals', { filters, by: ['surface'] }],
    [`totals by model, ${span}`, 'usage.totals', { filters, by: ['model'] }],
    [`facets, ${span}`, 'usage.facets', { filters }],
    [`rules preview, ${span}`, 'surfaces.preview', { filters, rules }],
    [`latency, ${span}`, 'usage.latency', { filters }],
    [`requests page, ${span}`, 'usage.requests', { filters, offset: 0, limit: 100 }],
    [`what-if cells, ${span}`, 'whatif.cells', { filters }],
  ]),
]

const backend = createBackend({ ledgerPath, version: 'bench' })
const answers: { name: string; firstMs: number; medianMs: number }[] = []
for (const [name, method, input] of QUESTIONS) {
  const times: number[] = []
  for (let turn = 0; turn < TIMES; turn += 1) {
    const from = performance.now()
    const reply = await backend.call(method, input)
    times.push(performance.now() - from)
    if (!reply.ok) throw new Error(`${method}: ${reply.problem.message}`)
  }
  answers.push({ name, firstMs: times[0] ?? 0, medianMs: times.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0 })
}
await backend.close()
process.stdout.write(`${JSON.stringify(answers)}\n`)
