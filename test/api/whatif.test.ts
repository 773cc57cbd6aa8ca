import { describe, expect, test } from 'vitest'
import type { Scenario } from '../../src/api/contract/contract.ts'
import { priceCell } from '../../src/core/cost.ts'
import { project } from '../../src/core/projection.ts'
import { projectionToJson } from '../../src/core/projection-json.ts'
import { decodeCells } from '../../renderer/state/project-cells.ts'
import { bookFrom } from '../../renderer/state/book.ts'
import { BEDROCK_LOG, bedrockLine, DIRECT_LOG, lines } from './logs.ts'
import { EVERYTHING, openTestBackend } from './test-backend.ts'

const scenario: Scenario = {
  name: 'EU and batch', horizonMonths: 12, growthPctPerMonth: 0,
  moves: [
    { surface: 'support-bot', sharePct: 60, to: { platform: 'bedrock', route: 'geo-eu' }, cache: { mode: 'hit-rate', hitRatePct: 50 }, discountPct: 7.5, fixedMonthlyUsd: '12.34' },
    { surface: '*', sharePct: 100, tier: 'batch' },
  ],
}

describe('what-if', () => {
  test('the window and the backend give equal amounts, whatever the discounts and overrides', async () => {
    const { client, importTexts } = openTestBackend()
    await importTexts({ 'bedrock.json': BEDROCK_LOG, 'direct.jsonl': DIRECT_LOG })
    await client.call('discounts.set', { discount: { id: null, platform: 'bedrock', pct: '12.5', effectiveFrom: '2026-11-01', effectiveTo: null } })
    const answer = await client.call('whatif.cells', { filters: EVERYTHING })
    const inWindow = projectionToJson(project({
      cells: decodeCells(answer),
      coveredDays: answer.coveredDays,
      book: bookFrom(await client.call('prices.list', {})),
      discounts: (await client.call('discounts.list', {})).discounts,
      scenario,
    }))
    const { surfaces, total, coveredDays } = await client.call('whatif.project', { scenario })
    expect({ surfaces, total }).toEqual(inWindow)
    expect(coveredDays).toBe(2)
    expect(total.differenceUsd).not.toBe('0')
  })

  test('today is not over: neither its usage nor the day itself is counted', async () => {
    const { client, importTexts } = openTestBackend()
    const today = bedrockLine({ requestId: 'today', at: '2026-11-05T01:00:00Z', input: 1_000_000 })
    await importTexts({ 'bedrock.json': BEDROCK_LOG, 'today.json': lines(today) })
    const { total, coveredDays } = await client.call('whatif.project', { scenario: { moves: [] } })
    expect(coveredDays).toBe(2)
    // 18,812 micro-USD on 2 covered days x 30.4375 = 0.286295125 USD a month.
    expect(total).toMatchObject({ currentMonthlyUsd: '0.286295125', differenceUsd: '0', projectedMonthlyUsd: '0.286295125' })
  })

  test('the cells that explain a total hold today too, and add up to it', async () => {
    const { client, importTexts } = openTestBackend()
    const today = bedrockLine({ requestId: 'today', at: '2026-11-05T01:00:00Z', input: 1_000_000 })
    await importTexts({ 'bedrock.json': BEDROCK_LOG, 'today.json': lines(today) })
    const book = bookFrom(await client.call('prices.list', {}))
    const sum = async (withToday: boolean) => {
      const answer = await client.call('whatif.cells', { filters: EVERYTHING, withToday })
      return decodeCells(answer).reduce((total, cell) => total + (priceCell(cell, book).listCost ?? 0n), 0n)
    }
    const { totals } = await client.call('usage.totals', { filters: EVERYTHING, by: [] })
    expect(await sum(true)).toBe(BigInt(totals.listCost ?? '0'))
    expect(await sum(false)).toBe(18_812_000_000n)
  })

  test('a scenario has its own window', async () => {
    const { client, importTexts } = openTestBackend()
    await importTexts({ 'bedrock.json': BEDROCK_LOG })
    const { window, coveredDays } = await client.call('whatif.project', {
      scenario: { moves: [], window: { from: '2026-11-03', to: '2026-11-03' } }, filters: EVERYTHING,
    })
    expect(window).toMatchObject({ from: '2026-11-03', to: '2026-11-03' })
    expect(coveredDays).toBe(1)
  })

  test('scenarios are saved, replaced and deleted', async () => {
    const { client } = openTestBackend()
    const { id } = await client.call('scenarios.save', { id: null, scenario })
    await client.call('scenarios.save', { id, scenario: { ...scenario, name: 'Second thoughts' } })
    const { scenarios } = await client.call('scenarios.list', {})
    expect(scenarios).toMatchObject([{ id, scenario: { name: 'Second thoughts', moves: scenario.moves } }])
    await client.call('scenarios.delete', { id })
    expect((await client.call('scenarios.list', {})).scenarios).toEqual([])
  })
})
