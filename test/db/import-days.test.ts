// What each import holds, as the writer keeps it: through records that lose, heirs, undos and an older format.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ledger } from '../../db/ledger.ts'
import { migrate, MIGRATIONS } from '../../db/migrate.ts'
import { openLedger } from '../../db/open-ledger.ts'
import { batch, bring, ids, line, newLedger, NOON, origin, pass, record, source } from './records.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DAY_MS = 86_400_000
const [REQUESTS, OUTPUT] = [1, 7]

/** Requests and output tokens an import holds by UTC day. */
function daysOf(ledger: Ledger, importId: number): Record<string, [requests: number, output: number]> {
  const days: Record<string, [number, number]> = {}
  for (const { day, length, sums } of ledger.usage.importDays(importId).chunks) {
    const held = (days[new Date(day * DAY_MS).toISOString().slice(0, 10)] ??= [0, 0])
    for (let row = 0; row < length; row += 1) {
      held[0] += sums[row * 9 + REQUESTS] ?? 0
      held[1] += sums[row * 9 + OUTPUT] ?? 0
    }
  }
  return days
}

const later = (days: number) => ({ occurredAtMs: NOON + days * DAY_MS })
const state = (path: string) => ({
  path, size: 1, modifiedAtMs: 1, offset: 1, position: 1, importer: 'x', headHash: 'h', headLength: 1, sourceKey: path,
})

describe('the days of an import', () => {
  it('are those of its records that count, and of no other import', () => {
    const ledger = newLedger('Asia/Kathmandu')
    const first = bring(ledger, [ids('a', null, 1), ids('b', null, 2), ids('c', null, 4, later(3))])
    const second = bring(ledger, [ids('d', null, 8), ids('e', null, 16, later(-2))], 'b.jsonl')
    expect(daysOf(ledger, first.id)).toEqual({ '2026-11-20': [2, 3], '2026-11-23': [1, 4] })
    expect(daysOf(ledger, second.id)).toEqual({ '2026-11-18': [1, 16], '2026-11-20': [1, 8] })
    expect(daysOf(ledger, 99)).toEqual({})
    expect(ledger.usage.rollupIsExact()).toBe(true)
  })

  it('follow a request to the import whose record counts, and back with an undo', () => {
    const ledger = newLedger()
    const compacted = (output: number) => record({ messageId: 'm', passes: [pass(output), pass(100, { kind: 'compaction' })] })
    const first = bring(ledger, [compacted(5), ids('n', null, 1)])
    const second = bring(ledger, [compacted(9), ids('o', null, 2)], 'b.jsonl')
    expect([daysOf(ledger, first.id), daysOf(ledger, second.id)]).toEqual([{ '2026-11-20': [1, 1] }, { '2026-11-20': [2, 111] }])
    ledger.imports.undo(second.id)
    expect([daysOf(ledger, first.id), daysOf(ledger, second.id)]).toEqual([{ '2026-11-20': [2, 106] }, {}])
    expect(ledger.usage.rollupIsExact()).toBe(true)
  })

  it('go to the heir of a file when its first reading is undone', () => {
    const ledger = newLedger()
    const first = bring(ledger, [ids('m', null, 5), ids('n', null, 6, later(1))], 'a.jsonl', state('/a.jsonl'))
    const writer = ledger.imports.begin('again')
    writer.repeatFiles([{ name: 'a.jsonl', path: '/a.jsonl', bytes: 1 }])
    writer.finish('done')
    expect(daysOf(ledger, writer.id)).toEqual({})
    ledger.imports.undo(first.id)
    expect([daysOf(ledger, first.id), daysOf(ledger, writer.id)]).toEqual([{}, { '2026-11-20': [1, 5], '2026-11-21': [1, 6] }])
    expect(ledger.usage.rollupIsExact()).toBe(true)
  })

  it('are there while the import is being written, and not after a fault took its batches back', () => {
    const ledger = newLedger()
    const writer = ledger.imports.begin('open')
    const open = writer.startSource(source('a.jsonl'))
    open.write(batch([ids('m', null, 5)]))
    expect(daysOf(ledger, writer.id)).toEqual({ '2026-11-20': [1, 5] })
    expect(() => writer.together(() => {
      open.write(batch([ids('n', null, 6)], 2))
      throw new Error('full')
    })).toThrow('full')
    expect(daysOf(ledger, writer.id)).toEqual({})
    expect(ledger.usage.rollupIsExact()).toBe(true)
  })

  it('that are not what its rows say are found', () => {
    const path = join(folder, 'wrong.db')
    const ledger = openLedger(path)
    bring(ledger, [ids('m', null, 5)])
    expect(ledger.usage.rollupIsExact()).toBe(true)
    const db = new Database(path)
    db.exec('UPDATE rollup_import SET output = output + 1')
    db.close()
    expect(ledger.usage.rollupIsExact()).toBe(false)
    ledger.close()
  })

  it('of a ledger of the sixth format are added up when it is opened', () => {
    const path = join(folder, 'sixth.db')
    const today = openLedger(path)
    const brought = [
      bring(today, [ids('m', null, 5), ids('n', null, 7), ids('o', null, 1, { requests: null }), ids('p', null, 3, { occurredAtMs: -DAY_MS - 1 })]),
      bring(today, [ids('m', null, 9), line('k', 7n), ids('q', null, 2, { origin: origin({ project: 'other' }) })], 'b.jsonl'),
    ].map(({ id }) => id)
    const days = brought.map((id) => [...today.usage.importDays(id).chunks])
    today.close()
    const db = new Database(path)
    db.exec('DROP TABLE rollup_import; DROP TABLE rollup_total')
    db.pragma('user_version = 6')
    migrate(db, path, MIGRATIONS)
    db.close()
    const ledger = openLedger(path)
    expect(brought.map((id) => [...ledger.usage.importDays(id).chunks])).toEqual(days)
    expect(ledger.usage.rollupIsExact()).toBe(true)
    ledger.close()
  })
})

describe('the ends of an import in time', () => {
  it('are those of its own records that count, whatever others hold before, between and after', () => {
    const ledger = newLedger()
    const at = (messageId: string, hours: number, output = 1) => ids(messageId, null, output, { occurredAtMs: NOON + hours * 3_600_000 })
    const first = bring(ledger, [at('lost', -5), at('a', -3), at('b', 2), at('c', 4)])
    const second = bring(ledger, [at('before', -6), at('lost', -4, 9), at('after', 5)], 'b.jsonl')
    const third = bring(ledger, [at('c', 4)], 'c.jsonl')
    const endsOf = (id: number) => {
      const { firstAtMs, lastAtMs } = ledger.usage.ofImport(id)
      return [firstAtMs, lastAtMs].map((ms) => (ms === null ? null : (ms - NOON) / 3_600_000))
    }
    expect([first, second, third].map(({ id }) => endsOf(id))).toEqual([[-3, 4], [-6, 5], [null, null]])
  })
})
