import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priceCell } from '../../src/core/cost.ts'
import type { Discount } from '../../src/core/discount.ts'
import { add, compare, fraction, subtract, ZERO, type Fraction } from '../../src/core/fraction.ts'
import { PARTS, project } from '../../src/core/projection.ts'
import { roundProjection } from '../../src/core/projection-json.ts'
import { book, used, run, same, sumOf, toEu, toGlobal } from './projection-builders.ts'

const count = fc.integer({ min: 0, max: 50_000_000 })
const anyCell = fc.record({
  surface: fc.constantFrom('a', 'b', 'c'),
  model: fc.constantFrom('claude-opus-5-5', 'claude-haiku-5-5', 'claude-haiku-4-5-20251001', 'claude-sonnet-4-6', 'claude-opus-9'),
  tier: fc.constantFrom('standard', 'batch'),
  placement: fc.constantFrom({ platform: 'anthropic' as const, route: 'global' }, { platform: 'anthropic' as const, route: 'us' }, toGlobal, toEu),
  band: fc.constantFrom([0, 76_923] as const, [76_923, 100_000] as const, [100_000, 130_000] as const, [260_000, null] as const),
  on: fc.constantFrom('2026-10-06', '2026-10-07', '2026-11-15'),
  counts: fc.record({ uncachedInput: count, cacheRead: count, cacheWrite5m: count, cacheWrite1h: count, output: count }),
  webSearches: fc.integer({ min: 0, max: 9 }),
}).map(({ surface, model, tier, placement, band, on, counts, webSearches }) =>
  used(surface, { model, tier, ...placement, promptOver: band[0], promptUpTo: band[1] }, { on, tokens: counts, webSearches }))
const anyCells = fc.array(anyCell, { minLength: 1, maxLength: 12 })

const anyMove = fc.record({
  surface: fc.constantFrom('a', 'b', '*'),
  sharePct: fc.integer({ min: 0, max: 33 }),
  to: fc.option(fc.constantFrom(toEu, toGlobal, { platform: 'anthropic' as const, route: 'us' }), { nil: undefined }),
  modelMap: fc.constantFrom(undefined, { 'claude-haiku-4-5': 'claude-haiku-5-5', 'claude-opus-5-5': 'claude-sonnet-4-6' }),
  tier: fc.constantFrom(undefined, 'standard' as const, 'batch' as const),
  cache: fc.option(fc.record({ mode: fc.constant('hit-rate' as const), hitRatePct: fc.integer({ min: 0, max: 100 }), ttl: fc.constantFrom(undefined, '5m' as const, '1h' as const) }), { nil: undefined }),
  tokenFactor: fc.constantFrom(undefined, '13/10', 1.07),
  discountPct: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  fixedMonthlyUsd: fc.constantFrom(undefined, '12.34'),
})
const anyMoves = fc.array(anyMove, { maxLength: 3 })
const anyDiscounts = fc.constantFrom<Discount[]>([], [
  { platform: 'anthropic', pct: '7.25', effectiveFrom: '2026-10-07', effectiveTo: null }, { platform: 'bedrock', pct: '11', effectiveFrom: null, effectiveTo: '2026-10-31' },
])
const anyDays = fc.integer({ min: 1, max: 400 })

describe('whatever the usage and the scenario', () => {
  it('no moves, and a move of nothing, change nothing', () => {
    fc.assert(fc.property(anyCells, anyDiscounts, anyMove, (cells, discounts, move) => {
      for (const moves of [[], [{ ...move, surface: '*', sharePct: 0, fixedMonthlyUsd: 0 }], [{ surface: '*' }]]) {
        const { surfaces, total } = run(cells, moves, discounts)
        for (const row of [...surfaces, total]) {
          expect(same(row.current, row.projected)).toBe(true)
          for (const part of PARTS) expect(row.parts[part].num).toBe(0n)
        }
      }
    }))
  })

  it("today's side is the list cost of the same usage", () => {
    fc.assert(fc.property(anyCells, (cells) => {
      const listCost = cells.reduce((sum, each) => sum + (priceCell(each, book).listCost ?? 0n), 0n)
      // A month is a sixteenth of the usage here.
      expect(same(run(cells, []).total.current, fraction(listCost, 16n))).toBe(true)
    }))
  })

  it('a move of all of it costs what the same usage costs there', () => {
    fc.assert(fc.property(anyCells, (cells) => {
      const there = cells.map((each) => ({ ...each, priceClass: { ...each.priceClass, ...toGlobal } }))
      const priced = cells.every((each, index) => {
        const moved = there[index]
        return moved !== undefined && [each, moved].every((some) => priceCell(some, book).unpricedTokens === 0)
      })
      fc.pre(priced)
      const listCost = there.reduce((sum, each) => sum + (priceCell(each, book).listCost ?? 0n), 0n)
      expect(same(run(cells, [{ surface: '*', to: toGlobal }]).total.projected, fraction(listCost, 16n))).toBe(true)
    }))
  })

  it('parts sum to the difference and surfaces to the total, exactly', () => {
    fc.assert(fc.property(anyCells, anyMoves, anyDiscounts, anyDays, (cells, moves, discounts, coveredDays) => {
      const { surfaces, total } = project({ cells, coveredDays, book, discounts, scenario: { moves } })
      for (const row of [...surfaces, total]) {
        expect(same(sumOf(PARTS.map((part) => row.parts[part])), subtract(row.projected, row.current))).toBe(true)
      }
      for (const pick of ['current', 'projected', 'difference'] as const) {
        expect(same(sumOf(surfaces.map((row) => row[pick])), total[pick])).toBe(true)
      }
    }), { numRuns: 200 })
  })

  it('still holds to the last digit after rounding, and each amount is within a pico-USD', () => {
    fc.assert(fc.property(anyCells, anyMoves, anyDiscounts, anyDays, (cells, moves, discounts, coveredDays) => {
      const exact = project({ cells, coveredDays, book, discounts, scenario: { moves } })
      const rounded = roundProjection(exact)
      for (const row of [...rounded.surfaces, rounded.total]) {
        expect(PARTS.reduce((sum, part) => sum + row.parts[part], 0n)).toBe(row.difference)
        expect(row.current + row.difference).toBe(row.projected)
      }
      expect(rounded.surfaces.reduce((sum, row) => sum + row.projected, 0n)).toBe(rounded.total.projected)
      for (const [index, row] of exact.surfaces.entries()) {
        const near = (pico: bigint | undefined, value: Fraction) => {
          const off = subtract(fraction(pico ?? 0n), value)
          expect(compare(off, fraction(-1n)) >= 0 && compare(off, fraction(1n)) <= 0).toBe(true)
        }
        near(rounded.surfaces[index]?.current, row.current)
        near(rounded.surfaces[index]?.projected, row.projected)
        for (const part of PARTS) near(rounded.surfaces[index]?.parts[part], row.parts[part])
      }
    }))
  })

  it('shares between 0 and 1 give totals between the ends', () => {
    fc.assert(fc.property(anyCells, anyMove, fc.integer({ min: 0, max: 100 }), (cells, move, sharePct) => {
      const at = (share: number) => run(cells, [{ ...move, surface: '*', sharePct: share }]).total.projected
      const [none, part, all] = [at(0), at(sharePct), at(100)]
      const [low, high] = compare(none, all) <= 0 ? [none, all] : [all, none]
      expect(compare(low, part) <= 0 && compare(part, high) <= 0).toBe(true)
    }))
  })

  it('moving there and back restores every figure', () => {
    const placements = fc.constantFrom(toEu, toGlobal, { platform: 'anthropic' as const, route: 'us' }, { platform: 'anthropic' as const, route: 'global' })
    // 13 x 10 tokens of everything, so that the moved usage has whole tokens at both tokenizers.
    fc.assert(fc.property(fc.integer({ min: 1, max: 1000 }), placements, placements, (many, from, to) => {
      const counts = (each: number) => ({ uncachedInput: each, cacheRead: 2 * each, cacheWrite5m: each, output: each })
      const older = { model: 'claude-opus-4-6', ...from, promptOver: 0, promptUpTo: 76_923 }
      const newer = { model: 'claude-opus-4-7', ...to, promptOver: 0, promptUpTo: 100_000 }
      const there = run([used('a', older, { tokens: counts(10 * many) })], [{ surface: 'a', to, modelMap: { 'claude-opus-4-6': 'claude-opus-4-7' } }]).total
      const back = run([used('a', newer, { tokens: counts(13 * many) })], [{ surface: 'a', to: from, modelMap: { 'claude-opus-4-7': 'claude-opus-4-6' } }]).total
      expect(same(there.projected, back.current)).toBe(true)
      expect(same(back.projected, there.current)).toBe(true)
      expect(same(add(there.difference, back.difference), ZERO)).toBe(true)
    }))
  })

  it('does not depend on how usage is cut into rows', () => {
    fc.assert(fc.property(anyCells, anyMoves, (cells, moves) => {
      const [once, twice] = [run(cells, moves).total, run([...cells, ...cells], moves).total]
      expect(same(add(once.current, once.current), twice.current)).toBe(true)
      const usage = (total: typeof once) => subtract(total.projected, total.parts.fixed)
      expect(same(add(usage(once), usage(once)), usage(twice))).toBe(true)
    }))
  })
})
