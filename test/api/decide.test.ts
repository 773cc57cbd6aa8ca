// Decisions and projections through the contract: what is stored, and that every way to a figure gives the same figure.
import { describe, expect, test } from 'vitest'
import { decide } from '../../src/core/decide.ts'
import { decisionToJson } from '../../src/core/decide-json.ts'
import { analysisToJson } from '../../src/core/projection-analysis.ts'
import { placementFacts } from '../../src/placements/load-placements.ts'
import { listPriceBook } from '../../src/prices/load-prices.ts'
import { requirements as shape } from '../../src/api/contract/placement-shapes.ts'
import { decodeCells } from '../../renderer/state/project-cells.ts'
import { BEDROCK_LOG, bedrockLine, DIRECT_LOG, lines } from './logs.ts'
import { EVERYTHING, openTestBackend } from './test-backend.ts'

async function filled() {
  const opened = openTestBackend()
  await opened.importTexts({ 'bedrock.json': BEDROCK_LOG, 'direct.jsonl': DIRECT_LOG })
  return opened
}

describe('requirements', () => {
  test('are kept by surface, replaced as a whole, and reset', async () => {
    const { client } = openTestBackend()
    await client.call('decide.setRequirements', { requirements: { surface: 'support-bot', residency: 'eu', fixedMonthlyUsd: '40' } })
    await client.call('decide.setRequirements', { requirements: { surface: 'doc-search', bill: 'aws' } })
    await client.call('decide.setRequirements', { requirements: { surface: 'support-bot', core: 'latency' } })
    const { requirements } = await client.call('decide.requirements', {})
    expect(requirements).toHaveLength(2)
    expect(requirements).toContainEqual(shape.parse({ surface: 'support-bot', core: 'latency' }))
    await client.call('decide.resetRequirements', { surface: 'support-bot' })
    expect((await client.call('decide.requirements', {})).requirements).toEqual([shape.parse({ surface: 'doc-search', bill: 'aws' })])
  })

  test('that are no answer to a question are refused', async () => {
    const { backend } = openTestBackend()
    for (const wrong of [{ surface: '', residency: 'eu' }, { surface: 'a', residency: 'mars' }, { surface: 'a', fixedMonthlyUsd: '-1' }, { surface: 'a', other: 1 }]) {
      expect(await backend.call('decide.setRequirements', { requirements: wrong })).toMatchObject({ ok: false, problem: { code: 'invalid-input' } })
    }
  })
})

describe('decide.answer', () => {
  test('is what the core decides on the cells of the same window', async () => {
    const { client } = await filled()
    await client.call('decide.setRequirements', { requirements: { surface: 'support-bot', residency: 'eu' } })
    const cells = await client.call('whatif.cells', { filters: EVERYTHING })
    const { surfaces, all, coveredDays } = await client.call('decide.answer', { filters: EVERYTHING })
    expect(coveredDays).toBe(2)
    expect({ surfaces, all }).toEqual(decisionToJson(decide({
      cells: decodeCells(cells), coveredDays, book: listPriceBook(), discounts: [], placements: placementFacts(),
      requirements: (await client.call('decide.requirements', {})).requirements,
      latency: (await client.call('usage.latency', { filters: EVERYTHING })).byPlacement,
    })))
  })

  test('prices a surface at a placement as a what-if does', async () => {
    const { client } = await filled()
    const { surfaces } = await client.call('decide.answer', { filters: EVERYTHING, surface: 'doc-search' })
    const [doc] = surfaces
    expect(surfaces).toHaveLength(1)
    for (const { placement, monthlyUsd } of doc?.candidates ?? []) {
      if (monthlyUsd === null) continue
      const { surfaces: rows } = await client.call('whatif.project', { scenario: { moves: [{ surface: 'doc-search', to: placement }] } })
      expect([placement, monthlyUsd]).toEqual([placement, rows.find(({ surface }) => surface === 'doc-search')?.projectedMonthlyUsd])
    }
  })

  test('takes requirements that are not stored, and stores none of them', async () => {
    const { client } = await filled()
    const { surfaces } = await client.call('decide.answer', {
      filters: EVERYTHING, surface: 'support-bot', requirements: [{ surface: 'support-bot', residency: 'jp' }],
    })
    expect(surfaces[0]).toMatchObject({ rule: 'hard-requirement', answer: { placement: { platform: 'bedrock', route: 'geo-jp' } } })
    expect((await client.call('decide.requirements', {})).requirements).toEqual([])
  })

  test('says that a surface has no usage', async () => {
    const { backend } = await filled()
    expect(await backend.call('decide.answer', { filters: EVERYTHING, surface: 'nobody' })).toMatchObject({ ok: false, problem: { code: 'unknown-surface' } })
  })

  test('has an answer for an empty ledger', async () => {
    const { client } = openTestBackend()
    expect(await client.call('decide.answer', { filters: EVERYTHING })).toMatchObject({ surfaces: [], all: { kind: 'none', routing: [] } })
  })
})

describe('decide.record', () => {
  test('is dated, says on what it stands, and is the answer with all that is behind it', async () => {
    const { client } = await filled()
    const { markdown, json } = await client.call('decide.record', { filters: EVERYTHING, requirements: [{ surface: 'doc-search', residency: 'eu', note: 'Contract 7' }] })
    expect(json).toMatchObject({ writtenOn: '2026-11-05', reviewOn: '2027-02-04', window: { coveredDays: 2, basis: { bedrock: { requests: 2 } } } })
    const { surfaces, all } = await client.call('decide.answer', { filters: EVERYTHING, requirements: [{ surface: 'doc-search', residency: 'eu', note: 'Contract 7' }] })
    expect(json).toMatchObject({ surfaces, all })
    for (const text of ['Written 2026-11-05. Review on 2027-02-04.', 'Required: processing in the European Union.', 'Note: Contract 7', 'eu.anthropic.claude-sonnet-5-5', 'a range needs 14']) {
      expect(markdown).toContain(text)
    }
  })
})

describe('placements.list', () => {
  test('gives each placement with the models it sells, spelled its way', async () => {
    const { client } = openTestBackend()
    const { placements, gateways } = await client.call('placements.list', {})
    expect(placements).toHaveLength(placementFacts().length)
    const eu = placements.find(({ platform, route }) => platform === 'bedrock' && route === 'geo-eu')
    expect(eu).toMatchObject({ residency: { yes: ['eu'] }, features: { webSearch: { value: 'no' } } })
    expect(eu?.offers).toContainEqual(expect.objectContaining({ model: 'claude-opus-5-5', platformId: 'eu.anthropic.claude-opus-5-5', from: '2026-09-22', to: null }))
    expect(gateways.map(({ id }) => id)).toContain('litellm')
  })
})

describe('whatif.analysis', () => {
  test('is what the core works out on the same cells', async () => {
    const { client } = await filled()
    const scenario = { name: 'EU', horizonMonths: 12, growthPctPerMonth: 0, moves: [{ surface: 'doc-search', sharePct: 100, to: { platform: 'bedrock' as const, route: 'global' }, oneOffUsd: '0.01' }] }
    const cells = await client.call('whatif.cells', { filters: EVERYTHING })
    expect(await client.call('whatif.analysis', { scenario })).toEqual(analysisToJson({
      cells: decodeCells(cells), coveredDays: cells.coveredDays, book: listPriceBook(), discounts: [], scenario,
    }))
  })
})

describe('usage.latency', () => {
  test('is told by surface and by placement, with counts', async () => {
    const { client, importTexts } = openTestBackend()
    const call = (requestId: string, modelId: string, latencyMs: number) => bedrockLine({ requestId, modelId, latencyMs, surface: 'voice', input: 1 })
    await importTexts({ 'b.json': lines(
      call('l-1', 'eu.anthropic.claude-opus-5-5', 100), call('l-2', 'eu.anthropic.claude-opus-5-5', 300), call('l-3', 'global.anthropic.claude-opus-5-5', 900),
    ) })
    const { rows, byPlacement } = await client.call('usage.latency', { filters: EVERYTHING })
    expect(rows).toMatchObject([{ surface: 'voice', count: 3, p50Ms: 300, p95Ms: 900 }])
    expect(byPlacement).toMatchObject([
      { surface: 'voice', platform: 'bedrock', route: 'geo-eu', count: 2, p50Ms: 100, p95Ms: 300, p99Ms: 300, ttftCount: 0, ttftP50Ms: null },
      { surface: 'voice', platform: 'bedrock', route: 'global', count: 1, p50Ms: 900 },
    ])
  })
})
