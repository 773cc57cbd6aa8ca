// What projections and decisions start from is kept: asked again and again, of other filters and requirements, while usage, prices and
// discounts change, they come out as where nothing is kept.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_FILTERS } from '../../src/api/backend/cell-view.ts'
import type { Context } from '../../src/api/backend/context.ts'
import { KeptResults } from '../../src/api/backend/kept-results.ts'
import { projectionBaseline } from '../../src/api/backend/projection-baseline.ts'
import type { Filters } from '../../src/api/contract/shapes.ts'
import { decide } from '../../src/core/decide.ts'
import { decisionToJson } from '../../src/core/decide-json.ts'
import { noRequirements, type Requirements } from '../../src/core/requirements.ts'
import { placementFacts } from '../../src/placements/load-placements.ts'
import { newLedger } from '../db/records.ts'
import { contextOf, steps, takeSteps } from './changing-ledger.ts'

function decided(context: Context, filters: Filters, requirements: readonly Requirements[]) {
  const { cells, coveredDays, window } = projectionBaseline(context, filters, { each: 'span' })
  const input = { cells, coveredDays, book: context.prices.book(), discounts: context.prices.discounts(), placements: placementFacts().slice(0, 4), requirements, latency: [] }
  return { window, cells: [...cells], decision: decisionToJson(decide(input)) }
}

describe('what is kept of traffic', () => {
  it('answers as if nothing had been asked before', () => {
    fc.assert(fc.property(fc.constantFrom('UTC', 'America/New_York'), steps, (zone, taken) => {
      const ledger = newLedger(zone)
      const context = contextOf(ledger)
      takeSteps(context, taken, ({ filters, each }) => {
        const asked = (withToday: boolean, of: Context) => projectionBaseline(of, filters, { each: 'span', withToday })
        expect(asked(each === 'day', context)).toEqual(asked(each === 'day', contextOf(ledger)))
        for (const isDirect of [false, true]) {
          const requirements: Requirements[] = isDirect ? [{ ...noRequirements('one'), core: 'newest-model' }] : []
          // One window is asked every time.
          for (const asked of [filters, { ...NO_FILTERS, tz: 'UTC' }]) {
            expect(decided(context, asked, requirements)).toEqual(decided(contextOf(ledger), asked, requirements))
          }
        }
      })
      ledger.close()
    }), { numRuns: 30 })
  })
})

describe('kept results', () => {
  it('are given again for the same question on the same things, and made anew otherwise', () => {
    const results = new KeptResults<number>()
    const [day, other] = [{}, {}]
    let made = 0
    const ask = (key: string, ...restsOn: object[]) => results.of(key, restsOn, () => (made += 1))
    expect([ask('a', day), ask('a', day), ask('b', day), ask('a', day)]).toEqual([1, 1, 2, 1])
    expect([ask('a', day, other), ask('a', other), ask('a', day)]).toEqual([3, 4, 5])
    expect([ask('b', day), ask('c', day), ask('a', day)]).toEqual([2, 6, 7])
  })
})
