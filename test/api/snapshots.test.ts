// Recorded answers of the backend on one fixed ledger. The page's tests read the same files, so that both ends agree.
// To record anew after a wanted change: vitest run --project node test/api/snapshots --update
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Input, Method } from '../../src/api/contract/contract.ts'
import { BEDROCK_LOG, DIRECT_COST_CSV, DIRECT_LOG } from './logs.ts'
import { EVERYTHING, NOW_MS, openTestBackend } from './test-backend.ts'

const FOLDER = join(import.meta.dirname, '..', 'snapshots', 'api')

type Ask = { [M in Method]: { method: M; input: Input<M> } }[Method]

const ASKED: readonly Ask[] = [
  { method: 'ledger.status', input: {} },
  { method: 'usage.totals', input: { filters: EVERYTHING, by: ['day', 'surface'] } },
  { method: 'usage.series', input: { filters: EVERYTHING, each: 'week', by: 'surface' } },
  { method: 'usage.facets', input: { filters: EVERYTHING } },
  { method: 'usage.requests', input: { filters: EVERYTHING, offset: 0, limit: 100 } },
  { method: 'usage.latency', input: { filters: EVERYTHING } },
  { method: 'whatif.cells', input: { filters: EVERYTHING } },
  { method: 'whatif.project', input: { scenario: { name: 'To the EU', moves: [{ surface: 'support-bot', to: { platform: 'bedrock', route: 'geo-eu' } }] } } },
  { method: 'whatif.analysis', input: { scenario: { name: 'To the EU', moves: [{ surface: 'support-bot', to: { platform: 'bedrock', route: 'geo-eu' } }] } } },
  { method: 'decide.requirements', input: {} },
  { method: 'decide.answer', input: { filters: EVERYTHING, surface: 'support-bot' } },
  { method: 'scenarios.list', input: {} },
  { method: 'surfaces.rules', input: {} },
  { method: 'surfaces.preview', input: { rules: [{ surface: 'docs', when: { principal: '*docs*' } }], filters: EVERYTHING } },
  { method: 'surfaces.colours', input: {} },
  { method: 'imports.list', input: {} },
  { method: 'imports.overlaps', input: {} },
  { method: 'usage.tagKeys', input: {} },
  { method: 'usage.evidence', input: { filters: EVERYTHING } },
  { method: 'imports.report', input: { id: 1 } },
  { method: 'imports.rejections', input: { id: 1, offset: 0, limit: 10 } },
  { method: 'profiles.list', input: {} },
  { method: 'prices.list', input: { model: 'claude-opus-5-5', platform: 'anthropic', on: '2026-11-03' } },
  { method: 'prices.gaps', input: {} },
  { method: 'prices.overrides', input: {} },
  { method: 'discounts.list', input: {} },
  { method: 'settings.get', input: {} },
]

const BILL_FILTERS = { from: null, to: null, platforms: [], models: [], basis: null }

/** Asked of a ledger that holds a bill too. */
const ASKED_OF_BILLS: readonly Ask[] = [
  { method: 'reconcile.run', input: { filters: BILL_FILTERS, by: ['day', 'meter'], billSource: null } },
  {
    method: 'reconcile.bills',
    input: { filters: BILL_FILTERS, billSource: null, day: '2026-11-04', model: null, meter: null, offset: 0, limit: 100 },
  },
]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW_MS })
  vi.stubEnv('TZ', 'UTC')
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

test('every answer is as recorded, and the client can read it', async () => {
  const { client, importTexts } = openTestBackend()
  await importTexts({ 'bedrock.json': BEDROCK_LOG, 'direct.jsonl': DIRECT_LOG })
  await client.call('scenarios.save', { id: null, scenario: { name: 'Saved', moves: [] } })
  await client.call('decide.setRequirements', { requirements: { surface: 'support-bot', residency: 'eu', fixedMonthlyUsd: '5' } })
  for (const { method, input } of ASKED) {
    const answer = await client.call(method, input)
    // The size of the ledger depends on SQLite's version.
    const text = JSON.stringify(answer, (key, value: unknown) => (method === 'ledger.status' && key === 'bytes' ? 0 : value), 2)
    await expect(`${text}\n`).toMatchFileSnapshot(join(FOLDER, `${method}.json`))
  }
})

test('every answer about bills is as recorded', async () => {
  const { client, importTexts } = openTestBackend()
  await importTexts({ 'direct.jsonl': DIRECT_LOG, 'cost.csv': DIRECT_COST_CSV })
  for (const { method, input } of ASKED_OF_BILLS) {
    const answer = await client.call(method, input)
    await expect(`${JSON.stringify(answer, null, 2)}\n`).toMatchFileSnapshot(join(FOLDER, `${method}.json`))
  }
})

test('no recorded answer is left over', () => {
  expect(readdirSync(FOLDER).toSorted()).toEqual([...ASKED, ...ASKED_OF_BILLS].map(({ method }) => `${method}.json`).toSorted())
})
