// What columns must not lose: requests behind unpriced searches, prices too large for plain numbers, counts that nobody
// knows, and the last digit of a projection whose days share cells.
import { describe, expect, it } from 'vitest'
import { NO_FILTERS, viewCells } from '../../src/api/backend/cell-view.ts'
import { Context } from '../../src/api/backend/context.ts'
import { bucketFor } from '../../src/api/backend/group-keys.ts'
import { projectionBaseline } from '../../src/api/backend/projection-baseline.ts'
import { series } from '../../src/api/backend/series.ts'
import { pricedDays } from '../../src/api/backend/priced-days.ts'
import { groupCells, groupUsage } from '../../src/api/backend/totals.ts'
import type { GroupKey } from '../../src/api/contract/shapes.ts'
import { seriesRows } from '../../renderer/state/series.ts'
import { plainAmount } from '../../src/core/money.ts'
import { project } from '../../src/core/projection.ts'
import { projectionToJson } from '../../src/core/projection-json.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { bring, newLedger, origin, pass, record } from '../db/records.ts'

const FILTERS = { ...NO_FILTERS, tz: 'UTC' }
const at = (day: string) => Date.parse(`${day}T12:00:00Z`)
let made = 0

function used(day: string, apiKey: string, given: Partial<UsageRecord> = {}): UsageRecord {
  made += 1
  return record({ messageId: `msg_${made}`, occurredAtMs: at(day), origin: origin({ apiKey, project: 'one' }), ...given })
}

function contextOf(records: readonly UsageRecord[]): Context {
  const ledger = newLedger()
  bring(ledger, records)
  return new Context({ ledger, version: 'test', now: () => at('2026-11-22'), fault: (error) => { throw error } })
}

/** By cells, then by columns. */
function bothWays(context: Context, by: readonly GroupKey[]) {
  const { groups, total } = groupCells(viewCells(context, FILTERS, { bucket: bucketFor(by), billing: 'spend' }).cells, by, context.prices.book())
  const columns = groupUsage(context, FILTERS, { by, billing: 'spend' })
  const shown = (of: typeof columns.groups) => of.map(({ values, sum }) => ({ values, ...sum.toFigures() }))
  return [{ rows: shown(groups), total: total.toFigures() }, { rows: shown(columns.groups), total: columns.total.toFigures() }] as const
}

const searching = (webSearches: number) => ({ platform: 'bedrock' as const, route: 'global', passes: [pass(5, { webSearches })] })

describe('columns', () => {
  it('count every request of a class and day on which searches have no price, in whatever order its keys come', () => {
    const context = contextOf([
      used('2026-11-02', 'a', searching(0)), used('2026-11-03', 'a', searching(0)), used('2026-11-03', 'b', searching(2)), used('2026-11-04', 'b', searching(0)),
    ])
    const [cells, columns] = bothWays(context, ['project'])
    expect(columns).toEqual(cells)
    // The two requests of 3 November share class and day, and one of them searched; those of the other days did not.
    expect(columns.total.unpricedRequests).toBe(2)
    context.ledger.close()
  })

  it('leave prices too large for them to the cells', () => {
    const context = contextOf([used('2026-11-02', 'a'), used('2026-11-03', 'a', { passes: [pass(2_000_000_000)] })])
    const usd = { uncachedInput: '5000', cacheRead: '1', cacheWrite5m: '1', cacheWrite1h: '1', output: '5000' }
    context.prices.setOverride({
      id: null, platform: 'anthropic', route: null, model: 'claude-opus-5-5', tier: 'standard', speed: 'standard', promptOver: 0,
      effectiveFrom: null, effectiveTo: null, usdPerMillionTokens: usd, note: null,
    })
    const asked = { filters: FILTERS, by: ['day'] as const, billing: undefined }
    expect(pricedDays(context, context.figureSums, asked)).toBeNull()
    expect(pricedDays(context, context.seriesSums, asked)).toBeNull()
    const [cells, columns] = bothWays(context, ['day'])
    expect(columns).toEqual(cells)
    // (10 + 10 input, 1 + 2,000,000,000 output) x 5,000,000,000 micro-USD a million.
    expect(columns.total.listCost).toBe('10000000105000000000')
    context.ledger.close()
  })

  it('keep what nobody counted unknown, where it is and in the total', () => {
    const report = { basis: 'reports' as const, requests: null, grain: 'utc-day' as const, reportKey: 'r', messageId: null }
    const context = contextOf([used('2026-11-02', 'a'), used('2026-11-03', 'a', { ...report, origin: origin({ importer: 'admin-usage-report' }) })])
    const [cells, columns] = bothWays(context, ['day'])
    expect(columns).toEqual(cells)
    expect(columns.rows.map(({ requests }) => requests)).toEqual([1, null])
    expect(columns.total.requests).toBeNull()
    context.ledger.close()
  })

  it('answer series with the figures of totals, by every part of time', () => {
    const context = contextOf(['2026-10-30', '2026-11-01', '2026-11-02', '2026-11-09'].flatMap((day) =>
      [used(day, 'b', searching(1)), used(day, 'a', { passes: [pass(7, { model: 'model-x', rawModel: 'model-x' })] }), used(day, 'a')]))
    for (const each of ['hour', 'day', 'week', 'month'] as const) {
      const { groups } = groupUsage(context, FILTERS, { by: [each, 'model'], billing: 'spend' })
      const expected = groups.map(({ values: [time, model], sum }) => {
        const { requests, tokens, unpricedTokens, listCost, caching: { netSaving } } = sum.toFigures()
        const cost = listCost === null ? null : plainAmount(BigInt(listCost))
        return { keys: { [each]: time, model }, requests, tokens, unpricedTokens, listCost: cost, caching: { netSaving: plainAmount(BigInt(netSaving)) } }
      })
      expect(seriesRows(series(context, { filters: FILTERS, each, by: 'model' }))).toEqual(expected)
      expect(expected.some(({ listCost }) => listCost === null)).toBe(true)
    }
    context.ledger.close()
  })
})

describe('a projection on spans of days', () => {
  it('is to the last digit that on days, across changes of prices and of discounts, without today', () => {
    const days = Array.from({ length: 400 }, (_, day) => new Date(at('2025-10-19') + day * 86_400_000).toISOString().slice(0, 10))
    const context = contextOf(days.flatMap((day, number) => [
      used(day, 'a', { passes: [pass(number, { model: 'claude-sonnet-4-5', rawModel: 'claude-sonnet-4-5' })] }),
      ...(number % 3 === 0 ? [used(day, 'b', { platform: 'bedrock', route: 'geo-eu' })] : []),
      ...(number % 50 === 0 ? [used(day, 'b', searching(3)), used(day, 'b', { passes: [pass(1, { model: 'model-x', rawModel: 'model-x' })] })] : []),
    ]))
    for (const [pct, effectiveFrom, effectiveTo] of [['12.5', '2026-01-10', '2026-02-20'], ['3', '2026-02-01', null]] as const) {
      context.prices.setDiscount({ id: null, platform: 'anthropic', pct, effectiveFrom, effectiveTo })
    }
    const scenario = { moves: [{ surface: '*', sharePct: 70, to: { platform: 'bedrock' as const, route: 'geo-eu' }, cache: { mode: 'hit-rate' as const, hitRatePct: 40 } }] }
    const of = (each: 'day' | 'span') => {
      const { cells, coveredDays, window } = projectionBaseline(context, FILTERS, { each })
      const input = { cells, coveredDays, book: context.prices.book(), discounts: context.prices.discounts(), scenario }
      return { count: cells.length, answer: { coveredDays, window, ...projectionToJson(project(input)) } }
    }
    const [byDay, bySpan] = [of('day'), of('span')]
    expect(bySpan.answer).toEqual(byDay.answer)
    expect(bySpan.answer.coveredDays).toBe(399)
    expect(bySpan.count).toBeLessThan(byDay.count / 4)
    context.ledger.close()
  })
})
