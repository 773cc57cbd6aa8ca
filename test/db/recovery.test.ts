// Cancelled sources and crashed imports: what was not read to its end leaves no trace, what was stays.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openLedger } from '../../db/open-ledger.ts'
import { batch, bring, END, ids, newLedger, NOON, source, totals } from './records.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a source that is dropped', () => {
  it('gives back what it replaced, in its own import and in others', () => {
    const ledger = newLedger()
    bring(ledger, [ids('m', 'x', 5)])
    const writer = ledger.imports.begin('folder')
    const first = writer.startSource(source('first'))
    first.write(batch([ids('n', 'y', 6)]))
    first.finish(END)
    const second = writer.startSource(source('second'))
    second.write(batch([ids('m', 'x', 50), ids('n', 'y', 60), ids('o', 'z', 70)]))
    expect(totals(ledger)).toEqual({ requests: 3, output: 180 })
    second.drop()
    writer.finish('done')
    expect(totals(ledger)).toEqual({ requests: 2, output: 11 })
    expect(ledger.imports.get(writer.id)).toMatchObject({ sources: 1, tally: { entries: 1, accepted: 1 } })
    expect(ledger.usage.rollupIsExact()).toBe(true)
  })

  it('is every unfinished one where the import is cancelled', () => {
    const ledger = newLedger()
    const writer = ledger.imports.begin('folder')
    const first = writer.startSource(source('first'))
    first.write({ ...batch([ids('m', 'x', 5)]), ignored: new Map([['no usage', 3]]), rejected: [{ position: 9, reason: 'not valid JSON' }] })
    first.finish(END)
    writer.startSource(source('second')).write({ ...batch([ids('n', 'y', 6)]), ignored: new Map([['no usage', 1]]) })
    writer.finish('cancelled')
    expect(totals(ledger)).toEqual({ requests: 1, output: 5 })
    expect(ledger.imports.list()).toMatchObject([{ state: 'cancelled', sources: 1, tally: { entries: 5, accepted: 1, ignored: 3, rejected: 1 } }])
    expect(ledger.imports.reasons(writer.id)).toEqual({
      ignored: [{ reason: 'no usage', count: 3 }], rejected: [{ reason: 'not valid JSON', count: 1 }],
    })
    expect(ledger.imports.rejections(writer.id, 0, 10)).toEqual({
      rows: [{ source: 'first', position: 9, reason: 'not valid JSON' }], total: 1,
    })
  })
})

describe('tidying up between steps', () => {
  it('ends a transaction that is long enough, in steps, and nothing before', () => {
    const path = join(folder, 'tidy.db')
    const [ledger, other] = [openLedger(path), openLedger(path)]
    const writer = ledger.imports.begin('folder')
    const open = writer.startSource(source('first'))
    open.write(batch([ids('m', 'x', 5)]))
    expect(writer.tidyUp()).toBe(false)
    expect(totals(other)).toEqual({ requests: 0, output: 0 })
    const began = performance.now()
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => began + 1100)
    let steps = 0
    while (writer.tidyUp()) steps += 1
    clock.mockRestore()
    // Keys, sums, the commit, and what it left in the log.
    expect(steps).toBe(4)
    expect(totals(other)).toEqual({ requests: 1, output: 5 })
    open.write(batch([ids('n', 'y', 6)]))
    open.finish(END)
    writer.finish('done')
    expect(totals(other)).toEqual({ requests: 2, output: 11 })
    expect(ledger.usage.rollupIsExact()).toBe(true)
    other.close()
    ledger.close()
  })
})

describe('an import that crashed', () => {
  it('keeps its finished sources and loses the one it was reading, when the ledger is opened again', () => {
    const path = join(folder, 'crash.db')
    const crashing = openLedger(path)
    bring(crashing, [ids('m', 'x', 5)])
    const writer = crashing.imports.begin('folder')
    const first = writer.startSource(source('first'))
    first.write(batch([ids('n', 'y', 6)]))
    first.finish(END)
    writer.startSource(source('second')).write(batch([ids('m', 'x', 50), ids('o', 'z', 70)]))
    crashing.close()

    const ledger = openLedger(path)
    expect(totals(ledger)).toEqual({ requests: 2, output: 11 })
    expect(ledger.imports.get(writer.id)).toMatchObject({ state: 'failed', sources: 1 })
    expect(ledger.usage.rollupIsExact()).toBe(true)
    expect(ledger.imports.undo(writer.id)).toEqual({ removed: 1, restored: 0 })
    ledger.close()
  })
})

describe('a batch that fails', () => {
  const bad = { ...ids('n', 'y', 6), occurredAtMs: Number.NaN }

  it('takes back all since the last commit, and the import ends as failed', () => {
    const ledger = newLedger()
    const writer = ledger.imports.begin('one')
    const open = writer.startSource(source('first'))
    open.write(batch([ids('k', 'w', 4)]))
    expect(() => open.write(batch([ids('m', 'x', 5), bad]))).toThrow()
    expect(totals(ledger)).toEqual({ requests: 0, output: 0 })
    writer.finish('failed')
    expect(ledger.imports.get(writer.id)).toMatchObject({ state: 'failed', sources: 0, tally: { entries: 0 } })
    expect(bring(ledger, [ids('m', 'x', 5)])).toMatchObject({ accepted: 1, duplicates: 0 })
    expect(totals(ledger)).toEqual({ requests: 1, output: 5 })
    expect(ledger.usage.rollupIsExact()).toBe(true)
  })

  it('leaves no half of a source whose end was not committed', () => {
    const ledger = newLedger()
    const writer = ledger.imports.begin('one')
    const [whole, half] = [writer.startSource(source('whole')), writer.startSource(source('half'))]
    whole.write(batch([ids('k', 'w', 4)]))
    whole.finish(END)
    half.write(batch([ids('m', 'x', 5)]))
    // The beginning of another import commits.
    bring(ledger, [ids('o', 'z', 7)], 'other')
    half.finish(END)
    expect(() => writer.startSource(source('last')).write(batch([bad]))).toThrow()
    writer.finish('failed')
    expect(totals(ledger)).toEqual({ requests: 2, output: 11 })
    expect(ledger.imports.get(writer.id)).toMatchObject({ state: 'failed', sources: 1 })
    expect(ledger.usage.rollupIsExact()).toBe(true)
  })
})

describe('undo', () => {
  const state = (offset: number) => ({
    path: '/logs/a.jsonl', size: offset, modifiedAtMs: 1, offset, position: 1, importer: 'x', headHash: 'h', headLength: 1, sourceKey: 'k',
  })

  it('forgets how far files were read, so that they can be imported again', () => {
    const ledger = newLedger()
    const first = bring(ledger, [ids('m', 'x', 5)], 'a.jsonl', state(100))
    const second = bring(ledger, [ids('n', 'y', 6)], 'a.jsonl', state(200))
    expect(ledger.imports.fileState('/logs/a.jsonl')).toEqual(state(200))
    ledger.imports.undo(second.id)
    expect(ledger.imports.fileState('/logs/a.jsonl')).toEqual(state(100))
    const third = bring(ledger, [ids('n', 'y', 6)], 'a.jsonl', state(200))
    // What the third import read begins where the first one ended: without the first it is not the whole file.
    ledger.imports.undo(first.id)
    expect(ledger.imports.fileState('/logs/a.jsonl')).toBeNull()
    expect(ledger.imports.undo(third.id)).toEqual({ removed: 1, restored: 0 })
  })

  it('hands a file that a later import recognised to that import, with what it lost to its neighbours', () => {
    const ledger = newLedger()
    const folder = ledger.imports.begin('folder')
    for (const [name, records] of [['a', [ids('m', 'x', 5)]], ['b', [ids('m', 'x', 5), ids('n', 'y', 6)]]] as const) {
      const open = folder.startSource(source(name))
      open.write(batch(records))
      open.finish({ ...END, fileState: { ...state(1), path: `/logs/${name}` } })
    }
    folder.finish('done')
    const again = ledger.imports.begin('b alone')
    expect(again.repeatFiles([{ name: 'b', path: '/logs/b', bytes: 1 }])).toMatchObject({ entries: 2, duplicates: 2 })
    again.finish('done')
    ledger.imports.undo(folder.id)
    expect(totals(ledger)).toEqual({ requests: 2, output: 11 })
    expect(ledger.usage.rollupIsExact()).toBe(true)
    ledger.imports.undo(again.id)
    expect(totals(ledger)).toEqual({ requests: 0, output: 0 })
  })

  it('is refused for an import that is running, undone or unknown', () => {
    const ledger = newLedger()
    const { id } = bring(ledger, [ids('m', 'x', 5)])
    ledger.imports.undo(id)
    const running = ledger.imports.begin('still running')
    expect(() => ledger.imports.undo(id)).toThrow(/undone before/)
    expect(() => ledger.imports.undo(running.id)).toThrow(/still running/)
    expect(() => ledger.imports.undo(99)).toThrow(/no import 99/)
  })

  it('lets the next import claim the origins as new', () => {
    const ledger = newLedger()
    const first = bring(ledger, [ids('m', 'x', 5)])
    const second = bring(ledger, [ids('n', 'y', 6)])
    expect(ledger.usage.ofImport(first.id).newOriginIds).toHaveLength(1)
    expect(ledger.usage.ofImport(second.id)).toEqual({ newOriginIds: [], firstAtMs: NOON, lastAtMs: NOON })
    ledger.imports.undo(first.id)
    const third = bring(ledger, [ids('m', 'x', 5)])
    expect(ledger.usage.ofImport(third.id).newOriginIds).toHaveLength(1)
    expect(ledger.usage.ofImport(first.id)).toEqual({ newOriginIds: [], firstAtMs: null, lastAtMs: null })
  })
})
