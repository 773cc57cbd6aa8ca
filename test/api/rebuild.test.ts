// A ledger in trouble: every call says so, and a damaged one can be rebuilt and used at once, without a restart.
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBackend } from '../../src/api/backend/open-backend.ts'
import { createClient } from '../../src/api/client.ts'
import { EVERYTHING, NOW_MS, textSource } from './test-backend.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trouble-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const REQUESTS = 4000
const LOG = Array.from({ length: REQUESTS }, (_, at) => JSON.stringify({
  id: `msg_${at}`, type: 'message', model: 'claude-opus-5-5', usage: { input_tokens: 10, output_tokens: at % 50 },
  timestamp: new Date(Date.UTC(2026, 10, 1) + at * 60_000).toISOString(),
})).join('\n')

const open = (ledgerPath: string) => openBackend({ ledgerPath, version: 'test', now: () => NOW_MS })
const importLog = (backend: ReturnType<typeof open>) =>
  backend.startImport({ label: 'log', sources: [textSource('log.jsonl', LOG)], sourcesTotal: 1, bytesTotal: null }).done
const requestsOf = async (backend: ReturnType<typeof open>) =>
  (await createClient(backend).call('usage.totals', { filters: EVERYTHING, by: [] })).totals.requests

/** Overwrites the first leaf of a table or index. */
function damage(path: string, name: string): void {
  const db = new Database(path)
  const bytes = Number(db.pragma('page_size', { simple: true }))
  const page = db.prepare<[string], { pageno: number }>("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' LIMIT 1").get(name)?.pageno ?? 0
  db.close()
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(bytes, 0x5a), 0, bytes, (page - 1) * bytes)
  closeSync(file)
}

async function filled(name: string): Promise<string> {
  const path = join(folder, name)
  const backend = open(path)
  await importLog(backend)
  expect(await requestsOf(backend)).toBe(REQUESTS)
  await backend.close()
  return path
}

describe('a ledger that cannot be opened', () => {
  it('says why in every answer, until it can be opened', async () => {
    const path = join(folder, 'other.ledger')
    writeFileSync(path, 'this is a text and no ledger, long enough to be looked at by SQLite'.repeat(20))
    const backend = open(path)
    expect(backend.trouble).toMatchObject({ code: 'ledger-not-a-ledger' })
    expect(await backend.call('usage.totals', {})).toMatchObject({ ok: false, problem: { code: 'ledger-not-a-ledger' } })
    // Only a damaged ledger is rebuilt: this file may be somebody's.
    expect(await backend.call('ledger.rebuild', {})).toMatchObject({ ok: false, problem: { code: 'ledger-not-a-ledger' } })
    expect(() => backend.startImport({ label: 'x', sources: [], sourcesTotal: 0, bytesTotal: null })).toThrowError(/not a ledger/)
    rmSync(path)
    expect(await backend.call('ledger.status', {})).toMatchObject({ ok: true })
    expect(backend.trouble).toBeNull()
    await backend.close()
  })

  it('is not rebuilt where it is sound', async () => {
    const backend = open(join(folder, 'sound.ledger'))
    expect(await backend.call('ledger.rebuild', {})).toMatchObject({ ok: false, problem: { code: 'ledger-sound' } })
    await backend.close()
  })
})

describe('a ledger found damaged', () => {
  it('while it answers says so in words, is rebuilt on request and complete after importing again', async () => {
    const path = await filled('answering.ledger')
    damage(path, 'rollup_day')
    damage(path, 'usage')
    const backend = open(path)
    const events: string[] = []
    backend.onEvent(({ type }) => events.push(type))
    const asked = await backend.call('usage.totals', { filters: EVERYTHING, by: ['day'] })
    expect(asked).toMatchObject({ ok: false, problem: { code: 'ledger-corrupt', message: 'The ledger file is damaged and cannot be read.' } })
    const rebuilt = await createClient(backend).call('ledger.rebuild', {})
    expect(rebuilt.incomplete).toEqual(['usage'])
    expect(rebuilt.records).toBeLessThan(REQUESTS)
    expect(readdirSync(folder)).toContain(rebuilt.keptAs)
    expect(events).toContain('changed')
    expect(await requestsOf(backend)).toBe(rebuilt.records)
    await importLog(backend)
    expect(await requestsOf(backend)).toBe(REQUESTS)
    await backend.close()
  })

  it('while an import writes fails that import in words, and nothing read before is lost', async () => {
    const path = await filled('writing.ledger')
    damage(path, 'usage_key')
    const backend = open(path)
    const ended: unknown[] = []
    backend.onEvent((event) => {
      if (event.type === 'job' && event.job.state !== 'running') ended.push(event.job.problem)
    })
    await importLog(backend).catch(() => null)
    expect(ended.at(-1)).toMatchObject({ code: 'ledger-corrupt' })
    const rebuilt = await createClient(backend).call('ledger.rebuild', {})
    expect(rebuilt).toMatchObject({ records: REQUESTS, incomplete: [] })
    expect(await requestsOf(backend)).toBe(REQUESTS)
    await backend.close()
  })
})
