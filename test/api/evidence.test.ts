// Several kinds of evidence for the same days: one of them counts, the others are named, never added.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { overlapText } from '../../src/core/overlap-words.ts'
import type { Output } from '../../src/api/contract/contract.ts'
import { bedrockLine, directLine, lines } from './logs.ts'
import { admin, adminReport, analytics, DAY } from './report-pages.ts'
import { EVERYTHING, openTestBackend, type TestBackend } from './test-backend.ts'

const log = (tokens: number): string => lines(directLine({ id: 'msg_01A', requestId: 'req_A', input: tokens }))

const input = async ({ client }: TestBackend, basis: 'requests' | 'reports' | 'bills' | null = null) =>
  (await client.call('usage.totals', { filters: { ...EVERYTHING, basis }, by: [] })).totals.tokens.uncachedInput
const kinds = async ({ client }: TestBackend) => (await client.call('usage.evidence', { filters: EVERYTHING })).kinds
  .map(({ importer, days, countedDays, tokens, countedTokens }) => [importer, days, countedDays, tokens, countedTokens])
const overlapsOf = async ({ client }: TestBackend, id: number) => (await client.call('imports.report', { id })).overlaps
const words = (overlaps: Output<'imports.report'>['overlaps']) => overlaps.map((overlap) => {
  const { cause, detail, isDouble } = overlapText(overlap, (importer) => importer)
  return `${isDouble ? '! ' : ''}${cause} ${detail}`
})

describe('two kinds of report for one day', () => {
  test('count once: the one with more tokens, whichever came first', async () => {
    for (const texts of [[admin(1000), analytics(900)], [analytics(900), admin(1000)]]) {
      const opened = openTestBackend()
      for (const [at, text] of texts.entries()) await opened.importTexts({ [`${at}.json`]: text })
      expect(await input(opened)).toBe(1000)
      expect(await input(opened, 'reports')).toBe(1000)
      expect(await input(opened, 'requests')).toBe(0)
      expect(await kinds(opened)).toEqual([['admin-usage-report', 1, 1, 1000, 1000], ['analytics-usage', 1, 0, 900, 0]])
    }
  })

  test('with as many tokens: the one that has counts of requests', async () => {
    const opened = openTestBackend()
    await opened.importTexts({ 'admin.json': admin(1000), 'analytics.json': analytics(1000) })
    const { totals, window } = await opened.client.call('usage.totals', { filters: EVERYTHING, by: [] })
    expect(totals).toMatchObject({ requests: 7, tokens: { uncachedInput: 1000 } })
    expect(window.basis).toEqual({ anthropic: { reports: 1 } })
  })

  test('stand behind requests unless one alone holds over 5 % more', async () => {
    const opened = openTestBackend()
    await opened.importTexts({ 'log.jsonl': log(1000), 'admin.json': admin(600), 'analytics.json': analytics(600) })
    expect(await input(opened)).toBe(1000)
    await opened.importTexts({ 'later.json': admin(1051) })
    expect(await input(opened)).toBe(1051)
  })

  test('the pages of a view show the rows that count, and no others', async () => {
    const opened = openTestBackend()
    await opened.importTexts({ 'admin.json': admin(1000), 'analytics.json': analytics(900) })
    const page = await opened.client.call('usage.requests', { filters: EVERYTHING, offset: 0, limit: 10 })
    expect(page).toMatchObject({ total: 1, rows: [{ source: 'admin.json' }] })
  })

  test('in any amounts: totals are those of one kind, by hour and by day alike', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(300), fc.nat(300), fc.nat(300), async (logged, first, second) => {
      const opened = openTestBackend()
      await opened.importTexts({ 'log.jsonl': log(logged), 'admin.json': admin(first), 'analytics.json': analytics(second) })
      const best = Math.max(first, second)
      const expected = best * 100 > logged * 105 ? best : logged
      expect(await input(opened)).toBe(expected)
      const { rows } = await opened.client.call('usage.totals', { filters: EVERYTHING, by: ['hour'] })
      expect(rows.reduce((sum, { tokens }) => sum + tokens.uncachedInput, 0)).toBe(expected)
    }), { numRuns: 25 })
  })
})

describe('an import that overlaps with another', () => {
  test('in another kind of report says which counts and why', async () => {
    const opened = openTestBackend()
    const first = await opened.importTexts({ 'admin.json': admin(1000) }, 'admin')
    const second = await opened.importTexts({ 'analytics.json': analytics(1000) }, 'analytics')
    expect(words(await overlapsOf(opened, second))).toEqual([
      'Covers the same days as admin (admin-usage-report). 1 day of Anthropic direct, never added. This import counts. Of two kinds the one with more tokens that day counts; of equals the more exact: analytics-usage has counts of requests.',
    ])
    expect(await overlapsOf(opened, first)).toMatchObject([{ relation: 'kinds', days: 1, own: { importId: first, countedDays: 0 }, other: { importId: second, countedDays: 1, tokens: 1000 } }])
    expect((await opened.client.call('imports.overlaps', {})).overlaps).toHaveLength(1)
    await opened.client.call('imports.undo', { id: second })
    expect(await overlapsOf(opened, first)).toEqual([])
  })

  test('in requests says that these count', async () => {
    const opened = openTestBackend()
    await opened.importTexts({ 'log.jsonl': log(1000) }, 'log')
    const id = await opened.importTexts({ 'admin.json': admin(1000) }, 'admin')
    expect(words(await overlapsOf(opened, id))).toEqual([
      'Covers the same days as log (messages-response). 1 day of Anthropic direct, never added. The other counts. Requests say more; a report counts where it holds over 5 % more tokens.',
    ])
  })

  test('as the same report grouped differently warns that the day is added twice', async () => {
    const opened = openTestBackend()
    const first = await opened.importTexts({ 'by-model.json': admin(1000) }, 'by model')
    const keyed = adminReport([{ api_key_id: 'apikey_1', uncached_input_tokens: 700 }, { api_key_id: 'apikey_2', uncached_input_tokens: 300 }])
    const second = await opened.importTexts({ 'by-key.json': keyed }, 'by key')
    expect(await input(opened)).toBe(2000)
    expect(words(await overlapsOf(opened, second))).toEqual([
      '! The same report as by model (admin-usage-report), grouped differently. 1 day of Anthropic direct, added twice. Undo one of the two imports.',
    ])
    await opened.client.call('imports.undo', { id: first })
    expect([await input(opened), await overlapsOf(opened, second)]).toEqual([1000, []])
  })

  test('as the same report by hour and by day warns too, within one import as well', async () => {
    const opened = openTestBackend()
    const hour = adminReport([{ uncached_input_tokens: 400 }], [`${DAY}T10:00:00Z`, `${DAY}T11:00:00Z`])
    const id = await opened.importTexts({ 'day.json': admin(1000), 'hour.json': hour }, 'both')
    expect(words(await overlapsOf(opened, id))).toEqual([
      '! This import holds the same report in two groupings. 1 day of Anthropic direct, added twice. Import the files of one grouping only.',
    ])
  })

  test('as a later page of the same report is no double', async () => {
    const opened = openTestBackend()
    await opened.importTexts({ 'one.json': adminReport([{ workspace_id: 'wrkspc_1', uncached_input_tokens: 10 }]) }, 'one')
    const id = await opened.importTexts({ 'two.json': adminReport([{ workspace_id: 'wrkspc_2', uncached_input_tokens: 20 }]) }, 'two')
    expect(await input(opened)).toBe(30)
    expect((await overlapsOf(opened, id)).map(({ relation }) => relation)).toEqual(['same-kind'])
  })

  test('as another log of requests names both amounts: without a shared message id a call would count twice', async () => {
    const transcript = JSON.stringify({
      type: 'assistant', sessionId: 's1', uuid: 'u0', parentUuid: null, timestamp: '2026-11-04T08:00:00Z',
      message: { id: 'msg_bdrk_01X', model: 'global.anthropic.claude-opus-5-5', usage: { input_tokens: 50, output_tokens: 1 } },
    })
    const opened = openTestBackend()
    await opened.importTexts({ 'session.jsonl': transcript }, 'transcripts')
    const id = await opened.importTexts({ 'bedrock.json': lines(bedrockLine({ requestId: 'r-1', at: '2026-11-04T08:00:00Z', input: 50, output: 1 })) }, 'invocations')
    expect(words(await overlapsOf(opened, id))).toEqual([
      '! Logs the same days as transcripts (claude-code-transcript). 1 day of Bedrock: 51 tokens here, 51 tokens there, added. A call that both hold counts once where both carry its message id, else twice: then undo one.',
    ])
    expect((await opened.client.call('usage.totals', { filters: EVERYTHING, by: [] })).totals.requests).toBe(2)
  })

  test('of logs of one format, on other days or on another platform is none', async () => {
    const opened = openTestBackend()
    const a = await opened.importTexts({ 'a.json': lines(bedrockLine({ requestId: 'r-1', input: 50 })) })
    const b = await opened.importTexts({ 'b.json': lines(bedrockLine({ requestId: 'r-2', input: 50 })) })
    const c = await opened.importTexts({ 'c.json': admin(5) })
    expect(await Promise.all([a, b, c].map((id) => overlapsOf(opened, id)))).toEqual([[], [], []])
  })
})

test('a tag key with over 1,000 values is named in the report of who brought it', async () => {
  const opened = openTestBackend()
  const calls = Array.from({ length: 1001 }, (_, at) => bedrockLine({ requestId: `r-${at}`, surface: `user-${at}`, input: 1 }))
  const few = await opened.importTexts({ 'few.json': lines(...calls.slice(0, 1000)) })
  expect((await opened.client.call('imports.report', { id: few })).crowdedTags).toEqual([])
  const many = await opened.importTexts({ 'many.json': lines(...calls) })
  expect((await opened.client.call('imports.report', { id: many })).crowdedTags).toEqual([{ key: 'surface', values: 1001 }])
  expect((await opened.client.call('usage.tagKeys', {})).keys).toEqual([{ key: 'surface', values: 1001 }])
})
