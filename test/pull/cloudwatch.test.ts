// The real SDK against a CloudWatch of our own: what reaches the ledger, to the token.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { planCloudWatch, type CloudWatchAsk } from '../../src/pull/cloudwatch.ts'
import { ProblemError } from '../../src/core/problem.ts'
import { EVERYTHING, NOW_MS, openTestBackend, type TestBackend } from '../api/test-backend.ts'
import { AWS_ENV, FakeCloudWatch, type FakeSeries } from './fake-cloudwatch.ts'

vi.setConfig({ testTimeout: 30_000 })

const MODEL = 'us.anthropic.claude-opus-5-5'
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

const series = (metric: string, points: Record<string, number>, given: Partial<FakeSeries> = {}): FakeSeries =>
  ({ namespace: 'AWS/Bedrock', metric, dimensions: { ModelId: MODEL }, points, ...given })

const plan = (given: Partial<CloudWatchAsk> = {}) => planCloudWatch({
  profile: null, regions: ['us-east-1'], endpoint, from: '2026-11-01', to: '2026-11-05', nowMs: NOW_MS,
  remembered: (key) => held.backend.remembered(key), ...given,
}, new AbortController().signal)

async function pull(given: Partial<CloudWatchAsk> = {}) {
  const planned = await plan(given)
  const id = await held.backend.startImport({ label: 'CloudWatch', sources: [], records: planned.sources, sourcesTotal: 1, bytesTotal: null }).done
  planned.close()
  return { id, ...await held.client.call('imports.report', { id }) }
}

async function totals(by: 'model' | 'hour' = 'model') {
  return held.client.call('usage.totals', { filters: EVERYTHING, by: [by] })
}

const rejected = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(() => null, (reason: unknown) => reason)
  return error instanceof ProblemError ? error.problem : error
}

/** One hour: 100 + 20 uncached, 1,000 read, 50 written, 30 out, 3 requests. */
const ONE_HOUR = [
  series('InputTokenCount', { '2026-11-04T10:00:00Z': 100, '2026-11-04T10:59:00Z': 20 }),
  series('OutputTokenCount', { '2026-11-04T10:00:00Z': 30 }),
  series('CacheReadInputTokenCount', { '2026-11-04T10:01:00Z': 1000 }),
  series('CacheWriteInputTokenCount', { '2026-11-04T10:01:00Z': 50 }),
  series('Invocations', { '2026-11-04T10:00:00Z': 3 }),
]
const ONE_HOUR_TOKENS = { uncachedInput: 120, cacheRead: 1000, cacheWrite5m: 50, cacheWrite1h: 0, output: 30 }

describe('what is read', () => {
  test('an hour of a model, priced by its route', async () => {
    fake.series = ONE_HOUR
    const { summary, sources } = await pull()
    expect(sources).toMatchObject([{ name: 'CloudWatch us-east-1', importer: 'cloudwatch-pull', problem: null }])
    expect(summary.tally).toMatchObject({ accepted: 1, rejected: 0 })
    const { rows } = await totals()
    expect(rows).toMatchObject([{ keys: { model: 'claude-opus-5-5' }, requests: 3, tokens: ONE_HOUR_TOKENS }])
    expect(rows[0]?.listCost).not.toBeNull()
    expect(rows[0]?.assumptions).toEqual(expect.arrayContaining(['write-split', 'price']))
  })

  test('both spellings of the cache metrics are one usage, hour by hour', async () => {
    fake.series = [
      ...ONE_HOUR,
      series('CacheReadInputTokens', { '2026-11-04T10:01:00Z': 1000, '2026-11-04T11:00:00Z': 7 }),
      series('CacheWriteInputTokens', { '2026-11-04T10:01:00Z': 50 }),
    ]
    await pull()
    // 1,000 of the hour in both spellings once, and 7 of the hour that has the second spelling only.
    expect((await totals()).totals.tokens).toEqual({ ...ONE_HOUR_TOKENS, cacheRead: 1007 })
  })

  test('sums over all models and parts by tier are not added', async () => {
    fake.series = [
      ...ONE_HOUR,
      series('InputTokenCount', { '2026-11-04T10:00:00Z': 999 }, { dimensions: {} }),
      series('InputTokenCount', { '2026-11-04T10:00:00Z': 120 }, { dimensions: { ModelId: MODEL, ServiceTier: 'flex' } }),
      series('InputTokenCount', { '2026-11-04T10:00:00Z': 5 }, { dimensions: { ModelId: 'amazon.nova-pro-v1:0' } }),
    ]
    await pull()
    expect((await totals()).totals.tokens).toEqual(ONE_HOUR_TOKENS)
  })

  test('the newer endpoint by model only, though its levels repeat each other', async () => {
    const mantle = (metric: string, value: number, dimensions: Record<string, string>) =>
      series(metric, { '2026-11-04T10:00:00Z': value }, { namespace: 'AWS/BedrockMantle', dimensions })
    const model = 'anthropic.claude-opus-5-5'
    fake.series = [
      mantle('TotalInputTokens', 10, {}), mantle('TotalInputTokens', 10, { Project: 'p' }), mantle('TotalInputTokens', 10, { Model: model }),
      mantle('TotalInputTokens', 10, { Model: model, Project: 'p' }), mantle('TotalOutputTokens', 4, { Model: model }),
      mantle('Inferences', 2, { Model: model }),
    ]
    await pull()
    expect((await totals()).totals).toMatchObject({ requests: 2, tokens: { uncachedInput: 10, output: 4 } })
  })

  test('projects are summed where there is no level by model', async () => {
    fake.series = ['p', 'q'].map((project) => series('TotalInputTokens', { '2026-11-04T10:00:00Z': 10 }, {
      namespace: 'AWS/BedrockMantle', dimensions: { Project: project, Model: 'anthropic.claude-opus-5-5' },
    }))
    await pull()
    expect((await totals()).totals.tokens.uncachedInput).toBe(20)
  })

  test('an application profile, priced once the user has said what it stands for', async () => {
    fake.series = ONE_HOUR.map((one) => ({ ...one, dimensions: { ModelId: 'ej8uoudeuci1' } }))
    await pull()
    expect((await totals()).totals).toMatchObject({ listCost: null, tokens: ONE_HOUR_TOKENS })
    const { profiles } = await held.client.call('profiles.list', {})
    expect(profiles).toMatchObject([{ rawModel: 'ej8uoudeuci1', requests: 3 }])
    await held.client.call('profiles.map', { rawModel: 'ej8uoudeuci1', model: 'claude-opus-5-5', route: 'geo-us' })
    const mapped = (await totals()).totals.listCost
    fake.series = ONE_HOUR
    await held.client.call('imports.undo', { id: 1 })
    await pull()
    expect(mapped).toBe((await totals()).totals.listCost)
  })

  test('every Region named', async () => {
    fake.series = ONE_HOUR
    await pull({ regions: ['us-east-1', 'eu-west-1'] })
    expect((await totals()).totals.requests).toBe(6)
  })
})

describe('pages and periods', () => {
  test('one series over several pages, empty pages between them', async () => {
    fake.pointsAPage = 2
    fake.emptyPages = true
    const minutes = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`2026-11-04T10:0${at}:00Z`, 10 + at]))
    fake.series = [series('InputTokenCount', minutes), series('OutputTokenCount', { '2026-11-04T10:00:00Z': 1 })]
    const { summary } = await pull()
    // 10 + 11 + ... + 16 = 91.
    expect((await totals()).totals.tokens).toMatchObject({ uncachedInput: 91, output: 1 })
    expect(summary.tally.rejected).toBe(0)
    // 4 pages of data, an empty one before each.
    expect(fake.calls('GetMetricData')).toHaveLength(8)
  })

  test('the period follows the age, and the parts meet without overlap', async () => {
    const points = { '2026-11-05T10:00:00Z': 1, '2026-10-15T10:00:00Z': 10, '2026-08-20T10:00:00Z': 100, '2025-01-01T00:00:00Z': 1000 }
    fake.series = [series('InputTokenCount', points)]
    await pull({ from: '2025-01-01' })
    const asked = fake.calls('GetMetricData').map(({ StartTime, EndTime, MetricDataQueries }) =>
      ({ StartTime, EndTime, period: MetricDataQueries?.[0]?.MetricStat.Period }))
    expect(asked.map(({ period }) => period)).toEqual([3600, 300, 60])
    expect(asked[0]?.EndTime).toBe(asked[1]?.StartTime)
    expect(asked[1]?.EndTime).toBe(asked[2]?.StartTime)
    const days = (seconds = 0) => (NOW_MS / 1000 - seconds) / 86_400
    expect(days(asked[1]?.StartTime)).toBeLessThan(63)
    expect(days(asked[2]?.StartTime)).toBeLessThan(15)
    // 455 days before 2026-11-05 is 2025-08-07: the oldest point is beyond memory.
    expect((await totals()).totals.tokens.uncachedInput).toBe(111)
  })

  test('a series that comes in part is asked for again, and refused if it stays so', async () => {
    fake.series = [...ONE_HOUR, series('InputTokenCount', { '2026-11-04T10:00:00Z': 8 }, { dimensions: { ModelId: 'eu.anthropic.claude-opus-5-5' } })]
    const id = 'q1'
    fake.faults.GetMetricData = [{ body: { MetricDataResults: [{ Id: id, Timestamps: [NOW_MS / 1000 - 86_400], Values: [5], StatusCode: 'PartialData' }], Messages: [] } }]
    await pull()
    // The first reading's 5 is not added to the second reading.
    expect(fake.calls('GetMetricData').map(({ MetricDataQueries = [] }) => MetricDataQueries.length)).toEqual([14, 1])

    fake.neverComplete = new Set(['OutputTokenCount'])
    const { summary, rejectedByReason } = await pull()
    expect(summary.tally.rejected).toBe(2)
    expect(rejectedByReason).toEqual([{ reason: 'CloudWatch gave only a part of OutputTokenCount', count: 2 }])
  })

  test('messages of CloudWatch are told by their code', async () => {
    fake.series = ONE_HOUR
    fake.faults.GetMetricData = [{ body: { MetricDataResults: [], Messages: [{ Code: 'MaxQueryResultsExceeded', Value: 'text' }] } }]
    const { sources } = await pull()
    expect(sources[0]?.problem?.message).toContain('MaxQueryResultsExceeded')
  })
})

describe('pulling again', () => {
  test('replaces what has been revised, up or down, and an undo brings the earlier figures back', async () => {
    fake.series = ONE_HOUR
    await pull()
    fake.series = ONE_HOUR.map((one) => (one.metric === 'InputTokenCount' ? { ...one, points: { '2026-11-04T10:00:00Z': 90 } } : one))
    const { id, summary } = await pull()
    expect(summary.tally).toMatchObject({ accepted: 0, duplicates: 1 })
    expect((await totals()).totals.tokens).toEqual({ ...ONE_HOUR_TOKENS, uncachedInput: 90 })
    await held.client.call('imports.undo', { id })
    expect((await totals()).totals.tokens).toEqual(ONE_HOUR_TOKENS)
  })

  test('does not count a day twice when CloudWatch remembers it less finely', async () => {
    fake.series = ONE_HOUR
    await pull()
    await pull({ nowMs: NOW_MS + 80 * 86_400_000 })
    expect((await totals()).totals.tokens).toEqual(ONE_HOUR_TOKENS)
  })

  test('starts two days back, and asks for idle models by their remembered name', async () => {
    fake.series = ONE_HOUR
    await pull()
    fake.series = [
      ...ONE_HOUR.map((one) => ({ ...one, listed: false })), series('InputTokenCount', { '2026-11-05T11:00:00Z': 1 }, { listed: false }),
    ]
    const planned = await plan({ from: null, to: null })
    planned.close()
    expect(planned.regions).toMatchObject([{ models: [MODEL], window: { from: '2026-11-04', to: '2026-11-05' } }])
    await pull({ from: null, to: null })
    expect((await totals()).totals.tokens.uncachedInput).toBe(121)
  })
})

describe('cost, cancelling, refusals', () => {
  test('the price of the calls is known before the first is made', async () => {
    fake.series = ONE_HOUR
    const planned = await plan()
    planned.close()
    // 7 metrics of one model, one period: 7 x USD 0.01 / 1,000 = USD 0.00007 = 70,000,000 pico-USD.
    expect(planned).toMatchObject({ cost: 70_000_000n, regions: [{ metricsRequested: 7 }] })
    expect(fake.calls('GetMetricData')).toHaveLength(0)
  })

  test('throttled calls are tried again', async () => {
    fake.series = ONE_HOUR
    fake.faults.GetMetricData = [{ status: 400, code: 'Throttling' }, { status: 400, code: 'Throttling' }]
    const { sources } = await pull()
    expect(sources[0]?.problem).toBeNull()
    expect((await totals()).totals.requests).toBe(3)
  })

  test('a cancelled pull leaves nothing', async () => {
    fake.series = ONE_HOUR
    fake.faults.GetMetricData = Array.from({ length: 5 }, () => ({ status: 400, code: 'Throttling' }))
    const planned = await plan()
    const { jobId, done } = held.backend.startImport({ label: 'x', sources: [], records: planned.sources, sourcesTotal: 1, bytesTotal: null })
    await vi.waitFor(() => expect(fake.calls('GetMetricData').length).toBeGreaterThan(0))
    await held.client.call('jobs.cancel', { id: jobId })
    const { summary } = await held.client.call('imports.report', { id: await done })
    planned.close()
    expect(summary).toMatchObject({ state: 'cancelled', sources: 0 })
  })

  test.each([
    ['AccessDenied', 403, 'access-denied', 'cloudwatch:ListMetrics'],
    ['ExpiredToken', 403, 'credentials-expired', 'aws sso login'],
    ['RequestTimeTooSkewed', 403, 'clock-skew', 'clock'],
    ['SignatureDoesNotMatch', 403, 'bad-credentials', 'keys'],
    ['InvalidClientTokenId', 403, 'bad-credentials', 'keys'],
    ['InvalidParameterValue', 400, 'cloudwatch-failed', 'options'],
  ])('%s says what to do, and repeats nothing of the service\'s text', async (code, status, expected, advice) => {
    fake.faults.ListMetrics = Array.from({ length: 5 }, () => ({ status, code }))
    const told = await rejected(plan())
    expect(told).toMatchObject({ code: expected, remedy: expect.stringContaining(advice) })
    expect(JSON.stringify(told)).not.toContain('ana')
  })

  test('a refusal in the middle keeps what came before it and is told', async () => {
    fake.series = ONE_HOUR
    fake.faults.GetMetricData = [{ status: 403, code: 'AccessDenied' }]
    const { sources } = await pull()
    expect(sources).toMatchObject([{ problem: { code: 'access-denied' } }])
  })

  test('no credentials, no Region, nobody there, no data', async () => {
    expect(await rejected(plan({ regions: [] }))).toMatchObject({ code: 'no-region' })
    expect((await pull()).sources).toMatchObject([{ problem: { code: 'no-series' } }])
    expect(await rejected(plan({ endpoint: 'http://127.0.0.1:1' }))).toMatchObject({ code: 'no-connection' })
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
    expect(await rejected(plan())).toMatchObject({ code: 'no-credentials' })
    expect(await rejected(plan({ profile: 'absent' }))).toMatchObject({ code: 'unknown-profile', message: expect.stringContaining('absent') })
  })

  test('keys and Region of a profile, and a sign-in that has expired', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'token-ledger-aws-'))
    const config = join(folder, 'config')
    writeFileSync(config, [
      '[profile work]', 'aws_access_key_id = AKIDEXAMPLE', 'aws_secret_access_key = s', 'region = eu-west-1', 'aws_account_id = 111122223333',
      '[profile sso]', 'sso_start_url = https://example.invalid/start', 'sso_region = us-east-1', 'sso_account_id = 111122223333',
      'sso_role_name = Reader', 'region = us-east-1', '',
    ].join('\n'))
    vi.stubEnv('AWS_CONFIG_FILE', config)
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
    vi.stubEnv('HOME', folder)
    fake.series = ONE_HOUR
    await pull({ profile: 'work', regions: [] })
    const { rows } = await held.client.call('usage.totals', { filters: EVERYTHING, by: ['account'] })
    expect(rows).toMatchObject([{ keys: { account: '111122223333' } }])
    expect(await rejected(plan({ profile: 'sso' }))).toMatchObject({ code: 'sso-expired', remedy: expect.stringContaining('aws sso login --profile sso') })
    rmSync(folder, { recursive: true })
  })
})
