// The forecast of a month: what was spent, and the days left as the same weekdays were.
import { expect, test } from 'vitest'
import { addDays } from '../../src/core/calendar.ts'
import { forecastMonth, monthEndOf } from '../../src/core/forecast.ts'

/** Every day costs `of(day)` dollars, from the first day on. */
function costs(first: string, last: string, of: (day: string) => number): Map<string, bigint> {
  const found = new Map<string, bigint>()
  for (let day = first; day <= last; day = addDays(day, 1)) found.set(day, BigInt(of(day)) * 1_000_000_000_000n)
  return found
}
const usd = (dollars: number) => BigInt(dollars) * 1_000_000_000_000n
const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

test('a steady cost goes on as it was, weekends as weekends', () => {
  // November 2026 starts on a Sunday. To the 21st whole: 15 weekdays x 10 + 6 weekend days x 2 (1, 7, 8, 14, 15, 21) = 162,
  // today (22nd, a Sunday) 1 so far: 163. Left: today is a Sunday of 2, then 23 to 27 x 10, the 28th and 29th x 2, the 30th x 10.
  const costByDay = costs('2026-09-01', '2026-11-21', (day) => (isWeekend(day) ? 2 : 10)).set('2026-11-22', usd(1))
  const found = forecastMonth({ costByDay, firstDay: '2026-09-01', asOf: '2026-11-22', asOfIsPartial: true })
  expect(found.monthToDate).toBe(usd(163))
  expect(found.daysLeft).toBe(9)
  // 162 + 2 + 50 + 4 + 10 = 228, and with no spread all three agree.
  expect(found.atEnd).toEqual({ low: usd(228), expected: usd(228), high: usd(228) })
})

test('the range is from the lowest to the highest of the last four same weekdays', () => {
  // Mondays before 30 Nov 2026: 23, 16, 9, 2 cost 4, 8, 6, 2; every other day nothing. As of Sunday 29th, whole.
  const mondays = new Map([['2026-11-23', 4], ['2026-11-16', 8], ['2026-11-09', 6], ['2026-11-02', 2]])
  const found = forecastMonth({ costByDay: costs('2026-10-01', '2026-11-29', (day) => mondays.get(day) ?? 0), firstDay: '2026-10-01', asOf: '2026-11-29', asOfIsPartial: false })
  expect(found.daysLeft).toBe(1)
  // Spent 20; Monday the 30th at 2, (4 + 8 + 6 + 2) / 4 = 5, 8.
  expect(found.atEnd).toEqual({ low: usd(22), expected: usd(25), high: usd(28) })
})

test('a day that already cost more than usual is not taken back', () => {
  const costByDay = costs('2026-10-01', '2026-11-29', () => 1).set('2026-11-30', usd(9))
  const found = forecastMonth({ costByDay, firstDay: '2026-10-01', asOf: '2026-11-30', asOfIsPartial: true })
  // 29 days of 1, and today's 9 already.
  expect(found.atEnd?.low).toBe(usd(38))
})

test('days before the ledger are unknown, not free', () => {
  // 14 whole days from 9 to 22 Nov: each weekday was seen twice, at 10.
  const found = forecastMonth({ costByDay: costs('2026-11-09', '2026-11-22', () => 10), firstDay: '2026-11-09', asOf: '2026-11-22', asOfIsPartial: false })
  // 140 and eight days left at 10.
  expect(found.atEnd).toEqual({ low: usd(220), expected: usd(220), high: usd(220) })
})

test('under 14 whole days there is no forecast, and it says how many there were', () => {
  const costByDay = costs('2026-11-10', '2026-11-23', () => 10)
  const found = forecastMonth({ costByDay, firstDay: '2026-11-10', asOf: '2026-11-23', asOfIsPartial: true })
  expect(found.atEnd).toBeNull()
  expect(found.wholeDays).toBe(13)
  expect(found.monthToDate).toBe(usd(140))
})

test.each([['2026-02-01', '2026-02-28'], ['2028-02-28', '2028-02-29'], ['2026-12-31', '2026-12-31']])('the month of %s ends on %s', (day, end) => {
  expect(monthEndOf(day)).toBe(end)
})
