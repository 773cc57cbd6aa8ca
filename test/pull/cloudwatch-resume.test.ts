// A pull that is cut short goes on from where it stopped: what was read whole is not asked, nor paid for, again.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { planCloudWatch, type CloudWatchAsk } from '../../src/pull/cloudwatch.ts'
import { NOW_MS, openTestBackend, type TestBackend } from '../api/test-backend.ts'
import { AWS_ENV, FakeCloudWatch } from './fake-cloudwatch.ts'
import { bring, totalsOf } from './pulling.ts'

vi.setConfig({ testTimeout: 30_000 })

let fake: FakeCloudWatch
let endpoint: string
let held: TestBackend

beforeEach(async () => {
  for (const [name, value] of Object.entries(AWS_ENV)) vi.stubEnv(name, value)
  fake = new FakeCloudWatch()
  endpoint = await fake.start()
  held = openTestBackend()
  // 1 in the oldest period, 10 in the middle one, 100 in the newest, 1,000 today.
  fake.series = [{
    namespace: 'AWS/Bedrock', metric: 'InputTokenCount', dimensions: { ModelId: 'us.anthropic.claude-opus-5-5' },
    points: { '2026-08-20T10:00:00Z': 1, '2026-10-15T10:00:00Z': 10, '2026-10-30T10:00:00Z': 100, '2026-11-05T10:00:00Z': 1000 },
  }]
})
afterEach(async () => {
  await held.backend.close()
  await fake.stop()
  vi.unstubAllEnvs()
})

const plan = (given: Partial<CloudWatchAsk> = {}) => planCloudWatch({
  profile: null, regions: ['us-east-1'], endpoint, from: '2026-08-01', to: null, nowMs: NOW_MS,
  remembered: (key) => held.backend.remembered(key), ...given,
}, new AbortController().signal)

async function pull(given: Partial<CloudWatchAsk> = {}) {
  const planned = await plan(given)
  const report = await bring(held, planned.sources)
  planned.close()
  return { planned, ...report }
}

const DENIED = { status: 403, code: 'AccessDenied' }
const day = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString().slice(0, 10)
const askedFrom = (calls: ReturnType<FakeCloudWatch['calls']>) => calls.map(({ StartTime }) => day(StartTime))
const inputTokens = async () => (await totalsOf(held)).totals.tokens.uncachedInput

describe('a server that fails in the middle', () => {
  test('keeps the periods before it, does not ask for those behind it, and goes on there', async () => {
    // 63 days before noon of 2026-11-05 is 2026-09-03, 15 days 2026-10-21: periods begin on the whole days after them.
    const whole = await plan()
    whole.close()
    expect(whole.sources.map(({ name }) => name)).toEqual([
      'CloudWatch us-east-1, 2026-08-01 to 2026-09-03', 'CloudWatch us-east-1, 2026-09-04 to 2026-10-21', 'CloudWatch us-east-1, 2026-10-22 to 2026-11-05',
    ])

    const planned = await plan()
    let calls = 0
    const records = planned.sources.map((source) => ({
      ...source,
      read: (signal: AbortSignal) => {
        calls += 1
        if (calls === 2) fake.faults.GetMetricData = [DENIED]
        return source.read(signal)
      },
      remember: () => source.remember(),
    }))
    const { sources } = await bring(held, records)
    planned.close()
    expect(sources.map(({ problem }) => problem?.code ?? null)).toEqual([null, 'access-denied', 'not-asked'])
    expect(await inputTokens()).toBe(1)

    const before = fake.calls('GetMetricData').length
    const second = await pull({ from: null })
    expect(second.planned.regions).toMatchObject([{ window: { from: '2026-08-01', to: '2026-11-05' }, notes: [expect.stringContaining('Goes on')] }])
    // 7 metrics in two periods; the first period's are not among them.
    expect(second.planned.regions[0]?.metricsRequested).toBe(14)
    expect(askedFrom(fake.calls('GetMetricData').slice(before))).toEqual(['2026-09-04', '2026-10-22'])
    expect(await inputTokens()).toBe(1111)
  })

  test('once it is whole, the next pull asks for the trailing days alone', async () => {
    await pull()
    const { planned } = await pull({ from: null })
    expect(planned.regions).toMatchObject([{ window: { from: '2026-11-04', to: '2026-11-05' }, notes: [] }])
  })

  test('days that may have been revised when they were read are asked for again', async () => {
    fake.neverComplete = new Set(['OutputTokenCount'])
    fake.series.push({ namespace: 'AWS/Bedrock', metric: 'OutputTokenCount', dimensions: { ModelId: 'us.anthropic.claude-opus-5-5' }, points: {} })
    // Nothing is complete, so nothing is noted as read.
    await pull({ from: '2026-10-20' })
    fake.neverComplete.clear()
    const { planned } = await pull({ from: null })
    expect(planned.regions[0]?.window.from).toBe('2026-10-20')
    expect(await inputTokens()).toBe(1100)
  })

  test('other days named start afresh', async () => {
    await pull()
    const planned = await plan({ from: '2026-10-25', to: '2026-10-31' })
    planned.close()
    expect(planned.regions).toMatchObject([{ window: { from: '2026-10-25', to: '2026-10-31' }, metricsRequested: 7 }])
  })
})

test('a cancelled pull keeps the periods that were read whole, and goes on behind them', async () => {
  const planned = await plan()
  const [first] = planned.sources
  if (first === undefined) throw new Error('No source')
  const cancel: { jobId: string } = { jobId: '' }
  const records = planned.sources.map((source) => (source === first ? source : {
    ...source,
    async *read(signal: AbortSignal) {
      await held.client.call('jobs.cancel', { id: cancel.jobId })
      return yield* source.read(signal)
    },
    remember: () => source.remember(),
  }))
  const { jobId, done } = held.backend.startImport({ label: 'x', sources: [], records, sourcesTotal: 3, bytesTotal: null })
  cancel.jobId = jobId
  const { summary } = await held.client.call('imports.report', { id: await done })
  planned.close()
  expect(summary).toMatchObject({ state: 'cancelled', sources: 1 })
  expect(await inputTokens()).toBe(1)
  const next = await plan({ from: null })
  next.close()
  expect(next.sources).toHaveLength(2)
})

test('an application that ended in the middle finds its periods again', async () => {
  // What a crash leaves: the first source finished and remembered, no end of the import.
  const planned = await plan()
  await bring(held, planned.sources.slice(0, 1))
  planned.close()
  const next = await plan({ from: null })
  next.close()
  expect(next.sources.map(({ name }) => name)).toEqual(['CloudWatch us-east-1, 2026-09-04 to 2026-10-21', 'CloudWatch us-east-1, 2026-10-22 to 2026-11-05'])
})
