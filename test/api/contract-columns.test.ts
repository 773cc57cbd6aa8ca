// The columns of a series take and refuse what an array of the same schema takes and refuses, only faster.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { amounts, amountsOrNull, count, counts, countsOrNull, pico } from '../../src/api/contract/shapes.ts'

const amount = z.union([count, pico])

const value = fc.oneof(
  fc.integer(), fc.constantFrom<unknown>(null, '', '12', '-7', '1.5', 'x', 1.5, -1, 2 ** 53 - 1, 2 ** 53, NaN, Infinity, true, undefined, [], {}),
)
const mostlyRight = fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer() }, { weight: 1, arbitrary: value }), { maxLength: 6 })
const anything = fc.oneof(mostlyRight, fc.array(value, { maxLength: 3 }), value, fc.constant({ length: 0 }))

describe('a column', () => {
  it.each([
    ['of counts', counts, z.array(count)],
    ['of counts that may be missing', countsOrNull, z.array(count.nullable())],
    ['of amounts', amounts, z.array(amount)],
    ['of amounts that may be missing', amountsOrNull, z.array(amount.nullable())],
  ] as const)('%s is what an array of them is', (_, column, array) => {
    fc.assert(fc.property(anything, (given) => {
      const [read, expected] = [column.safeParse(given), array.safeParse(given)]
      expect(read.success).toBe(expected.success)
      if (expected.success) expect(read.data).toEqual(expected.data)
    }), { numRuns: 500 })
  })
})
