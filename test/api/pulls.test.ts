// Live pulls through the contract, against servers of our own: plan, start, cancel, go on, undo, and what is told of them.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AWS_ENV } from '../pull/fake-cloudwatch.ts'
import { ANTHROPIC, CLOUDWATCH, PullBench } from './pull-bench.ts'
import { EVERYTHING } from './test-backend.ts'

vi.setConfig({ testTimeout: 30_000 })

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

const plan = (request = CLOUDWATCH) => bench.client.call('pulls.plan', { request })
const tokens = async () => (await bench.client.call('usage.totals', { filters: EVERYTHING, by: [] })).totals.tokens

async function pullCloudWatch() {
  const { id } = await plan()
  await bench.client.call('pulls.start', { planId: id })
  return bench.ended('cloudwatch')
}

describe('a CloudWatch pull', () => {
  test('tells what it will cost before anything is charged', async () => {
    const made = await plan()
    // One model of AWS/Bedrock has 7 metrics; one period covers the days: 7 x USD 0.01 / 1,000 = USD 0.00007.
    expect(made).toMatchObject({ cost: '70000000', regions: [{ region: 'us-east-1', from: '2026-11-01', to: '2026-11-05', metricsRequested: 7 }] })
    expect(bench.cloudWatch.calls('GetMetricData')).toHaveLength(0)
    expect((await bench.state('cloudwatch')).lastPlan).toMatchObject({ request: CLOUDWATCH, cost: '70000000' })
  })

  test('is an import with its own job, and can be undone', async () => {
    const state = await pullCloudWatch()
    expect(state).toMatchObject({ lastState: 'done', lastProblem: null, lastAccepted: 1 })
    expect(await tokens()).toMatchObject({ uncachedInput: 120, output: 30 })
    const told = bench.events.flatMap((event) => (event.type === 'job' ? [event.job] : []))
    expect(told[0]).toMatchObject({ kind: 'pull', label: 'CloudWatch us-east-1', state: 'running' })
    expect(told.at(-1)).toMatchObject({ kind: 'pull', state: 'done', importId: state.lastImportId })
    await bench.client.call('imports.undo', { id: state.lastImportId ?? 0 })
    expect(await tokens()).toMatchObject({ uncachedInput: 0, output: 0 })
  })

  test('a plan is pulled once, and not after a quarter of an hour', async () => {
    const { id } = await plan()
    await bench.client.call('pulls.start', { planId: id })
    await bench.ended('cloudwatch')
    await expect(bench.client.call('pulls.start', { planId: id })).rejects.toMatchObject({ problem: { code: 'plan-expired' } })
    const { id: late } = await plan()
    bench.pass(15 * 60_000)
    await expect(bench.client.call('pulls.start', { planId: late })).rejects.toMatchObject({ problem: { code: 'plan-expired' } })
    expect((await bench.state('cloudwatch')).runningJobId).toBeNull()
  })

  test('planning can be cancelled', async () => {
    bench.cloudWatch.faults.ListMetrics = Array.from({ length: 20 }, () => ({ status: 400, code: 'Throttling' }))
    const asked = plan()
    await expect.poll(() => bench.cloudWatch.asked.length).toBeGreaterThan(0)
    await bench.client.call('pulls.cancelPlan', {})
    await expect(asked).rejects.toMatchObject({ problem: { code: 'plan-cancelled' } })
  })

  test('cut off in the middle, it asks next time only for what is missing', async () => {
    // 30 days lie in two periods, each a call: the first is answered.
    const whole = await plan({ ...CLOUDWATCH, from: null, to: null })
    bench.cloudWatch.faults.GetMetricData = [{ body: undefined }, { status: 400, code: 'AccessDenied' }]
    await bench.client.call('pulls.start', { planId: whole.id })
    expect(await bench.ended('cloudwatch')).toMatchObject({ lastState: 'failed' })
    const rest = await plan({ ...CLOUDWATCH, from: null, to: null })
    expect(BigInt(rest.cost)).toBeLessThan(BigInt(whole.cost))
    bench.nowMs += 1
    await bench.client.call('pulls.start', { planId: rest.id })
    expect(await bench.ended('cloudwatch')).toMatchObject({ lastState: 'done', lastAccepted: 1 })
  })

  test('refused by AWS says what to do, and that stays with its state', async () => {
    const { id } = await plan()
    bench.cloudWatch.faults.GetMetricData = [{ status: 400, code: 'AccessDenied' }]
    await bench.client.call('pulls.start', { planId: id })
    const state = await bench.ended('cloudwatch')
    expect(state).toMatchObject({ lastState: 'failed', lastProblem: { code: 'access-denied', remedy: expect.any(String) } })
    const job = bench.events.flatMap((event) => (event.type === 'job' ? [event.job] : [])).at(-1)
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'access-denied' } })
  })
})

describe('an Anthropic pull', () => {
  test('without a key asks nobody', async () => {
    await expect(bench.client.call('pulls.start', { request: ANTHROPIC })).rejects.toMatchObject({ problem: { code: 'no-key' } })
    expect(bench.outgoing).toBe(0)
    expect((await bench.state('anthropic')).runningJobId).toBeNull()
  })

  test('with one is an import', async () => {
    await bench.useKey()
    await bench.client.call('pulls.start', { request: ANTHROPIC })
    expect(await bench.ended('anthropic')).toMatchObject({ lastState: 'done', lastAccepted: 1 })
    expect(await tokens()).toMatchObject({ output: 7 })
  })

  test('one at a time; cancelled it leaves nothing, and starting again goes on', async () => {
    await bench.useKey()
    bench.admin.refusals = [{ status: 429, headers: { 'retry-after': '100' } }]
    const { jobId } = await bench.client.call('pulls.start', { request: ANTHROPIC })
    await expect.poll(() => bench.admin.asked.length).toBe(1)
    expect((await bench.state('anthropic')).runningJobId).toBe(jobId)
    await expect(bench.client.call('pulls.start', { request: ANTHROPIC })).rejects.toMatchObject({ problem: { code: 'pull-running' } })
    await bench.client.call('jobs.cancel', { id: jobId })
    expect(await bench.ended('anthropic')).toMatchObject({ lastState: 'cancelled', lastProblem: null })
    bench.nowMs += 1
    await bench.client.call('pulls.start', { request: ANTHROPIC })
    expect(await bench.ended('anthropic')).toMatchObject({ lastState: 'done', lastAccepted: 1 })
  })

  test('that is still waiting when the app closes is cancelled, and that is noted', async () => {
    await bench.useKey()
    bench.admin.refusals = [{ status: 429, headers: { 'retry-after': '100' } }]
    await bench.client.call('pulls.start', { request: ANTHROPIC })
    await expect.poll(() => bench.admin.asked.length).toBe(1)
    await bench.close()
    bench.open()
    expect(await bench.state('anthropic')).toMatchObject({ lastState: 'cancelled', runningJobId: null })
  })
})
