// The fake keeps to the contract: every method is answered, and figures add up.
import { expect, test } from 'vitest'
import { createClient } from '../../src/api/client.ts'
import { contract } from '../../src/api/contract/contract.ts'
import { createFakeBridge, FAKE_TZ } from './fake-bridge.ts'

const FILTERS = {
  from: '2026-10-26',
  to: '2026-11-22',
  tz: FAKE_TZ,
  basis: null,
  platforms: [],
  surfaces: [],
  models: [],
  routes: [],
}

test('answers are read by the real client, and rows add up to the totals', async () => {
  const client = createClient(createFakeBridge())
  for (const by of [['surface'], ['day', 'model'], ['hour']] as const) {
    const { rows, totals } = await client.call('usage.totals', { filters: FILTERS, by: [...by] })
    expect(rows.reduce((sum, row) => sum + BigInt(row.listCost ?? '0'), 0n)).toBe(BigInt(totals.listCost ?? '0'))
    expect(rows.reduce((sum, row) => sum + (row.requests ?? 0), 0)).toBe(totals.requests)
  }
  const preview = await client.call('surfaces.preview', {
    rules: (await client.call('surfaces.rules', {})).rules,
    filters: FILTERS,
  })
  expect(preview.rules.reduce((sum, rule) => sum + rule.requests, 0) + preview.leftOverRequests).toBe(
    preview.totalRequests,
  )
  const page = await client.call('usage.requests', { filters: FILTERS, offset: 1_000, limit: 50 })
  expect(page.rows).toHaveLength(50)
  expect(page.total).toBe(preview.totalRequests)
})

test('a method that does not exist is a failure, not a throw', async () => {
  expect(await createFakeBridge().call('nothing.here', {})).toMatchObject({ ok: false })
  expect(Object.keys(contract)).not.toContain('nothing.here')
})
