// What stands around a projection: the spread of its days, and what it depends on.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/core/calendar.ts'
import { roundHalfEven, toNumber } from '../../src/core/fraction.ts'
import { intervalOf, LEAST_DAYS } from '../../src/core/projection-interval.ts'
import { project, type ProjectionCell, type ProjectionInput } from '../../src/core/projection.ts'
import { tornadoOf } from '../../src/core/projection-tornado.ts'
import type { Scenario } from '../../src/core/scenario.ts'
import { book, toEu, used } from './projection-builders.ts'

const MODEL = { model: 'claude-opus-5-5' }

/** One day each, from 1 October on, with so many million uncached tokens: 4 USD a million on direct, 4.40 in the EU. */
const days = (...millions: number[]): ProjectionCell[] => millions.map((count, at) =>
  used('a', { ...MODEL, promptOver: 0, promptUpTo: 76_923 }, { on: addDays('2026-10-01', at), tokens: { uncachedInput: count * 1_000_000 } }))

const input = (cells: ProjectionCell[], scenario: Scenario): ProjectionInput =>
  ({ cells, coveredDays: cells.length, book, discounts: [], scenario })

const interval = (asked: ProjectionInput, options = {}) => intervalOf(asked, project(asked), options)
const tornado = (asked: ProjectionInput) => tornadoOf(asked, project(asked))
const usd = (pico: bigint | undefined) => Number(pico ?? 0n) / 1e12
const EU: Scenario = { moves: [{ surface: 'a', to: toEu }] }

describe('the interval', () => {
  it('is not given under fourteen covered days, and says so', () => {
    const short = interval(input(days(...Array.from({ length: LEAST_DAYS - 1 }, () => 1)), EU))
    expect(short).toMatchObject({ projected: null, difference: null, months: [], why: 'The window has 13 covered days; a range needs 14.' })
    expect(interval(input(days(...Array.from({ length: LEAST_DAYS }, () => 1)), EU)).why).toBeNull()
  })

  it('has no width where every day is the same', () => {
    // 0.40 USD a day more x 30.4375 = 12.175 USD a month.
    const { projected, difference } = interval(input(days(...Array.from({ length: 21 }, () => 1)), EU))
    expect([usd(difference?.p10), usd(difference?.p90)]).toEqual([12.175, 12.175])
    expect(usd(projected?.p10)).toBe(133.925)
  })

  it('lies round the projection where days differ, and is wider where they differ more', () => {
    const calm = input(days(...Array.from({ length: 28 }, (_, at) => 10 + (at % 2))), EU)
    const wild = input(days(...Array.from({ length: 28 }, (_, at) => (at < 14 ? 1 : 20))), EU)
    for (const asked of [calm, wild]) {
      const { difference } = interval(asked)
      const middle = roundHalfEven(project(asked).total.difference)
      expect(difference !== null && difference.p10 <= middle && middle <= difference.p90).toBe(true)
    }
    const width = (asked: ProjectionInput) => {
      const { difference } = interval(asked)
      return usd(difference?.p90) - usd(difference?.p10)
    }
    expect(width(wild)).toBeGreaterThan(5 * width(calm))
  })

  it('is the same for the same seed, and within a little for another', () => {
    const asked = input(days(...Array.from({ length: 30 }, (_, at) => 1 + ((at * 7) % 11))), EU)
    expect(interval(asked)).toEqual(interval(asked))
    const [one, other] = [interval(asked, { seed: 1 }), interval(asked, { seed: 2 })]
    expect(one.difference).not.toEqual(other.difference)
    expect(usd(one.difference?.p90) / usd(other.difference?.p90)).toBeCloseTo(1, 1)
  })

  it('keeps its ends in order, whatever the days', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 14, maxLength: 40 }), (millions) => {
      const { projected, months } = interval(input(days(...millions), EU), { draws: 60 })
      expect(projected !== null && projected.p10 <= projected.p90).toBe(true)
      for (const { p10, p90 } of months) expect(p10 <= p90).toBe(true)
    }), { numRuns: 20 })
  })

  it('gives the months of payback a range, and an open end where savings are too small', () => {
    const home = Array.from({ length: 21 }, (_, at) => used('a', { ...MODEL, ...toEu, promptOver: 0, promptUpTo: 76_923 },
      { on: addDays('2026-10-01', at), tokens: { uncachedInput: 1_000_000 * (1 + (at % 3)) } }))
    // 0.40 USD a million saved; 2 million a day on average: 24.35 USD a month.
    const back: Scenario = { moves: [{ surface: 'a', to: { platform: 'bedrock', route: 'global' }, oneOffUsd: 48.7 }], horizonMonths: 12 }
    const asked = input(home, back)
    const { paybackMonths } = interval(asked)
    expect(toNumber(project(asked).horizon.paybackMonths ?? { num: 0n, den: 1n })).toBeCloseTo(2, 6)
    expect(paybackMonths?.p10).toBeLessThanOrEqual(2)
    expect(paybackMonths?.p90).toBeGreaterThanOrEqual(2)
    expect(interval(input(home, { ...back, horizonMonths: 1 })).paybackMonths).toEqual({ p10: null, p90: null })
  })
})

describe('the tornado', () => {
  const cells = [
    ...days(1, 1, 1, 1),
    used('a', { ...MODEL, promptOver: 0, promptUpTo: 76_923 }, { on: '2026-10-01', tokens: { cacheRead: 6_000_000 } }),
  ]

  it('puts the widest first, with a value at both ends', () => {
    const bars = tornado(input(cells, { moves: [{ surface: 'a', to: toEu, fixedMonthlyUsd: 5, sharePct: 50 }] }))
    expect(bars.map(({ width }) => width)).toEqual(bars.map(({ width }) => width).toSorted((a, b) => (a > b ? -1 : 1)))
    expect(bars.map(({ input: name }) => name).toSorted()).toEqual(['discount', 'fixed', 'hit-rate', 'share', 'traffic'])
    expect(bars.find(({ input: name }) => name === 'hit-rate')).toMatchObject({ baseValue: '60 %', low: { value: '50 %' }, high: { value: '70 %' } })
    expect(bars.find(({ input: name }) => name === 'share')).toMatchObject({ baseValue: '50 %', low: { value: '30 %' }, high: { value: '70 %' } })
  })

  it('is the projection run again: a discount of 5 points is 5 % of the list cost there', () => {
    const [bar] = tornado(input(cells, EU)).filter(({ input: name }) => name === 'discount')
    // 4 x 4.40 + 6 x 0.22 = 18.92 USD on 5 days; 5 % of it x 30.4375 / 5 = 5.758775 USD a month.
    expect(usd(bar?.width)).toBeCloseTo(5.758775, 9)
    expect(bar?.low.difference).toBe(roundHalfEven(project(input(cells, EU)).total.difference))
  })

  it('varies the token factor only where there is one', () => {
    const older = [used('a', { model: 'claude-sonnet-4-6' }, { on: '2026-10-01', tokens: { uncachedInput: 10_000 } })]
    const move = { surface: 'a', modelMap: { 'claude-sonnet-4-6': 'claude-sonnet-5-5' } }
    const factor = (asked: Scenario) => tornado(input(older, asked)).find(({ input: name }) => name === 'token-factor')
    expect(factor({ moves: [move] })).toMatchObject({ baseValue: '1.30', low: { value: '1.17' }, high: { value: '1.43' } })
    expect(factor({ moves: [{ surface: 'a', to: toEu }] })).toBeUndefined()
  })

  it('says nothing of a scenario without moves', () => {
    expect(tornado(input(cells, { moves: [] }))).toEqual([])
  })
})

describe('a token factor of the user', () => {
  const older = [used('a', { model: 'claude-sonnet-4-6' }, { on: '2026-10-01', tokens: { uncachedInput: 10_000 } })]
  const warningsOf = (tokenFactor?: string) => project(input(older, { moves: [{
    surface: 'a', modelMap: { 'claude-sonnet-4-6': 'claude-sonnet-5-5' }, ...(tokenFactor === undefined ? {} : { tokenFactor }),
  }] })).total.warnings.concat(project(input(older, { moves: [{
    surface: 'a', modelMap: { 'claude-sonnet-4-6': 'claude-sonnet-5-5' }, ...(tokenFactor === undefined ? {} : { tokenFactor }),
  }] })).surfaces.flatMap(({ warnings }) => warnings))

  it('is said to be assumed, unless it is the one of the tokenizers', () => {
    expect(warningsOf('6/5').join()).toContain('The token factor 6/5 is assumed; the tokenizers of the two models suggest 13/10.')
    expect(warningsOf('1.3').join()).not.toContain('assumed')
    expect(warningsOf().join()).not.toContain('assumed')
  })
})
