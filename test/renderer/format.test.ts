// How numbers are spelled. Amounts are pico-USD: 1 USD = 1e12.
import { describe, expect, test } from 'vitest'
import * as format from '../../renderer/format.ts'

const NNBSP = '\u202F'
const usd = (text: string) => BigInt(Math.round(Number(text) * 1e6)) * 1_000_000n

describe('money', () => {
  test.each([
    ['1234560000000000', '$1,234.56'],
    ['-7586220000000000', '−$7,586.22'],
    ['1000000000000', '$1.00'],
    ['0', '$0.00'],
    ['5164000000', '$0.005164'],
    ['33684000000', '$0.03368'],
    // Four significant digits, so that 0.0708 keeps its last place.
    ['70800000000', '$0.07080'],
    // 0.099996 rounds to 0.1000, still four digits.
    ['99996000000', '$0.1000'],
    // 0.99999 would be 1.000: from a dollar on there are two decimals.
    ['999990000000', '$1.00'],
    // The smallest amount there is, and nothing made up behind it.
    ['5', '$0.000000000005'],
  ])('%s pico-USD is %s', (pico, text) => expect(format.money(pico)).toBe(text))

  test('is rounded half up on the exact amount', () => {
    // 1.005 USD is exactly representable in pico-USD, and is not in a float (1.00499999999999989...).
    expect(format.money(1_005_000_000_000n)).toBe('$1.01')
    expect(format.money(1_004_999_999_999n)).toBe('$1.00')
    // 2^53 cents and one: a float would lose the last cent.
    expect(format.money(90_071_992_547_409_930_000_000_000n)).toBe('$90,071,992,547,409.93')
  })

  test('a change carries its sign, none has none', () => {
    expect(format.moneyChange(usd('1714.25'))).toBe('+$1,714.25')
    expect(format.moneyChange(-usd('347.72'))).toBe('−$347.72')
    expect(format.moneyChange(0n)).toBe('$0.00')
  })

  test('forecasts are whole dollars', () => {
    expect(format.wholeMoney(usd('48899.5'))).toBe('$48,900')
    expect(format.wholeMoney(-usd('0.4'))).toBe('$0')
  })
})

test.each([
  [0, '0'],
  [950, '950'],
  [1_234, '1.23k'],
  [9_994, '9.99k'],
  [9_995, '10.0k'],
  [46_600_000, '46.6M'],
  [107_000_000_000, '107.0B'],
  [999_960, '1.00M'],
  [1_090_000_000, '1.09B'],
  [-1_500, '−1.50k'],
])('%d tokens are %s', (value, text) => expect(format.tokens(value)).toBe(text))

test('percentages have one decimal and a narrow space, differences are points', () => {
  expect(format.percent(0.824)).toBe(`82.4${NNBSP}%`)
  expect(format.percentChange(0.067)).toBe(`+6.7${NNBSP}%`)
  expect(format.percentChange(-0.00049)).toBe(`0.0${NNBSP}%`)
  // 0.0005 is 0.05 %, which rounds half up to 0.1 %.
  expect(format.percentChange(-0.0005)).toBe(`−0.1${NNBSP}%`)
  expect(format.pointsChange(-0.006)).toBe('−0.6 points')
})

test('dates and ranges', () => {
  expect(format.date('2026-11-18')).toBe('18 Nov 2026')
  expect(format.weekdayDate('2026-11-05')).toBe('Thu 5 Nov 2026')
  expect(format.dateRange('2026-10-26', '2026-11-22')).toBe('26 Oct to 22 Nov 2026')
  expect(format.dateRange('2025-12-20', '2026-01-02')).toBe('20 Dec 2025 to 2 Jan 2026')
  expect(format.shortDateRange('2026-11-11', '2026-11-13')).toBe('11 to 13 Nov')
  // 13:06 UTC is 14:06 in winter in Berlin.
  expect(format.time(Date.parse('2026-11-22T13:06:00Z'), 'Europe/Berlin')).toBe('14:06')
})

test('a relative change has no value without a before', () => {
  expect(format.relativeChange('110', '100')).toBeCloseTo(0.1, 9)
  expect(format.relativeChange('5', '0')).toBeNull()
  // From a loss of 10 to a gain of 5 is 150 % up, not down.
  expect(format.relativeChange('5', '-10')).toBeCloseTo(1.5, 9)
})
