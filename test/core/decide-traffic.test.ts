// Traffic is kept for the same cells only as long as nothing else of it changes: a decision asked again is that of new cells.
import { expect, it } from 'vitest'
import { decide, type DecideInput } from '../../src/core/decide.ts'
import { movableTraffic } from '../../src/core/decide-traffic.ts'
import { buildPriceBook } from '../../src/core/price-book.ts'
import { noRequirements } from '../../src/core/requirements.ts'
import { placementFacts } from '../../src/placements/load-placements.ts'
import { book, COVERED, opus, sixteen, toEu } from './projection-builders.ts'

const cells = [...sixteen('voice', { model: 'claude-opus-5-5' }, opus), ...sixteen('batch', { model: 'claude-opus-5-5', tier: 'batch' }, opus),
  ...sixteen('search', { model: 'claude-opus-5-5', ...toEu }, { ...opus, webSearches: 3 })]

const asked: DecideInput = {
  cells, coveredDays: COVERED, book, discounts: [], placements: placementFacts().slice(0, 6), latency: [], requirements: [],
}

it('is made again for other days, discounts and prices, and never for other requirements', () => {
  const discounts = [{ platform: 'bedrock' as const, pct: '10', effectiveFrom: null, effectiveTo: null }]
  const cheaper = buildPriceBook(book.points.filter(({ platform }) => platform !== 'bedrock'), [], book.searchFees)
  const kept = movableTraffic(asked)
  expect(movableTraffic({ ...asked, discounts: [] })).toBe(kept)
  for (const change of [{}, { coveredDays: 3 }, { discounts }, { book: cheaper }, { requirements: [{ ...noRequirements('voice'), core: 'latency' as const }] }, {}]) {
    const input = { ...asked, ...change }
    expect(decide(input)).toEqual(decide({ ...input, cells: [...cells] }))
  }
})
