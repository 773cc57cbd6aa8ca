// `pull` as a script runs it, against servers of our own: exit status, what is printed, and where the Admin key goes.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ADMIN_KEY, FakeAdmin } from '../pull/fake-admin.ts'
import { FakeCloudWatch } from '../pull/fake-cloudwatch.ts'
import { runCli, Workplace } from './run-cli.ts'

vi.setConfig({ testTimeout: 60_000 })

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.remove())

const today = new Date().toISOString().slice(0, 10)
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

describe('pull cloudwatch', () => {
  let fake: FakeCloudWatch
  let endpoint: string
  beforeEach(async () => {
    fake = new FakeCloudWatch()
    endpoint = await fake.start()
    fake.series = ['InputTokenCount', 'OutputTokenCount', 'Invocations'].map((metric, at) => ({
      namespace: 'AWS/Bedrock', metric, dimensions: { ModelId: 'us.anthropic.claude-opus-5-5' }, points: { [`${yesterday}T10:00:00Z`]: [100, 20, 3][at] ?? 0 },
    }))
  })
  afterEach(() => fake.stop())

  const ENV = {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example-secret', AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const run = (...args: string[]) =>
    runCli(['pull', 'cloudwatch', '--region', 'us-east-1', '--endpoint', endpoint, '--db', place.db, ...args], ENV)

  test('tells the cost first, fills the ledger, and can be undone', async () => {
    const { status, stdout, stderr } = await run('--from', yesterday, '--to', today, '--yes', '--json')
    expect(JSON.parse(stdout)).toEqual([{
      source: 'CloudWatch us-east-1', importer: 'cloudwatch-pull', entries: 1, accepted: 1, duplicates: 0, ignored: 0, rejected: 0, rejections: [],
    }])
    expect(stderr).toContain('us-east-1: 1 model')
    expect(stderr).toContain('USD 0.00007')
    expect(status).toBe(0)
    expect(await place.json('report')).toMatchObject({ totals: { requests: 3, tokens: { uncachedInput: 100, output: 20 } } })
    expect((await place.run('undo', '1')).status).toBe(0)
    expect(await place.json('report')).toMatchObject({ totals: { requests: 0, tokens: { uncachedInput: 0, output: 0 } } })
  })

  test('without --yes and without a terminal nothing is asked that costs', async () => {
    const { status, stdout, stderr } = await run()
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('--yes')
    expect(fake.calls('GetMetricData')).toEqual([])
    expect(await place.json('undo')).toEqual([])
  })

  test('a refusal is a sentence and exit status 1', async () => {
    fake.faults.ListMetrics = [{ status: 403, code: 'AccessDenied' }]
    const { status, stdout, stderr } = await run('--yes')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toBe('The default AWS profile may not read CloudWatch metrics in us-east-1. Allow cloudwatch:ListMetrics and cloudwatch:GetMetricData on resource "*" for it.\n')
  })

  test.each([
    [['--region', 'us_east']], [['--from', today, '--to', yesterday]], [['--endpoint', 'nowhere']], [['--key-stdin']], [['extra']],
  ])('%j is wrong usage', async (args) => {
    expect((await run('--yes', ...args)).status).toBe(2)
  })
})

describe('pull anthropic', () => {
  let fake: FakeAdmin
  let args: string[]
  beforeEach(async () => {
    fake = new FakeAdmin()
    args = ['pull', 'anthropic', '--from', yesterday, '--endpoint', await fake.start(), '--db', place.db]
    fake.rows = [{ day: yesterday, output: 20 }]
  })
  afterEach(() => fake.stop())

  test('with the key from the environment, which is shown nowhere', async () => {
    const { status, stdout, stderr } = await runCli([...args, '--what', 'usage', '--json'], { ANTHROPIC_ADMIN_KEY: ADMIN_KEY })
    expect(JSON.parse(stdout)).toMatchObject([{ source: 'Anthropic usage report', importer: 'admin-usage-report', accepted: 1, ignored: 1 }])
    expect(status).toBe(0)
    expect(stdout + stderr).not.toContain('canary')
    expect(await place.json('report')).toMatchObject({ totals: { tokens: { output: 20 } } })
  })

  test('chooses what is pulled; names stand in place of ids from then on', async () => {
    fake.keys = [{ id: 'apikey_1', name: 'support-bot', workspace_id: 'wrkspc_1' }]
    fake.costs = [{ day: yesterday, amount: '12.5' }]
    const { status, stdout, stderr } = await runCli([...args, '--what', 'names,cost,usage', '--json'], { ANTHROPIC_ADMIN_KEY: ADMIN_KEY })
    expect(JSON.parse(stdout)).toMatchObject([
      { source: 'Anthropic usage report', accepted: 1 }, { source: 'Anthropic cost report', importer: 'admin-cost-report', accepted: 1 },
      { source: 'Names of keys and workspaces', entries: 0 },
    ])
    expect(stderr).toContain(`Anthropic cost report: ${yesterday} to ${today} (UTC days).`)
    expect(status).toBe(0)
    expect(await place.json('report', '--by', 'apiKey')).toMatchObject({ rows: [{ apiKey: 'support-bot', tokens: { output: 20 } }] })
  })

  test('what is not known to it is wrong usage', async () => {
    const { status, stderr } = await runCli([...args, '--what', 'usage,all'], { ANTHROPIC_ADMIN_KEY: ADMIN_KEY })
    expect(status).toBe(2)
    expect(stderr).toContain('--what all is not one of usage, cost, analytics-usage, analytics-cost, names.')
    expect(fake.asked).toEqual([])
  })

  test('with the key from standard input; a refusal is exit status 1 and does not repeat it', async () => {
    const wrong = 'sk-ant-canary-wrong-key'
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts'), ...args, '--key-stdin'], { env: { ...process.env, ANTHROPIC_ADMIN_KEY: '' } })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (said += part))
    child.stdin.end(`${wrong}\n`)
    const status = await new Promise((resolve) => child.on('close', resolve))
    expect(status).toBe(1)
    expect(fake.asked[0]?.headers['x-api-key']).toBe(wrong)
    expect(said).toContain('Use an Admin key')
    expect(said).not.toContain('canary')
  })

  test('without a key it is wrong usage', async () => {
    const { status, stderr } = await runCli(args, { ANTHROPIC_ADMIN_KEY: '' })
    expect(status).toBe(2)
    expect(stderr).toContain('ANTHROPIC_ADMIN_KEY')
    expect(fake.asked).toEqual([])
  })
})
