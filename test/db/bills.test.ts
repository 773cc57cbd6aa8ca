// Lines of bills: kept with their rows of usage, added up exactly, gone with them.
import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '../../db/open-ledger.ts'
import { BatchSink } from '../../src/importers/batch-sink.ts'
import { ALL_BILLS, batch, bring, line, newLedger, origin, pass, source } from './records.ts'
import { countOf } from '../../src/core/packed-records.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const LARGEST = 9_223_372_036_854_775_807n
const tokens = (output: number) => ({ uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output })

describe('lines of a bill', () => {
  it('are told one by one as they came, newer revisions in place of older ones', () => {
    const ledger = newLedger()
    bring(ledger, [line('k', 100n)], 'old.json')
    bring(ledger, [line('k', -3n, {
      passes: [pass(0, { tokens: tokens(250), webSearches: 2 })],
    }, { list: 5n, roundedTo: 10n, lastDay: '2026-11-30', estimated: true, quantityStated: true })], 'new.json')
    expect(ledger.usage.billLines(ALL_BILLS)).toEqual([{
      id: 2, originId: 1, classId: 1, rawModel: 'claude-opus-5-5', meter: 'output', firstDay: '2026-11-20', lastDay: '2026-11-30',
      billed: -3n, list: 5n, roundedTo: 10n, estimated: true, quantityStated: true, tokens: 250, webSearches: 2, importId: 2,
      source: 'new.json', position: 1,
    }])
    ledger.imports.undo(2)
    expect(ledger.usage.billLines(ALL_BILLS)).toMatchObject([{ billed: 100n, source: 'old.json' }])
  })

  it('add up to the last digit, past what 64 bits hold', () => {
    const ledger = newLedger()
    // 3 x (2^63 - 1) - 7 and, with the opposite sign, two lines whose sum is below -2^63.
    bring(ledger, [line('a', LARGEST), line('b', LARGEST), line('c', LARGEST), line('d', -7n)])
    expect(ledger.usage.billGroups()).toMatchObject([{ lines: 4, billed: 3n * LARGEST - 7n, list: null, roundedTo: 0n }])
    bring(ledger, [line('e', -LARGEST, {}, { list: -LARGEST, roundedTo: 3n }), line('f', -LARGEST, {}, { list: 1n, roundedTo: 3n })])
    expect(ledger.usage.billGroups().find((group) => group.list !== null))
      .toMatchObject({ lines: 2, billed: -2n * LARGEST, list: 1n - LARGEST, roundedTo: 6n })
  })

  it('are found by day, source, class and meter', () => {
    const ledger = newLedger()
    bring(ledger, [
      line('a', 1n), line('b', 2n, { occurredAtMs: Date.UTC(2026, 10, 21) }), line('c', 4n, {}, { meter: 'tax' }),
      line('d', 8n, { origin: origin({ importer: 'aws-cur' }) }), line('e', 16n, { passes: [pass(0, { model: 'claude-haiku-5-5' })] }),
    ])
    const sum = (query: Partial<typeof ALL_BILLS>) =>
      ledger.usage.billLines({ ...ALL_BILLS, ...query }).reduce((total, row) => total + row.billed, 0n)
    const haiku = ledger.usage.classes().find((row) => row.priceClass.model === 'claude-haiku-5-5')?.id ?? 0
    expect([
      sum({}), sum({ from: '2026-11-21' }), sum({ to: '2026-11-20' }), sum({ meter: 'tax' }), sum({ counted: [{ importer: 'aws-cur', platform: 'anthropic', firstDay: '2026-11-01', lastDay: '2026-11-20' }] }),
      sum({ classIds: [haiku] }), sum({ counted: [] }), sum({ counted: [{ importer: 'aws-cur', platform: 'bedrock', firstDay: '2026-11-01', lastDay: '2026-11-20' }] }),
    ]).toEqual([31n, 2n, 29n, 4n, 8n, 16n, 0n, 0n])
    expect(ledger.usage.billLines({ ...ALL_BILLS, offset: 3, limit: 1 }).map((row) => row.billed)).toEqual([16n])
  })

  it('leave no amount behind when a source is dropped or an import undone', () => {
    const path = join(folder, 'gone.db')
    const ledger = openLedger(path)
    const writer = ledger.imports.begin('bills')
    const open = writer.startSource(source('a'))
    open.write(batch([line('a', 1n), line('b', 2n), line('a', 3n)]))
    open.drop()
    writer.finish('done')
    const { id } = bring(ledger, [line('a', 1n), line('b', 2n)])
    bring(ledger, [line('b', 9n)], 'later.json')
    ledger.imports.undo(id)
    ledger.close()
    const db = new Database(path)
    expect(db.prepare('SELECT billed FROM bill').all()).toEqual([{ billed: 9 }])
    expect(db.prepare('SELECT count(*) AS n FROM usage WHERE basis = 2').get()).toEqual({ n: 1 })
    db.close()
  })
})

describe('an amount over 64 bits', () => {
  it.each([
    ['billed', LARGEST + 1n, null, 0], ['billed, negative', -LARGEST - 1n, null, 0], ['list', 1n, LARGEST + 1n, 0], ['none', LARGEST, -LARGEST, 1],
  ])('is rejected in words: %s', (_, billed, list, accepted) => {
    const sink = new BatchSink()
    sink.accept(line('k', billed, {}, { list }), 7)
    const { records, rejected } = sink.take()
    expect(countOf(records)).toBe(accepted)
    expect(rejected).toEqual(accepted === 1 ? [] : [{ position: 7, reason: 'the amount is over 9.2 million USD, which one line cannot hold' }])
  })
})
