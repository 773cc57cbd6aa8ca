// A view looks at its own days: the evidence that counts is chosen day by day, and comes out as if all days had been looked at.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { NO_FILTERS } from '../../src/api/backend/cell-view.ts'
import { Context } from '../../src/api/backend/context.ts'
import { DayChoice } from '../../src/api/backend/day-choice.ts'
import { readingAhead } from '../../src/api/backend/read-ahead.ts'
import { series } from '../../src/api/backend/series.ts'
import { chooseBasis, type BasisDay } from '../../src/core/basis-choice.ts'
import { BASES } from '../../src/core/usage.ts'
import { bring, ids, newLedger, NOON, origin } from '../db/records.ts'
import { dayText } from '../../db/zone-days.ts'

const DAY_MS = 86_400_000

const basisDay: fc.Arbitrary<BasisDay> = fc.record({
  platform: fc.constantFrom('anthropic', 'bedrock'), utcDay: fc.integer({ min: -9, max: 30 }).map(dayText), basis: fc.constantFrom(...BASES),
  importer: fc.constantFrom('one', 'two'), tokens: fc.nat(1000),
}).map((day) => ({ ...day, importer: day.basis === 'requests' ? null : day.importer }))

/** Sixty days of requests, of one project and then of another. */
function twoMonths(): Context {
  const ledger = newLedger()
  bring(ledger, Array.from({ length: 60 }, (_, day) =>
    ids(`m${day}`, null, 1, { occurredAtMs: NOON + day * DAY_MS, origin: origin({ project: day < 30 ? 'first' : 'second' }) })))
  return new Context({ ledger, version: 'test', fault: (error) => { throw error } })
}

const dayAfter = (days: number) => new Date(NOON + days * DAY_MS).toISOString().slice(0, 10)
const daysOf = (from: number, to: number) => ({ ...NO_FILTERS, tz: 'UTC', from: dayAfter(from), to: dayAfter(to) })

describe('the choice of evidence', () => {
  it('is that of all days, made for those that are asked for', () => {
    fc.assert(fc.property(fc.array(basisDay), fc.constantFrom(null, ...BASES), (days, only) => {
      const all = chooseBasis(days, only)
      const some = new DayChoice(only, ({ from, to }) => days.filter(({ utcDay }) => utcDay >= from && utcDay <= to))
      for (const { platform, utcDay, basis, importer } of days) {
        const evidence = { basis, importer: importer ?? 'any' }
        expect(some.evidenceOf(platform, utcDay)).toEqual(all.evidenceOf(platform, utcDay))
        expect(some.counts(platform, utcDay, evidence)).toBe(all.counts(platform, utcDay, evidence))
      }
    }))
  })

  it('looks at no day far from the view', () => {
    const context = twoMonths()
    const asked = vi.spyOn(context.ledger.usage, 'basisDays')
    series(context, { filters: daysOf(40, 45), each: 'day', by: 'surface' })
    for (const [days] of asked.mock.calls) {
      expect(days !== null && days.from > dayAfter(30) && days.to < dayAfter(55)).toBe(true)
    }
    expect(asked).toHaveBeenCalled()
    context.ledger.close()
  })
})

describe('what is read before a call', () => {
  it('is the days of its filters, those of its scenario, or all', async () => {
    const context = twoMonths()
    const asked = vi.spyOn(context.ledger.usage, 'readDays')
    const before = readingAhead(context)
    const window = { from: dayAfter(3), to: dayAfter(4) }
    await before('usage.totals', { filters: daysOf(1, 2), by: [] })
    await before('whatif.project', { scenario: { window }, filters: daysOf(1, 2) })
    await before('whatif.project', { scenario: {} })
    await before('profiles.list', {})
    await before('ledger.status', {})
    expect(asked.mock.calls.map(([{ from, to }]) => [from, to]))
      .toEqual([[dayAfter(1), dayAfter(2)], [dayAfter(3), dayAfter(4)], [null, null], [null, null]])
    context.ledger.close()
  })
})

describe('a series', () => {
  it('has the values of its own days, whatever was asked before', () => {
    const context = twoMonths()
    const values = (from: number, to: number) => series(context, { filters: daysOf(from, to), each: 'day', by: 'surface' }).values
    expect(values(0, 59)).toEqual(['first', 'second'])
    expect(values(35, 40)).toEqual(['second'])
    context.ledger.close()
  })
})
