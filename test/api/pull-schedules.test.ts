// Schedules on a clock that the test moves: off means nothing goes out, sleep is made up for once, failures wait longer.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { firstRunAt, isDue, nextRunAt } from '../../src/api/backend/pulls/schedule-times.ts'
import { AWS_ENV } from '../pull/fake-cloudwatch.ts'
import { ANTHROPIC, CLOUDWATCH, ONE_HOUR, PullBench } from './pull-bench.ts'

vi.setConfig({ testTimeout: 30_000 })

const HOUR = 3_600_000
const DAY = 24 * HOUR

let bench: PullBench
beforeEach(async () => {
  for (const [name, value] of Object.entries(AWS_ENV)) vi.stubEnv(name, value)
  bench = new PullBench()
  await bench.start()
})
afterEach(async () => {
  await bench.stop()
  vi.unstubAllEnvs()
})

const everyHour = () => bench.client.call('pulls.setSchedule', { kind: 'anthropic', every: 'hourly', request: ANTHROPIC, agreedCost: null })
const switchOff = () => bench.client.call('pulls.setSchedule', { kind: 'anthropic', every: 'off', request: null, agreedCost: null })
/** Pulls begun: each asks for its first page once. */
const runs = () => bench.admin.asked.filter(({ url }) => !url.searchParams.has('page')).length

/** The timer that is due calls, and the pull it starts ends. */
async function run(ms: number) {
  bench.pass(ms)
  return bench.ended('anthropic')
}

describe('the times', () => {
  test('a first run comes an interval after the last pull, else at once', () => {
    expect(firstRunAt('hourly', { lastStartedAtMs: null, nowMs: 10 * HOUR })).toBe(10 * HOUR)
    expect(firstRunAt('hourly', { lastStartedAtMs: 9.5 * HOUR, nowMs: 10 * HOUR })).toBe(10.5 * HOUR)
    expect(firstRunAt('daily', { lastStartedAtMs: 0, nowMs: 30 * HOUR })).toBe(30 * HOUR)
  })

  test('failures wait 1, 2, 4, 8, 16 hours, then a day', () => {
    const waits = [1, 2, 3, 4, 5, 6, 50].map((failures) => nextRunAt('daily', { startedAtMs: 0, failures }) / HOUR)
    expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24])
  })

  test('a clock put back does not silence a schedule', () => {
    expect(isDue(DAY, 0)).toBe(false)
    expect(isDue(DAY + 1, 0)).toBe(true)
  })
})

describe('off', () => {
  test('is how it starts: no timer, and nothing goes out however long it runs', async () => {
    await bench.useKey()
    const state = await bench.client.call('pulls.state', {})
    expect(state.pulls.map(({ every, nextAtMs }) => [every, nextAtMs])).toEqual([['off', null], ['off', null]])
    expect(state.canSchedule).toBe(true)
    expect(bench.timers).toBe(0)
    bench.pass(400 * DAY)
    expect(bench.timers).toBe(0)
    expect(bench.outgoing).toBe(0)
  })

  test('after on takes the timer away', async () => {
    await bench.useKey()
    await everyHour()
    await run(0)
    await switchOff()
    expect(bench.timers).toBe(0)
    bench.pass(10 * DAY)
    expect(runs()).toBe(1)
    expect(await bench.state('anthropic')).toMatchObject({ every: 'off', nextAtMs: null, lastState: 'done' })
  })
})

describe('hourly', () => {
  test('runs at once, then an hour after each start; the next run is told', async () => {
    await bench.useKey()
    await everyHour()
    const first = await run(0)
    expect(first).toMatchObject({ lastState: 'done', lastAccepted: 1 })
    await expect.poll(async () => (await bench.state('anthropic')).nextAtMs).toBe(bench.nowMs + HOUR)
    bench.pass(HOUR - 1)
    expect(runs()).toBe(1)
    await expect.poll(() => bench.timers).toBe(1)
    await run(60_000)
    expect(runs()).toBe(2)
  })

  test('a night asleep is made up for by one run', async () => {
    await bench.useKey()
    await everyHour()
    await run(0)
    await expect.poll(() => bench.timers).toBe(1)
    await run(9 * HOUR)
    await expect.poll(() => bench.timers).toBe(1)
    bench.pass(60_000)
    expect(runs()).toBe(2)
    expect(await bench.state('anthropic')).toMatchObject({ nextAtMs: bench.nowMs - 60_000 + HOUR })
  })

  test('goes on in the next run of the app, with what it knew', async () => {
    await bench.useKey()
    await everyHour()
    await run(0)
    await bench.close()
    bench.nowMs += 2 * HOUR
    bench.open()
    await bench.useKey()
    expect(await run(0)).toMatchObject({ every: 'hourly', lastState: 'done' })
    expect(runs()).toBe(2)
  })

  test('is off where the ledger was taken to, and still on where it was set', async () => {
    await bench.useKey()
    await everyHour()
    await run(0)
    await bench.close()
    bench.nowMs += 2 * HOUR
    bench.installation = 'elsewhere'
    bench.open()
    await bench.useKey()
    expect(await bench.state('anthropic')).toMatchObject({ every: 'off', nextAtMs: null })
    expect(bench.timers).toBe(0)
    bench.pass(DAY)
    expect(runs()).toBe(1)
    bench.installation = 'here'
    expect(await bench.state('anthropic')).toMatchObject({ every: 'hourly' })
  })

  test('waits longer after each failure, and as before after a success', async () => {
    await bench.useKey()
    await everyHour()
    bench.admin.refusals = [{ status: 403 }, { status: 403 }]
    const next = async () => ((await bench.state('anthropic')).nextAtMs ?? 0) - bench.nowMs
    expect(await run(0)).toMatchObject({ lastState: 'failed', lastProblem: { code: 'access-denied' } })
    await expect.poll(next).toBe(HOUR)
    await run(HOUR)
    await expect.poll(next).toBe(2 * HOUR)
    await run(2 * HOUR)
    await expect.poll(next).toBe(HOUR)
    expect(await bench.state('anthropic')).toMatchObject({ lastState: 'done', lastProblem: null })
  })

  test('without the key asks nobody and says why', async () => {
    await everyHour()
    expect(await run(0)).toMatchObject({ lastState: 'failed', lastProblem: { code: 'no-key' }, every: 'hourly' })
    expect(bench.outgoing).toBe(0)
  })
})

describe('a scheduled CloudWatch pull', () => {
  const every = (often: 'hourly' | 'daily', agreedCost: string | null, request = CLOUDWATCH) =>
    bench.client.call('pulls.setSchedule', { kind: 'cloudwatch', every: often, request, agreedCost })
  const hourly = (agreedCost: string | null, request = CLOUDWATCH) => every('hourly', agreedCost, request)

  test('that is on may run less often at the same agreement, whatever was planned since', async () => {
    const { cost } = await bench.client.call('pulls.plan', { request: CLOUDWATCH })
    await hourly(cost)
    await bench.client.call('pulls.plan', { request: { ...CLOUDWATCH, from: null, to: null } })
    await every('daily', cost)
    expect(await bench.state('cloudwatch')).toMatchObject({ every: 'daily', agreedCost: cost })
    await expect(every('daily', '123')).rejects.toMatchObject({ problem: { code: 'no-plan' } })
    await expect(every('daily', cost, { ...CLOUDWATCH, regions: ['eu-west-1'] })).rejects.toMatchObject({ problem: { code: 'no-plan' } })
  })

  test('is set up only at the cost that was told for the same Regions', async () => {
    await expect(hourly('70000000')).rejects.toMatchObject({ problem: { code: 'no-plan' } })
    const { cost } = await bench.client.call('pulls.plan', { request: CLOUDWATCH })
    await expect(hourly('1')).rejects.toMatchObject({ problem: { code: 'no-plan' } })
    await expect(hourly(cost, { ...CLOUDWATCH, regions: ['eu-west-1'] })).rejects.toMatchObject({ problem: { code: 'no-plan' } })
    await hourly(cost)
    expect(await bench.state('cloudwatch')).toMatchObject({ every: 'hourly', agreedCost: cost, request: { from: null, to: null } })
  })

  test('runs at up to twice the agreed cost and stops above it, without pulling', async () => {
    const { cost } = await bench.client.call('pulls.plan', { request: CLOUDWATCH })
    await hourly(cost)
    bench.pass(0)
    // Without days asked for, the first pull covers 30 days: two periods, twice the metrics.
    expect(await bench.ended('cloudwatch')).toMatchObject({ lastState: 'done', every: 'hourly', lastPlan: { cost: '140000000' } })
    const models = ['a', 'b', 'c'].flatMap((name) => ONE_HOUR.map((one) => ({ ...one, dimensions: { ModelId: `us.anthropic.claude-${name}` } })))
    bench.cloudWatch.series = [...ONE_HOUR, ...models]
    const before = bench.cloudWatch.calls('GetMetricData').length
    await expect.poll(() => bench.timers).toBe(1)
    bench.pass(HOUR)
    const stopped = await bench.ended('cloudwatch')
    // Now 2 days, one period, four models: 28 metrics, USD 0.00028, four times what was agreed to.
    expect(stopped).toMatchObject({ lastState: 'failed', lastProblem: { code: 'cost-above-agreed' }, lastPlan: { cost: '280000000' } })
    expect(stopped.lastProblem?.message).toContain('USD 0.00028')
    await expect.poll(async () => (await bench.state('cloudwatch')).every).toBe('off')
    expect(bench.cloudWatch.calls('GetMetricData')).toHaveLength(before)
  })
})
