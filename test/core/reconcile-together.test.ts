// Bills with several causes at once, for both platforms, and what must hold for any logs and any bill.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Meter } from '../../src/core/bill.ts'
import type { BilledGroup } from '../../src/core/reconcile-types.ts'
import { TOKEN_CLASSES, type UsageCell } from '../../src/core/usage.ts'
import { billLine, billOf, causesOf, dayText, log, RATE, reconciled, sumOf } from './reconcile-builders.ts'

const CENT = 10_000_000_000n

describe('causes together', () => {
  it('on a bill of the API: discount, a missing day, a UTC edge, route, tier, searches', () => {
    const day = (date: number) => [log(date, { uncachedInput: 90_000, cacheRead: 500_000, cacheWrite5m: 7000, output: 20_000 }, { webSearches: 3 })]
    // 90,000 + 50,000 + 8,750 + 100,000 tokens at the price of input.
    const daily = 248_750n * RATE.uncachedInput
    const days = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    const logs = days.filter((date) => date !== 4).flatMap(day)
    const charged = [
      ...days.filter((date) => date !== 6 && date !== 7).flatMap(day),
      // Of the 6th, 4,000 output tokens are billed on the 7th.
      log(6, { uncachedInput: 90_000, cacheRead: 500_000, cacheWrite5m: 7000, output: 16_000 }),
      log(7, { uncachedInput: 90_000, cacheRead: 500_000, cacheWrite5m: 7000, output: 24_000 }),
    ].flatMap((cell) => (cell.utcDay !== dayText(9) ? [cell] : [
      // On the 9th a third of the input was served in the US, and half of the output as a batch.
      { ...cell, tokens: { ...cell.tokens, uncachedInput: 60_000, output: 10_000 } },
      log(9, { uncachedInput: 30_000 }, { route: 'us' }), log(9, { output: 10_000 }, { tier: 'batch' }),
    ]))
    const less = (billed: bigint) => ({ billed: billed * 88n / 100n })
    const bill = [...billOf(charged, less), ...days.map((date) => billLine(date, 'webSearches', 4n * CENT))]
    const result = reconciled(logs, bill)
    const [route, tier] = [3000n * RATE.uncachedInput, -5000n * RATE.output]
    expect(causesOf(result.entries)).toEqual({
      logGap: daily + 4n * CENT, routePremium: route, tier, otherMeters: 9n * CENT,
      discount: -(10n * daily + route + tier) * 12n / 100n,
    })
    expect(result.discount).toMatchObject({ rate: { num: 3n, den: 25n }, evidence: 'inferred' })
    const edge = (date: number) => causesOf(result.entries.filter((entry) => entry.day === dayText(date))).dayEdge
    expect([edge(6), edge(7)]).toEqual([-4000n * RATE.output, 4000n * RATE.output])
  })

  it('on a bill of Bedrock: quantities, one premium for all its routes, lifetimes of writes, list amounts', () => {
    const bedrock = { platform: 'bedrock', route: 'geo-eu' } as const
    const logs = [1, 2, 3].flatMap((date) => [
      log(date, { uncachedInput: 10_000, cacheWrite5m: 3000, output: 5000 }, { ...bedrock, assumptions: ['write-split'] }),
      log(date, { output: 800 }, { ...bedrock, route: 'global' }),
    ])
    const row = (date: number, meter: Meter, tokens: number, rate: bigint) => billLine(date, meter, BigInt(tokens) * rate * 4n / 5n, {
      importer: 'aws-cur', quantityStated: true, tokens, list: BigInt(tokens) * rate, class: { platform: 'bedrock', route: 'region' },
    })
    const premium = (rate: bigint) => rate * 11n / 10n
    const bill = [1, 2, 3].flatMap((date) => [
      row(date, 'uncachedInput', 10_000, premium(RATE.uncachedInput)),
      row(date, 'cacheWrite5m', 2000, premium(RATE.cacheWrite5m)), row(date, 'cacheWrite1h', 1000, premium(RATE.cacheWrite1h)),
      // The 800 that the logs know as global were billed as of the Region.
      row(date, 'output', 5800, premium(RATE.output)),
    ])
    const result = reconciled(logs, bill, { platform: 'bedrock' })
    const list = bill.reduce((sum, line) => sum + (line.list ?? 0n), 0n)
    expect(causesOf(result.entries)).toEqual({
      cacheTtl: 3000n * premium(RATE.cacheWrite1h - RATE.cacheWrite5m), routePremium: 2400n * RATE.output / 10n, discount: -list / 5n,
    })
  })

  it('with a discount that changes within the month', () => {
    const logs = [1, 2, 3, 4, 5, 6].map((date) => log(date, { uncachedInput: 70_000, output: 10_000 }))
    const daily = 120_000n * RATE.uncachedInput
    const off = (line: BilledGroup) => (line.firstDay < dayText(5) ? 10n : 25n)
    const bill = billOf(logs).map((line) => ({ ...line, billed: line.billed * (100n - off(line)) / 100n }))
    // The last day lacks half of its output in the logs.
    const result = reconciled([...logs.slice(0, 5), log(6, { uncachedInput: 70_000, output: 5000 })], bill)
    expect(causesOf(result.entries)).toEqual({ discount: -(4n * daily / 10n + 2n * daily / 4n), logGap: 5000n * RATE.output })
    expect(result.discount).toMatchObject({ rate: { num: 1n, den: 10n }, firstDay: dayText(1), lastDay: dayText(4) })
  })

  it('on a bill that tells models but no meters, or nothing at all', () => {
    const logs = [1, 2, 3].flatMap((date) => [log(date, { uncachedInput: 1000, output: 300 }, { webSearches: 2 }), log(date, { output: 10 }, { model: 'banded' })])
    const cost = 2500n * RATE.uncachedInput
    const banded = 10n * RATE.output
    const whole = cost + banded + 2n * CENT
    const anything = [1, 2, 3].map((date) => billLine(date, 'other', whole * 9n / 10n, { class: { model: 'unknown', route: 'unknown' } }))
    expect(causesOf(reconciled(logs, anything).entries)).toEqual({ discount: -3n * whole / 10n })
    const month = [billLine(1, 'other', 3n * cost, { lastDay: dayText(3) }), billLine(1, 'other', 3n * banded + 7n, { lastDay: dayText(3), class: { model: 'banded' } })]
    const { entries, days } = reconciled(logs, month)
    expect(causesOf(entries)).toEqual({ otherMeters: -6n * CENT, unknown: 7n })
    expect(days).toEqual({ both: 3, onlyLogs: 0, onlyBill: 0 })
    // By model too: each lump stands against the tokens of its own model.
    expect(causesOf(entries.filter(({ model }) => model === 'banded'))).toEqual({ unknown: 7n })
  })

  it('tells two differences of one token one after the other', () => {
    // From 5m to 1h writes and from the global route to the US: first the premium on 5m, then the lifetime at the premium.
    const { entries } = reconciled([log(1, { cacheWrite5m: 1000 })], billOf([log(1, { cacheWrite1h: 1000 }, { route: 'us' })]))
    expect(causesOf(entries)).toEqual({
      routePremium: 1000n * RATE.cacheWrite5m / 10n, cacheTtl: 1000n * (RATE.cacheWrite1h - RATE.cacheWrite5m) * 11n / 10n,
    })
  })
})

const count = fc.integer({ min: 0, max: 5000 })
const anyCell: fc.Arbitrary<UsageCell> = fc.record({
  day: fc.integer({ min: 1, max: 4 }), route: fc.constantFrom('global', 'us', 'unknown'), tier: fc.constantFrom('standard', 'batch', 'flex'),
  model: fc.constantFrom('plain', 'banded', 'nobody-knows'), band: fc.constantFrom<[number, number | null]>([0, 76_923], [76_923, 100_000], [130_000, 153_846], [0, 200_000], [200_000, null]),
  searches: fc.integer({ min: 0, max: 2 }), split: fc.boolean(),
  counts: fc.record({ uncachedInput: count, cacheRead: count, cacheWrite5m: count, cacheWrite1h: count, output: count }),
}).map(({ day, route, tier, model, band: [promptOver, promptUpTo], searches, split, counts }) =>
  log(day, counts, { route, tier, model, promptOver, promptUpTo, webSearches: searches, assumptions: split ? ['write-split'] : [] }))

const anyLine: fc.Arbitrary<BilledGroup> = fc.record({
  day: fc.integer({ min: 1, max: 4 }), days: fc.constantFrom(0, 0, 0, 2), meter: fc.constantFrom<Meter>(...TOKEN_CLASSES, 'webSearches', 'tax', 'discount', 'other'),
  billed: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 11n }), list: fc.option(fc.bigInt({ min: 0n, max: 10n ** 11n })),
  roundedTo: fc.constantFrom(0n, CENT), tokens: fc.option(count), route: fc.constantFrom('global', 'us', 'unknown'),
  model: fc.constantFrom('plain', 'banded', 'nobody-knows', 'unknown'), tier: fc.constantFrom('standard', 'batch', 'unknown'),
  upTo: fc.constantFrom(200_000, null), importer: fc.constantFrom('admin-cost-report', 'console-cost-csv'),
}).map(({ day, days, meter, billed, list, roundedTo, tokens, route, model, tier, upTo, importer }) => billLine(day, meter, billed, {
  list, roundedTo, importer, lastDay: dayText(day + days), quantityStated: tokens !== null, tokens: tokens ?? 0,
  class: { route, model, tier, promptUpTo: upTo },
}))

const runs = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 300) }

describe('any logs and any bill', () => {
  it('add up exactly in every entry, lose no amount, and no token', () => {
    fc.assert(fc.property(fc.array(anyCell, { maxLength: 12 }), fc.array(anyLine, { maxLength: 12 }), (cells, lines) => {
      const source = 'admin-cost-report'
      const result = reconciled(cells, lines, { asked: { from: null, to: null, billSource: source } })
      // Throws where an entry does not add up.
      causesOf(result.entries)
      const own = lines.filter(({ importer }) => importer === source)
      expect(sumOf(result.entries, 'billed')).toBe(own.reduce((sum, { billed }) => sum + billed, 0n))
      for (const entry of result.entries) expect(entry.unpricedTokens).toBeLessThanOrEqual(entry.computedTokens)
    }), runs)
  }, 600_000)

  it('a bill equal to the priced logs has no residual, with or without list amounts', () => {
    fc.assert(fc.property(fc.array(anyCell, { minLength: 1, maxLength: 15 }), fc.boolean(), (cells, hasList) => {
      const lines = billOf(cells, (billed) => (hasList ? { list: billed } : {}))
      const logs = cells.map((cell) => ({ ...cell, webSearches: 0 }))
      expect(causesOf(reconciled(logs, lines).entries)).toEqual({})
    }), runs)
  }, 600_000)
})
