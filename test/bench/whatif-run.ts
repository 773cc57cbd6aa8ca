// Times one slider step of the what-if: the projection over 5,000 aggregated rows, a different hit rate each time.
// Prints JSON: the median and the slowest of the steps after the first, and the first, which also prepares today's side.
import { project, type ProjectionCell } from '../../src/core/projection.ts'
import { listPriceBook } from '../../src/prices/load-prices.ts'
import { seeded } from './seeded.ts'

const ROWS = 5000
const STEPS = 60
const MODELS = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-4-5-20251001', 'claude-sonnet-4-6']
const ROUTES = ['global', 'geo-eu', 'geo-us']

function cells(): ProjectionCell[] {
  const random = seeded(5)
  const upTo = (most: number) => Math.floor(random() * most)
  return Array.from({ length: ROWS }, (_, at) => ({
    surface: `surface-${at % 50}`,
    priceClass: {
      platform: 'bedrock', route: ROUTES[at % 3] ?? 'global', model: MODELS[at % 4] ?? '', tier: 'standard', speed: 'standard',
      promptOver: 0, promptUpTo: 76_923, assumptions: [],
    },
    utcDay: `2026-11-${String(1 + (Math.floor(at / 600) % 20)).padStart(2, '0')}`,
    tokens: { uncachedInput: upTo(1e6), cacheRead: upTo(1e7), cacheWrite5m: upTo(1e6), cacheWrite1h: upTo(1e5), output: upTo(1e5) },
    webSearches: 0, requests: 1 + upTo(1000),
  }))
}

const usage = cells()
const book = listPriceBook()
const times = Array.from({ length: STEPS }, (_, step) => {
  const startedMs = performance.now()
  project({
    cells: usage, coveredDays: 20, book, discounts: [],
    scenario: { moves: [{ surface: '*', sharePct: 100, to: { platform: 'anthropic', route: 'global' }, cache: { mode: 'hit-rate', hitRatePct: 20 + step } }] },
  })
  return performance.now() - startedMs
})
const [firstMs = 0, ...later] = times
const sorted = later.toSorted((a, b) => a - b)
console.log(JSON.stringify({ rows: ROWS, steps: later.length, firstMs, medianMs: sorted[Math.floor(sorted.length / 2)], slowestMs: sorted.at(-1) }))
