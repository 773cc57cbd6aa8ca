// Worked examples with known answers, from a log file to what the command line prints.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { createClient } from '../../src/api/client.ts'
import { project } from '../../src/core/projection.ts'
import { projectionToJson } from '../../src/core/projection-json.ts'
import { listPriceBook } from '../../src/prices/load-prices.ts'
import { decodeCells } from '../../renderer/state/project-cells.ts'
import { directLine, lines, type DirectCall } from '../api/logs.ts'
import { EVERYTHING } from '../api/test-backend.ts'
import { Workplace } from './run-cli.ts'

// Each run is a process of its own; a busy machine takes its time to start them.
vi.setConfig({ testTimeout: 60_000 })

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.remove())

/** One call on one day, so that a month is 30.4375 of it. */
const importOne = (call: Partial<DirectCall>, change = (line: string) => line) =>
  place.run('import', place.file('log.jsonl', lines(change(directLine({ id: 'msg_01', surface: 'contracts', ...call })))))

const scenarioFile = (move: object) => place.file('s.json', JSON.stringify({ moves: [{ surface: 'contracts', ...move }] }))
const whatif = (move: object, ...options: string[]) => place.json('whatif', scenarioFile(move), ...options)
const parts = (some: object) => ({ model: '0', route: '0', tier: '0', caching: '0', tokenizer: '0', discount: '0', fixed: '0', ...some })

describe('moves between global, geographic and in-Region routes', () => {
  // Opus 5.5: 1,200 x 4 + 8,000 x 5 + 40,000 x 0.2 + 900 x 20 = 70,800 micro-USD; x 30.4375 = 2.154975 USD a month.
  const call = { model: 'claude-opus-5-5', input: 1200, write5m: 8000, read: 40_000, output: 900 }

  test('global to global costs the same, any other route a tenth more', async () => {
    await importOne(call)
    const total = { currentMonthlyUsd: '2.154975' }
    expect(await whatif({ to: { platform: 'bedrock', route: 'global' } })).toMatchObject({ total: { ...total, differenceUsd: '0' } })
    for (const to of [{ platform: 'bedrock', route: 'geo-eu' }, { platform: 'bedrock', route: 'region' }, { platform: 'google-cloud', route: 'multi-eu' }, { platform: 'anthropic', route: 'us' }]) {
      expect(await whatif({ to })).toMatchObject({ total: { ...total, differenceUsd: '0.2154975', parts: parts({ route: '0.2154975' }) } })
    }
  })

  test('the analysis says at which discount the tenth is gone', async () => {
    await importOne(call)
    const { total, surfaces, analysis, ...rest } = Object(await whatif({ to: { platform: 'bedrock', route: 'geo-eu' } }, '--analysis'))
    expect([Object.keys(rest), surfaces.length, total.differenceUsd]).toEqual([[], 1, '0.2154975'])
    // 1 - 1/1.1
    expect(analysis.breakEvenDiscountPct).toBeCloseTo(9.0909, 4)
    expect(analysis.interval).toMatchObject({ why: 'The window has 1 covered day; a range needs 14.', difference: null })
    // 40,000 reads to write first, at 5.5 instead of 0.22 micro-USD: 211,200 micro-USD on the first day.
    expect(analysis.coldCacheFirstDayUsd).toBe('0.2112')
  })
})

describe('models', () => {
  test('Haiku 4.5 to 5.5: the tokenizer takes the prompt over 100,000 tokens, where everything costs five times as much', async () => {
    // Haiku 4.5: 80,000 x 1 + 1,000 x 5 = 85,000 micro-USD. Haiku 5.5 at that size: 80,000 x 0.1 + 1,000 x 0.5 = 8,500.
    // 13/10 of the tokens: 104,000 x 0.5 + 1,300 x 2.5 = 55,250. Each x 30.4375.
    await importOne({ model: 'claude-haiku-4-5-20251001', input: 80_000, output: 1000 })
    expect(await whatif({ modelMap: { 'claude-haiku-4-5': 'claude-haiku-5-5' } })).toMatchObject({ total: {
      currentMonthlyUsd: '2.5871875', projectedMonthlyUsd: '1.681671875', parts: parts({ model: '-2.32846875', tokenizer: '1.422953125' }),
    } })
  })

  test('Haiku 4.5 to 5.5 below the threshold stays below it', async () => {
    // 76,000 x 1.3 = 98,800: 98,800 x 0.1 = 9,880 micro-USD, x 30.4375.
    await importOne({ model: 'claude-haiku-4-5-20251001', input: 76_000 })
    expect(await whatif({ modelMap: { 'claude-haiku-4-5': 'claude-haiku-5-5' } })).toMatchObject({ total: { projectedMonthlyUsd: '0.3007225' } })
  })

  test('Sonnet 4.6 to 5.5 with 13/10 of the tokens', async () => {
    // 10,000 x 3 + 2,000 x 15 = 60,000; 10,000 x 2 + 2,000 x 10 = 40,000; x 1.3 = 52,000 micro-USD.
    await importOne({ model: 'claude-sonnet-4-6', input: 10_000, output: 2000 })
    expect(await whatif({ modelMap: { 'claude-sonnet-4-6': 'claude-sonnet-5-5' } })).toMatchObject({ total: {
      currentMonthlyUsd: '1.82625', differenceUsd: '-0.2435', parts: parts({ model: '-0.60875', tokenizer: '0.36525' }),
    } })
  })
})

describe('residency in the EU on a surface with 1 hour caching and web search', () => {
  // Opus 5.5: 1,000 x 4 + 50,000 x 0.2 + 10,000 x 8 + 500 x 20 = 104,000 micro-USD and 3 searches at 10,000.
  const hourWrites = (line: string) => line.replace('"ephemeral_5m_input_tokens":10000,"ephemeral_1h_input_tokens":0', '"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":10000')
  const importContracts = () =>
    importOne({ model: 'claude-opus-5-5', input: 1000, read: 50_000, write5m: 10_000, output: 500, searches: 3 }, hourWrites)
  const asked = () => place.file('r.json', JSON.stringify([{ surface: 'contracts', residency: 'eu', privateNetwork: 'aws' }]))

  test('decide --json: Bedrock in the EU, the hour kept, the search lost', async () => {
    await importContracts()
    // 104,000 x 1.1 = 114,400 micro-USD; against direct 134,000: 10,400 premium less 30,000 of fees. Each x 30.4375.
    expect(await place.json('decide', '--requirements', asked())).toMatchObject({
      all: { kind: 'managed', constraintUsd: '-0.596575', routing: [{ surface: 'contracts', platform: 'bedrock', route: 'geo-eu', models: [{ id: 'eu.anthropic.claude-opus-5-5' }] }] },
      surfaces: [{
        rule: 'hard-requirement', currentMonthlyUsd: '4.078625',
        answer: { placement: { platform: 'bedrock', route: 'geo-eu' }, monthlyUsd: '3.48205', parts: { premium: '0.31655', discount: '0', cache: '0', features: '-0.913125', fixed: '0' } },
        cheapest: { placement: { platform: 'anthropic', route: 'global' } },
      }],
    })
  })

  test('decide --md and the table say the same in words', async () => {
    await importContracts()
    const { stdout: markdown, status } = await place.run('decide', '--requirements', asked(), '--md')
    expect([status, markdown.split('\n')[0]]).toEqual([0, '# Decision record: where Claude traffic runs'])
    expect(markdown).toContain('| contracts | Hard requirement | Bedrock · EU | 4.08 USD | 3.48 USD | -0.60 USD |')
    const { stdout: table, stderr } = await place.run('decide', '--requirements', asked())
    expect(table).toMatch(/contracts +hard requirement +Bedrock · EU +4\.08 +3\.48 +-0\.60/)
    expect(table).toContain('But: Web search, in use here, is not offered there.')
    expect(stderr).toContain('1 covered day averaged x 30.4375')
  })

  test('wrong usage is told', async () => {
    await importContracts()
    const wrong = [['--json', '--md'], ['--surface', 'nobody'], ['--requirements', place.file('w.json', '[{"surface":"a","residency":"mars"}]')], ['file.json']]
    for (const options of wrong) {
      const { status, stdout, stderr } = await place.run('decide', ...options)
      expect([options, status, stdout]).toEqual([options, 2, ''])
      expect(stderr).toContain('Usage: npm run -s cli -- decide')
    }
  })
})

describe('one projection', () => {
  test('the command line, the contract and the core give equal amounts', async () => {
    await importOne({ model: 'claude-opus-5-5', input: 12_345, read: 67_890, write5m: 999, output: 777, searches: 1 })
    const move = { sharePct: 37.5, to: { platform: 'bedrock' as const, route: 'geo-eu' }, cache: { mode: 'hit-rate' as const, hitRatePct: 61.8 }, discountPct: 3.3, fixedMonthlyUsd: '7.77' }
    const printed = await whatif(move)
    const backend = createBackend({ ledgerPath: place.db, version: 'test' })
    try {
      const client = createClient(backend)
      const scenario = { moves: [{ surface: 'contracts', ...move }] }
      const { surfaces, total } = await client.call('whatif.project', { scenario })
      const cells = await client.call('whatif.cells', { filters: EVERYTHING })
      expect(printed).toEqual({ surfaces, total })
      expect(printed).toEqual(projectionToJson(project({
        cells: decodeCells(cells), coveredDays: cells.coveredDays, book: listPriceBook(), discounts: [], scenario,
      })))
    } finally {
      await backend.close()
    }
  })

  test('a sentence that several surfaces share is printed once', async () => {
    const call = (id: string, surface: string) => directLine({ id, surface, model: 'claude-opus-5-5', input: 10, searches: 1 })
    await place.run('import', place.file('two.jsonl', lines(call('msg_1', 'a'), call('msg_2', 'b'))))
    const { stderr } = await place.run('whatif', place.file('s.json', '{"moves":[{"surface":"*","to":{"platform":"bedrock","route":"global"}}]}'))
    expect(stderr).toContain('a, b: Web search is in use and has no known price on Bedrock')
    expect(stderr.match(/Web search/g)).toHaveLength(1)
  })
})
