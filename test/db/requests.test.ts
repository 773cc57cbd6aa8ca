// Single requests behind a figure: order, pages, filters, latencies; and what the ledger must never hold.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RequestRow, WantedRows } from '../../db/ledger.ts'
import { openLedger } from '../../db/open-ledger.ts'
import { dayOf } from '../../src/core/calendar.ts'
import { bring, ids, latenciesOf, newLedger, NOON, origin, pageOf, pass, record } from './records.ts'

const MINUTE = 60_000
const MIDNIGHT = Date.UTC(2026, 10, 20)

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
    const pages = [0, 7, 14, 21, 28].map((offset) => pageOf(ledger, { offset, limit: 7 }))
    expect(pages.map((one) => one.total)).toEqual([30, 30, 30, 30, 30])
    expect(pages.flatMap((one) => one.rows).map((row) => row.tokens.output)).toEqual(Array.from({ length: 30 }, (_, index) => 29 - index))
    expect(pageOf(ledger, { offset: 30 })).toEqual({ rows: [], total: 30 })
  })

  it('are those of the wanted pairs of origin and class, wherever these lie', () => {
    const ledger = thirty()
    const third = ledger.usage.origins().find((row) => row.origin.project === 'third')
    const pairs = ledger.usage.pairs()
    const only = (wants: (originId: number) => boolean): WantedRows => ({ startDay: () => {}, has: (pair) => wants(pairs[pair]?.originId ?? 0) })
    const found = pageOf(ledger, { wanted: only((id) => id === third?.id), offset: 8, limit: 5 })
    expect(found.total).toBe(10)
    expect(found.rows.map((row) => row.tokens.output)).toEqual([3, 0])
    expect(pageOf(ledger, { wanted: only(() => false) })).toEqual({ rows: [], total: 0 })
  })

  it('are in every zone those of its days, however pages cut them', () => {
    const ledger = newLedger('Europe/Berlin')
    // Bursts and gaps over four days; and aggregates of whole days.
    const minutes = Array.from({ length: 120 }, (_, at) => Math.floor((at * at * 37) % 5760))
    bring(ledger, minutes.map((minute, at) => ids(`m${at}`, null, at + 1, {
      occurredAtMs: MIDNIGHT + minute * MINUTE, origin: origin({ project: `project ${at % 7}` }),
    })))
    const days = [0, 1, 2, 3].map((day) => record({
      basis: 'reports', reportKey: String(day), grain: 'utc-day', occurredAtMs: MIDNIGHT + day * 1440 * MINUTE, passes: [pass(1000 + day)],
    }))
    bring(ledger, days, 'reports')
    const pairs = ledger.usage.pairs()
    for (const tz of ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland']) {
      for (const [from, to] of [[null, null], ['2026-11-20', '2026-11-22'], ['2026-11-21', '2026-11-21'], [null, '2026-11-21']] as const) {
        let utcDay = 0
        const odd: WantedRows = { startDay: (day) => (utcDay = day), has: (pair, basis) => basis === 1 || ((pairs[pair]?.originId ?? 0) + utcDay) % 2 === 1 }
        for (const wanted of [null, odd]) {
          const isWanted = ({ atMs, basis, originId }: RequestRow) =>
            wanted === null || basis === 'reports' || (originId + Math.floor(atMs / 86_400_000)) % 2 === 1
          const isIn = ({ atMs, basis }: RequestRow) => {
            const day = dayOf(atMs, basis === 'reports' ? 'UTC' : tz)
            return (from === null || day >= from) && (to === null || day <= to)
          }
          const expected = pageOf(ledger, { limit: 1000 }).rows.filter((row) => isWanted(row) && isIn(row))
          const pages = Array.from({ length: 20 }, (_, at) => pageOf(ledger, { from, to, tz, wanted, offset: at * 7, limit: 7 }))
          expect(pages.flatMap(({ rows }) => rows)).toEqual(expected)
          expect(pages[0]?.total).toBe(expected.length)
        }
      }
    }
  })

  it('carry what a later view needs and where they came from', () => {
    const ledger = newLedger()
    const { id } = bring(ledger, [record({
      messageId: 'm', latencyMs: 1200, timeToFirstTokenMs: 300, stopReason: 'max_tokens', errorCode: 'overloaded', session: 's',
      passes: [pass(5, { rawModel: 'us.anthropic.claude-opus-5-5' })],
    })], 'x/y.jsonl')
    expect(pageOf(ledger).rows).toEqual([{
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
