import { expect, test } from 'vitest'
import { lostDayOf, sampleSources } from '../../src/api/backend/sample/sample-sources.ts'
import type { LogSource } from '../../src/importers/importer.ts'
import { utcDayOf } from '../../src/core/calendar.ts'
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

/** Loads it and gives the import's id. */
async function loadSample({ backend, client }: ReturnType<typeof openTestBackend>): Promise<number> {
  const done = new Promise<number | null>((resolve) => {
    backend.onEvent((event) => {
      if (event.type === 'job' && event.job.state !== 'running') resolve(event.job.importId)
    })
  })
  await client.call('sample.load', {})
  return (await done) ?? 0
}

test('its bills are explained: 12 % below list on Bedrock, a lost day of logs, cents, an unmapped profile', { timeout: 60_000 }, async () => {
  const opened = openTestBackend()
  await loadSample(opened)
  const filters = { from: null, to: null, platforms: [], models: [], basis: null }
  const { platforms, rows } = await opened.client.call('reconcile.run', { filters, by: ['platform', 'day'], billSource: null })
  const [direct, bedrock] = platforms
  expect(platforms.map(({ platform }) => platform)).toEqual(['anthropic', 'bedrock'])
  expect(bedrock?.discount).toMatchObject({ pct: '12', evidence: 'stated' })
  // The profile that is not mapped has no price in the logs; the bill names its model.
  expect(bedrock?.unpricedTokens).toBeGreaterThan(0)
  for (const platform of platforms) expect(platform.causes.unknown).toBe('0')
  expect(direct?.causes.rounding).not.toBe('0')
  const gap = (day: string) => BigInt(rows.find(({ keys }) => keys.platform === 'anthropic' && keys.day === day)?.causes.logGap ?? '0')
  const gaps = rows.filter(({ keys }) => keys.platform === 'anthropic').map(({ keys }) => ({ day: keys.day ?? '', amount: gap(keys.day ?? '') }))
  expect(gaps.toSorted((a, b) => Number(b.amount - a.amount))[0]?.day).toBe(lostDayOf(utcDayOf(NOW_MS)))
})

test('is one import that names its surfaces without rules, and can be undone', { timeout: 60_000 }, async () => {
  const opened = openTestBackend()
  const { client } = opened
  const id = await loadSample(opened)
  expect((await client.call('ledger.status', {})).hasSample).toBe(true)
  const { rows, totals, window } = await client.call('usage.totals', { filters: EVERYTHING, by: ['surface'] })
  expect(rows.map(({ keys }) => keys['surface'])).toEqual([
    'code-review', 'contract-intake', 'doc-search', 'nightly-eval', 'support-bot', 'unattributed', 'voice',
  ])
  expect(window).toMatchObject({ from: '2026-08-07', to: '2026-11-05' })
  expect(totals.webSearches).toBeGreaterThan(0)
  // The application profile waits for its mapping.
  expect((await client.call('profiles.list', {})).profiles).toHaveLength(1)
  expect((await client.call('imports.report', { id })).summary.tally.rejected).toBe(2)
  await client.call('imports.undo', { id })
  expect(await client.call('ledger.status', {})).toMatchObject({ requests: 0, hasSample: false })
})
