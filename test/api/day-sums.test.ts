// What is kept of days is what they hold: views asked one after the other, of other days, filters and zones, while usage, rules
// and prices change, answer as a backend does that was asked nothing before, and as cells do.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Context } from '../../src/api/backend/context.ts'
import { DaySums } from '../../src/api/backend/day-sums.ts'
import { groupCells, groupUsage } from '../../src/api/backend/totals.ts'
import { NO_FILTERS, viewCells } from '../../src/api/backend/cell-view.ts'
import { bucketFor, type TimeKey } from '../../src/api/backend/group-keys.ts'
import { pricedDays } from '../../src/api/backend/priced-days.ts'
import { series } from '../../src/api/backend/series.ts'
import type { Filters, GroupKey } from '../../src/api/contract/shapes.ts'
import { SeriesColumns } from '../../src/core/series-columns.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { bring, newLedger, origin, pass, record } from '../db/records.ts'

const FIRST = Date.parse('2026-10-26T00:00:00Z')
const HOUR_MS = 3_600_000
const DAYS = 12
const dayAfter = (days: number) => new Date(FIRST + days * 24 * HOUR_MS).toISOString().slice(0, 10)
const contextOf = (ledger: Context['ledger']) => new Context({ ledger, version: 'test', now: () => FIRST, fault: (error) => { throw error } })

let made = 0
const used = fc.record({
  hour: fc.nat(DAYS * 24 - 1), quarter: fc.nat(3), project: fc.constantFrom('one', 'two', 'three'), platform: fc.constantFrom('anthropic' as const, 'bedrock' as const),
  model: fc.constantFrom('claude-opus-5-5', 'claude-sonnet-4-5', 'model-x'), output: fc.nat(2_000_000), cacheRead: fc.nat(9), webSearches: fc.constantFrom(0, 0, 2),
  isReport: fc.constantFrom(false, false, true),
}).map(({ hour, quarter, project, platform, model, output, cacheRead, webSearches, isReport }): UsageRecord => {
  made += 1
  const tokens = { uncachedInput: 10, cacheRead, cacheWrite5m: 3, cacheWrite1h: 0, output }
  const passes = [pass(output, { model, rawModel: model, tokens, webSearches })]
  const occurredAtMs = FIRST + hour * HOUR_MS + quarter * (HOUR_MS / 4)
  if (!isReport) return record({ messageId: `m${made}`, occurredAtMs, platform, passes, origin: origin({ project }) })
  return record({
    basis: 'reports', requests: null, grain: 'utc-day', reportKey: `r${made}`, occurredAtMs: FIRST + Math.floor(hour / 24) * 24 * HOUR_MS, platform, passes,
    origin: origin({ project, importer: 'admin-usage-report' }),
  })
})

type Step = { kind: 'bring'; records: UsageRecord[] } | { kind: 'price' } | { kind: 'ask'; filters: Filters; each: TimeKey; by: GroupKey }

const asking = fc.record({
  from: fc.integer({ min: -1, max: DAYS - 1 }), days: fc.nat(DAYS), each: fc.constantFrom('hour' as const, 'day' as const, 'week' as const),
  by: fc.constantFrom('surface' as const, 'model' as const, 'project' as const), tz: fc.constantFrom('UTC', 'UTC', 'America/New_York', 'Asia/Kolkata'),
  isBedrock: fc.constantFrom(false, false, true), basis: fc.constantFrom(null, null, 'requests' as const),
}).map(({ from, days, each, by, tz, isBedrock, basis }): Step =>
  ({ kind: 'ask', each, by, filters: { ...NO_FILTERS, from: dayAfter(from), to: dayAfter(from + days), tz, platforms: isBedrock ? ['bedrock'] : [], basis } }))

const step: fc.Arbitrary<Step> = fc.oneof({ weight: 6, arbitrary: asking }, { weight: 2, arbitrary: fc.array(used, { maxLength: 12 }).map((records): Step => ({ kind: 'bring', records })) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'price' }) })

function overridePrice(context: Context, output: number): void {
  const usd = { uncachedInput: '1', cacheRead: '0.1', cacheWrite5m: '1.25', cacheWrite1h: '2', output: String(output) }
  context.prices.setOverride({
    id: null, platform: 'anthropic', route: null, model: 'model-x', tier: 'standard', speed: 'standard', promptOver: 0,
    effectiveFrom: dayAfter(output % DAYS), effectiveTo: dayAfter(output % DAYS), usdPerMillionTokens: usd, note: null,
  })
}

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
    fc.assert(fc.property(fc.constantFrom('UTC', 'America/New_York'), fc.array(step, { minLength: 3, maxLength: 14 }), (zone, steps) => {
      const ledger = newLedger(zone)
      const context = contextOf(ledger)
      let prices = 0
      for (const each of steps) {
        if (each.kind === 'bring') {
          bring(ledger, each.records, `${(made += 1)}.jsonl`)
          context.forget()
        } else if (each.kind === 'price') overridePrice(context, (prices += 1))
        else {
          const { filters, by } = each
          const anew = contextOf(ledger)
          expect(series(context, each)).toEqual(series(anew, each))
          expect(totals(context, filters, ['day', by])).toEqual(totals(anew, filters, ['day', by]))
          expect(totals(context, filters, ['day', by])).toEqual(fromCells(anew, filters, ['day', by]))
        }
      }
      ledger.close()
    }), { numRuns: 40 })
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
      return rows.map((row) => [view?.groups[row], view?.columns.listCost([row]), view?.columns.requests([row])])
    }
    const wanted = costs(context.seriesSums)
    expect(wanted.length).toBeGreaterThan(20)
    for (let turn = 0; turn < 3; turn += 1) expect(costs(few)).toEqual(wanted)
    // Another view takes the room, and gives it back.
    expect(pricedDays(context, few, { ...asked, by: ['day', 'model'] })?.groups.length).toBeGreaterThan(20)
    expect(costs(few)).toEqual(wanted)
    ledger.close()
  })
})
