// The written times importers accept.
import { expect, test } from 'vitest'
import { isDayOnly, parseUtcTime } from '../../src/importers/utc-time.ts'

const AT = Date.UTC(2026, 10, 3, 8, 15, 27)

test.each([
  ['2026-11-03T08:15:27Z', AT],
  ['2026-11-03T08:15:27', AT],
  ['2026-11-03 08:15:27', AT],
  ['2026-11-03 08:15:27.000000000', AT],
  ['2026-11-03T08:15:27.5Z', AT + 500],
  ['2026-11-03T08:15:27.123456Z', AT + 123],
  ['2026-11-03T10:15:27+02:00', AT],
  ['2026-11-03T02:45:27-0530', AT],
  ['2026-11-03 08:15', AT - 27_000],
  ['2026-11-03', Date.UTC(2026, 10, 3)],
  ['2028-02-29', Date.UTC(2028, 1, 29)],
])('%s', (text, ms) => {
  expect(parseUtcTime(text)).toBe(ms)
})

test.each(['', 'yesterday', '2026-02-29', '2026-13-01', '2026-11-03T24:00:00Z', '2026-11-03T08:60:00Z', '1793693727', '03/11/2026'])(
  'not a time: %s',
  (text) => {
    expect(parseUtcTime(text)).toBeNull()
  },
)

test('days are told from times', () => {
  expect(isDayOnly('2026-11-03')).toBe(true)
  expect(isDayOnly('2026-11-03 00:00')).toBe(false)
})
