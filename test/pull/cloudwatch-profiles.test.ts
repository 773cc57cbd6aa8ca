// Application profiles by what AWS says of them, and latency percentiles: both beside the usage, neither mixed into it.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { planCloudWatch } from '../../src/pull/cloudwatch.ts'
import { standsFor } from '../../src/pull/cloudwatch-profiles.ts'
import { EVERYTHING, NOW_MS, openTestBackend, type TestBackend } from '../api/test-backend.ts'
import { AWS_ENV, FakeCloudWatch, type FakeSeries } from './fake-cloudwatch.ts'
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
})
afterEach(async () => {
  await held.backend.close()
  await fake.stop()
  vi.unstubAllEnvs()
})

async function pull() {
  const planned = await planCloudWatch({
    profile: null, regions: ['us-east-1'], endpoint, from: '2026-11-01', to: null, nowMs: NOW_MS, remembered: (key) => held.backend.remembered(key),
  }, new AbortController().signal)
  const report = await bring(held, planned.sources)
  planned.close()
  return { planned, ...report }
}

const usageOf = (model: string): FakeSeries =>
  ({ namespace: 'AWS/Bedrock', metric: 'InputTokenCount', dimensions: { ModelId: model }, points: { '2026-11-04T10:00:00Z': 1000 } })
const foundation = (region: string, model = 'anthropic.claude-opus-5-5') => `arn:aws:bedrock:${region}::foundation-model/${model}`
const US = ['us-east-1', 'us-east-2', 'us-west-2'].map((region) => foundation(region))

describe('application profiles', () => {
  test('are priced by the model and the Regions that AWS names, the id kept', async () => {
    fake.series = [usageOf('ej8uoudeuci1'), usageOf('us.anthropic.claude-opus-5-5')]
    fake.profiles = [{ id: 'other', modelArns: [foundation('us-east-1')] }, { id: 'ej8uoudeuci1', modelArns: US }]
    const { planned } = await pull()
    expect(planned.regions[0]?.notes).toEqual([])
    const { rows } = await held.client.call('usage.totals', { filters: EVERYTHING, by: ['model', 'route', 'profile'] })
    const [one, two] = rows
    expect(rows.map(({ keys }) => keys)).toEqual([
      { model: 'claude-opus-5-5', route: 'geo-us', profile: 'ej8uoudeuci1' }, { model: 'claude-opus-5-5', route: 'geo-us', profile: null },
    ])
    expect(one?.listCost).toBe(two?.listCost)
    const { rows: requests } = await held.client.call('usage.requests', { filters: EVERYTHING, offset: 0, limit: 10 })
    expect(requests.map(({ rawModel }) => rawModel).toSorted()).toEqual(['ej8uoudeuci1', 'us.anthropic.claude-opus-5-5'])
  })

  test('are asked for once; a profile that is gone keeps its name', async () => {
    fake.series = [usageOf('ej8uoudeuci1')]
    fake.profiles = [{ id: 'ej8uoudeuci1', modelArns: US }]
    await pull()
    fake.profiles = []
    await pull()
    expect(fake.calls('ListInferenceProfiles')).toHaveLength(1)
    expect((await totalsOf(held)).rows).toMatchObject([{ keys: { model: 'claude-opus-5-5' }, tokens: { uncachedInput: 1000 } }])
  })

  test('of other makers\' models are left out', async () => {
    fake.series = [usageOf('novaprofile1'), usageOf('us.anthropic.claude-opus-5-5')]
    fake.profiles = [{ id: 'novaprofile1', modelArns: [foundation('us-east-1', 'amazon.nova-pro-v1:0')] }]
    const { planned } = await pull()
    expect(planned.regions[0]?.models).toEqual(['us.anthropic.claude-opus-5-5'])
  })

  test.each([
    ['AccessDeniedException', 403, 'bedrock:ListInferenceProfiles is not allowed'], ['ValidationException', 400, 'could not be read'],
  ])('stay unpriced after %s, which the plan tells', async (code, status, told) => {
    fake.series = [usageOf('ej8uoudeuci1')]
    fake.profileFaults = Array.from({ length: 4 }, () => ({ status, code }))
    const { planned, sources } = await pull()
    expect(planned.regions[0]?.notes).toEqual([expect.stringContaining(told)])
    expect(JSON.stringify(planned.regions)).not.toContain('ana is')
    expect(sources[0]?.problem).toBeNull()
    expect((await totalsOf(held)).totals).toMatchObject({ listCost: null, tokens: { uncachedInput: 1000 } })
  })

  test('are not asked for where no series needs them', async () => {
    fake.series = [usageOf('us.anthropic.claude-opus-5-5')]
    await pull()
    expect(fake.calls('ListInferenceProfiles')).toEqual([])
  })

  test.each([
    [['us-east-1'], 'us-east-1', 'region'], [['us-gov-west-1'], 'us-gov-west-1', 'us-gov'], [['us-east-1', 'us-west-2'], 'us-east-1', 'geo-us'],
    [['us-east-1', ''], 'us-east-1', 'global'], [['eu-west-1', 'eu-central-1'], 'eu-west-1', 'geo-eu'],
    [['ap-northeast-1', 'ap-northeast-3'], 'ap-northeast-1', 'geo-jp'], [['ap-southeast-2', 'ap-southeast-4'], 'ap-southeast-2', 'geo-au'],
    [['ap-northeast-1', 'ap-southeast-1'], 'ap-northeast-1', 'geo-apac'], [['eu-west-1', 'us-east-1'], 'eu-west-1', 'unknown'],
  ])('%j called in %s is %s', (regions, called, route) => {
    expect(standsFor(regions.map((region) => foundation(region)), called)).toEqual({ model: 'claude-opus-5-5', route })
  })

  test('that hold two models, or an unknown Claude model, stand for none', () => {
    expect(standsFor([foundation('us-east-1'), foundation('us-east-1', 'anthropic.claude-haiku-5-5')], 'us-east-1')).toBeNull()
    expect(standsFor([foundation('us-east-1', 'anthropic.claude-nobody-knows')], 'us-east-1')).toBeNull()
  })
})

describe('latency', () => {
  const latencyOf = (metric: string, stats: FakeSeries['stats'], days = ['2026-11-03', '2026-11-04']): FakeSeries => ({
    ...usageOf('us.anthropic.claude-opus-5-5'), metric, points: Object.fromEntries(days.map((day) => [`${day}T10:00:00Z`, 1])), ...(stats === undefined ? {} : { stats }),
  })
  const reported = async () => (await held.client.call('usage.latency', { filters: EVERYTHING })).reported

  test('is kept by day, beside the usage, and goes with its import', async () => {
    fake.series = [
      usageOf('us.anthropic.claude-opus-5-5'), latencyOf('InvocationLatency', { SampleCount: 40, Average: 900.5, p50: 800.4, p95: 2900, p99: 4100 }),
      latencyOf('TimeToFirstToken', { SampleCount: 30, p50: 310, p95: 700 }, ['2026-11-04']),
    ]
    const { id, planned } = await pull()
    // 7 sums, and 5 statistics of 2 metrics.
    expect(planned.regions[0]?.metricsRequested).toBe(17)
    const place = { importer: 'cloudwatch-pull', platform: 'bedrock', route: 'geo-us', model: 'claude-opus-5-5' }
    expect(await reported()).toEqual([
      {
        ...place, measure: 'first-token', days: 1, count: 30, p50: { lowestMs: 310, highestMs: 310 }, p95: { lowestMs: 700, highestMs: 700 }, p99: null,
      },
      {
        ...place, measure: 'latency', days: 2, count: 80, p50: { lowestMs: 800, highestMs: 800 }, p95: { lowestMs: 2900, highestMs: 2900 },
        p99: { lowestMs: 4100, highestMs: 4100 },
      },
    ])
    expect((await held.client.call('usage.latency', { filters: EVERYTHING })).rows).toEqual([])
    await held.client.call('imports.undo', { id })
    expect(await reported()).toEqual([])
  })

  test('of a day pulled again is the later one, and the earlier one after an undo', async () => {
    fake.series = [usageOf('us.anthropic.claude-opus-5-5'), latencyOf('InvocationLatency', { SampleCount: 40, p50: 800 }, ['2026-11-05'])]
    await pull()
    fake.series = [usageOf('us.anthropic.claude-opus-5-5'), latencyOf('InvocationLatency', { SampleCount: 50, p50: 600 }, ['2026-11-05'])]
    const { id } = await pull()
    expect(await reported()).toMatchObject([{ days: 1, count: 50, p50: { lowestMs: 600 } }])
    await held.client.call('imports.undo', { id })
    expect(await reported()).toMatchObject([{ days: 1, count: 40, p50: { lowestMs: 800 } }])
  })

  test('is evidence of a decision, said to be CloudWatch\'s', async () => {
    fake.series = [usageOf('us.anthropic.claude-opus-5-5'), latencyOf('InvocationLatency', { SampleCount: 40, p50: 800, p95: 2900 })]
    await pull()
    const { surfaces } = await held.client.call('decide.answer', { filters: EVERYTHING })
    expect(surfaces[0]?.evidence.map(({ text }) => text)).toContainEqual(expect.stringMatching(/^CloudWatch reports for Claude Opus 5\.5 .*p50 800 ms, p95 2,900 ms, by day \(2 days, 80 calls of all surfaces\)/))
  })
})
