import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, addUnreduced, compare, divide, fraction, fractionOfNumber, multiply, parseFraction, roundHalfEven, subtract, toNumber } from '../../src/core/fraction.ts'
import { formatRate, formatUsdExact, parseRate, parseUsd, picoToUsdNumber, roundCents, roundDecimal, roundUsd } from '../../src/core/money.ts'

describe('amounts', () => {
  it.each([['0.0708', 70_800_000_000n], ['0', 0n], ['-1.5', -1_500_000_000_000n], ['12', 12_000_000_000_000n], ['0.000000000001', 1n]])(
    'reads and writes %s', (text, pico) => {
      expect(parseUsd(text)).toBe(pico)
      expect(formatUsdExact(pico)).toBe(text)
    })

  it('reads more decimals only where they are zeros', () => {
    expect(parseUsd('1.0000000000000')).toBe(1_000_000_000_000n)
    expect(() => parseUsd('0.0000000000001')).toThrow(RangeError)
  })

  it.each(['', '1e3', '$1', '1,000', '.5', '1.', 'NaN', '--1'])('refuses %j', (text) => {
    expect(() => parseUsd(text)).toThrow(RangeError)
    expect(() => parseRate(text)).toThrow(RangeError)
  })

  it('writes every amount so that it reads back', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (pico) => {
      expect(parseUsd(formatUsdExact(pico))).toBe(pico)
    }))
  })

  it('keeps the smallest published rate exact', () => {
    // Haiku 5.5 batch cache read with the residency premium: 0.005 x 1.1
    expect(parseRate('0.0055')).toBe(5500n)
    expect(formatRate(5500n)).toBe('0.0055')
    expect(() => parseRate('-1')).toThrow(RangeError)
    expect(picoToUsdNumber(70_800_000_000n)).toBeCloseTo(0.0708, 12)
  })
})

describe('decimals of bills', () => {
  it.each([
    ['4.125', 4_125_000_000_000n],
    ['-27', -27_000_000_000_000n],
    ['0.0000000000005', 0n],
    ['0.0000000000015', 2n],
    ['0.0000000000025', 2n],
    ['0.00000000000250001', 3n],
    ['-0.0000000000015', -2n],
    ['1.2e-7', 120_000n],
    ['1.2E+3', 1_200_000_000_000_000n],
    ['.5', 500_000_000_000n],
    ['+5.', 5_000_000_000_000n],
    ['1e-300', 0n],
  ])('%s USD', (text, pico) => {
    expect(roundUsd(text)).toBe(pico)
  })

  it.each(['', '.', '-', 'e5', '1,5', '$1', 'NaN', '0x10', '1e9999', `1${'0'.repeat(100)}`])('refuse %j', (text) => {
    expect(roundUsd(text)).toBeNull()
  })

  it.each([
    ['48.2500', '0.4825'],
    ['123.78912', '1.2378912'],
    ['-0.5', '-0.005'],
    ['0.0000000001', '0.000000000001'],
    ['0.00000000005', '0'],
    ['0.00000000015', '0.000000000002'],
  ])('%s cents are %s USD', (cents, usd) => {
    expect(roundCents(cents)).toBe(parseUsd(usd))
  })

  it('a quantity in thousands of tokens is tokens', () => {
    expect(roundDecimal('0.02645', 6)).toBe(26_450n)
    expect(roundDecimal('1250', 3)).toBe(1_250_000n)
    expect(roundDecimal('12.3456000000001', 3)).toBe(12_346n)
  })

  it('agrees with the exact reading wherever that has an answer', () => {
    fc.assert(fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), (pico) => {
      expect(roundUsd(formatUsdExact(pico))).toBe(pico)
    }))
  })
})

describe('fractions', () => {
  const some = fc.tuple(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: 1n, max: 1000n })).map(([num, den]) => fraction(num, den))

  it('are reduced, with a positive denominator', () => {
    expect(fraction(6n, -4n)).toEqual({ num: -3n, den: 2n })
    expect(fraction(0n, 5n)).toEqual({ num: 0n, den: 1n })
    expect(() => fraction(1n, 0n)).toThrow(RangeError)
  })

  it('undo what they did', () => {
    fc.assert(fc.property(some, some, (a, b) => {
      expect(subtract(add(a, b), b)).toEqual(a)
      expect(compare(addUnreduced(a, b), add(a, b))).toBe(0)
      if (b.num !== 0n) expect(divide(multiply(a, b), b)).toEqual(a)
    }))
  })

  it.each([['12.5', 25n, 2n], ['13/10', 13n, 10n], ['-0.25', -1n, 4n], ['10/13', 10n, 13n], ['1.5/0.5', 3n, 1n]])('read %s', (text, num, den) => {
    expect(parseFraction(text)).toEqual({ num, den })
  })

  it.each(['', 'x', '1e3', '1/0', '1/2/3', '-0,5'])('refuse %j', (text) => {
    expect(parseFraction(text)).toBeNull()
  })

  it.each([[0.1, 1n, 10n], [1e-7, 1n, 10_000_000n], [2.5e21, 2_500_000_000_000_000_000_000n, 1n], [-3, -3n, 1n]])('take the number %d as it is written', (value, num, den) => {
    expect(fractionOfNumber(value)).toEqual({ num, den })
  })

  it.each([[1n, 2n, 0n], [3n, 2n, 2n], [5n, 2n, 2n], [-1n, 2n, 0n], [-3n, 2n, -2n], [7n, 3n, 2n], [8n, 3n, 3n], [-7n, 3n, -2n], [-8n, 3n, -3n]])(
    'round %d/%d to %d', (num, den, rounded) => {
      expect(roundHalfEven({ num, den })).toBe(rounded)
      expect(toNumber({ num, den })).toBeCloseTo(Number(num) / Number(den), 12)
    })
})
