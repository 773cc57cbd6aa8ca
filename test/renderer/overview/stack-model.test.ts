// Cost over time as a stack: order, "other", buckets, and sums that stay exact.
import { expect, test } from 'vitest'
import {
  joinSeries,
  stackBars,
  stackOf,
  sumBySeries,
  bucketTotal,
} from '../../../renderer/views/overview/stack-model.ts'
import type { TotalsRow } from '../../../src/api/contract/shapes.ts'
import { LAST_DAY, cellsUnder, sumCells, totalsBy, FAKE_RULES } from '../fake-ledger.ts'

const FILTERS = {
  from: '2026-11-16',
  to: LAST_DAY,
  tz: 'UTC',
  basis: null,
  platforms: [],
  surfaces: [],
  models: [],
  routes: [],
}
const DAYS = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22']

const cells = cellsUnder(FILTERS, FAKE_RULES)
const total = BigInt(sumCells(cells).listCost ?? '0')

test.each(['surface', 'model', 'platform'] as const)(
  'a stack by %s adds up to the total, in every bucket and overall',
  (stack) => {
    const built = stackOf({ rows: totalsBy(cells, ['day', stack], FAKE_RULES), stack, bucketKey: 'day', buckets: DAYS })
    expect(built.total).toBe(total)
    expect(DAYS.reduce((sum, day) => sum + bucketTotal(built, day), 0n)).toBe(total)
    expect([...built.totals.values()].reduce((sum, amount) => sum + amount, 0n)).toBe(total)
  },
)

test('a stack by token class adds up to the same total', () => {
  const built = stackOf({
    rows: totalsBy(cells, ['day'], FAKE_RULES),
    stack: 'token-class',
    bucketKey: 'day',
    buckets: DAYS,
  })
  expect(built.total).toBe(total)
  expect(built.keys).not.toContain('webSearches')
})

function row(surface: string, day: string, dollars: number): TotalsRow {
  const [first] = totalsBy(cells, ['day', 'surface'], FAKE_RULES)
  if (first === undefined) throw new Error('no row')
  return { ...first, keys: { surface, day }, listCost: (BigInt(dollars) * 1_000_000_000_000n).toString() }
}

test('the largest is at the bottom, beyond seven is "other", unattributed is last', () => {
  const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index) => row(name, '2026-11-16', 10 + index))
  const built = stackOf({
    rows: [...rows, row('unattributed', '2026-11-17', 500)],
    stack: 'surface',
    bucketKey: 'day',
    buckets: DAYS,
  })
  expect(built.keys).toEqual(['i', 'h', 'g', 'f', 'e', 'd', 'c', 'other', 'unattributed'])
  // a and b, 10 + 11 dollars.
  expect(built.totals.get('other')).toBe(21_000_000_000_000n)
  // Earlier amounts fall under the series of now: what was b then is "other" now.
  const before = joinSeries(
    sumBySeries([row('b', '2026-10-16', 7), row('i', '2026-10-16', 3)], 'surface'),
    built.seriesOf,
  )
  expect(before.get('other')).toBe(7_000_000_000_000n)
})

test('a day without usage is an empty bar, a hidden series is not drawn', () => {
  const built = stackOf({
    rows: [row('a', '2026-11-16', 4), row('b', '2026-11-16', 2)],
    stack: 'surface',
    bucketKey: 'day',
    buckets: DAYS,
  })
  const bars = stackBars(built, new Set(['a']))
  expect(bars.map((bar) => bar.bucket)).toEqual(DAYS)
  expect(bars[0]?.values).toEqual({ b: 2 })
  expect(bars[1]?.values).toEqual({})
})

test('the second run of an hour stands with the first', () => {
  const rows = [row('a', '', 4), row('a', '', 2)].map((one, index) => ({
    ...one,
    keys: { surface: 'a', hour: index === 0 ? '2026-10-25T02:00' : '2026-10-25T02:00+01:00' },
  }))
  const built = stackOf({ rows, stack: 'surface', bucketKey: 'hour', buckets: ['2026-10-25T02:00'] })
  expect(bucketTotal(built, '2026-10-25T02:00')).toBe(6_000_000_000_000n)
})
