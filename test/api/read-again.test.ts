// Files that leave something open: read again with the user's answers, exactly as if they had been read so at first.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImportRequest } from '../../src/api/backend/backend.ts'
import { sourcesFromPaths } from '../../src/api/backend/files.ts'
import { bedrockLine, lines } from './logs.ts'
import { EVERYTHING, micro, openTestBackend, type TestBackend } from './test-backend.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function importPath({ backend }: TestBackend, path: string, said: Partial<ImportRequest> = {}): Promise<number> {
  const [request] = await sourcesFromPaths([path])
  if (request === undefined) throw new Error('no request')
  return backend.startImport({ ...request, ...said }).done
}

const totals = async ({ client }: TestBackend) => (await client.call('usage.totals', { filters: EVERYTHING, by: ['day', 'model', 'route'] }))
const keysOf = async (opened: TestBackend) => (await totals(opened)).rows.map(({ keys }) => Object.values(keys).join(' '))

/** Reads again and waits for the end. */
async function readAgain({ backend, client }: TestBackend, id: number, names: string[] | null = null) {
  const ended = new Promise<number | null>((resolve) => {
    const stop = backend.onEvent((event) => {
      if (event.type !== 'job' || event.job.state === 'running') return
      stop()
      resolve(event.job.importId)
    })
  })
  const answer = await client.call('imports.readAgain', { id, names })
  return { ...answer, importId: answer.jobId === null ? null : await ended }
}

const batchLine = (id: string) => JSON.stringify({
  recordId: id, modelInput: {},
  modelOutput: { id: `msg_bdrk_${id}`, type: 'message', usage: { input_tokens: 1000, output_tokens: 100 } },
})
const BATCH = lines(batchLine('b1'), batchLine('b2'))
const ANSWERS = { model: 'us.anthropic.claude-opus-5', day: '2026-11-02', again: true }

describe('batch output without model and date', () => {
  test('takes both from what is said, and the route from the id', async () => {
    const opened = openTestBackend()
    const path = file('a.jsonl.out', BATCH)
    const first = await importPath(opened, path)
    expect((await opened.client.call('imports.report', { id: first })).assumedDates).toBe(2)
    expect((await totals(opened)).totals.unpricedTokens).toBe(2200)
    const id = await importPath(opened, path, ANSWERS)
    expect(await keysOf(opened)).toEqual(['2026-11-02 claude-opus-5 geo-us'])
    // Twice 1,000 x 2.75 + 100 x 13.75, half of 5.50 / 27.50: 2 x 4,125 micro-USD.
    expect((await totals(opened)).totals).toMatchObject({ requests: 2, listCost: micro(8250), unpricedTokens: 0 })
    const report = await opened.client.call('imports.report', { id })
    expect(report.summary.tally).toEqual({ entries: 2, accepted: 2, duplicates: 0, ignored: 0, rejected: 0 })
    expect([report.assumedDates, report.unpriced, report.overlaps]).toEqual([0, [], []])
    expect((await opened.client.call('imports.list', {})).imports.map(({ id: one, state }) => [one, state])).toEqual([[id, 'done'], [first, 'undone']])
  })

  test('read again without an answer is as it was, and can be undone', async () => {
    const opened = openTestBackend()
    const path = file('a.jsonl.out', BATCH)
    await importPath(opened, path)
    const before = await totals(opened)
    await importPath(opened, path, ANSWERS)
    const last = await importPath(opened, path, { again: true })
    expect((await totals(opened)).rows).toEqual(before.rows)
    await opened.client.call('imports.undo', { id: last })
    expect((await totals(opened)).totals.requests).toBe(0)
  })

  test('a setting of the source is remembered: for reading again and for the next file of that name', async () => {
    const opened = openTestBackend()
    const id = await importPath(opened, file('job.jsonl.out', BATCH))
    await opened.client.call('settings.set', { sources: [{ source: '*.jsonl.out', platform: null, route: 'geo-eu', model: 'claude-opus-5', day: '2026-11-03' }] })
    const again = await readAgain(opened, id)
    expect(again).toMatchObject({ files: 1, unknown: [] })
    expect(await keysOf(opened)).toEqual(['2026-11-03 claude-opus-5 geo-eu'])
    await importPath(opened, file('other.jsonl.out', lines(batchLine('b3'))))
    expect((await totals(opened)).rows).toMatchObject([{ requests: 3 }])
    // Named in the command, another day counts.
    await importPath(opened, join(folder, 'other.jsonl.out'), { day: '2026-11-04', again: true })
    expect(await keysOf(opened)).toEqual(['2026-11-03 claude-opus-5 geo-eu', '2026-11-04 claude-opus-5 geo-eu'])
  })
})

test('metrics that name no model take it from what is said', async () => {
  const opened = openTestBackend()
  const path = file('metrics.json', JSON.stringify({ Label: 'InputTokenCount', Datapoints: [{ Timestamp: '2026-11-04T00:00:00+00:00', Sum: 500, Unit: 'Count' }] }))
  await importPath(opened, path)
  expect((await totals(opened)).totals.unpricedTokens).toBe(500)
  await importPath(opened, path, { model: 'claude-opus-5', route: 'global', again: true })
  expect(await keysOf(opened)).toEqual(['2026-11-04 claude-opus-5 global'])
  // 500 x 5 micro-USD.
  expect((await totals(opened)).totals).toMatchObject({ listCost: micro(2500), unpricedTokens: 0 })
})

test('what an entry states is not overridden by a model or a day', async () => {
  const opened = openTestBackend()
  await importPath(opened, file('log.json', lines(bedrockLine({ requestId: 'r-1', input: 5 }))), { ...ANSWERS, model: 'claude-haiku-4-5' })
  expect(await keysOf(opened)).toEqual(['2026-11-03 claude-opus-5-5 global'])
})

describe('reading again', () => {
  test('keeps other tags from now on, and leaves the other files of the import alone', async () => {
    const opened = openTestBackend()
    const log = join(folder, 'logs')
    mkdirSync(log)
    file('logs/a.json', lines(bedrockLine({ requestId: 'r-1', surface: 'one', input: 5 })))
    file('logs/b.json', lines(bedrockLine({ requestId: 'r-2', surface: 'two', input: 7 })))
    await opened.client.call('settings.set', { tagKeys: ['team'] })
    const first = await importPath(opened, log)
    await opened.client.call('settings.set', { tagKeys: ['surface'] })
    await readAgain(opened, first, ['a.json'])
    const { rows } = await opened.client.call('usage.totals', { filters: EVERYTHING, by: ['surface'] })
    expect(rows.map(({ keys, tokens }) => [keys['surface'], tokens.uncachedInput])).toEqual([['one', 5], ['unattributed', 7]])
    expect((await opened.client.call('imports.report', { id: first })).sources.map(({ name }) => name)).toEqual(['b.json'])
  })

  test('covers a file that several imports hold', async () => {
    const opened = openTestBackend()
    const path = file('a.jsonl.out', BATCH)
    await importPath(opened, path)
    const second = await importPath(opened, path)
    await opened.client.call('settings.set', { sources: [{ source: 'a.jsonl.out', platform: null, route: 'global', model: 'claude-opus-5', day: '2026-11-01' }] })
    const { importId } = await readAgain(opened, second)
    expect(await keysOf(opened)).toEqual(['2026-11-01 claude-opus-5 global'])
    expect((await opened.client.call('imports.list', {})).imports.filter(({ state }) => state === 'done').map(({ id }) => id)).toEqual([importId])
  })

  test('of an upload is not possible, and says which', async () => {
    const opened = openTestBackend()
    const id = await opened.importTexts({ 'a.jsonl.out': BATCH })
    expect(await opened.client.call('imports.readAgain', { id, names: null })).toEqual({ jobId: null, files: 0, unknown: ['a.jsonl.out'] })
  })

  test('of a file that is gone keeps what was read', async () => {
    const opened = openTestBackend()
    const path = file('a.jsonl.out', BATCH)
    const id = await importPath(opened, path)
    rmSync(path)
    const { importId } = await readAgain(opened, id)
    expect((await totals(opened)).totals.requests).toBe(2)
    expect((await opened.client.call('imports.report', { id: importId ?? 0 })).sources[0]?.problem?.code).toBe('not-readable')
  })
})
