// A month of logs and bills of both providers, imported as files and reconciled: every figure is known beforehand.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Input, Output } from '../../src/api/contract/contract.ts'
import type { ReconcileFigures, ReconcilePlatform } from '../../src/api/contract/reconcile-shapes.ts'
import { BEDROCK_BILL, BEDROCK_MONTH, DIRECT_BILL, DIRECT_MONTH, ROUNDED_BILL, SERVICE_BILL, UNEVEN_DAYS, UNEVEN_LOG } from './bill-month.ts'
import { EVERYTHING, openTestBackend, type TestBackend } from './test-backend.ts'

const ALL: Input<'reconcile.run'>['filters'] = { from: null, to: null, platforms: [], models: [], basis: null }

let test: TestBackend
beforeEach(() => {
  test = openTestBackend(':memory:', Date.parse('2026-12-05T12:00:00Z'))
})
afterEach(() => test.backend.close())

const run = (given: Partial<Input<'reconcile.run'>> = {}) => test.client.call('reconcile.run', { filters: ALL, by: [], billSource: null, ...given })

/** Causes that are not zero, in micro-USD. */
const micro = (figures: Pick<ReconcileFigures, 'causes'>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures.causes).filter(([, amount]) => amount !== '0').map(([cause, amount]) => [cause, Number(amount) / 1e6]))

async function importMonth(): Promise<{ direct: ReconcilePlatform; bedrock: ReconcilePlatform; whole: Output<'reconcile.run'> }> {
  await test.importTexts({ 'direct.jsonl': DIRECT_MONTH, 'bedrock.jsonl': BEDROCK_MONTH, 'cost.json': DIRECT_BILL, 'cur.csv': BEDROCK_BILL })
  const whole = await run()
  const [direct, bedrock] = whole.platforms
  if (direct === undefined || bedrock === undefined) throw new Error('Two platforms were imported')
  return { direct, bedrock, whole }
}

describe('a month of both providers', () => {
  it('is not added to its bills in the report of the import that brought both', async () => {
    await importMonth()
    const { brought, unpriced } = await test.client.call('imports.report', { id: 1 })
    // Direct: 29 days of 330,000 micro-USD and 3,000 late; Bedrock: 30 of 291,000.
    expect(brought.evidence.map(({ basis }) => basis)).toEqual(['requests', 'bills'])
    expect(brought.evidence[0]).toMatchObject({ requests: expect.any(Number), listCost: String((29 * 330_000 + 3000 + 30 * 291_000) * 1e6) })
    expect(brought.evidence[1]?.requests).toBeNull()
    expect(unpriced).toEqual([])
  })

  it('is explained to the last digit', async () => {
    const { direct, bedrock, whole } = await importMonth()
    // 29 logged days of 320,000 + 10,000 micro-USD, and 3,000 of the late call.
    expect(direct.computed).toBe(String(29 * 330_000e6 + 3000e6))
    // List: 30 days of 330,000, 3,000 late, and 10 % of 320,000 more on the US day; 10 % of it all is off.
    const list = 30 * 330_000 + 3000 + 32_000
    expect(direct.billed).toBe(String(list * 0.9 * 1e6))
    expect(micro(direct)).toEqual({ logGap: 330_000, routePremium: 32_000, discount: -list / 10 })
    expect(direct.discount).toMatchObject({ pct: '10', exactPct: '10', evidence: 'inferred', firstDay: '2026-11-01', lastDay: '2026-11-30' })
    expect(direct.days).toEqual({ both: 29, onlyLogs: 0, onlyBill: 1 })
    // 291,000 micro-USD a day, 20 % off, and the tax.
    expect(bedrock.computed).toBe(String(30 * 291_000e6))
    expect(micro(bedrock)).toEqual({ discount: -30 * 291_000 / 5, otherMeters: 1_250_000 })
    expect(bedrock.discount).toMatchObject({ pct: '20', evidence: 'stated', share: 1 })
    expect(bedrock.billedTokens).toBe(bedrock.computedTokens)
    expect(whole.window).toMatchObject({ from: '2026-11-01', to: '2026-11-30', tz: 'UTC' })
  })

  it('shows the UTC edge on both days', async () => {
    await importMonth()
    const { rows } = await run({ by: ['day'], filters: { ...ALL, platforms: ['anthropic'] } })
    const ofDay = (day: string) => rows.filter(({ keys }) => keys.day === day).map(micro)
    // What is billed on the 16th has the discount there.
    expect(ofDay('2026-11-15')).toEqual([{ dayEdge: -3000, discount: -33_000 }])
    expect(ofDay('2026-11-16')).toEqual([{ dayEdge: 3000, discount: -33_300 }])
    expect(ofDay('2026-11-10')).toEqual([{ logGap: 330_000, discount: -33_000 }])
    expect(rows).toHaveLength(30)
  })

  it('adds up the same however it is grouped', async () => {
    const { whole } = await importMonth()
    const sum = (rows: readonly ReconcileFigures[], of: (row: ReconcileFigures) => string) => String(rows.reduce((total, row) => total + BigInt(of(row)), 0n))
    for (const by of [['platform'], ['day'], ['model'], ['meter'], ['platform', 'day', 'model', 'meter']] as const) {
      const { rows } = await run({ by: [...by] })
      for (const of of [(row: ReconcileFigures) => row.computed, (row: ReconcileFigures) => row.billed, (row: ReconcileFigures) => row.residual, (row: ReconcileFigures) => row.causes.discount, (row: ReconcileFigures) => row.causes.logGap]) {
        expect(sum(rows, of)).toBe(of(whole.totals))
      }
      for (const row of rows) expect(Object.values(row.causes).reduce((total, amount) => total + BigInt(amount), BigInt(row.computed))).toBe(BigInt(row.billed))
    }
  })

  it('opens down to the lines of the bill and to the requests', async () => {
    const { bedrock } = await importMonth()
    const page = { filters: ALL, billSource: null, day: null, model: null, meter: null, offset: 0, limit: 1000 }
    const { rows, total } = await test.client.call('reconcile.bills', { ...page, filters: { ...ALL, platforms: ['bedrock'] } })
    expect(total).toBe(91)
    expect(String(rows.reduce((sum, row) => sum + BigInt(row.billed), 0n))).toBe(bedrock.billed)
    const one = await test.client.call('reconcile.bills', { ...page, day: '2026-11-20', model: 'claude-sonnet-4-6', meter: 'output' })
    expect(one).toMatchObject({ total: 1, rows: [{ tokens: 4000, billed: '52800000000', list: '66000000000', importer: 'aws-cur', source: 'cur.csv', route: 'region' }] })
    const filters = { ...EVERYTHING, from: '2026-11-20', to: '2026-11-20', platforms: ['bedrock' as const] }
    expect((await test.client.call('usage.requests', { filters, offset: 0, limit: 10 })).total).toBe(2)
  })

  it('changes with the bill: imported again nothing, undone nothing left to compare', async () => {
    const { whole } = await importMonth()
    const again = await test.importTexts({ 'cost.json': DIRECT_BILL })
    expect((await run()).totals).toEqual(whole.totals)
    await test.client.call('imports.undo', { id: again })
    expect((await run()).totals).toEqual(whole.totals)
    await test.client.call('imports.undo', { id: 1 })
    expect(await run()).toMatchObject({ platforms: [], totals: { billed: '0', computed: '0' } })
  })

  it('leaves bills out of what is counted as usage', async () => {
    await importMonth()
    const { totals, window } = await test.client.call('usage.totals', { filters: EVERYTHING, by: [] })
    expect(totals.listCost).toBe(String(29 * 330_000e6 + 3000e6 + 30 * 291_000e6))
    expect(window.basis).toEqual({ anthropic: { requests: 29 }, bedrock: { requests: 30 } })
  })
})

describe('a bill that rounds each row to a cent', () => {
  it('differs from exact logs by its rounding alone', async () => {
    await test.importTexts({ 'direct.jsonl': UNEVEN_LOG, 'cost.csv': ROUNDED_BILL })
    const { platforms } = await run()
    const exact = UNEVEN_DAYS.reduce((sum, { input, read, output }) => sum + 2n * (BigInt(input) * 2_000_000n + BigInt(read) * 100_000n + BigInt(output) * 10_000_000n), 0n)
    expect(platforms).toMatchObject([{ computed: String(exact), discount: null, days: { both: 28, onlyLogs: 0, onlyBill: 0 } }])
    expect(platforms.map((platform) => Object.keys(micro(platform)))).toEqual([['rounding']])
    // 28 days x 3 kinds x 2 keys, at most half a cent each.
    expect(Math.abs(Number(platforms[0]?.residual))).toBeLessThanOrEqual(28 * 3 * 2 * 5e9)
  })
})

describe('a bill that tells services only', () => {
  it('stands against all that the logs hold of the model', async () => {
    await test.importTexts({ 'bedrock.jsonl': BEDROCK_MONTH, 'service.json': SERVICE_BILL })
    const { platforms } = await run()
    expect(platforms.map(micro)).toEqual([{ discount: -30 * 291_000 / 5 }])
    expect(platforms).toMatchObject([{ billedTokens: null, discount: { pct: '20', evidence: 'inferred' }, bills: [{ importer: 'cost-explorer', chosenDays: 30 }] }])
  })
})

describe('a plan', () => {
  it('is not on the computed side', async () => {
    await importMonth()
    await test.client.call('settings.set', { notBilledPerToken: [{ importer: 'bedrock-invocation-log' }] })
    const { platforms } = await run({ filters: { ...ALL, platforms: ['bedrock'] } })
    expect(platforms).toMatchObject([{ computed: '0', days: { both: 0, onlyLogs: 0, onlyBill: 30 } }])
  })
})

describe('a question that makes no sense', () => {
  it('is refused in words', async () => {
    await expect(run({ filters: { ...ALL, from: '2026-02-30' } })).rejects.toThrow(/calendar/)
  })
})
