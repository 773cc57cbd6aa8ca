// Sums in pairs of doubles are those of BigInts, up to the limits, negative rates included.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ExactSums, LIMIT } from '../../src/core/exact-sums.ts'

const tokens = fc.oneof(fc.nat(), fc.integer({ min: 0, max: 2 ** 41 }))
const rate = fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 })

it('are exact to the last digit, by column, over rows and over columns', () => {
  fc.assert(fc.property(fc.array(fc.tuple(tokens, rate, fc.nat({ max: 1 }), fc.nat({ max: 1 })), { maxLength: 60 }), (products) => {
    const sums = new ExactSums(2, 1)
    sums.grow(3)
    const expected = [[0n, 0n], [0n, 0n]]
    let most = 0
    for (const [count, price, row, column] of products) {
      most += count * Math.abs(price)
      if (most >= LIMIT) break
      sums.add(row, column, count, price)
      const held = expected[row]
      if (held !== undefined) held[column] = (held[column] ?? 0n) + BigInt(count) * BigInt(price)
    }
    const [[a = 0n, b = 0n] = [], [c = 0n, d = 0n] = []] = expected
    expect([sums.value(0, 0), sums.value(0, 1), sums.value(1, 0), sums.value(1, 1)]).toEqual([a, b, c, d])
    expect([sums.text(0, [1, 1]), sums.text(1, [1, -1])]).toEqual([String(a + b), String(c - d)])
    sums.addRow(2, sums, 0)
    sums.addRow(2, sums, 1)
    expect([sums.value(2, 0), sums.value(2, 1)]).toEqual([a + c, b + d])
  }))
})

it('stay exact where a double alone would not: 9,007,199,254,740,993 is 2^53 + 1', () => {
  const sums = new ExactSums(1, 1)
  for (let day = 0; day < 3; day += 1) sums.add(0, 0, 3_002_399_751_580_331, 1)
  expect(sums.text(0, [1])).toBe('9007199254740993')
})
