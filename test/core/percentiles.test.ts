// Percentiles that are found without sorting are those of the sorted values, for groups alone and together.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Percentiles } from '../../src/core/percentiles.ts'

const PERCENTS = [50, 95, 99]

function nearestRanks(values: readonly number[]): (number | null)[] {
  const sorted = values.toSorted((a, b) => a - b)
  return PERCENTS.map((percent) => sorted[Math.max(Math.ceil((percent * sorted.length) / 100), 1) - 1] ?? null)
}

const value = fc.oneof(fc.nat(300), fc.nat(70_000), fc.nat(), fc.constantFrom(255, 256, 511, 512, 2 ** 31 - 1, 2 ** 31, 2 ** 40))

describe('percentiles', () => {
  it('are values at the nearest rank', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(2), value), { maxLength: 300 }), (given) => {
      const percentiles = new Percentiles(3, PERCENTS)
      // Numbers are not groups: those of the last are wanted by none.
      const numbers = Int32Array.from(given, ([group]) => 4 - group)
      const values = Float64Array.from(given, ([, each]) => each)
      const column = { length: given.length, numbers, groupOf: Int32Array.from([-1, -1, 2, 1, 0]), values }
      const asked = [[0], [1], [2], [0, 2], [0, 1, 2]]
      percentiles.count(column)
      for (const groups of asked) percentiles.want(groups)
      percentiles.collect(column)
      for (const groups of asked) {
        const own = given.flatMap(([group, each]) => (groups.includes(group) ? [each] : []))
        expect(percentiles.of(groups)).toEqual(nearestRanks(own))
        expect(percentiles.total(groups)).toBe(own.length)
      }
    }))
  })
})
