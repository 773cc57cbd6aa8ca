// What an earlier pull brought and its provider no longer holds stops counting, and only that: exactly, and until an undo.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { anthropicSources, type AnthropicAsk, type AnthropicPart } from '../../src/pull/anthropic-admin.ts'
import { planCloudWatch, type CloudWatchAsk } from '../../src/pull/cloudwatch.ts'
import { NOW_MS, openTestBackend, textSource, type TestBackend } from '../api/test-backend.ts'
import { ADMIN_KEY, FakeAdmin, type FakeRow } from './fake-admin.ts'
import { AWS_ENV, FakeCloudWatch, type FakeSeries } from './fake-cloudwatch.ts'
import { bring, FakeClock, totalsOf } from './pulling.ts'

vi.setConfig({ testTimeout: 30_000 })

let held: TestBackend
beforeEach(() => {
  held = openTestBackend()
})
afterEach(() => held.backend.close())

const undo = (id: number) => held.client.call('imports.undo', { id })

describe('a pull of the Admin API', () => {
  let fake: FakeAdmin
  let endpoint: string

  beforeEach(async () => {
    fake = new FakeAdmin()
    endpoint = await fake.start()
  })
  afterEach(() => fake.stop())

  const sources = (part: AnthropicPart, given: Partial<AnthropicAsk> = {}) => anthropicSources({
    key: ADMIN_KEY, endpoint, from: '2026-11-01', to: null, nowMs: NOW_MS, clock: new FakeClock(NOW_MS),
    remembered: (key) => held.backend.remembered(key), ...given,
  }, [part])
  const pull = (part: AnthropicPart, given: Partial<AnthropicAsk> = {}) => bring(held, sources(part, given))

  const output = async () => (await totalsOf(held)).totals.tokens.output
  const requests = async () => (await totalsOf(held)).totals.requests

  const FIRST: FakeRow = { day: '2026-11-02', output: 1 }
  const SECOND: FakeRow = { day: '2026-11-03', output: 10 }
  const THIRD: FakeRow = { day: '2026-11-04', output: 100 }

  test('a row that is gone stops counting, counts again after an undo, and when it comes back', async () => {
    fake.rows = [FIRST, SECOND, THIRD]
    await pull('analytics-usage')
    expect([await output(), await requests()]).toEqual([111, 9])
    fake.rows = [FIRST, THIRD]
    const { id, summary, brought } = await pull('analytics-usage')
    expect([await output(), await requests()]).toEqual([101, 6])
    // It is no entry, no request and no row of the pull that misses it.
    expect(summary.tally).toEqual({ entries: 2, accepted: 0, duplicates: 2, ignored: 0, rejected: 0 })
    expect(brought.evidence.map(({ tokens }) => tokens)).toEqual([2 * 1116 + 101])
    const { rows } = await totalsOf(held, 'day')
    expect(rows.map(({ keys }) => keys['day'])).toEqual(['2026-11-02', '2026-11-04'])
    await undo(id)
    expect([await output(), await requests()]).toEqual([111, 9])

    await pull('analytics-usage')
    expect(await output()).toBe(101)
    fake.rows = [FIRST, { ...SECOND, output: 20 }, THIRD]
    const { id: back } = await pull('analytics-usage')
    expect(await output()).toBe(121)
    await undo(back)
    expect(await output()).toBe(101)
  })

  test('an undo of the pull that brought it leaves what pulls before brought gone as well', async () => {
    fake.rows = [FIRST, SECOND]
    await pull('usage')
    const { id } = await pull('usage')
    fake.rows = [FIRST]
    await pull('usage')
    await undo(id)
    expect(await output()).toBe(1)
  })

  test('usage that moved to another key is counted once', async () => {
    fake.rows = [{ ...SECOND, workspace: 'wrkspc_1' }]
    await pull('usage')
    fake.rows = [{ ...SECOND, workspace: 'wrkspc_2', apiKey: 'apikey_2' }]
    await pull('usage')
    expect((await totalsOf(held, 'workspace')).rows.map(({ keys, tokens }) => [keys['workspace'], tokens.output])).toEqual([['wrkspc_2', 10]])
  })

  test('a line of a bill that is left out is not billed', async () => {
    fake.costs = [{ day: '2026-11-02', amount: '48.25' }, { day: '2026-11-02', amount: '7', tokenType: 'uncached_input_tokens' }]
    await pull('cost')
    fake.costs = fake.costs.slice(0, 1)
    const { id } = await pull('cost')
    const billed = async () => (await held.client.call('reconcile.run', {
      filters: { from: '2026-11-02', to: '2026-11-02', platforms: [], models: [], basis: null }, by: ['day'], billSource: null,
    })).rows.map((row) => row.billed)
    // Cents are 10^10 pico-USD.
    expect(await billed()).toEqual(['482500000000'])
    await undo(id)
    expect(await billed()).toEqual(['552500000000'])
  })

  test('of days, reports and organisations that it did not ask, and of files, nothing goes', async () => {
    fake.rows = [FIRST, SECOND]
    await pull('usage')
    fake.rows = []
    await pull('usage', { from: '2026-11-04' })
    await pull('usage', { to: '2026-11-01' })
    await pull('analytics-usage')
    await pull('cost')
    fake.organization = '00000000-0000-0000-0000-000000000002'
    await pull('usage')
    expect(await output()).toBe(11)
    await pull('usage', { from: '2026-11-03', to: '2026-11-03' })
    expect(await output()).toBe(11)
    fake.organization = '00000000-0000-0000-0000-000000000001'
    await pull('usage', { from: '2026-11-03', to: '2026-11-03' })
    expect(await output()).toBe(1)
    const page = { data: [{ starting_at: '2026-11-03T00:00:00Z', ending_at: '2026-11-04T00:00:00Z', results: [{ model: 'claude-opus-5-5', uncached_input_tokens: 1, cache_read_input_tokens: 0, output_tokens: 1000, cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 } }] }], has_more: false }
    const file = textSource('usage.json', JSON.stringify(page))
    await held.backend.startImport({ label: 'file', sources: [file], sourcesTotal: 1, bytesTotal: null }).done
    await pull('usage')
    expect(await output()).toBe(1000)
  })

  test('a window without any row is one, over all its spans of 31 days', async () => {
    fake.rows = [{ day: '2026-08-02', output: 1 }, { day: '2026-10-20', output: 10 }, THIRD]
    await pull('analytics-usage', { from: '2026-08-01' })
    fake.rows = []
    const { id, sources: read } = await pull('analytics-usage', { from: '2026-08-01' })
    expect(read).toMatchObject([{ problem: { code: 'no-data' } }])
    expect(await output()).toBe(0)
    await undo(id)
    expect(await output()).toBe(111)
  })

  test.each(['cut', 'not-a-report'] as const)('that ends in the middle (%s) leaves every row, and what it brought goes with the next whole one', async (trouble) => {
    fake.rows = [FIRST, THIRD]
    await pull('usage')
    fake.rows = [{ day: '2026-11-01', output: 1000 }]
    const [source] = sources('usage')
    if (source === undefined) throw new Error('No source')
    const failing = {
      ...source,
      async *read(signal: AbortSignal) {
        const asked = source.read(signal)
        const first = await asked.next()
        if (first.done === true) throw new Error('One page only')
        yield first.value
        fake.refusals = Array.from({ length: 5 }, () => ({ trouble }))
        return yield* asked
      },
    }
    const { sources: read } = await bring(held, [failing])
    expect(read[0]?.problem).not.toBeNull()
    expect(await output()).toBe(1101)
    fake.refusals = []
    fake.rows = [FIRST]
    await pull('usage')
    expect(await output()).toBe(1)
  })

  test('that is cancelled in the middle leaves every row', async () => {
    fake.rows = [FIRST, THIRD]
    await pull('usage')
    fake.rows = []
    const [source] = sources('usage')
    if (source === undefined) throw new Error('No source')
    const cancel = { jobId: '' }
    const records = [{
      ...source,
      async *read(signal: AbortSignal) {
        const note = yield* source.read(signal)
        await held.client.call('jobs.cancel', { id: cancel.jobId })
        return note
      },
    }]
    const { jobId, done } = held.backend.startImport({ label: 'x', sources: [], records, sourcesTotal: 1, bytesTotal: null })
    cancel.jobId = jobId
    await done
    expect(await output()).toBe(101)
  })

  test('with a row that cannot be read leaves every row: it may be one of them', async () => {
    fake.rows = [FIRST, THIRD]
    await pull('usage')
    fake.rows = [FIRST, { ...THIRD, output: -1 }]
    const { summary } = await pull('usage')
    expect(summary.tally.rejected).toBe(1)
    expect(await output()).toBe(101)
  })
})

describe('a pull from CloudWatch', () => {
  let fake: FakeCloudWatch
  let endpoint: string
  const [OPUS, HAIKU] = ['us.anthropic.claude-opus-5-5', 'us.anthropic.claude-haiku-5-5']
  const series = (ModelId: string, points: Record<string, number>, given: Partial<FakeSeries> = {}): FakeSeries =>
    ({ namespace: 'AWS/Bedrock', metric: 'InputTokenCount', dimensions: { ModelId }, points, ...given })

  beforeEach(async () => {
    for (const [name, value] of Object.entries(AWS_ENV)) vi.stubEnv(name, value)
    fake = new FakeCloudWatch()
    endpoint = await fake.start()
  })
  afterEach(async () => {
    await fake.stop()
    vi.unstubAllEnvs()
  })

  async function pull(given: Partial<CloudWatchAsk> = {}) {
    const planned = await planCloudWatch({
      profile: null, regions: ['us-east-1'], endpoint, from: '2026-11-01', to: null, nowMs: NOW_MS,
      remembered: (key) => held.backend.remembered(key), ...given,
    }, new AbortController().signal)
    const report = await bring(held, planned.sources)
    planned.close()
    return report
  }
  const input = async () => (await totalsOf(held)).totals.tokens.uncachedInput

  test('lets hours go that are gone, in its Region and window alone', async () => {
    fake.series = [series(OPUS, { '2026-11-02T10:00:00Z': 1, '2026-11-03T10:00:00Z': 10, '2026-11-05T11:00:00Z': 100 })]
    await pull({ regions: ['us-east-1', 'eu-west-1'] })
    expect(await input()).toBe(222)
    fake.series = [series(OPUS, { '2026-11-05T11:00:00Z': 100 })]
    const { id } = await pull({ from: '2026-11-03' })
    expect(await input()).toBe(212)
    await undo(id)
    expect(await input()).toBe(222)
  })

  test('speaks for the models it was given whole, and for none where CloudWatch says that its answer lacks something', async () => {
    const both = (opus: number) => [series(HAIKU, { '2026-11-03T10:00:00Z': 1 }), series(OPUS, { '2026-11-03T10:00:00Z': opus })]
    fake.series = both(10)
    await pull()
    // Queries 1 to 7 are of the first model, 8 to 14 of the second. Neither has a point; one metric of the second is partial.
    const ids = Array.from({ length: 14 }, (_, at) => `q${at + 1}`)
    const MetricDataResults = ids.map((Id) => ({ Id, Timestamps: [], Values: [], StatusCode: Id === 'q9' ? 'PartialData' : 'Complete' }))
    const told = { body: { MetricDataResults, Messages: [{ Code: 'MaxMetricsExceeded', Value: 'x' }] } }
    fake.faults.GetMetricData = [told, told, told]
    await pull()
    expect(await input()).toBe(11)
    const partial = { body: { MetricDataResults, Messages: [] } }
    fake.faults.GetMetricData = [partial, partial, partial]
    const { summary } = await pull()
    expect(summary.tally.rejected).toBe(1)
    expect((await totalsOf(held)).rows.map(({ keys, tokens }) => [keys['model'], tokens.uncachedInput])).toEqual([['claude-opus-5-5', 10]])
  })

  test('speaks for the periods it was given: one that is refused keeps its rows', async () => {
    const points = { '2026-08-20T10:00:00Z': 1, '2026-10-15T10:00:00Z': 10, '2026-10-30T10:00:00Z': 100 }
    fake.series = [series(OPUS, points)]
    await pull({ from: '2026-08-01' })
    expect(await input()).toBe(111)
    fake.series = [series(OPUS, { '2026-11-05T10:00:00Z': 1000 })]
    fake.faults.GetMetricData = [{ body: { MetricDataResults: [], Messages: [] } }, { status: 403, code: 'AccessDenied' }]
    await pull({ from: '2026-08-01' })
    expect(await input()).toBe(110)
  })

  test('without a series speaks for nothing', async () => {
    fake.series = [series(OPUS, { '2026-11-03T10:00:00Z': 1 })]
    await pull()
    fake.series = []
    await pull({ remembered: () => undefined })
    expect(await input()).toBe(1)
  })
})
