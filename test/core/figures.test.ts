import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { figures as figuresShape } from '../../src/api/contract/shapes.ts'
import { hitRate, reuse } from '../../src/core/caching.ts'
import { priceCell } from '../../src/core/cost.ts'
import { FiguresSum, type Figures } from '../../src/core/figures.ts'
import type { UsageCell } from '../../src/core/usage.ts'
import { listPriceBook } from '../../src/prices/load-prices.ts'
import { cell, tokens } from './builders.ts'

const book = listPriceBook()

function figuresOf(cells: readonly UsageCell[]): Figures {
  const sum = new FiguresSum()
  for (const each of cells) sum.add(each, priceCell(each, book))
  return sum.toFigures()
}

const opus = cell({ model: 'claude-opus-5-5' }, { tokens: { uncachedInput: 1200, cacheWrite5m: 8000, cacheRead: 40_000, output: 900 }, webSearches: 3 })
const unknown = cell({ model: 'claude-opus-9' }, { tokens: { uncachedInput: 10, output: 5 }, requests: 2 })

describe('figures of a group', () => {
  it('adds up tokens, costs and savings, and is what the contract carries', () => {
    const figures = figuresOf([opus, opus])
    expect(figuresShape.parse(figures)).toEqual(figures)
    // 2 x (70800 USD per million tokens + 3 x 0.01 USD)
    expect(figures).toMatchObject({
      requests: 2, webSearches: 6, listCost: '201600000000', unpricedRequests: 0, unpricedTokens: 0, lowerBound: false, lowerBoundCost: '0',
      tokens: { uncachedInput: 2400, cacheRead: 80_000, cacheWrite5m: 16_000, cacheWrite1h: 0, output: 1800 },
      costByClass: { uncachedInput: '9600000000', cacheRead: '16000000000', cacheWrite5m: '80000000000', cacheWrite1h: '0', output: '36000000000', webSearches: '60000000000' },
      caching: { readSaving: '304000000000', writePremium5m: '16000000000', writePremium1h: '0', netSaving: '288000000000', costWithoutCaching: '429600000000' },
    })
  })

  it('costs "0" without usage', () => {
    expect(figuresOf([])).toMatchObject({ requests: 0, listCost: '0', unpricedRequests: 0 })
    expect(figuresOf([cell({ model: 'claude-opus-9' })])).toMatchObject({ requests: 1, listCost: '0', unpricedRequests: 0 })
  })

  it('has no cost where there is usage and none of it is priced', () => {
    expect(figuresOf([unknown])).toMatchObject({ listCost: null, unpricedRequests: 2, unpricedTokens: 15 })
  })

  it('gives the priced part where some of it is', () => {
    expect(figuresOf([unknown, opus])).toMatchObject({ requests: 3, listCost: '100800000000', unpricedRequests: 2, unpricedTokens: 15 })
  })

  it('does not know the requests where a part has no count', () => {
    const report = cell({ model: 'claude-opus-5-5' }, { tokens: { output: 1 }, requests: null })
    expect(figuresOf([opus, report])).toMatchObject({ requests: null, unpricedRequests: 0 })
    expect(figuresOf([opus, { ...unknown, requests: null }])).toMatchObject({ requests: null, unpricedRequests: null })
  })

  it('lists what it rests on once, in the fixed order', () => {
    const dated = cell({ model: 'claude-opus-5-5', assumptions: ['date'] }, { tokens: { output: 1 } })
    const split = cell({ model: 'claude-opus-5-5', assumptions: ['date', 'write-split'] }, { tokens: { cacheWrite5m: 1 } })
    const uncertain = cell({ model: 'claude-3-5-haiku-20241022' }, { on: '2024-11-05', tokens: { output: 1 } })
    expect(figuresOf([uncertain, dated, split]).assumptions).toEqual(['write-split', 'date', 'price'])
  })

  it('comes out the same in any order and any grouping', () => {
    const count = fc.integer({ min: 0, max: 1_000_000_000 })
    const anyCell = fc.record({
      model: fc.constantFrom('claude-opus-5-5', 'claude-haiku-5-5', 'claude-opus-9'),
      counts: fc.record({ uncachedInput: count, cacheRead: count, cacheWrite5m: count, cacheWrite1h: count, output: count }),
    }).map(({ model, counts }) => cell({ model }, { tokens: counts }))
    fc.assert(fc.property(fc.array(anyCell, { maxLength: 8 }), (cells) => {
      const [whole, reversed] = [figuresOf(cells), figuresOf(cells.toReversed())]
      expect(reversed).toEqual(whole)
      const byClass = Object.values(whole.costByClass).reduce((sum, cost) => sum + BigInt(cost), 0n)
      expect(BigInt(whole.listCost ?? 0)).toBe(byClass)
    }))
  })
})

describe('rates of caching', () => {
  it('are taken over sums', () => {
    // 40000 of 49200 prompt tokens; 40000 of 48000 cached ones
    expect(hitRate(opus.tokens)).toBeCloseTo(40_000 / 49_200, 12)
    expect(reuse(opus.tokens)).toBeCloseTo(40_000 / 48_000, 12)
  })

  it('do not exist without prompt tokens or without caching', () => {
    expect(hitRate(tokens({ output: 5 }))).toBeNull()
    expect(reuse(tokens({ uncachedInput: 5 }))).toBeNull()
    expect(hitRate(tokens({ uncachedInput: 5 }))).toBe(0)
  })
})
