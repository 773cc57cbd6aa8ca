// What is kept of days is what they hold: views asked one after the other, of other days, filters and zones, while usage, rules
// and prices change, answer as a backend does that was asked nothing before, and as cells do.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_FILTERS, viewCells } from '../../src/api/backend/cell-view.ts'
import type { Context } from '../../src/api/backend/context.ts'
import { DaySums } from '../../src/api/backend/day-sums.ts'
import { bucketFor } from '../../src/api/backend/group-keys.ts'
import { pricedDays } from '../../src/api/backend/priced-days.ts'
import { series } from '../../src/api/backend/series.ts'
import { groupCells, groupUsage } from '../../src/api/backend/totals.ts'
import type { Filters, GroupKey } from '../../src/api/contract/shapes.ts'
import { SeriesColumns } from '../../src/core/series-columns.ts'
import { bring, newLedger, pass, record } from '../db/records.ts'
import { contextOf, steps, takeSteps, used } from './changing-ledger.ts'

function totals(context: Context, filters: Filters, by: readonly GroupKey[]) {
  const { groups, total, window } = groupUsage(context, filters, { by, billing: 'spend' })
  return { rows: groups.map(({ values, sum }) => ({ values, ...sum.toFigures() })), total: total.toFigures(), window }
}

function fromCells(context: Context, filters: Filters, by: readonly GroupKey[]) {
  const { cells, window } = viewCells(context, filters, { bucket: bucketFor(by), billing: 'spend' })
  const { groups, total } = groupCells(cells, by, context.prices.book())
  return { rows: groups.map(({ values, sum }) => ({ values, ...sum.toFigures() })), total: total.toFigures(), window }
}

describe('what is kept of days', () => {
  it('answers as if nothing had been asked before', () => {
    fc.assert(fc.property(fc.constantFrom('UTC', 'America/New_York'), steps, (zone, taken) => {
      const ledger = newLedger(zone)
      const context = contextOf(ledger)
      takeSteps(context, taken, (asked) => {
        const { filters, by } = asked
        const anew = contextOf(ledger)
        // One view is asked every time, of other days.
        for (const each of [asked, { ...asked, by: 'model' as const, filters: { ...filters, platforms: [], basis: null } }]) {
          expect(series(context, each)).toEqual(series(anew, each))
        }
        expect(totals(context, filters, ['day', by])).toEqual(totals(anew, filters, ['day', by]))
        expect(totals(context, filters, ['day', by])).toEqual(fromCells(anew, filters, ['day', by]))
      })
      ledger.close()
    }), { numRuns: 60 })
  })

  it('counts both requests of a class whose UTC day lies on two days of the ledger, where one of them searched without a price', () => {
    const ledger = newLedger('America/New_York')
    const requests = [['03:00', 0], ['12:00', 2]] as const
    bring(ledger, requests.map(([time, webSearches]) => record({
      messageId: time, occurredAtMs: Date.parse(`2026-11-12T${time}:00Z`), platform: 'bedrock', passes: [pass(5, { webSearches })],
    })))
    const context = contextOf(ledger)
    expect(totals(context, { ...NO_FILTERS, tz: 'UTC' }, ['day']).rows).toMatchObject([{ values: ['2026-11-12'], requests: 2, unpricedRequests: 2 }])
    expect(totals(context, { ...NO_FILTERS, tz: 'America/New_York' }, ['day']).rows.map(({ unpricedRequests }) => unpricedRequests)).toEqual([0, 1])
    ledger.close()
  })

  it('is the same where there is room for some of it only', () => {
    const ledger = newLedger()
    bring(ledger, fc.sample(used, { numRuns: 60, seed: 4 }))
    const context = contextOf(ledger)
    const asked = { filters: { ...NO_FILTERS, tz: 'UTC' }, by: ['day', 'surface'] as const, billing: undefined }
    const few = new DaySums(() => new SeriesColumns(), 20)
    const costs = (sums: DaySums<SeriesColumns>) => {
      const view = pricedDays(context, sums, asked)
      const rows = [...(view?.groups.keys() ?? [])]
      return { groups: view?.groups ?? [], columns: view?.columns.read(rows) }
    }
    const wanted = costs(context.seriesSums)
    expect(wanted.groups.length).toBeGreaterThan(20)
    for (let turn = 0; turn < 3; turn += 1) expect(costs(few)).toEqual(wanted)
    // Another view takes the room, and gives it back.
    expect(pricedDays(context, few, { ...asked, by: ['day', 'model'] })?.groups.length).toBeGreaterThan(20)
    expect(costs(few)).toEqual(wanted)
    ledger.close()
  })
})
