// Which records are one request, and which of them counts: the rules of deduplication one by one.
import { describe, expect, it } from 'vitest'
import { bring, ids, newLedger, NOON, pageOf, pass, record, totals } from './records.ts'
import { packRecords } from '../../src/core/record-packer.ts'

describe('one request', () => {
  it('is the same message id where the request ids are equal or one is missing', () => {
    const ledger = newLedger()
    expect(bring(ledger, [ids('m', 'x', 5), ids('m', 'x', 5), ids('m', null, 5)])).toMatchObject({ accepted: 1, duplicates: 2 })
    expect(totals(ledger)).toEqual({ requests: 1, output: 5 })
  })

  it('is another one where both carry request ids and these differ', () => {
    const ledger = newLedger()
    expect(bring(ledger, [ids('m', 'x', 5), ids('m', 'y', 7)])).toMatchObject({ accepted: 2, duplicates: 0 })
    expect(totals(ledger)).toEqual({ requests: 2, output: 12 })
  })

  it('is the same request id where one lacks a message id, and another one where these differ', () => {
    const ledger = newLedger()
    expect(bring(ledger, [ids('m', 'x', 5), ids(null, 'x', 9), ids('n', 'x', 1)])).toMatchObject({ accepted: 2, duplicates: 1 })
    expect(totals(ledger)).toEqual({ requests: 2, output: 10 })
  })

  it('keeps both ids of a winner that lacks one', () => {
    const ledger = newLedger()
    bring(ledger, [ids('m', 'x', 5)])
    bring(ledger, [ids(null, 'x', 9)])
    // The counting record carries no message id; the event is still known by it.
    expect(bring(ledger, [ids('m', null, 3)])).toMatchObject({ accepted: 0, duplicates: 1 })
    expect(totals(ledger)).toEqual({ requests: 1, output: 9 })
  })

  it('joins two events that a later record shows to be one', () => {
    const ledger = newLedger()
    expect(bring(ledger, [ids('m', null, 5), ids(null, 'x', 6)])).toMatchObject({ accepted: 2 })
    const link = bring(ledger, [ids('m', 'x', 4)])
    expect(link).toMatchObject({ accepted: 0, duplicates: 1 })
    expect(totals(ledger)).toEqual({ requests: 1, output: 6 })
    ledger.imports.undo(link.id)
    expect(totals(ledger)).toEqual({ requests: 2, output: 11 })
  })

  it('gives a record without request id to the smallest request id, whatever order they come in', () => {
    for (const records of [
      [ids('m', 'y', 1), ids('m', null, 9), ids('m', 'x', 2)],
      [ids('m', 'x', 2), ids('m', 'y', 1), ids('m', null, 9)],
      [ids('m', null, 9), ids('m', 'y', 1), ids('m', 'x', 2)],
    ]) {
      const ledger = newLedger()
      expect(bring(ledger, records)).toMatchObject({ accepted: 2, duplicates: 1 })
      // 9 stands for x (it beats 2), 1 for y.
      expect(totals(ledger)).toEqual({ requests: 2, output: 10 })
    }
  })

  it('is known by its report key, so that a later revision replaces an aggregate', () => {
    const ledger = newLedger()
    const row = (output: number) => record({ basis: 'reports', reportKey: 'day|model', requests: null, passes: [pass(output)] })
    bring(ledger, [row(100)])
    expect(bring(ledger, [row(150)])).toMatchObject({ accepted: 0, duplicates: 1 })
    expect(totals(ledger).output).toBe(150)
    bring(ledger, [row(90)])
    expect(totals(ledger).output).toBe(90)
    bring(ledger, [row(70), row(80)])
    expect(totals(ledger).output).toBe(80)
  })

  it('is known by its place in the source where it has no id, also where a line holds several', () => {
    const ledger = newLedger()
    const write = () => {
      const writer = ledger.imports.begin('log')
      const source = writer.startSource({ name: 'log', importer: 'x', bytes: 1, sourceKey: 'k', modifiedAtMs: NOON })
      const told = source.write({
        records: packRecords([{ record: record(), position: 1 }, { record: record(), position: 1 }, { record: record(), position: 2 }]),
        ignored: new Map(), rejected: [],
      })
      source.finish({ problem: null, incompleteLastEntry: false, fileState: null })
      writer.finish('done')
      return told
    }
    expect(write()).toEqual({ accepted: 3, duplicates: 0 })
    expect(write()).toEqual({ accepted: 0, duplicates: 3 })
    expect(totals(ledger).requests).toBe(3)
  })

  it('treats an empty id as none', () => {
    const ledger = newLedger()
    expect(bring(ledger, [ids('m', '', 5), ids('m', 'x', 5), ids('', 'x', 5)])).toMatchObject({ accepted: 1, duplicates: 2 })
  })
})

describe('the record that counts', () => {
  const cheap = (given: Parameters<typeof record>[0]) => record({ messageId: 'm', ...given })
  const tokens = (uncachedInput: number, output: number) => ({ uncachedInput, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output })

  it.each([
    ['the larger output', cheap({ passes: [pass(5, { tokens: tokens(0, 5) })] }), cheap({ passes: [pass(4, { tokens: tokens(900, 4) })] })],
    ['then the larger total', cheap({ passes: [pass(5, { tokens: tokens(9, 5) })] }), cheap({ passes: [pass(5, { tokens: tokens(8, 5) })] })],
    ['then the one that knows the cache-write split', cheap({}), cheap({ passes: [pass(1, { writeSplitAssumed: true })] })],
    ['then the one that is not a side chain', cheap({}), cheap({ sidechain: true })],
    ['output over all passes', cheap({ passes: [pass(3), pass(3, { kind: 'compaction' })] }), cheap({ passes: [pass(5)] })],
  ])('has %s', (_, winner, loser) => {
    const tag = (entry: typeof winner, stopReason: string) => ({ ...entry, stopReason })
    for (const order of [[tag(winner, 'winner'), tag(loser, 'loser')], [tag(loser, 'loser'), tag(winner, 'winner')]]) {
      for (const sources of [1, 2]) {
        const ledger = newLedger()
        if (sources === 1) bring(ledger, order)
        else for (const [index, entry] of order.entries()) bring(ledger, [entry], `${index}.jsonl`)
        const found = pageOf(ledger)
        expect(new Set(found.rows.map((row) => row.stopReason))).toEqual(new Set(['winner']))
        expect(ledger.usage.rollupIsExact()).toBe(true)
      }
    }
  })

  it('is the first of equals', () => {
    const ledger = newLedger()
    bring(ledger, [ids('m', null, 5, { stopReason: 'first' })])
    bring(ledger, [ids('m', null, 5, { stopReason: 'second' })], 'b.jsonl')
    const { rows } = pageOf(ledger)
    expect(rows.map((row) => row.stopReason)).toEqual(['first'])
  })
})

describe('extra passes', () => {
  it('count no request, and live and die with theirs', () => {
    const ledger = newLedger()
    const own = bring(ledger, [record({ messageId: 'm', passes: [pass(5), pass(7, { kind: 'advisor', model: 'claude-haiku-5-5' })] })])
    expect(own).toMatchObject({ accepted: 1 })
    expect(totals(ledger)).toEqual({ requests: 1, output: 12 })
    bring(ledger, [ids('m', null, 20)], 'b.jsonl')
    expect(totals(ledger)).toEqual({ requests: 1, output: 20 })
    expect(ledger.imports.undo(2)).toEqual({ removed: 1, restored: 1 })
    expect(totals(ledger)).toEqual({ requests: 1, output: 12 })
    expect(ledger.imports.undo(1)).toEqual({ removed: 1, restored: 0 })
    expect(totals(ledger)).toEqual({ requests: 0, output: 0 })
    expect(ledger.usage.rollupIsExact()).toBe(true)
  })
})
