// What the backend answered, recorded by its own tests, read again the way the page reads it: the two cannot drift apart.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createClient } from '../../../src/api/client.ts'
import { contract, type Input, type Method } from '../../../src/api/contract/contract.ts'
import { takeApart } from '../../../renderer/explain/list-cost-model.ts'
import { bridgeRows } from '../../../renderer/views/reconcile/bridge-panel.tsx'
import { sumRows } from '../../../renderer/views/reconcile/reconcile-model.ts'
import { coverageOf } from '../../../renderer/state/coverage.ts'
import { bookFrom } from '../../../renderer/state/book.ts'
import { decodeCells } from '../../../renderer/state/project-cells.ts'

const FOLDER = join(import.meta.dirname, '../../snapshots/api')
const isMethod = (name: string): name is Method => name in contract
const methods = readdirSync(FOLDER)
  .map((file) => file.replace(/\.json$/, ''))
  .filter(isMethod)
const FILTERS = { from: null, to: null, tz: 'UTC', basis: null, platforms: [], surfaces: [], models: [], routes: [] }

/** A bridge that plays the recording back, whatever the input. */
const recorded = createClient({
  call: async (method) => ({ ok: true, value: JSON.parse(readFileSync(join(FOLDER, `${method}.json`), 'utf8')) }),
})

const INPUTS: { [M in Method]?: Input<M> } = {
  'usage.totals': { filters: FILTERS, by: ['surface'] },
  'whatif.cells': { filters: FILTERS },
  'prices.list': {},
  'ledger.status': {},
}

describe('recorded answers', () => {
  test.each(methods)('%s is read by the client', async (method) => {
    expect(await recorded.call(method, INPUTS[method] ?? {})).toBeTypeOf('object')
  })

  test('a list cost taken apart adds up to what its cells cost', async () => {
    const cells = decodeCells(await recorded.call('whatif.cells', { filters: FILTERS }))
    const taken = takeApart(cells, bookFrom(await recorded.call('prices.list', {})))
    const parts = taken.parts.reduce((sum, part) => sum + part.amount, 0n)
    expect(parts + taken.webSearches).toBe(taken.total)
    for (const part of taken.parts) {
      // Tokens x price = amount, line by line, to the last digit.
      for (const line of part.lines) if (line.rate !== null) expect(line.rate * BigInt(line.tokens)).toBe(line.amount)
    }
  })

  test('a reconciliation leads from computed to billed, row by row and in all', async () => {
    const input = { filters: { from: null, to: null, platforms: [], models: [], basis: null }, by: ['day' as const], billSource: null }
    const { rows, totals } = await recorded.call('reconcile.run', input)
    for (const figures of [...rows, totals]) {
      const steps = bridgeRows(figures).map(({ amount }) => amount)
      expect(steps.slice(0, -1).reduce((sum, step) => sum + step, 0n)).toBe(steps.at(-1))
    }
    const { billed, computed, residual } = sumRows(rows)
    expect([billed, computed, residual].map(String)).toEqual([totals.billed, totals.computed, totals.residual])
  })

  test('coverage has an answer for the recorded totals', async () => {
    const coverage = coverageOf(await recorded.call('usage.totals', { filters: FILTERS, by: ['surface'] }))
    expect(coverage.priced).not.toBeNull()
  })
})
