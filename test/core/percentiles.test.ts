// Percentiles that are found without sorting are those of the sorted values, for groups alone and together.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binOf, BINS, binValues, rangeOf } from '../../src/core/binned-values.ts'
import { Percentiles } from '../../src/core/percentiles.ts'

const PERCENTS = [50, 95, 99]

function nearestRanks(values: readonly number[]): (number | null)[] {
  const sorted = values.toSorted((a, b) => a - b)
  return PERCENTS.map((percent) => sorted[Math.max(Math.ceil((percent * sorted.length) / 100), 1) - 1] ?? null)
}

const value = fc.oneof(fc.nat(300), fc.nat(70_000), fc.nat(), fc.constantFrom(255, 256, 511, 512, 2 ** 31 - 1, 2 ** 31, 2 ** 40))

/** Whole numbers as columns of 32 bits, which are counted, or others, which are sorted. */
const whole = fc.oneof(fc.nat(300), fc.nat(70_000), fc.nat(2 ** 31 - 1), fc.constantFrom(7, 8, 15, 16, 8191, 8192, 2 ** 31 - 1))
const given = fc.oneof(
  fc.record({ isWhole: fc.constant(true), rows: fc.array(fc.tuple(fc.nat(2), whole), { maxLength: 300 }) }),
  fc.record({ isWhole: fc.constant(false), rows: fc.array(fc.tuple(fc.nat(2), value), { maxLength: 300 }) }),
)
/** Numbers are not groups: those of the last are wanted by none, nor those below zero. */
const GROUP_OF = Int32Array.from([-1, -1, 2, 1, 0])
const ASKED = [[0], [1], [2], [0, 2], [0, 1, 2]]

describe('percentiles', () => {
  it.each(['by value', 'in bins', 'both'])('are values at the nearest rank: %s', (way) => {
    fc.assert(fc.property(given, ({ isWhole, rows }) => {
      const percentiles = new Percentiles(3, PERCENTS)
      const all = [...rows, [3, 5] as const, [0, -1] as const]
      const columnOf = (some: typeof all) => ({
        length: some.length, numbers: Int32Array.from(some, ([group]) => 4 - group), groupOf: GROUP_OF,
        values: isWhole ? Int32Array.from(some, ([, each]) => each) : Float64Array.from(some, ([, each]) => each),
      })
      const cut = way === 'by value' ? all.length : way === 'in bins' ? 0 : Math.floor(all.length / 2)
      const column = columnOf(all.slice(0, cut))
      const rest = all.slice(cut)
      const binned = binValues([columnOf(rest.slice(0, 7)), columnOf(rest.slice(7))], 5)
      percentiles.count(column)
      percentiles.countBinned(binned, GROUP_OF)
      for (const groups of ASKED) percentiles.want(groups)
      percentiles.collect(column)
      percentiles.collectBinned(binned, GROUP_OF)
      for (const groups of ASKED) {
        const own = rows.flatMap(([group, each]) => (groups.includes(group) ? [each] : []))
        expect(percentiles.of(groups)).toEqual(nearestRanks(own))
        expect(percentiles.total(groups)).toBe(own.length)
      }
    }))
  })
})

describe('a bin', () => {
  it('holds the whole numbers of its range, and no other', () => {
    for (let bin = 0; bin < BINS - 1; bin += 1) {
      const { first, width } = rangeOf(bin)
      expect([binOf(first), binOf(first + width - 1), binOf(first + width)]).toEqual([bin, bin, bin + 1])
    }
    expect(binOf(2 ** 40)).toBe(BINS - 1)
  })
})
