// Several kinds of evidence on the command line: one counts, the others are told, and a source's gaps are filled.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { adminReport, admin, analytics } from '../api/report-pages.ts'
import { lines } from '../api/logs.ts'
import { Workplace } from './run-cli.ts'

// Each run starts a process of its own.
vi.setConfig({ testTimeout: 60_000 })

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.remove())

const tokensOf = (report: unknown) => (typeof report === 'object' && report !== null && 'totals' in report ? report.totals : null)

describe('two kinds of report', () => {
  test('are told by import and by report, and count once', async () => {
    await place.run('import', place.file('admin.json', admin(1000)))
    const { status, stderr } = await place.run('import', place.file('analytics.json', analytics(900)))
    expect(status).toBe(0)
    expect(stderr).toContain('Covers the same days as admin.json (admin-usage-report). 1 day of Anthropic direct, never added. The other counts.')
    expect(tokensOf(await place.json('report'))).toMatchObject({ tokens: { uncachedInput: 1000 } })
    const { stderr: remarks } = await place.run('report')
    expect(remarks).toContain('anthropic: 1 day of reports (admin-usage-report)')
    expect(remarks).toContain('Not added: anthropic analytics-usage, 1 day.')
  })

  test('or the same one grouped differently: a warning, for the day is added twice', async () => {
    await place.run('import', place.file('model.json', admin(1000)))
    const { stderr } = await place.run('import', place.file('key.json', adminReport([{ api_key_id: 'apikey_1', uncached_input_tokens: 1000 }])))
    expect(stderr).toContain('The same report as model.json (admin-usage-report), grouped differently. 1 day of Anthropic direct, added twice.')
  })
})

/** Cost Explorer's reply: money and no tokens. */
const COSTS = JSON.stringify({
  GroupDefinitions: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
  ResultsByTime: [{
    TimePeriod: { Start: '2026-11-04', End: '2026-11-05' }, Total: {}, Estimated: false,
    Groups: [{ Keys: ['Claude Opus 5 (Amazon Bedrock Edition)'], Metrics: { UnblendedCost: { Amount: '12.5', Unit: 'USD' } } }],
  }],
  DimensionValueAttributes: [],
})

test('a bill that has money only says so under --basis bills, and is in no other total', async () => {
  await place.run('import', place.file('costs.json', COSTS))
  const { stdout, stderr } = await place.run('report', '--basis', 'bills', '--json')
  expect([JSON.parse(stdout), stderr]).toMatchObject([{ totals: { requests: null, tokens: { output: 0 } }, window: { basis: { bedrock: { bills: 1 } } } }, ''])
  expect((await place.run('report', '--basis', 'bills')).stderr).toContain('cost-explorer states money only on 1 day: see `reconcile`.')
  expect(await place.json('report')).toMatchObject({ window: { basis: {} } })
})

describe('a file that leaves model and day open', () => {
  const line = (id: string) => JSON.stringify({
    recordId: id, modelInput: {}, modelOutput: { id: `msg_bdrk_${id}`, type: 'message', usage: { input_tokens: 1000, output_tokens: 100 } },
  })

  test('asks for them, and reads the file again with the answers', async () => {
    const path = place.file('job.jsonl.out', lines(line('a')))
    const { stderr } = await place.run('import', path)
    expect(stderr).toContain('1,100 tokens name no model and have no price: import again with --model M --route R.')
    expect(stderr).toContain("1 request has no time and took the file's: import again with --date D.")
    expect(await place.json('import', path, '--model', 'claude-opus-5', '--route', 'global', '--date', '2026-11-02')).toMatchObject([{ accepted: 1, duplicates: 0 }])
    // Half of 5 / 25: 1,000 x 2.5 + 100 x 12.5 = 3,750 micro-USD.
    expect(await place.json('report', '--by', 'day,model')).toMatchObject({
      rows: [{ day: '2026-11-02', model: 'claude-opus-5', requests: 1, listCostUsd: '0.00375' }], totals: { unpricedTokens: 0 },
    })
  })

  test('refuses a model nobody knows and a day that is none', async () => {
    const path = place.file('job.jsonl.out', lines(line('a')))
    expect((await place.run('import', path, '--model', 'gpt')).status).toBe(2)
    expect((await place.run('import', path, '--date', '2026-02-30')).status).toBe(2)
  })
})
