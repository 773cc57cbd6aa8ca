// The two exact sums of a series are those of all figures, however large the usage and whatever its price.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FigureColumns } from '../../src/core/figure-columns.ts'
import { USAGE_WIDTH } from '../../src/core/group-counts.ts'
import { plainAmount } from '../../src/core/money.ts'
import { SeriesColumns } from '../../src/core/series-columns.ts'
import type { PlainPrice } from '../../src/core/plain-price.ts'

const rate = fc.integer({ min: 0, max: 75_000_000 })

const price: fc.Arbitrary<PlainPrice> = fc.record({
  rates: fc.tuple(rate, rate, rate, rate, rate), unpriced: fc.constantFrom(0, 0, 1, 8, 31), searchFee: fc.constantFrom(null, 0, 10_000_000_000),
}).map(({ rates, unpriced, searchFee }) => {
  const known = rates.map((each, at) => ((unpriced & (1 << at)) === 0 ? each : 0))
  const over = (a: number, b: number) => (known[a] ?? 0) - (known[b] ?? 0)
  return {
    rates: known, unpriced, searchFee, caching: [over(0, 1), over(2, 0), over(3, 0)] as const, bandUnknown: false, isPriced: unpriced !== 31,
    assumed: 0, assumedWithTokens: 0, highest: Math.max(...known),
  }
})

const tokens = fc.oneof(fc.nat(3000), fc.nat(), fc.nat(2 ** 31 * 4), fc.constant(0))
const usage = fc.tuple(fc.nat(50), fc.nat(1), tokens, tokens, tokens, tokens, tokens, fc.nat(3))

describe('columns of a series', () => {
  it('say what the columns of all figures say', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(2), price, usage), { maxLength: 30 }), (given) => {
      const [series, figures] = [new SeriesColumns(), new FigureColumns()]
      for (const columns of [series, figures]) columns.grow(3)
      for (const [group, each, numbers] of given) {
        // Behind other usage, as slots are.
        const all = Float64Array.from([...Array.from({ length: USAGE_WIDTH }, () => 9), ...numbers])
        expect(series.add(group, each, all, USAGE_WIDTH)).toBe(figures.add(group, each, all, USAGE_WIDTH))
      }
      const groups = [2, 0, 1]
      const wanted = groups.map((group) => {
        const { requests, tokens: counts, unpricedTokens, listCost, caching } = figures.figures(group)
        return { requests, ...counts, unpricedTokens, listCost: listCost === null ? null : plainAmount(BigInt(listCost)), netSaving: plainAmount(BigInt(caching.netSaving)) }
      })
      const read = Object.entries(series.read(groups))
      expect(groups.map((_, row) => Object.fromEntries(read.map(([name, column]) => [name, column[row]])))).toEqual(wanted)
    }))
  })
})
