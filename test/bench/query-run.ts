// Run as a process of its own: asks a filled ledger what views ask, each question several times. Prints one line of JSON.
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { NO_FILTERS } from '../../src/api/backend/cell-view.ts'

const [ledgerPath = ''] = process.argv.slice(2)
/** Fewer of what takes seconds. */
const TIMES = 7
const LONG_MS = 1000

type Question = [name: string, method: string, input: unknown]

const year = { ...NO_FILTERS, tz: 'UTC' }
const month = { ...year, from: '2026-09-01', to: '2026-09-30' }
const BILLS = { from: null, to: null, platforms: [], models: [], basis: null }
const rules = [{ surface: 'first', when: { workspace: 'workspace-1*' } }]

/** What the views ask (`useCall` in renderer/), by the window the filter bar stands on. */
const ofWindow = (span: string, filters: typeof year): Question[] => [
  ...[['day'], ['surface'], ['model'], ['surface', 'model'], ['surface', 'platform', 'route'], ['week'], ['month']].map((by): Question =>
    [`totals by ${by.join(' and ')}, ${span}`, 'usage.totals', { filters, by }]),
  ...['day', 'week', 'month'].map((each): Question => [`series by ${each} and surface, ${span}`, 'usage.series', { filters, each, by: 'surface' }]),
  [`all rows for a CSV: totals by day and surface, ${span}`, 'usage.totals', { filters, by: ['day', 'surface'] }],
  [`facets, ${span}`, 'usage.facets', { filters }],
  [`evidence, ${span}`, 'usage.evidence', { filters }],
  [`rules preview, ${span}`, 'surfaces.preview', { filters, rules }],
  [`latency, ${span}`, 'usage.latency', { filters }],
  [`requests page, ${span}`, 'usage.requests', { filters, offset: 0, limit: 100 }],
  [`what-if cells, ${span}`, 'whatif.cells', { filters }],
  [`decisions of 50 surfaces, ${span}`, 'decide.answer', { filters }],
]

const QUESTIONS: readonly Question[] = [
  ['ledger.status', 'ledger.status', {}],
  ...ofWindow('a year', year),
  ...ofWindow('a month', month),
  ['colours of surfaces', 'surfaces.colours', {}],
  ['gaps in prices', 'prices.gaps', {}],
  ['profiles', 'profiles.list', {}],
  ['reconcile, a year by platform and day', 'reconcile.run', { filters: BILLS, by: ['platform', 'day'], billSource: null }],
]

const backend = createBackend({ ledgerPath, version: 'bench' })
const answers: { name: string; firstMs: number; medianMs: number }[] = []
for (const [name, method, input] of QUESTIONS) {
  const times: number[] = []
  for (let turn = 0; turn < TIMES && (turn < 2 || (times[1] ?? 0) < LONG_MS); turn += 1) {
    const from = performance.now()
    const reply = await backend.call(method, input)
    times.push(performance.now() - from)
    if (!reply.ok) throw new Error(`${method}: ${reply.problem.message}`)
  }
  answers.push({ name, firstMs: times[0] ?? 0, medianMs: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0 })
}
await backend.close()
process.stdout.write(`${JSON.stringify(answers)}\n`)
