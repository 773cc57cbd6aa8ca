// What the world does to a ledger and to logs: a sentence each, nothing lost, and work goes on once it is over.
import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync, writeSync, openSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Backend } from '../../src/api/backend/backend.ts'
import { sourcesFromPaths } from '../../src/api/backend/files.ts'
import { openBackend } from '../../src/api/backend/open-backend.ts'
import { createClient } from '../../src/api/client.ts'
import type { Job } from '../../src/api/contract/shapes.ts'
import type { LogSource } from '../../src/importers/importer.ts'
import { EVERYTHING } from '../api/test-backend.ts'
import { writeLogs } from './logs.ts'
import { smallDisk, type SmallDisk } from './small-disk.ts'

const SIZE = { files: 30, linesAFile: 300 }
const REQUESTS = SIZE.files * SIZE.linesAFile

let root = ''
let disk: SmallDisk | null = null
const open: Backend[] = []

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'faults-'))
  writeLogs(root, SIZE)
})
afterEach(async () => {
  for (const backend of open.splice(0)) await backend.close().catch(() => {})
  disk?.remove()
  disk = null
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A backend with the end of each of its jobs. */
function backendOn(ledgerPath: string): { backend: ReturnType<typeof openBackend>; ended: Job[] } {
  const backend = openBackend({ ledgerPath, version: 'test' })
  const ended: Job[] = []
  backend.onEvent((event) => {
    if (event.type === 'job' && event.job.state !== 'running') ended.push(event.job)
  })
  open.push(backend)
  return { backend, ended }
}

async function importFolder(backend: Backend, folder = 'first'): Promise<void> {
  for (const request of await sourcesFromPaths([join(root, folder)])) await backend.startImport(request).done.catch(() => null)
}

const importSource = (backend: Backend, source: LogSource) =>
  backend.startImport({ label: source.name, sources: [source], sourcesTotal: 1, bytesTotal: null }).done

async function requestsOf(backend: Backend): Promise<number | null> {
  return (await createClient(backend).call('usage.totals', { filters: EVERYTHING, by: [] })).totals.requests
}

/** Takes an empty ledger and a few hundred requests, not thousands. */
const ROOM = '1m'

const canMount = (() => {
  const tried = smallDisk(ROOM)
  tried?.remove()
  return tried !== null
})()

describe.skipIf(!canMount)('a disk', () => {
  test('that is full fails the import in words, keeps what was complete, and takes the rest once there is room', async () => {
    disk = smallDisk(ROOM)
    const { backend, ended } = backendOn(join(disk?.folder ?? '', 'full.ledger'))
    await importFolder(backend, join('first', readdirSync(join(root, 'first'))[0] ?? ''))
    expect(ended).toMatchObject([{ state: 'done', tally: { accepted: SIZE.linesAFile } }])
    await importFolder(backend)
    expect(ended[1]).toMatchObject({ state: 'failed', problem: { code: 'disk-full' } })
    expect(ended[1]?.problem?.message).toBe('The disk is full, so nothing more can be written to the ledger.')
    const kept = await requestsOf(backend)
    expect(kept).toBeLessThan(REQUESTS)
    // What was counted and then taken back is counted no more.
    expect(kept).toBe(SIZE.linesAFile + (ended[1]?.tally.accepted ?? NaN))
    disk?.remount('size=64m')
    await importFolder(backend)
    expect(ended[2]).toMatchObject({ state: 'done', problem: null })
    expect(await requestsOf(backend)).toBe(REQUESTS)
    const { imports } = await createClient(backend).call('imports.list', {})
    expect(imports.map(({ state }) => state)).toEqual(['done', 'failed', 'done'])
    // What the imports before kept is counted once.
    expect(imports.reduce((sum, { tally }) => sum + tally.accepted, 0)).toBe(REQUESTS)
  })

  test('that is full at the very start says so, and the ledger opens once there is room', async () => {
    disk = smallDisk('16k')
    const path = join(disk?.folder ?? '', 'start.ledger')
    const { backend } = backendOn(path)
    expect(backend.trouble).toMatchObject({ code: 'disk-full' })
    disk?.remount('size=16m')
    expect(await backend.call('ledger.status', {})).toMatchObject({ ok: true })
  })

  test('that is read-only says so, and all is there once it can be written', async () => {
    disk = smallDisk('16m')
    const path = join(disk?.folder ?? '', 'read.ledger')
    const first = backendOn(path)
    await importFolder(first.backend)
    await first.backend.close()
    disk?.remount('ro')
    const { backend } = backendOn(path)
    const status = await backend.call('usage.totals', { filters: EVERYTHING, by: [] })
    expect(status).toMatchObject({ ok: false, problem: { code: 'ledger-not-writable' } })
    disk?.remount('rw')
    expect(await backend.call('ledger.status', {})).toMatchObject({ ok: true })
    expect(await requestsOf(backend)).toBe(REQUESTS)
  })
})

describe('another process', () => {
  test('that holds the ledger is named, and nothing is lost by waiting', async () => {
    const path = join(root, 'locked.ledger')
    const { backend, ended } = backendOn(path)
    await importFolder(backend)
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    // Reading goes on beside a writer.
    expect(await requestsOf(backend)).toBe(REQUESTS)
    await importFolder(backend, 'second')
    expect(ended[1]).toMatchObject({ state: 'failed', problem: { code: 'ledger-locked' } })
    other.exec('ROLLBACK')
    other.close()
    await importFolder(backend, 'second')
    expect(ended[2]).toMatchObject({ state: 'done' })
    // A third of the second folder's requests are its own.
    expect(await requestsOf(backend)).toBe(REQUESTS + REQUESTS / 3)
  }, 60_000)

  test('of a newer version is named, and the file stays as it is', async () => {
    const path = join(root, 'newer.ledger')
    await backendOn(path).backend.close()
    const other = new Database(path)
    other.pragma('user_version = 99')
    other.close()
    const { backend } = backendOn(path)
    expect(backend.trouble).toMatchObject({ code: 'ledger-from-newer-version' })
    expect(await backend.call('ledger.rebuild', {})).toMatchObject({ ok: false, problem: { code: 'ledger-from-newer-version' } })
    expect(existsSync(`${path}.rebuilt`)).toBe(false)
  })
})

describe('a log file', () => {
  const line = (at: number) => JSON.stringify({ id: `msg_${at}`, type: 'message', model: 'claude-opus-5-5', usage: { input_tokens: 1, output_tokens: 1 }, pad: 'x'.repeat(900) })
  const LINES = 2000

  async function fileSource(name: string): Promise<{ path: string; source: LogSource }> {
    const path = join(root, name)
    writeFileSync(path, Array.from({ length: LINES }, (_, at) => line(at)).join('\n'))
    const [request] = await sourcesFromPaths([path])
    const [source] = request === undefined ? [] : [...(Symbol.iterator in request.sources ? request.sources : [])]
    if (source === undefined) throw new Error('no source')
    return { path, source }
  }

  /** The source, with something done to its file once some of it has been read. */
  const disturbed = (source: LogSource, disturb: () => void): LogSource => ({
    ...source,
    async *open(from) {
      let seen = 0
      for await (const part of source.open(from)) {
        yield part
        if (seen === 0) disturb()
        seen += part.length
      }
    },
  })

  async function report(backend: Backend, source: LogSource) {
    const id = await importSource(backend, source)
    return createClient(backend).call('imports.report', { id })
  }

  test('deleted before it is read is named; the others are read', async () => {
    const { backend } = backendOn(join(root, 'deleted.ledger'))
    const { path, source } = await fileSource('deleted.jsonl')
    rmSync(path)
    const { sources } = await report(backend, source)
    expect(sources).toMatchObject([{ problem: { code: 'enoent', message: 'The file is not there any more.' } }])
  })

  test('deleted while it is read is read to its end', async () => {
    const { backend } = backendOn(join(root, 'unlinked.ledger'))
    const { path, source } = await fileSource('unlinked.jsonl')
    const { sources } = await report(backend, disturbed(source, () => rmSync(path)))
    expect(sources).toMatchObject([{ problem: null, tally: { accepted: LINES } }])
  })

  test('cut off while it is read is named, what was read is kept, and reading it again completes it', async () => {
    const { backend } = backendOn(join(root, 'shrunk.ledger'))
    const { path, source } = await fileSource('shrunk.jsonl')
    const { sources } = await report(backend, disturbed(source, () => truncateSync(path, 300_000)))
    expect(sources[0]?.problem).toMatchObject({ code: 'source-shrank', message: 'The file became shorter while it was read.' })
    const kept = sources[0]?.tally.accepted ?? 0
    expect(kept).toBeGreaterThan(0)
    expect(await requestsOf(backend)).toBe(kept)
    const whole = await fileSource('shrunk.jsonl')
    expect((await report(backend, whole.source)).sources).toMatchObject([{ problem: null, tally: { accepted: LINES - kept, duplicates: kept } }])
    expect(await requestsOf(backend)).toBe(LINES)
  })

  test('that grows while it is read loses nothing: the next import reads on', async () => {
    const { backend } = backendOn(join(root, 'grown.ledger'))
    const { path, source } = await fileSource('grown.jsonl')
    await report(backend, disturbed(source, () => {
      const file = openSync(path, 'a')
      writeSync(file, `\n${line(LINES)}\n${line(LINES + 1)}`)
      closeSync(file)
    }))
    const [again] = await sourcesFromPaths([path])
    if (again !== undefined) await backend.startImport(again).done
    expect(await requestsOf(backend)).toBe(LINES + 2)
  })
})
