// When a change of cost is none, because prices came or went.
import { expect, test } from 'vitest'
import { priceShift } from '../../../renderer/state/coverage.ts'

const usage = (unpricedTokens: number) => ({
  tokens: { uncachedInput: 600, cacheRead: 300, cacheWrite5m: 0, cacheWrite1h: 0, output: 100 },
  unpricedTokens,
})

test.each([
  { change: -0.3, now: 200, before: 0, shift: { now: 0.2, before: 0 }, why: 'a fall because a fifth lost its price' },
  { change: 0.3, now: 0, before: 200, shift: { now: 0, before: 0.2 }, why: 'a rise because a fifth got its price' },
  { change: 0.3, now: 200, before: 0, shift: null, why: 'a rise in spite of lost prices is one' },
  { change: -0.3, now: 0, before: 200, shift: null, why: 'a fall in spite of new prices is one' },
  { change: -0.3, now: 203, before: 200, shift: null, why: 'a third of a point moves no cost by a third' },
  { change: null, now: 200, before: 0, shift: null, why: 'nothing to compare with' },
])('$why', ({ change, now, before, shift }) => {
  expect(priceShift(change, [usage(now)], [usage(before)])).toEqual(shift)
})

test('shares are of sums, not means of shares', () => {
  // 500 of 2,000 tokens now, none of 1,000 before.
  expect(priceShift(-0.1, [usage(500), usage(0)], [usage(0)])).toEqual({ now: 0.25, before: 0 })
})
