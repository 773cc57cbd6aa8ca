import { describe, expect, test } from 'vitest'
import { BEDROCK_LOG, DIRECT_LOG, bedrockLine, lines } from './logs.ts'
import { EVERYTHING, micro, openTestBackend } from './test-backend.ts'

async function loaded() {
  const opened = openTestBackend()
  await opened.importTexts({ 'bedrock.json': BEDROCK_LOG, 'direct.jsonl': DIRECT_LOG })
  return opened
}

describe('usage.totals', () => {
  test('adds up both providers to the last digit', async () => {
    const { client } = await loaded()
    const { rows, totals, window } = await client.call('usage.totals', { filters: EVERYTHING, by: [] })
    expect(rows).toEqual([])
    // 16,942 + 1,870 + 24,000 micro-USD (see logs.ts); the application profile is unpriced.
    expect(totals.listCost).toBe(micro(42_812))
    expect(totals).toMatchObject({ requests: 4, unpricedRequests: 1, unpricedTokens: 560, webSearches: 2, lowerBound: false })
    expect(totals.tokens).toEqual({ uncachedInput: 1603, cacheRead: 10_000, cacheWrite5m: 74, cacheWrite1h: 2000, output: 338 })
    expect(window).toEqual({ from: '2026-11-03', to: '2026-11-04', tz: 'UTC', basis: { bedrock: { requests: 2 }, anthropic: { requests: 1 } } })
  })

  test('sorts rows by their keys, in the order asked for', async () => {
    const { client } = await loaded()
    const { rows } = await client.call('usage.totals', { filters: EVERYTHING, by: ['surface', 'platform'] })
    expect(rows.map(({ keys }) => keys)).toEqual([
      { surface: 'doc-search', platform: 'bedrock' },
      { surface: 'support-bot', platform: 'anthropic' },
      { surface: 'support-bot', platform: 'bedrock' },
      { surface: 'unattributed', platform: 'bedrock' },
    ])
    expect(rows.map(({ listCost }) => listCost)).toEqual([micro(1870), micro(24_000), micro(16_942), null])
  })

  test('names weeks by their Monday and months by year and month', async () => {
    const { client } = await loaded()
    const { rows } = await client.call('usage.totals', { filters: EVERYTHING, by: ['month', 'week', 'day'] })
    expect(rows.map(({ keys }) => keys)).toEqual([
      { month: '2026-11', week: '2026-11-02', day: '2026-11-03' },
      { month: '2026-11', week: '2026-11-02', day: '2026-11-04' },
    ])
  })

  test('says that a UTC day stands for a local day only where the two differ', async () => {
    const { client, importTexts } = openTestBackend()
    await importTexts({ 'usage.csv': [
      'usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed',
      '2026-11-03,claude-opus-5-5,bot,Default,standard,≤ 200k,1000,0,0,0,10,0,global,standard',
    ].join('\n') })
    const assumed = async (tz: string) =>
      (await client.call('usage.totals', { filters: { ...EVERYTHING, tz }, by: ['day'] })).rows.map(({ keys, assumptions }) => [keys['day'], assumptions])
    expect(await assumed('UTC')).toEqual([['2026-11-03', []]])
    expect(await assumed('Asia/Kathmandu')).toEqual([['2026-11-03', ['utc-day']]])
  })

  test('puts a request on the day of the asked zone', async () => {
    const { client, importTexts } = openTestBackend()
    await importTexts({ 'late.json': lines(bedrockLine({ requestId: 'late', at: '2026-11-03T20:00:00Z', input: 10 })) })
    const dayIn = async (tz: string) =>
      (await client.call('usage.totals', { filters: { ...EVERYTHING, tz }, by: ['day'] })).rows.map(({ keys }) => keys['day'])
    expect(await dayIn('Asia/Kathmandu')).toEqual(['2026-11-04'])
    expect(await dayIn('America/Los_Angeles')).toEqual(['2026-11-03'])
  })

  test('filters by every list at once', async () => {
    const { client } = await loaded()
    const ask = (filters: Partial<typeof EVERYTHING>) => client.call('usage.totals', { filters: { ...EVERYTHING, ...filters }, by: [] })
    expect((await ask({ surfaces: ['support-bot'], platforms: ['bedrock'] })).totals.listCost).toBe(micro(16_942))
    expect((await ask({ models: ['claude-sonnet-5-5'], routes: ['geo-eu'] })).totals.requests).toBe(1)
    expect((await ask({ from: '2026-11-04', to: '2026-11-04' })).totals.requests).toBe(2)
    expect((await ask({ surfaces: ['nobody'] })).totals).toMatchObject({ requests: 0, listCost: '0' })
  })

  test('says so where the zone or a day does not exist', async () => {
    const { client } = await loaded()
    await expect(client.call('usage.totals', { filters: { ...EVERYTHING, tz: 'Mars/Olympus' }, by: [] })).rejects.toMatchObject({ problem: { code: 'unknown-zone' } })
    await expect(client.call('usage.totals', { filters: { ...EVERYTHING, from: '2026-02-30' }, by: [] })).rejects.toMatchObject({ problem: { code: 'bad-day' } })
  })

  test('takes reports on days that only they cover, and adds them to nothing', async () => {
    const { client, importTexts } = await loaded()
    const page = (day: string, next: string, uncached: number) => JSON.stringify({
      data: [{ starting_at: `${day}T00:00:00Z`, ending_at: `${next}T00:00:00Z`, results: [{
        api_key_id: null, workspace_id: null, model: 'claude-sonnet-5-5', service_tier: 'standard', context_window: '0-200k', inference_geo: 'global',
        uncached_input_tokens: uncached, cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        cache_read_input_tokens: 0, output_tokens: 0, server_tool_use: { web_search_requests: 0 },
      }] }], has_more: false, next_page: null,
    })
    // On the 4th requests hold 1,200 tokens: a report of the same day with 1,210 is within 5 %, so requests count.
    await importTexts({ 'a.json': page('2026-11-04', '2026-11-05', 1210), 'b.json': page('2026-11-02', '2026-11-03', 700) })
    const { totals, window } = await client.call('usage.totals', { filters: { ...EVERYTHING, platforms: ['anthropic'] }, by: [] })
    expect(totals.tokens.uncachedInput).toBe(1700)
    expect(totals.requests).toBeNull()
    expect(window.basis).toEqual({ anthropic: { reports: 1, requests: 1 } })
    const only = await client.call('usage.totals', { filters: { ...EVERYTHING, basis: 'reports' }, by: [] })
    expect(only.totals.tokens.uncachedInput).toBe(1910)
    const { rows, total } = await client.call('usage.requests', { filters: { ...EVERYTHING, platforms: ['anthropic'] }, offset: 0, limit: 10 })
    expect(total).toBe(2)
    expect(rows.reduce((sum, row) => sum + row.tokens.uncachedInput, 0)).toBe(1700)
  })
})

describe('usage drill-down', () => {
  test('requests add up to the figure they stand behind, newest first', async () => {
    const { client } = await loaded()
    const { rows, total } = await client.call('usage.requests', { filters: EVERYTHING, offset: 0, limit: 10 })
    expect(total).toBe(4)
    expect(rows.reduce((sum, row) => sum + BigInt(row.listCost ?? 0), 0n)).toBe(BigInt(micro(42_812)))
    expect(rows.map(({ atMs }) => atMs)).toEqual(rows.map(({ atMs }) => atMs).toSorted((a, b) => b - a))
    expect(rows.find(({ surface }) => surface === 'doc-search')).toMatchObject({ route: 'geo-eu', latencyMs: 900, source: 'bedrock.json', position: 2 })
    const second = await client.call('usage.requests', { filters: EVERYTHING, offset: 1, limit: 1 })
    expect(second.rows).toEqual([rows[1]])
  })

  test('latency is a measured value of the nearest rank', async () => {
    const { client, importTexts } = openTestBackend()
    const calls = [10, 20, 30, 40, 1000].map((latencyMs, at) => bedrockLine({ requestId: `r${at}`, surface: 'voice', input: 1, latencyMs }))
    await importTexts({ 'log.json': lines(...calls) })
    const { rows } = await client.call('usage.latency', { filters: EVERYTHING })
    // Of 5 values the median is the 3rd; 95 % of 5 is 4.75, so the 5th.
    expect(rows).toEqual([{ surface: 'voice', count: 5, p50Ms: 30, p95Ms: 1000, p99Ms: 1000, ttftCount: 0, ttftP50Ms: null, ttftP95Ms: null, ttftP99Ms: null }])
  })

  test('facets are ordered by cost and not narrowed by the other filters', async () => {
    const { client } = await loaded()
    const facets = await client.call('usage.facets', { filters: { ...EVERYTHING, surfaces: ['doc-search'] } })
    expect(facets.surfaces).toEqual(['support-bot', 'doc-search', 'unattributed'])
    expect(facets.platforms).toEqual(['anthropic', 'bedrock'])
  })
})
