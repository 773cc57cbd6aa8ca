// Files read in a thread: the ledger must come out as it does without one, whatever becomes of the thread.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Usage } from '../../db/usage-repo.ts'
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { sourcesFromPaths } from '../../src/api/backend/files.ts'
import { createClient, type Client } from '../../src/api/client.ts'
import type { Backend } from '../../src/api/backend/backend.ts'
import { bedrockLine } from './logs.ts'
import { EVERYTHING, NOW_MS, textSource } from './test-backend.ts'

const PROGRAM = new URL('../../src/api/backend/reading/reading-thread.ts', import.meta.url)
const FILES = 40
const LINES_A_FILE = 300

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-thread-'))
  mkdirSync(join(folder, 'logs'))
  // Over the size from which a thread is worth its start; every third line repeats one of the file before.
  for (let file = 0; file < FILES; file += 1) writeFileSync(join(folder, 'logs', `file-${String(file).padStart(2, '0')}.json`), textOf(file))
  writeFileSync(join(folder, 'logs', 'more.json.gz'), gzipSync(textOf(FILES)))
  writeFileSync(join(folder, 'logs', 'notes.txt'), 'nothing of interest')
  writeFileSync(join(folder, 'logs', 'pair.zip'), zipSync({ 'a.json': Buffer.from(textOf(FILES + 1)), 'b.json': Buffer.from(textOf(FILES + 2)) }))
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

function textOf(file: number): string {
  const padding = ' '.repeat(600)
  const lines = Array.from({ length: LINES_A_FILE }, (_, at) =>
    bedrockLine({ requestId: `r-${at % 3 === 0 ? file - 1 : file}-${at}`, input: 10 + at }).replace('{', `{${padding}`))
  return `${lines.join('\n')}\n${file % 7 === 0 ? '{"broken"\n' : ''}`
}

async function importInto(readingThread?: string | URL): Promise<{ backend: Backend; client: Client; report: unknown; totals: unknown }> {
  const backend = createBackend({ ledgerPath: ':memory:', version: 'test', now: () => NOW_MS, ...(readingThread === undefined ? {} : { readingThread }) })
  const client = createClient(backend)
  const [request] = await sourcesFromPaths([join(folder, 'logs')])
  if (request === undefined) throw new Error('no request')
  const id = await backend.startImport(request).done
  const { summary, ...report } = await client.call('imports.report', { id })
  const totals = await client.call('usage.totals', { filters: EVERYTHING, by: ['day', 'surface'] })
  return { backend, client, totals, report: { ...report, tally: summary.tally, state: summary.state } }
}

describe('files read in a thread', () => {
  test('give the ledger they give without one', { timeout: 60_000 }, async () => {
    const letGo = vi.spyOn(Usage.prototype, 'letGo')
    const here = await importInto()
    expect(letGo).not.toHaveBeenCalled()
    const there = await importInto(PROGRAM)
    // Room is made for it once.
    expect(letGo).toHaveBeenCalledOnce()
    expect(there.report).toEqual(here.report)
    expect(there.totals).toEqual(here.totals)
    expect(here.report).toMatchObject({ state: 'done', tally: { rejected: 7 } })
    await Promise.all([here.backend.close(), there.backend.close()])
  })

  test.each([
    ['does not exist', () => join(folder, 'no-such-program.mjs')],
    ['is no path', () => 'no-such-program'],
    ['ends at once', () => program('process.exit(1)')],
    ['ends when it is asked to read', () => program(`parentPort.postMessage({ kind: 'ready' }); parentPort.on('message', () => process.exit(1))`)],
    ['ends amid a file', () => program(`parentPort.postMessage({ kind: 'ready' })
      parentPort.on('message', ({ files }) => {
        const { source } = { source: files[0].facts }
        const batch = { records: { numbers: new Float64Array(0), keys: [], shapes: [], whole: [], repeated: 0 }, ignored: new Map([['half', 5]]), rejected: [] }
        parentPort.postMessage({ kind: 'told', events: [{ kind: 'opened', source, grownSince: null }, { kind: 'batch', batch }] })
        setTimeout(() => process.exit(1), 200)
      })`)],
  ])('are read here where its program %s', { timeout: 60_000 }, async (_, programAt) => {
    const [here, there] = [await importInto(), await importInto(programAt())]
    expect(there.report).toEqual(here.report)
    expect(there.totals).toEqual(here.totals)
    await Promise.all([here.backend.close(), there.backend.close()])
  })

  test('stop being read when the import is cancelled, and the next import starts another thread', { timeout: 60_000 }, async () => {
    const backend = createBackend({ ledgerPath: ':memory:', version: 'test', readingThread: PROGRAM })
    const client = createClient(backend)
    const start = async () => backend.startImport((await sourcesFromPaths([join(folder, 'logs')]))[0] ?? { label: '', sources: [], sourcesTotal: 0, bytesTotal: 0 })
    const { jobId, done } = await start()
    const cancelling = backend.onEvent((event) => {
      if (event.type === 'job' && event.job.id === jobId && event.job.tally.accepted > 0 && event.job.state === 'running') void client.call('jobs.cancel', { id: jobId }).catch(() => {})
    })
    const { summary } = await client.call('imports.report', { id: await done })
    cancelling()
    expect(summary.state).toBe('cancelled')
    expect(summary.sources).toBeLessThan(FILES)
    const again = await client.call('imports.report', { id: await (await start()).done })
    const whole = await importInto()
    expect(await client.call('usage.totals', { filters: EVERYTHING, by: ['day', 'surface'] })).toEqual(whole.totals)
    expect(again.summary.state).toBe('done')
    await Promise.all([backend.close(), whole.backend.close()])
  })

  test('may lie between sources that are no files', { timeout: 60_000 }, async () => {
    const backend = createBackend({ ledgerPath: ':memory:', version: 'test', now: () => NOW_MS, readingThread: PROGRAM })
    const [request] = await sourcesFromPaths([join(folder, 'logs')])
    const files = [...(request?.sources ?? [])]
    const sources = [textSource('first.json', textOf(90)), ...files, textSource('last.json', textOf(91))]
    const id = await backend.startImport({ label: 'mixed', sources, sourcesTotal: sources.length, bytesTotal: null }).done
    const report = await createClient(backend).call('imports.report', { id })
    expect(report.sources.map(({ name }) => name)).toEqual(['first.json', ...files.flatMap(({ name }) => (name === 'pair.zip' ? ['pair.zip/a.json', 'pair.zip/b.json'] : [name])), 'last.json'])
    await backend.close()
  })
})

let programs = 0
function program(body: string): string {
  const path = join(folder, `program-${programs += 1}.mjs`)
  writeFileSync(path, `import { parentPort } from 'node:worker_threads'\n${body}\n`)
  return path
}
