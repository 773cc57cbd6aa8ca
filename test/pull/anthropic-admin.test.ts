// The usage report pull against an Admin API of our own: what reaches the ledger, to the token; and where the key goes.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { anthropicUsage, type AnthropicAsk } from '../../src/pull/anthropic-admin.ts'
import { EVERYTHING, NOW_MS, openTestBackend, type TestBackend } from '../api/test-backend.ts'
import { ADMIN_KEY, FakeAdmin } from './fake-admin.ts'

let fake: FakeAdmin
let endpoint: string
let folder: string
let held: TestBackend

beforeEach(async () => {
  fake = new FakeAdmin()
  endpoint = await fake.start()
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-pull-'))
  held = openTestBackend(join(folder, 'test.ledger'))
})
afterEach(async () => {
  await held.backend.close()
  await fake.stop()
  rmSync(folder, { recursive: true })
})

const source = (given: Partial<AnthropicAsk> = {}) => anthropicUsage({
  key: ADMIN_KEY, endpoint, from: null, to: null, nowMs: NOW_MS, remembered: (key) => held.backend.remembered(key), ...given,
})

async function pull(given: Partial<AnthropicAsk> = {}) {
  const request = { label: 'Anthropic', sources: [], records: [source(given)], sourcesTotal: 1, bytesTotal: null }
  return held.client.call('imports.report', { id: await held.backend.startImport(request).done })
}

const totals = async () => (await held.client.call('usage.totals', { filters: EVERYTHING, by: [] })).totals

describe('the report', () => {
  test('over several pages, empty buckets among them', async () => {
    fake.rows = [{ day: '2026-11-01', output: 10 }, { day: '2026-11-02', output: 20, model: 'claude-haiku-5-5' }, { day: '2026-11-05', output: 40 }]
    const { summary, sources } = await pull({ from: '2026-11-01', to: '2026-11-05' })
    // Three rows; two days without any.
    expect(summary.tally).toMatchObject({ accepted: 3, ignored: 2, rejected: 0 })
    expect(sources).toMatchObject([{ name: 'Anthropic usage report', importer: 'admin-usage-report', problem: null }])
    expect(await totals()).toMatchObject({
      requests: null, webSearches: 6, tokens: { uncachedInput: 300, cacheRead: 3000, cacheWrite5m: 21, cacheWrite1h: 27, output: 70 },
    })
    expect(fake.asked.map(({ url }) => url.searchParams.get('page'))).toEqual([null, 'page_2', 'page_4'])
    const [{ url, headers } = { url: new URL(endpoint), headers: {} }] = fake.asked
    expect(url.searchParams.getAll('group_by[]')).toEqual(expect.arrayContaining(['model', 'service_tier', 'inference_geo', 'context_window', 'speed', 'workspace_id', 'api_key_id']))
    expect(headers).toMatchObject({ 'anthropic-version': '2023-06-01', 'anthropic-beta': 'fast-mode-2026-02-01' })
  })

  test('a revised bucket replaces the earlier one, also a smaller one; an undo brings it back', async () => {
    fake.rows = [{ day: '2026-11-03', output: 5 }, { day: '2026-11-04', output: 100 }, { day: '2026-11-05', output: 10 }]
    await pull()
    // 2026-11-03 lies outside the two trailing days and stays as it was pulled.
    fake.rows = [{ day: '2026-11-03', output: 6 }, { day: '2026-11-04', output: 90 }, { day: '2026-11-05', output: 30 }]
    const { summary } = await pull()
    expect(fake.asked.at(-1)?.url.searchParams.get('starting_at')).toBe('2026-11-04T00:00:00Z')
    expect(summary.tally).toMatchObject({ accepted: 0, duplicates: 2 })
    expect((await totals()).tokens.output).toBe(125)
    await held.client.call('imports.undo', { id: summary.id })
    expect((await totals()).tokens.output).toBe(115)
  })

  test('the same rows in a saved report are the same usage', async () => {
    fake.rows = [{ day: '2026-11-04', output: 100 }]
    await pull()
    const saved = await (await fetch(`${endpoint}/v1/organizations/usage_report/messages?${fake.asked.at(-1)?.url.searchParams.toString()}`, { headers: { 'x-api-key': ADMIN_KEY } })).text()
    await held.importTexts({ 'report.json': saved })
    expect((await totals()).tokens.output).toBe(100)
  })
})

describe('refusals', () => {
  test('429 waits as long as told and goes on', async () => {
    fake.rows = [{ day: '2026-11-05', output: 1 }]
    fake.refusals = [{ status: 429, headers: { 'retry-after': '0' } }, { status: 529, headers: { 'retry-after-ms': '1' } }]
    const { sources } = await pull({ from: '2026-11-05' })
    expect(sources[0]?.problem).toBeNull()
    expect(fake.asked).toHaveLength(3)
    expect((await totals()).tokens.output).toBe(1)
  })

  test.each([
    [401, {}, 'bad-key'], [403, {}, 'access-denied'], [429, { 'retry-after': '600' }, 'throttled'], [400, {}, 'refused'],
  ])('status %i says what to do', async (status, headers, code) => {
    fake.refusals = [{ status, headers }]
    const { sources } = await pull()
    expect(sources).toMatchObject([{ problem: { code, remedy: expect.any(String) } }])
    expect(fake.asked).toHaveLength(1)
  })

  test('a refusal in the middle keeps the pages before it', async () => {
    fake.rows = [{ day: '2026-11-01', output: 10 }, { day: '2026-11-04', output: 10 }]
    fake.forbiddenPage = 'page_2'
    const { sources } = await pull({ from: '2026-11-01', to: '2026-11-05' })
    expect(sources).toMatchObject([{ problem: { code: 'access-denied' } }])
    expect((await totals()).tokens.output).toBe(10)
  })

  test('a cancel while waiting ends at once and leaves nothing', async () => {
    fake.refusals = [{ status: 429, headers: { 'retry-after': '100' } }]
    const { jobId, done } = held.backend.startImport({ label: 'x', sources: [], records: [source()], sourcesTotal: 1, bytesTotal: null })
    await expect.poll(() => fake.asked.length).toBe(1)
    await held.client.call('jobs.cancel', { id: jobId })
    const { summary } = await held.client.call('imports.report', { id: await done })
    expect(summary).toMatchObject({ state: 'cancelled', sources: 0 })
  })
})

describe('the key', () => {
  test('goes to https or to this computer only', () => {
    expect(() => source({ endpoint: 'http://example.com' })).toThrow('https')
    expect(() => source({ key: 'two words of a key' })).toThrow('Admin key')
  })

  test('is in no file, no report and no error, whatever the API answers', async () => {
    fake.rows = [{ day: '2026-11-05', output: 1 }]
    fake.refusals = [401, 403, 404, 418].map((status) => ({ status }))
    const reports = [await pull(), await pull(), await pull(), await pull(), await pull()]
    expect(fake.asked.at(-1)?.headers['x-api-key']).toBe(ADMIN_KEY)
    expect(JSON.stringify(reports)).not.toContain('canary')
    const files = readdirSync(folder)
    expect(files).toContain('test.ledger')
    for (const file of files) expect(readFileSync(join(folder, file)).includes('canary')).toBe(false)
  })
})
