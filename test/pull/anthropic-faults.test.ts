// What a faulty Admin API does to a pull: what is tried again, what is told, and that the key is nowhere afterwards.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ANTHROPIC_PARTS, anthropicSources, type AnthropicAsk, type AnthropicPart } from '../../src/pull/anthropic-admin.ts'
import { NOW_MS, openTestBackend, type TestBackend } from '../api/test-backend.ts'
import { ADMIN_KEY, FakeAdmin, type Refusal } from './fake-admin.ts'
import { bring, FakeClock, problemIn, totalsOf } from './pulling.ts'

let fake: FakeAdmin
let endpoint: string
let folder: string
let held: TestBackend
let clock: FakeClock

beforeEach(async () => {
  fake = new FakeAdmin()
  endpoint = await fake.start()
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-pull-'))
  held = openTestBackend(join(folder, 'test.ledger'))
  clock = new FakeClock(NOW_MS)
  fake.rows = [{ day: '2026-11-05', output: 10 }]
  fake.costs = [{ day: '2026-11-05', amount: '5' }]
})
afterEach(async () => {
  await held.backend.close()
  await fake.stop()
  rmSync(folder, { recursive: true })
})

const sources = (parts: readonly AnthropicPart[], given: Partial<AnthropicAsk> = {}) => anthropicSources({
  key: ADMIN_KEY, endpoint, from: '2026-11-04', to: null, nowMs: NOW_MS, clock, remembered: (key) => held.backend.remembered(key), ...given,
}, parts)
const pull = (parts: readonly AnthropicPart[], given: Partial<AnthropicAsk> = {}) => bring(held, sources(parts, given))

/** Of every call in turn. */
const always = (refusal: Refusal) => Array.from({ length: 60 }, () => refusal)

describe('waiting', () => {
  test.each([
    ['seconds', { 'retry-after': '7' }, 7000], ['milliseconds before seconds', { 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    ['a date', { 'retry-after': new Date(NOW_MS + 9000).toUTCString() }, 9000], ['no number at all', { 'retry-after': 'soon' }, 500], ['nothing', {}, 500],
  ])('is as long as told in %s', async (_form, headers, expected) => {
    fake.refusals = [{ status: 429, headers }]
    const { sources: read } = await pull(['usage'])
    expect(read[0]?.problem).toBeNull()
    expect(clock.waits).toEqual([expected])
  })

  test('grows where nothing is told, and ends', async () => {
    fake.refusals = always({ status: 529 })
    const { sources: read } = await pull(['usage'])
    expect(read).toMatchObject([{ problem: { code: 'overloaded', message: expect.stringContaining('529') } }])
    expect(clock.waits).toEqual([500, 1000, 2000, 4000])
  })

  test('is not done for refusals that stay, nor against the API\'s own word', async () => {
    fake.refusals = [{ status: 500, headers: { 'x-should-retry': 'false' } }]
    await pull(['usage'])
    expect(clock.waits).toEqual([])
  })
})

describe('an answer', () => {
  test.each([
    ['that breaks off', 'cut'], ['that is only half there', 'truncated'], ['that never comes', 'silent'], ['that never ends', 'dripping'],
  ] as const)('%s is asked for again', async (_what, trouble) => {
    fake.refusals = [{ trouble }, { trouble }]
    const { sources: read } = await pull(['usage'], { silenceMs: 50 })
    expect(read[0]?.problem).toBeNull()
    expect((await totalsOf(held)).totals.tokens.output).toBe(10)
    expect(fake.asked).toHaveLength(3)
  })

  test.each([
    ['cut', 'no-connection'], ['truncated', 'bad-answer'], ['silent', 'no-connection'], ['not-a-report', 'bad-answer'],
  ] as const)('that is always %s is told as %s', async (trouble, code) => {
    fake.refusals = always({ trouble })
    const { sources: read } = await pull(['usage'], { silenceMs: 20 })
    expect(read).toMatchObject([{ problem: { code, remedy: expect.any(String) } }])
  })

  test('that sends the key elsewhere is not followed', async () => {
    const other = new FakeAdmin()
    const elsewhere = await other.start()
    fake.refusals = [{ status: 307, headers: { location: `${elsewhere}/v1/organizations/usage_report/messages` } }]
    const { sources: read } = await pull(['usage'])
    expect(read).toMatchObject([{ problem: { code: 'redirected' } }])
    expect(other.asked).toEqual([])
    await other.stop()
  })
})

test('nobody there', async () => {
  await fake.stop()
  const { sources: read } = await pull(['usage'])
  expect(read).toMatchObject([{ problem: { code: 'no-connection' } }])
  await fake.start()
})

test('a fault of one report does not end the others; a pull that failed asks for its days again', async () => {
  fake.refusals = [{ status: 404 }]
  const { sources: read } = await pull(['usage', 'cost'])
  expect(read.map(({ problem }) => problem?.code ?? null)).toEqual(['not-offered', null])
  const [usage, cost] = sources(['usage', 'cost'], { from: null })
  // 30 days for the one that never came.
  expect([usage?.window?.from, cost?.window?.from]).toEqual(['2026-10-07', '2026-10-07'])
  await pull(['usage'])
  expect(sources(['usage'], { from: null })[0]?.window?.from).toBe('2026-11-04')
})

test('a cancel does not wait for an answer', async () => {
  fake.refusals = always({ trouble: 'silent' })
  const { jobId, done } = held.backend.startImport({ label: 'x', sources: [], records: sources(['usage', 'cost', 'names']), sourcesTotal: 3, bytesTotal: null })
  await expect.poll(() => fake.asked.length).toBe(1)
  await held.client.call('jobs.cancel', { id: jobId })
  const { summary } = await held.client.call('imports.report', { id: await done })
  expect(summary).toMatchObject({ state: 'cancelled', sources: 0 })
  expect(fake.asked).toHaveLength(1)
})

describe('the key', () => {
  const TROUBLES: readonly (readonly [string, Refusal | null])[] = [
    ['none', null], ...[301, 400, 401, 403, 404, 409, 418, 429, 500, 529].map((status) => [`status ${status}`, { status }] as const),
    ...(['cut', 'truncated', 'silent', 'not-a-report'] as const).map((trouble) => [trouble, { trouble }] as const),
  ]

  test.each(TROUBLES)('is in no file, report or error of any endpoint: %s', async (_name, refusal) => {
    if (refusal !== null) fake.refusals = always(refusal)
    const report = await pull(ANTHROPIC_PARTS, { silenceMs: 10 })
    expect(fake.asked.at(-1)?.headers['x-api-key']).toBe(ADMIN_KEY)
    expect(report.sources).toHaveLength(ANTHROPIC_PARTS.length)
    expect(JSON.stringify(report)).not.toContain('canary')
    for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes('canary')).toBe(false)
  })

  test('is not in what can be seen of a source, nor in the address', async () => {
    const all = sources(ANTHROPIC_PARTS)
    expect(JSON.stringify(all)).not.toContain('canary')
    expect(all.map((source) => Object.values(source).map(String).join()).join()).not.toContain('canary')
    await bring(held, all)
    expect(fake.asked.map(({ url }) => url.href).join()).not.toContain('canary')
  })

  test('goes to https or to this computer only', async () => {
    for (const address of ['http://example.com', 'ftp://127.0.0.1', 'nowhere']) {
      expect(await problemIn(Promise.resolve().then(() => sources(['usage'], { endpoint: address })))).toMatchObject({ code: 'bad-endpoint' })
    }
  })
})
