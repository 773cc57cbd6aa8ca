import { expect, test } from 'vitest'
import { sampleSources } from '../../src/api/backend/sample/sample-sources.ts'
import type { LogSource } from '../../src/importers/importer.ts'
import { EVERYTHING, NOW_MS, openTestBackend } from './test-backend.ts'

async function firstBytes(source: LogSource): Promise<string> {
  for await (const bytes of source.open()) return Buffer.from(bytes).toString('utf8', 0, 4000)
  return ''
}

test('the same instant gives the same sample', async () => {
  for (const [at, source] of sampleSources(NOW_MS).entries()) {
    const again = sampleSources(NOW_MS)[at]
    expect(again === undefined ? '' : await firstBytes(again)).toBe(await firstBytes(source))
  }
})

test('is one import that names its surfaces without rules, and can be undone', { timeout: 60_000 }, async () => {
  const { backend, client } = openTestBackend()
  const done = new Promise<number | null>((resolve) => {
    backend.onEvent((event) => {
      if (event.type === 'job' && event.job.state !== 'running') resolve(event.job.importId)
    })
  })
  await client.call('sample.load', {})
  const id = await done
  expect((await client.call('ledger.status', {})).hasSample).toBe(true)
  const { rows, totals, window } = await client.call('usage.totals', { filters: EVERYTHING, by: ['surface'] })
  expect(rows.map(({ keys }) => keys['surface'])).toEqual([
    'code-review', 'contract-intake', 'doc-search', 'nightly-eval', 'support-bot', 'unattributed', 'voice',
  ])
  expect(window).toMatchObject({ from: '2026-08-07', to: '2026-11-05' })
  expect(totals.webSearches).toBeGreaterThan(0)
  // The application profile waits for its mapping.
  expect((await client.call('profiles.list', {})).profiles).toHaveLength(1)
  expect((await client.call('imports.report', { id: id ?? 0 })).summary.tally.rejected).toBe(2)
  await client.call('imports.undo', { id: id ?? 0 })
  expect(await client.call('ledger.status', {})).toMatchObject({ requests: 0, hasSample: false })
})
