import { execFileSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BEDROCK_LOG, DIRECT_LOG, bedrockLine, directLine, lines } from '../api/logs.ts'
import { runCli, spawnCli, Workplace } from './run-cli.ts'

// Each run is a process of its own; a busy machine takes its time to start them.
vi.setConfig({ testTimeout: 60_000 })

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.remove())

/** The two days of logs.ts without the line that is rejected. */
const GOOD_BEDROCK = lines(...BEDROCK_LOG.trimEnd().split('\n').slice(0, 3))

const importGood = () => place.run('import', place.file('bedrock.json', GOOD_BEDROCK), place.file('direct.jsonl', DIRECT_LOG))

describe('import', () => {
  test('prints one report a source, in exactly the documented shape', async () => {
    const { status, stdout, stderr } = await place.run('import', place.file('bedrock.json', BEDROCK_LOG), '--json')
    const [report] = JSON.parse(stdout)
    expect(report).toEqual({
      source: 'bedrock.json', importer: 'bedrock-invocation-log', entries: 4, accepted: 3, duplicates: 0, ignored: 0, rejected: 1,
      rejections: [{ line: 4, reason: expect.any(String) }],
    })
    expect(Object.keys(report)).toEqual(['source', 'importer', 'entries', 'accepted', 'duplicates', 'ignored', 'rejected', 'rejections'])
    expect(status).toBe(1)
    expect(stderr).toContain('Import 1')
  })

  test('reads gzip of several members, whatever the name says', async () => {
    const [first = '', ...rest] = GOOD_BEDROCK.trimEnd().split('\n')
    const bytes = Buffer.concat([gzipSync(`${first}\n`), gzipSync(lines(...rest))])
    const { status, stdout } = await place.run('import', place.file('log.txt', bytes), '--json')
    expect(JSON.parse(stdout)).toMatchObject([{ entries: 3, accepted: 3 }])
    expect(status).toBe(0)
  })

  test('a cut-off last line is told and is no rejection', async () => {
    const { status, stdout, stderr } = await place.run('import', place.file('cut.json', GOOD_BEDROCK + GOOD_BEDROCK.slice(0, 300)), '--json')
    expect(JSON.parse(stdout)).toMatchObject([{ entries: 4, accepted: 3, ignored: 1, rejected: 0 }])
    expect(stderr).toContain('cut.json: the last entry is incomplete')
    expect(status).toBe(0)
  })

  test('says which source failed, and does the rest', async () => {
    const { status, stdout, stderr } = await place.run('import', place.file('notes.txt', 'nothing\n'), place.file('bedrock.json', GOOD_BEDROCK), `${place.folder}/absent`, '--json')
    expect(JSON.parse(stdout)).toMatchObject([
      { source: 'notes.txt', importer: null, entries: 0 }, { source: 'bedrock.json', accepted: 3 }, { source: 'absent', importer: null },
    ])
    expect(stderr).toMatch(/notes\.txt: .*\n.*absent: /s)
    expect(status).toBe(1)
  })

  test('takes what the user says of platform and route', async () => {
    await place.run('import', place.file('direct.jsonl', DIRECT_LOG), '--platform', 'claude-platform-aws', '--route', 'global')
    expect(await place.json('report', '--by', 'platform,route')).toMatchObject({ rows: [{ platform: 'claude-platform-aws', route: 'global', requests: 1 }] })
  })

  test('the larger output wins, whichever came first', async () => {
    const small = directLine({ id: 'msg_same', requestId: 'req_same', input: 10, output: 1 })
    const large = directLine({ id: 'msg_same', requestId: 'req_same', input: 10, output: 500 })
    for (const [name, log] of [['up', lines(small, large)], ['down', lines(large, small)]] as const) {
      const db = `${place.folder}/${name}.ledger`
      await runCli(['import', place.file(`${name}.jsonl`, log), '--db', db])
      const { stdout } = await runCli(['report', '--json', '--db', db])
      expect(JSON.parse(stdout).totals).toMatchObject({ requests: 1, tokens: { output: 500 } })
    }
  })
})

describe('interrupted', () => {
  test.skipIf(process.platform === 'win32')('leaves what was read whole, and nothing of what was not', async () => {
    const pipe = `${place.folder}/slow.json`
    execFileSync('mkfifo', [pipe])
    const child = spawnCli(['import', place.file('bedrock.json', GOOD_BEDROCK), pipe, '--db', place.db])
    await child.says('Reading slow.json')
    child.interrupt()
    // Whoever reads a pipe hears of a signal only with the next bytes.
    const writer = createWriteStream(pipe)
    writer.on('error', () => {})
    writer.end(lines(...Array.from({ length: 2000 }, (_, at) => bedrockLine({ requestId: `slow-${at}`, input: 1 }))))
    expect((await child.result).status).toBe(130)
    expect(await place.json('report')).toMatchObject({ totals: { requests: 3 } })
    expect(await place.json('undo')).toMatchObject([{ id: 2, state: 'cancelled', sources: 0 }, { id: 1, state: 'done' }])
  })
})

describe('report', () => {
  test('prints rows, totals and window in exactly the documented shape', async () => {
    await importGood()
    expect(await place.json('report', '--by', 'day,surface', '--tz', 'UTC', '--from', '2026-11-04')).toEqual({
      rows: [
        {
          day: '2026-11-04', surface: 'support-bot', requests: 1,
          tokens: { uncachedInput: 1000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 200 }, webSearches: 2,
          // 1,000 x 2 + 200 x 10 = 4,000 micro-USD, and two searches at 0.01 USD.
          listCostUsd: '0.024', unpricedRequests: 0, unpricedTokens: 0, lowerBound: false, assumptions: [],
        },
        {
          day: '2026-11-04', surface: 'unattributed', requests: 1,
          tokens: { uncachedInput: 500, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 60 }, webSearches: 0,
          listCostUsd: null, unpricedRequests: 1, unpricedTokens: 560, lowerBound: false, assumptions: ['route'],
        },
      ],
      totals: {
        requests: 2, tokens: { uncachedInput: 1500, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 260 }, webSearches: 2,
        listCostUsd: '0.024', unpricedRequests: 1, unpricedTokens: 560, lowerBound: false, assumptions: ['route'],
      },
      window: { from: '2026-11-04', to: '2026-11-04', tz: 'UTC', basis: { bedrock: { requests: 1 }, anthropic: { requests: 1 } } },
    })
  })

  test('without --by has totals only', async () => {
    await importGood()
    expect(await place.json('report')).toMatchObject({ rows: [], totals: { requests: 4, listCostUsd: '0.042812' } })
  })

  test('of an empty ledger costs "0"', async () => {
    expect(await place.json('report', '--by', 'model')).toEqual({
      rows: [], totals: {
        requests: 0, tokens: { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 }, webSearches: 0, listCostUsd: '0',
        unpricedRequests: 0, unpricedTokens: 0, lowerBound: false, assumptions: [],
      },
      window: { from: null, to: null, tz: 'UTC', basis: {} },
    })
  })

  test('as CSV has units in its head, exact costs, and defused names', async () => {
    await place.run('import', place.file('evil.json', lines(bedrockLine({ requestId: 'e', surface: '=cmd()', input: 1 }))))
    const { stdout } = await place.run('report', '--by', 'surface', '--csv')
    const [head, row] = stdout.split('\r\n')
    expect(head).toContain('list cost (USD)')
    expect(row).toMatch(/^'=cmd\(\),1,1,0,0,0,0,0,0\.000004,/)
  })

  test('as a table is for people; remarks go to standard error', async () => {
    await importGood()
    const { status, stdout, stderr } = await place.run('report', '--by', 'surface')
    expect(status).toBe(0)
    expect(stdout).toMatch(/support-bot .* 0\.04/)
    expect(stdout).toMatch(/unattributed .* unpriced/)
    expect(stderr).toContain('560 tokens have no price')
  })
})

describe('cache', () => {
  test('prints savings in exactly the documented shape, by surface', async () => {
    await importGood()
    const { stdout, stderr } = await place.run('cache', '--json')
    expect(stderr).toBe('')
    const { rows } = JSON.parse(stdout)
    expect(rows[0]).toEqual({
      // Read 10,000 of 10,100: 10,000 x (2.2 - 0.11) = 20,900 micro-USD saved; 1,870 + 20,900 without caching.
      surface: 'doc-search', hitRate: 10_000 / 10_100, netSavingUsd: '0.0209', readSavingUsd: '0.0209', writePremiumUsd: '0',
      costWithoutCachingUsd: '0.02277', listCostUsd: '0.00187',
    })
    // 74 x (5 - 4) + 2,000 x (8 - 4) = 8,074 micro-USD for writes that nothing read: a negative saving.
    expect(rows[1]).toMatchObject({ surface: 'support-bot', netSavingUsd: '-0.008074', writePremiumUsd: '0.008074' })
  })
})

describe('whatif', () => {
  const scenario = { name: 'EU', moves: [{ surface: 'support-bot', to: { platform: 'bedrock', route: 'geo-eu' } }] }

  test('prints surfaces and total in exactly the documented shape', async () => {
    await importGood()
    const { stdout, stderr } = await place.run('whatif', place.file('s.json', JSON.stringify(scenario)), '--json')
    expect(stderr).toBe('')
    const { surfaces, total, ...rest } = JSON.parse(stdout)
    expect(rest).toEqual({})
    for (const row of [...surfaces, total]) {
      expect(Object.keys(row)).toEqual(['surface', 'currentMonthlyUsd', 'projectedMonthlyUsd', 'differenceUsd', 'parts', 'warnings'])
      expect(Object.keys(row.parts)).toEqual(['model', 'route', 'tier', 'caching', 'tokenizer', 'discount', 'fixed'])
    }
    // support-bot: (16,942 + 24,000) micro-USD on 2 days x 30.4375 = 0.623086... USD a month.
    expect(surfaces[1]).toMatchObject({ surface: 'support-bot', currentMonthlyUsd: '0.6230860625' })
    // 10 % more on 4,000 + 16,942 micro-USD of tokens, 20,000 less because Bedrock has no web search: -17,905.8 on 2 days.
    expect(surfaces[1]).toMatchObject({ differenceUsd: '-0.27250389375', warnings: expect.arrayContaining([expect.stringMatching(/web search/i)]) })
  })

  test('a file that is absent, no JSON, or of another shape is wrong usage', async () => {
    for (const path of [`${place.folder}/absent.json`, place.file('broken.json', '{'), place.file('other.json', '{"moves":[{"surface":"a","sharePct":120}]}')]) {
      const { status, stdout, stderr } = await place.run('whatif', path, '--json')
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toContain('Usage: npm run -s cli -- whatif SCENARIO.json')
    }
  })
})

describe('prices, surfaces, undo', () => {
  test('prices prints the points in force on a day', async () => {
    expect(await place.json('prices', '--model', 'claude-sonnet-5-5', '--platform', 'anthropic', '--on', '2026-10-06')).toContainEqual(expect.objectContaining({
      routes: ['global'], tier: 'standard', effectiveTo: '2026-10-06', confidence: 'high', usdPerMillionTokens: expect.objectContaining({ cacheRead: '0.2' }),
    }))
  })

  test('surfaces sets rules and says what each catches', async () => {
    await importGood()
    const rules = place.file('rules.json', JSON.stringify([{ surface: 'intake', when: { principal: '*intake' } }]))
    const { status, stdout, stderr } = await place.run('surfaces', rules)
    expect([status, stdout.split('\n')[2]]).toEqual([0, expect.stringMatching(/^intake {2,}principal=\*intake {2,}1 +560 +1$/)])
    expect(stderr).toContain('3 requests of 4 caught by none')
    expect(await place.json('report', '--by', 'surface')).toMatchObject({ rows: [{ surface: 'doc-search' }, { surface: 'intake' }, { surface: 'support-bot' }] })
  })

  test('undo takes an import back, and lists imports without an id', async () => {
    await importGood()
    expect(await place.json('undo')).toMatchObject([{ id: 2, label: 'direct.jsonl' }, { id: 1, label: 'bedrock.json' }])
    expect(await place.json('undo', '1')).toEqual({ removed: 3, restored: 0 })
    expect(await place.json('report')).toMatchObject({ totals: { requests: 1, listCostUsd: '0.024' } })
    expect((await place.run('undo', '1')).status).toBe(1)
  })
})

describe('wrong usage', () => {
  test.each([
    [[]], [['bogus']], [['import']], [['report', '--by', 'colour']], [['undo', 'first']],
  ])('%j: status 2, a sentence and a hint on standard error, nothing on standard output', async (args) => {
    const { status, stdout, stderr } = await runCli(args, { TOKEN_LEDGER_DB: place.db })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr.trimEnd().split('\n').length).toBeGreaterThanOrEqual(2)
  })

  test('--help prints the usage line and is no failure', async () => {
    expect(await runCli(['report', '--help'])).toEqual({ status: 0, stderr: '', stdout: expect.stringContaining('Usage: npm run -s cli -- report') })
  })
})
