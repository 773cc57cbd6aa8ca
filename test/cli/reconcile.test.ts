// `reconcile` in a process of its own: exact amounts in JSON and CSV, exit status, the discount that is taken over.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { BEDROCK_BILL, BEDROCK_MONTH, DIRECT_BILL, DIRECT_MONTH } from '../api/bill-month.ts'
import { Workplace } from './run-cli.ts'

vi.setConfig({ testTimeout: 60_000 })

let place: Workplace
beforeAll(async () => {
  place = new Workplace()
  const files = Object.entries({ 'direct.jsonl': DIRECT_MONTH, 'bedrock.jsonl': BEDROCK_MONTH, 'cost.json': DIRECT_BILL, 'cur.csv': BEDROCK_BILL })
  await place.run('import', ...files.map(([name, content]) => place.file(name, content)))
})
afterAll(() => place.remove())

describe('reconcile', () => {
  test('prints exact amounts whose causes add up to the residual', async () => {
    // Computed 29 x 0.33 + 0.003; billed 90 % of 30 x 0.33 + 0.003 + 0.032 for a day in the US: see test/api/bill-month.ts.
    expect(await place.json('reconcile', '--platform', 'anthropic')).toMatchObject({
      rows: [{
        platform: 'anthropic', computedUsd: '9.573', billedUsd: '8.9415', billedListUsd: '9.935', residualUsd: '-0.6315',
        causesUsd: { logGap: '0.33', routePremium: '0.032', discount: '-0.9935', unknown: '0' },
      }],
      platforms: [{ discount: { pct: '10', evidence: 'inferred' }, days: { both: 29, onlyLogs: 0, onlyBill: 1 } }],
    })
  })

  test('prints CSV by any keys, one cell a cause', async () => {
    const { stdout, status } = await place.run('reconcile', '--by', 'day,meter', '--platform', 'bedrock', '--from', '2026-11-20', '--to', '2026-11-20', '--csv')
    expect(status).toBe(0)
    const [head = '', ...rows] = stdout.trimEnd().split(/\r?\n/)
    expect(rows.map((row) => row.split(',').slice(0, 6))).toEqual([
      ['2026-11-20', 'output', '0.066', '0.0528', '0.066', '-0.0132'], ['2026-11-20', 'uncachedInput', '0.225', '0.18', '0.225', '-0.045'],
    ])
    expect(rows.every((row) => row.split(',').length === head.split(',').length)).toBe(true)
  })

  test('takes the discount over where it is told to', async () => {
    const { stderr } = await place.run('reconcile', '--use-discount')
    expect(stderr).toContain('20 % is set as its discount from 2026-11-01 to 2026-11-30.')
    // Once more changes nothing: the same days of the same platform are one discount.
    await place.run('reconcile', '--use-discount')
    const whatif = place.file('scenario.json', JSON.stringify({ name: 'x', window: { from: '2026-11-01', to: '2026-11-30' }, moves: [] }))
    expect((await place.run('whatif', whatif)).status).toBe(0)
  })

  test.each([
    ['no bill in these days', 1, ['--from', '2027-01-01']], ['a kind of bill that is not there', 1, ['--bill', 'focus']],
    ['a key that is none', 2, ['--by', 'surface']], ['a file', 2, ['bill.csv']], ['a day that is none', 2, ['--from', '2026-02-30']],
  ])('%s: exit status %i', async (_, status, args) => {
    const result = await place.run('reconcile', ...args)
    expect(result.status).toBe(status)
    expect(result.stderr).toMatch(/\.\n/)
    expect(result.stdout).toBe('')
  })
})
