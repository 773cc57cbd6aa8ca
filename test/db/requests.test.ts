// Single requests behind a figure: order, pages, filters, latencies; and what the ledger must never hold.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../db/open-ledger.ts'
import { ALL, bring, ids, latenciesOf, newLedger, NOON, origin, pass, record } from './records.ts'

const MINUTE = 60_000
const page = { ...ALL, pairs: null, offset: 0, limit: 100 }

/** A request a minute, newest last; every third of another project. */
function thirty() {
  const ledger = newLedger('Europe/Berlin')
  bring(ledger, Array.from({ length: 30 }, (_, minute) => ids(`m${minute}`, null, minute, {
    occurredAtMs: NOON + minute * MINUTE, latencyMs: minute % 2 === 0 ? minute * 10 : null, timeToFirstTokenMs: minute % 10 === 5 ? 3.6 : null,
    origin: origin({ project: minute % 3 === 0 ? 'third' : 'other', tags: { team: 'a', app: 'b' } }), stopReason: 'end_turn', errorCode: null,
  })))
  return ledger
}

describe('requests', () => {
  it('come newest first, in pages that neither miss nor repeat one', () => {
    const ledger = thirty()
    const pages = [0, 7, 14, 21, 28].map((offset) => ledger.usage.requests({ ...page, offset, limit: 7 }))
    expect(pages.map((one) => one.total)).toEqual([30, 30, 30, 30, 30])
    expect(pages.flatMap((one) => one.rows).map((row) => row.tokens.output)).toEqual(Array.from({ length: 30 }, (_, index) => 29 - index))
    expect(ledger.usage.requests({ ...page, offset: 30 })).toEqual({ rows: [], total: 30 })
  })

  it('are those of the wanted pairs of origin and class, wherever these lie', () => {
    const ledger = thirty()
    const third = ledger.usage.origins().find((row) => row.origin.project === 'third')
    const pairs = ledger.usage.classes().map((row) => ({ originId: third?.id ?? 0, classId: row.id }))
    const found = ledger.usage.requests({ ...page, pairs, offset: 8, limit: 5 })
    expect(found.total).toBe(10)
    expect(found.rows.map((row) => row.tokens.output)).toEqual([3, 0])
    expect(ledger.usage.requests({ ...page, pairs: [] })).toEqual({ rows: [], total: 0 })
  })

  it('carry what a later view needs and where they came from', () => {
    const ledger = newLedger()
    const { id } = bring(ledger, [record({
      messageId: 'm', latencyMs: 1200, timeToFirstTokenMs: 300, stopReason: 'max_tokens', errorCode: 'overloaded', session: 's',
      passes: [pass(5, { rawModel: 'us.anthropic.claude-opus-5-5' })],
    })], 'x/y.jsonl')
    expect(ledger.usage.requests(page).rows).toEqual([{
      id: 1, atMs: NOON, originId: 1, classId: 1, basis: 'requests', rawModel: 'us.anthropic.claude-opus-5-5', kind: 'message',
      tokens: { uncachedInput: 10, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 5 }, webSearches: 0, requests: 1,
      latencyMs: 1200, timeToFirstTokenMs: 300, stopReason: 'max_tokens', errorCode: 'overloaded', importId: id, source: 'x/y.jsonl', position: 1,
    }])
  })

  it('tell their latency where they have one', () => {
    const ledger = thirty()
    // 15 even minutes with a latency, and 5, 15 and 25 with a time to first token only.
    expect(latenciesOf(ledger)).toHaveLength(18)
    expect(latenciesOf(ledger).filter(({ firstTokenMs }) => firstTokenMs === 4)).toHaveLength(3)
    expect(latenciesOf(ledger, { to: '2026-11-19' })).toEqual([])
  })
})

describe('origins', () => {
  it('are one where their fields are, whatever the order of their tags', () => {
    const ledger = newLedger()
    bring(ledger, [ids('m', null, 1, { origin: origin({ tags: { b: '2', a: '1' } }) }), ids('n', null, 1, { origin: origin({ tags: { a: '1', b: '2' } }) })])
    expect(ledger.usage.origins()).toEqual([{ id: 1, origin: origin({ tags: { b: '2', a: '1' } }) }])
  })
})

describe('the ledger file', () => {
  it('holds nothing of a record but its fields', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
    const ledger = openLedger(join(folder, 'ledger.db'))
    const canary = 'CANARY-prompt-text'
    // What an importer must not hand over would not be kept either.
    const withContent = Object.assign(ids('m', 'x', 5), { content: canary, passes: [Object.assign(pass(5), { text: canary })] })
    bring(ledger, [withContent])
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
    expect(files.some((bytes) => bytes.includes('claude-opus-5-5'))).toBe(true)
    expect(files.some((bytes) => bytes.includes('CANARY'))).toBe(false)
    ledger.close()
    rmSync(folder, { recursive: true })
  })
})
