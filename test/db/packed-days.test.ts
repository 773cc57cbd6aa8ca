// Days kept packed are read at the next start, and are gone as soon as their day is another: by this process or another.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Ledger } from '../../db/ledger.ts'
import { openLedger } from '../../db/open-ledger.ts'
import { PackedDays } from '../../db/packed-days.ts'
import { batch, bring, ids, latenciesOf, NOON, origin, pass, record, source } from './records.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DAY_MS = 86_400_000
const DAYS = 5
const PATIENCE_MS = 30_000

/** Sixty requests of as many projects a day. */
function someDays(name: string): { ledger: Ledger; path: string } {
  const path = join(folder, name)
  const ledger = openLedger(path)
  ledger.settings.set('settings', { tz: 'Europe/Berlin' })
  bring(ledger, Array.from({ length: 60 * DAYS }, (_, at) => ids(`m${at}`, null, 1 + at, {
    occurredAtMs: NOON + Math.floor(at / 60) * DAY_MS, origin: origin({ project: `project ${at % 60}` }), latencyMs: at * 7,
  })))
  return { ledger, path }
}

function read(ledger: Ledger) {
  const found = ledger.usage.dayChunks({ from: null, to: null, tz: 'Europe/Berlin' })
  const { chunks = [], pairs = [] } = found ?? {}
  const days = [...chunks].map(({ pair, ...chunk }) => ({ ...chunk, pairs: [...pair].map((number) => pairs[number]) }))
  return { days, latencies: latenciesOf(ledger) }
}

function packedDays(path: string): { usage: number; latency: number } {
  const db = new Database(path)
  const count = (table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
  const counts = { usage: count('packed_usage'), latency: count('packed_latency') }
  db.close()
  return counts
}

const ALL_PACKED = { usage: DAYS, latency: DAYS }

/** Asks, and waits for what is written when nobody asks. */
async function packed(ledger: Ledger, path: string): Promise<ReturnType<typeof read>> {
  const found = read(ledger)
  await vi.waitFor(() => expect(packedDays(path)).toEqual(ALL_PACKED), PATIENCE_MS)
  return found
}

/** What a ledger that packs nothing says. */
function fresh(path: string) {
  const db = new Database(path)
  db.exec('DELETE FROM packed_usage; DELETE FROM packed_latency')
  db.close()
  const ledger = openLedger(path)
  const found = read(ledger)
  ledger.close()
  return found
}

describe('packed days', { timeout: 2 * PATIENCE_MS }, () => {
  it('say at the next start what the rows say', async () => {
    const { ledger, path } = someDays('next.db')
    const found = await packed(ledger, path)
    ledger.close()
    const again = openLedger(path)
    expect(read(again)).toEqual(found)
    expect(again.usage.rollupIsExact()).toBe(true)
    again.usage.letGo()
    expect(packedDays(path)).toEqual(ALL_PACKED)
    expect(read(again)).toEqual(found)
    again.close()
    expect(fresh(path)).toEqual(found)
  })

  it('are also those that nobody has asked for, once they are made ready; not while an import writes', async () => {
    const { ledger, path } = someDays('ready.db')
    expect([...ledger.usage.pack()]).toHaveLength(2 * DAYS)
    // A day that waits to be written is not packed again.
    expect([...ledger.usage.pack()]).toHaveLength(0)
    await vi.waitFor(() => expect(packedDays(path)).toEqual(ALL_PACKED), PATIENCE_MS)
    expect([...ledger.usage.pack()]).toHaveLength(0)
    expect(ledger.usage.rollupIsExact()).toBe(true)
    expect(read(ledger)).toEqual(fresh(path))
    const writer = ledger.imports.begin('later')
    writer.startSource(source('later')).write(batch([ids('later', null, 1, { latencyMs: 3 })]))
    expect([...ledger.usage.pack()]).toHaveLength(0)
    writer.finish('done')
    ledger.close()
  })

  it('are dropped with what changes their day, and only those', async () => {
    const { ledger, path } = someDays('changed.db')
    await packed(ledger, path)
    const { id } = bring(ledger, [ids('new', null, 5, { occurredAtMs: NOON + 2 * DAY_MS })], 'new.jsonl')
    expect(packedDays(path).usage).toBe(DAYS - 1)
    expect(ledger.usage.rollupIsExact()).toBe(true)
    const found = await packed(ledger, path)
    ledger.imports.undo(id)
    expect(packedDays(path).usage).toBe(DAYS - 1)
    const undone = await packed(ledger, path)
    expect(undone).not.toEqual(found)
    ledger.close()
    expect(fresh(path)).toEqual(undone)
  })

  it('are all others after a change of the zone', async () => {
    const { ledger, path } = someDays('zone.db')
    await packed(ledger, path)
    ledger.settings.set('settings', { tz: 'Asia/Tokyo' })
    expect(packedDays(path)).toEqual({ usage: 0, latency: 0 })
    expect(ledger.usage.rollupIsExact()).toBe(true)
    ledger.close()
  })

  it('are never those of a state that another process has changed', async () => {
    const { ledger, path } = someDays('other.db')
    read(ledger)
    const other = openLedger(path)
    bring(other, [ids('new', null, 5)], 'new.jsonl')
    other.close()
    await new Promise((done) => setTimeout(done, 600))
    expect(packedDays(path).usage).toBe(0)
    const found = await packed(ledger, path)
    ledger.close()
    expect(fresh(path)).toEqual(found)
  })

  it('are never those in memory where they are made ready after another process has written', async () => {
    const { ledger, path } = someDays('ready-other.db')
    await packed(ledger, path)
    const other = openLedger(path)
    bring(other, [ids('new', null, 5, { latencyMs: 9 })], 'new.jsonl')
    // A calendar day lies on up to three UTC days, of which the ledger has two here.
    expect(packedDays(path)).toEqual({ usage: DAYS - 1, latency: DAYS - 2 })
    // Nothing has been asked of this one since.
    expect([...ledger.usage.pack()]).toHaveLength(3)
    await vi.waitFor(() => expect(packedDays(path)).toEqual(ALL_PACKED), PATIENCE_MS)
    expect(other.usage.rollupIsExact()).toBe(true)
    other.close()
    ledger.close()
  })

  it('are not written where they were read before another process wrote', async () => {
    const { ledger, path } = someDays('read-before.db')
    const db = new Database(path)
    const days = new PackedDays(db, 'packed_usage')
    const version = days.version()
    bring(ledger, [ids('new', null, 5)], 'new.jsonl')
    days.keep(1, () => Buffer.from('read before'), version)
    days.keep(2, () => Buffer.from('read before'), version)
    await new Promise((done) => setTimeout(done, 600))
    expect(packedDays(path).usage).toBe(0)
    days.keep(1, () => Buffer.from('read after'), days.version())
    await vi.waitFor(() => expect(packedDays(path).usage).toBe(1), PATIENCE_MS)
    db.close()
    ledger.close()
  })

  it('are not written while another program writes, nor is that waited for', async () => {
    const { ledger, path } = someDays('locked.db')
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    read(ledger)
    await new Promise((done) => setTimeout(done, 600))
    other.exec('COMMIT')
    expect(packedDays(path).usage).toBe(0)
    ledger.close()
  })

  it('hold no latency of a request that another one took the place of, though all sums are the same', () => {
    const path = join(folder, 'even.db')
    const ledger = openLedger(path)
    const request = (latencyMs: number, sidechain: boolean) => record({ messageId: 'm', passes: [pass(5)], latencyMs, sidechain })
    bring(ledger, [request(100, true)])
    expect(latenciesOf(ledger)).toMatchObject([{ latencyMs: 100 }])
    const { id } = bring(ledger, [request(200, false)], 'b.jsonl')
    expect(latenciesOf(ledger)).toMatchObject([{ latencyMs: 200 }])
    ledger.imports.undo(id)
    expect(latenciesOf(ledger)).toMatchObject([{ latencyMs: 100 }])
    ledger.close()
  })
})
