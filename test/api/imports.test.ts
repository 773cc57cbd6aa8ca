import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sourcesFromPaths } from '../../src/api/backend/files.ts'
import type { LedgerEvent } from '../../src/api/contract/contract.ts'
import type { Tally } from '../../src/api/contract/shapes.ts'
import { BEDROCK_LOG, bedrockLine, lines } from './logs.ts'
import { EVERYTHING, openTestBackend, textSource } from './test-backend.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function importPath({ backend }: ReturnType<typeof openTestBackend>, path: string): Promise<number> {
  const [request] = await sourcesFromPaths([path])
  if (request === undefined) throw new Error('no request')
  return backend.startImport(request).done
}

const accounts = ({ entries, accepted, duplicates, ignored, rejected }: Tally) => accepted + duplicates + ignored + rejected === entries

describe('an import', () => {
  test('accounts for every entry and says why one was rejected', async () => {
    const { client, importTexts } = openTestBackend()
    const id = await importTexts({ 'bedrock.json': BEDROCK_LOG })
    const report = await client.call('imports.report', { id })
    expect(report.summary).toMatchObject({ label: 'logs', state: 'done', importers: ['bedrock-invocation-log'], sources: 1 })
    expect(report.summary.tally).toEqual({ entries: 4, accepted: 3, duplicates: 0, ignored: 0, rejected: 1 })
    const { rows, total } = await client.call('imports.rejections', { id, offset: 0, limit: 10 })
    expect(total).toBe(1)
    expect(rows[0]).toMatchObject({ source: 'bedrock.json', position: 4 })
    expect(report.rejectedByReason).toEqual([{ reason: rows[0]?.reason, count: 1 }])
  })

  test('says what it brought and what is left to do', async () => {
    const { client, importTexts } = openTestBackend()
    const report = await client.call('imports.report', { id: await importTexts({ 'bedrock.json': BEDROCK_LOG }) })
    expect(report).toMatchObject({
      firstDay: '2026-11-03', lastDay: '2026-11-04', unattributedRequests: 1,
      // 2,105 + 10,150 + 560 tokens; 16,942 + 1,870 micro-USD.
      brought: { evidence: [{ basis: 'requests', requests: 3, tokens: 12_815, listCost: '18812000000' }], origins: 3, newOrigins: 3 },
      unpriced: [{ platform: 'bedrock', requests: 1, tokens: 560, isProfile: true }],
    })
  })

  test('goes on after a source that holds no usage', async () => {
    const { client, importTexts } = openTestBackend()
    const id = await importTexts({ 'a-readme.txt': 'Nothing to see here.\n', 'bedrock.json': BEDROCK_LOG })
    const { sources, summary } = await client.call('imports.report', { id })
    expect(summary.state).toBe('done')
    expect(sources.map(({ importer, problem }) => [importer, problem?.code])).toEqual([[null, 'unknown-format'], ['bedrock-invocation-log', undefined]])
  })

  test('of the same thing twice changes nothing', async () => {
    const { client, importTexts } = openTestBackend()
    await importTexts({ 'bedrock.json': BEDROCK_LOG })
    const before = await client.call('usage.totals', { filters: EVERYTHING, by: ['surface'] })
    const id = await importTexts({ 'renamed.json': BEDROCK_LOG })
    expect((await client.call('imports.report', { id })).summary.tally).toEqual({ entries: 4, accepted: 0, duplicates: 3, ignored: 0, rejected: 1 })
    expect(await client.call('usage.totals', { filters: EVERYTHING, by: ['surface'] })).toEqual(before)
  })

  test('answers calls while it runs, and tells of its progress', async () => {
    const { backend, client } = openTestBackend()
    const events: LedgerEvent[] = []
    backend.onEvent((event) => events.push(event))
    const many = Array.from({ length: 3000 }, (_, at) => bedrockLine({ requestId: `r-${at}`, input: 1 }))
    const { jobId, done } = backend.startImport({ label: 'many', sources: [textSource('many.json', lines(...many))], sourcesTotal: 1, bytesTotal: null })
    expect((await client.call('ledger.status', {})).runningJobs).toMatchObject([{ id: jobId, state: 'running', label: 'many' }])
    await done
    expect(events.at(-2)).toEqual({ type: 'changed' })
    expect(events.at(-1)).toMatchObject({ type: 'job', job: { id: jobId, state: 'done', tally: { accepted: 3000 }, sourcesDone: 1 } })
    expect((await client.call('ledger.status', {})).runningJobs).toEqual([])
  })

  test('that is cancelled keeps finished sources and drops the one being read', async () => {
    const { backend, client } = openTestBackend()
    let jobId = ''
    async function* long() {
      for (let at = 0; at < 20_000; at += 1) {
        if (at === 5000) await client.call('jobs.cancel', { id: jobId })
        yield Buffer.from(`${bedrockLine({ requestId: `too-long-${at}`, input: 1 })}\n`)
      }
    }
    const sources = [textSource('whole.json', BEDROCK_LOG), { name: 'long.json', size: null, modifiedAtMs: null, open: long }]
    const started = backend.startImport({ label: 'two', sources, sourcesTotal: 2, bytesTotal: null })
    jobId = started.jobId
    const report = await client.call('imports.report', { id: await started.done })
    expect(report.summary.state).toBe('cancelled')
    expect(report.sources.map(({ name }) => name)).toEqual(['whole.json'])
    expect((await client.call('usage.totals', { filters: EVERYTHING, by: [] })).totals.requests).toBe(3)
  })

  test('waits for the one before it', async () => {
    const { client, importTexts } = openTestBackend()
    const ids = await Promise.all([importTexts({ 'a.json': BEDROCK_LOG }, 'first'), importTexts({ 'b.json': BEDROCK_LOG }, 'second')])
    expect(ids).toEqual([1, 2])
    const { imports } = await client.call('imports.list', {})
    expect(imports.map(({ label, tally }) => [label, tally.accepted])).toEqual([['second', 0], ['first', 3]])
  })
})

describe('a file read before', () => {
  test('is recognised, and counts as a reading would count it', async () => {
    const opened = openTestBackend()
    const path = join(folder, 'bedrock.json')
    writeFileSync(path, BEDROCK_LOG)
    await importPath(opened, path)
    const { sources } = await opened.client.call('imports.report', { id: await importPath(opened, path) })
    expect(sources[0]?.tally).toEqual({ entries: 4, accepted: 0, duplicates: 3, ignored: 0, rejected: 1 })
    expect((await opened.client.call('imports.rejections', { id: 2, offset: 0, limit: 10 })).rows).toMatchObject([{ position: 4 }])
  })

  test('keeps what it holds when its first import is undone', async () => {
    const opened = openTestBackend()
    const path = join(folder, 'bedrock.json')
    writeFileSync(path, BEDROCK_LOG)
    await importPath(opened, path)
    await importPath(opened, path)
    const before = await opened.client.call('usage.totals', { filters: EVERYTHING, by: ['surface'] })
    expect(await opened.client.call('imports.undo', { id: 1 })).toEqual({ removed: 3, restored: 3 })
    expect(await opened.client.call('usage.totals', { filters: EVERYTHING, by: ['surface'] })).toEqual(before)
    await opened.client.call('imports.undo', { id: 2 })
    expect((await opened.client.call('usage.totals', { filters: EVERYTHING, by: [] })).totals).toMatchObject({ requests: 0, listCost: '0' })
    // Nothing remembers the file any more: it is read anew.
    const { summary } = await opened.client.call('imports.report', { id: await importPath(opened, path) })
    expect(summary.tally.accepted).toBe(3)
  })

  test('and grown since is read on from its end; a line that was cut off is read whole', async () => {
    const opened = openTestBackend()
    const path = join(folder, 'growing.json')
    const last = bedrockLine({ requestId: 'cut-off', input: 7 })
    writeFileSync(path, BEDROCK_LOG + last.slice(0, 200))
    const first = await opened.client.call('imports.report', { id: await importPath(opened, path) })
    expect(first.sources[0]).toMatchObject({ incompleteLastEntry: true, tally: { entries: 5, accepted: 3, ignored: 1, rejected: 1 } })
    appendFileSync(path, `${last.slice(200)}\n${bedrockLine({ requestId: 'broken', input: 5 }).replace('"inputTokenCount":5', '"inputTokenCount":1.5')}\n`)
    const id = await importPath(opened, path)
    const { sources } = await opened.client.call('imports.report', { id })
    expect(sources[0]).toMatchObject({ incompleteLastEntry: false, tally: { entries: 6, accepted: 1, duplicates: 3, ignored: 0, rejected: 2 } })
    const { rows } = await opened.client.call('imports.rejections', { id, offset: 0, limit: 10 })
    expect(rows.map(({ position }) => position)).toEqual([4, 6])
    expect(sources.every(({ tally }) => accounts(tally))).toBe(true)
  })

  test('but written anew is read anew', async () => {
    const opened = openTestBackend()
    const path = join(folder, 'rotated.json')
    writeFileSync(path, lines(bedrockLine({ requestId: 'old-1', input: 1 })))
    await importPath(opened, path)
    writeFileSync(path, lines(bedrockLine({ requestId: 'new-1', input: 1 })))
    utimesSync(path, new Date(), new Date(Date.now() + 5000))
    const { summary } = await opened.client.call('imports.report', { id: await importPath(opened, path) })
    expect(summary.tally).toMatchObject({ entries: 1, accepted: 1 })
  })
})

test('what another process imports and sets is seen without reopening', async () => {
  const path = join(folder, 'shared.ledger')
  const [window, commandLine] = [openTestBackend(path), openTestBackend(path)]
  const bySurface = async () => (await window.client.call('usage.totals', { filters: EVERYTHING, by: ['surface'] })).rows.map(({ keys }) => keys['surface'])
  expect(await bySurface()).toEqual([])
  await commandLine.importTexts({ 'bedrock.json': BEDROCK_LOG })
  expect(await bySurface()).toEqual(['doc-search', 'support-bot', 'unattributed'])
  await commandLine.client.call('surfaces.setRules', { rules: [{ surface: 'all', when: { platform: '*' } }] })
  expect(await bySurface()).toEqual(['all'])
  await window.backend.close()
  await commandLine.backend.close()
})

test('the members of a zip archive are sources of their own', async () => {
  const opened = openTestBackend()
  const path = join(folder, 'both.zip')
  writeFileSync(path, zipSync({ 'logs/bedrock.json': Buffer.from(BEDROCK_LOG), 'notes.txt': Buffer.from('nothing') }))
  const { sources } = await opened.client.call('imports.report', { id: await importPath(opened, path) })
  expect(sources.map(({ name, importer, tally }) => [name, importer, tally.accepted])).toEqual([
    ['both.zip/logs/bedrock.json', 'bedrock-invocation-log', 3], ['both.zip/notes.txt', null, 0],
  ])
})

describe('sourcesFromPaths', () => {
  test('walks folders in name order, names files below them, and leaves out what systems leave behind', async () => {
    for (const name of ['b.json', 'a.json', '.DS_Store', '.hidden.json']) writeFileSync(join(folder, name), BEDROCK_LOG)
    const [request] = await sourcesFromPaths([folder])
    expect(request?.sources.map(({ name }) => name)).toEqual(['.hidden.json', 'a.json', 'b.json'])
    expect(request?.bytesTotal).toBe(3 * Buffer.byteLength(BEDROCK_LOG))
  })
})
