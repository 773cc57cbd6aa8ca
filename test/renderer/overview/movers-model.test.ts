// Top movers and what stands out, on the fake ledger, whose traffic is known.
import { expect, test } from 'vitest'
import {
  costPerThousand,
  mostlyBecause,
  topMovers,
  type SurfacePeriod,
} from '../../../renderer/views/overview/movers-model.ts'
import { standsOut } from '../../../renderer/views/overview/stands-out.ts'
import { coverageOf } from '../../../renderer/state/coverage.ts'
import { cellsUnder, FAKE_RULES, LAST_DAY, sumCells, totalsBy } from '../fake-ledger.ts'

const FILTERS = {
  from: '2026-10-26',
  to: LAST_DAY,
  tz: 'UTC',
  basis: null,
  platforms: [],
  surfaces: [],
  models: [],
  routes: [],
}
const now = cellsUnder(FILTERS, FAKE_RULES)
const before = cellsUnder({ ...FILTERS, from: '2026-09-28', to: '2026-10-25' }, FAKE_RULES)

test('the changes of all movers add up to the change of the total', () => {
  const keys = ['surface', 'model'] as const
  const movers = topMovers(
    { now: totalsBy(now, [...keys], FAKE_RULES), before: totalsBy(before, [...keys], FAKE_RULES) },
    (id) => id,
    99,
  )
  const change = BigInt(sumCells(now).listCost ?? '0') - BigInt(sumCells(before).listCost ?? '0')
  expect(movers.reduce((sum, mover) => sum + mover.change, 0n)).toBe(change)
  // Its requests grow by 0.45 over the nine weeks, and it peaks in the last week: the largest change.
  expect(movers[0]?.surface).toBe('code-review')
  expect(movers[0]?.because).toMatch(/^Requests \+/)
})

const period = (change: Partial<SurfacePeriod>): SurfacePeriod => ({
  cost: 1_000n,
  requests: 100,
  prompt: 10_000,
  output: 1_000,
  cacheRead: 5_000,
  unpricedTokens: 0,
  costByModel: new Map([['a', 1_000n]]),
  ...change,
})

test.each([
  [
    'requests',
    period({ cost: 1_200n, requests: 120, prompt: 12_000, output: 1_200, cacheRead: 6_000 }),
    /^Requests \+20\.0/,
  ],
  ['prompts', period({ cost: 1_200n, prompt: 12_500, cacheRead: 6_250 }), /^Longer prompts/],
  ['hits', period({ cost: 1_200n, cacheRead: 3_000 }), /^Fewer cache hits/],
  [
    'model',
    period({
      cost: 1_200n,
      costByModel: new Map([
        ['a', 600n],
        ['b', 600n],
      ]),
    }),
    /^More b$/,
  ],
  // 1,100 of 11,000 tokens lost their price: a cheaper period that is not cheaper.
  ['unpriced', period({ cost: 900n, unpricedTokens: 1_100 }), /^10\.0.% without a price$/],
  ['unpriced altogether', period({ cost: 0n, unpricedTokens: 11_000 }), /^No price any more$/],
  ['gone', period({ cost: 0n, requests: 0, prompt: 0, output: 0, cacheRead: 0 }), /^No use/],
])('the reason of a change by %s', (_, changed, text) => {
  expect(mostlyBecause(changed, period({}), (id) => id)).toMatch(text)
})

test('what stands out are the days the fake ledger was made to peak on', () => {
  const events = standsOut(totalsBy(now, ['day', 'surface'], FAKE_RULES), LAST_DAY)
  const peak = events.find((event) => event.surface === 'code-review')
  expect(peak).toMatchObject({ from: '2026-11-17', to: '2026-11-19' })
  expect(peak?.what).toMatch(/times its usual requests/)
  // Two surfaces peak on these days; they are one event, and letters follow the dates.
  expect(events.map((event) => event.letter)).toEqual(['a', 'b'].slice(0, events.length))
})

test('too few days to know what is usual: nothing stands out', () => {
  const three = cellsUnder({ ...FILTERS, from: '2026-11-16', to: '2026-11-18' }, FAKE_RULES)
  expect(standsOut(totalsBy(three, ['day', 'surface'], FAKE_RULES), LAST_DAY)).toEqual([])
})

test('coverage never rounds unknown parts away', () => {
  const data = { rows: totalsBy(now, ['surface'], FAKE_RULES), totals: sumCells(now) }
  const coverage = coverageOf(data)
  expect(coverage.unpricedTokens).toBeGreaterThan(0)
  expect(coverage.priced).toBeLessThanOrEqual(0.999)
  expect(coverage.unattributedCost).toBe(
    BigInt(data.rows.find((row) => row.keys['surface'] === 'unattributed')?.listCost ?? '0'),
  )
})

test('cost of 1,000 requests is exact, and unknown without a count', () => {
  const figures = { ...sumCells(now), listCost: '3000000000000', requests: 10, unpricedRequests: 3 }
  // Three of ten requests have no price, so that the 3 USD are of seven: 3 x 1,000 / 7 = 428.571428571428 USD, cut at a pico-USD.
  expect(costPerThousand(figures)).toBe(428_571_428_571_428n)
  expect(costPerThousand({ ...figures, requests: null })).toBeNull()
})
