// Usage by day and hour of any zone, from the rollups: half-hour zones, days of 23 and 25 hours, whole UTC days.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../db/open-ledger.ts'
import type { CellQuery, Ledger } from '../../db/ledger.ts'
import { ALL, batch, bring, ids, newLedger, pageOf, pass, record, source, totals } from './records.ts'

const at = (time: string) => Date.parse(time)

/** Output by bucket, in order. */
function buckets(ledger: Ledger, query: Partial<CellQuery>): Record<string, number> {
  const sums = new Map<string, number>()
  for (const { bucket, tokens } of ledger.usage.cells({ ...ALL, bucket: 'day', ...query })) {
    sums.set(bucket ?? 'all', (sums.get(bucket ?? 'all') ?? 0) + tokens.output)
  }
  return Object.fromEntries([...sums].toSorted())
}

/** The answers must not depend on whether the zone is the ledger's own. */
function ledgers(zone: string, times: Record<string, number>): Ledger[] {
  return [zone, 'UTC', 'America/St_Johns'].map((tz) => {
    const ledger = newLedger(tz)
    bring(ledger, Object.entries(times).map(([time, output], index) => ids(`m${index}`, null, output, { occurredAtMs: at(time) })))
    return ledger
  })
}

describe('days', () => {
  it('begin at 18:15 UTC in Kathmandu', () => {
    for (const ledger of ledgers('Asia/Kathmandu', { '2026-11-20T18:14:59.999Z': 1, '2026-11-20T18:15:00Z': 10, '2026-11-21T18:14:59Z': 100 })) {
      const tz = 'Asia/Kathmandu'
      expect(buckets(ledger, { tz })).toEqual({ '2026-11-20': 1, '2026-11-21': 110 })
      expect(buckets(ledger, { tz, from: '2026-11-21', to: '2026-11-21' })).toEqual({ '2026-11-21': 110 })
      expect(totals(ledger, { ...ALL, tz, to: '2026-11-20' }).output).toBe(1)
      expect(buckets(ledger, { tz: 'UTC' })).toEqual({ '2026-11-20': 11, '2026-11-21': 100 })
    }
  })

  it('have 23 and 25 hours in New York when the clock changes', () => {
    // 2026-03-08 begins at 05:00 UTC and ends at 04:00 UTC; 2026-11-01 begins at 04:00 and ends at 05:00.
    const times = {
      '2026-03-08T04:59:59Z': 1, '2026-03-08T05:00:00Z': 2, '2026-03-09T03:59:59Z': 4, '2026-03-09T04:00:00Z': 8,
      '2026-11-01T03:59:59Z': 16, '2026-11-01T04:00:00Z': 32, '2026-11-02T04:59:59Z': 64, '2026-11-02T05:00:00Z': 128,
    }
    for (const ledger of ledgers('America/New_York', times)) {
      expect(buckets(ledger, { tz: 'America/New_York' })).toEqual({
        '2026-03-07': 1, '2026-03-08': 6, '2026-03-09': 8, '2026-10-31': 16, '2026-11-01': 96, '2026-11-02': 128,
      })
    }
  })

  it('keep the UTC day beside them, since prices change by UTC day', () => {
    for (const ledger of ledgers('Asia/Kathmandu', { '2026-11-20T20:00:00Z': 1, '2026-11-21T10:00:00Z': 10 })) {
      const cells = ledger.usage.cells({ ...ALL, tz: 'Asia/Kathmandu', bucket: 'day' })
      expect(cells.map(({ bucket, utcDay, tokens }) => [bucket, utcDay, tokens.output]).toSorted()).toEqual([
        ['2026-11-21', '2026-11-20', 1], ['2026-11-21', '2026-11-21', 10],
      ])
    }
  })

  it('follow the setting: the rollup is rebuilt for another zone', () => {
    const ledger = newLedger('UTC')
    bring(ledger, [ids('m', null, 1, { occurredAtMs: at('2026-11-20T20:00:00Z') })])
    ledger.settings.set('settings', { tz: 'Asia/Kathmandu' })
    expect(ledger.usage.rollupIsExact()).toBe(true)
    expect(buckets(ledger, { tz: 'Asia/Kathmandu' })).toEqual({ '2026-11-21': 1 })
    expect(buckets(ledger, { tz: 'UTC' })).toEqual({ '2026-11-20': 1 })
  })

  it('stay right while two programs hold the ledger under different zones, in the middle of an import', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
    const [one, two] = [openLedger(join(folder, 'l.db')), openLedger(join(folder, 'l.db'))]
    one.settings.set('settings', { tz: 'Asia/Kathmandu' })
    two.settings.set('settings', { tz: 'America/New_York' })
    for (const [index, ledger] of [one, two].entries()) {
      bring(ledger, [ids(`m${index}`, null, 1, { occurredAtMs: at('2026-11-20T20:00:00Z') })])
    }
    for (const ledger of [one, two]) {
      expect(ledger.usage.rollupIsExact()).toBe(true)
      expect(buckets(ledger, { tz: 'Asia/Kathmandu' })).toEqual({ '2026-11-21': 2 })
      expect(buckets(ledger, { tz: 'America/New_York' })).toEqual({ '2026-11-20': 2 })
      ledger.close()
    }
    rmSync(folder, { recursive: true })

    const ledger = newLedger('UTC')
    const writer = ledger.imports.begin('running')
    const open = writer.startSource(source('a'))
    open.write(batch([ids('m', null, 1, { occurredAtMs: at('2026-11-20T20:00:00Z') })]))
    ledger.settings.set('settings', { tz: 'Asia/Kathmandu' })
    open.write(batch([ids('n', null, 10, { occurredAtMs: at('2026-11-20T20:00:00Z') })]))
    expect(buckets(ledger, { tz: 'Asia/Kathmandu' })).toEqual({ '2026-11-21': 11 })
    expect(ledger.usage.rollupIsExact()).toBe(true)
  })

  it('of aggregates by UTC day are the same in every zone, and say so', () => {
    const ledger = newLedger('Asia/Kathmandu')
    const day = (text: string, output: number) => record({
      basis: 'reports', reportKey: text, grain: 'utc-day', occurredAtMs: at(`${text}T00:00:00Z`), requests: null, passes: [pass(output)],
    })
    bring(ledger, [day('2026-11-20', 1), day('2026-11-21', 10)])
    for (const tz of ['Asia/Kathmandu', 'UTC', 'America/New_York', 'Pacific/Auckland']) {
      expect(buckets(ledger, { tz })).toEqual({ '2026-11-20': 1, '2026-11-21': 10 })
      expect(buckets(ledger, { tz, bucket: null, from: '2026-11-21', to: '2026-11-21' })).toEqual({ all: 10 })
      const { rows } = pageOf(ledger, { tz, from: '2026-11-21' })
      expect(rows.map((row) => row.tokens.output)).toEqual([10])
    }
    expect(ledger.usage.classes().map((row) => row.priceClass.assumptions)).toEqual([['utc-day']])
    expect(ledger.usage.cells(ALL)).toMatchObject([{ requests: 0, requestsKnown: false }, { requests: 0, requestsKnown: false }])
  })

  it('of a record without a time are those of its file, and say so', () => {
    const ledger = newLedger()
    bring(ledger, [record({ messageId: 'm', occurredAtMs: null })])
    // The source's modification time: see NOON.
    expect(buckets(ledger, {})).toEqual({ '2026-11-20': 1 })
    expect(ledger.usage.classes().map((row) => row.priceClass.assumptions)).toEqual([['date']])
  })
})

describe('hours', () => {
  it('are whole in a zone of quarter hours', () => {
    // 17:15 UTC is 23:00 in Kathmandu.
    for (const ledger of ledgers('Asia/Kathmandu', { '2026-11-20T17:14:59Z': 1, '2026-11-20T17:15:00Z': 10, '2026-11-20T18:14:59Z': 100 })) {
      expect(buckets(ledger, { tz: 'Asia/Kathmandu', bucket: 'hour' })).toEqual({ '2026-11-20T22:00': 1, '2026-11-20T23:00': 110 })
    }
  })

  it('that the clock repeats are two', () => {
    // 01:30 in New York comes at 05:30 UTC and again at 06:30 UTC.
    for (const ledger of ledgers('America/New_York', { '2026-11-01T05:30:00Z': 1, '2026-11-01T06:30:00Z': 10 })) {
      expect(Object.values(buckets(ledger, { tz: 'America/New_York', bucket: 'hour' })).toSorted()).toEqual([1, 10])
    }
  })
})

describe('evidence', () => {
  it('is told apart by basis, and summed by platform and UTC day for the choice between them', () => {
    const ledger = newLedger()
    const time = at('2026-11-20T20:00:00Z')
    bring(ledger, [
      ids('m', null, 5, { occurredAtMs: time }),
      record({ basis: 'reports', reportKey: 'r', occurredAtMs: time, passes: [pass(7)], requests: null }),
      ids('n', null, 9, { occurredAtMs: time, platform: 'bedrock' }),
    ])
    expect(buckets(ledger, { basis: 'requests' })).toEqual({ '2026-11-20': 14 })
    expect(buckets(ledger, { basis: 'reports', tz: 'Asia/Kathmandu' })).toEqual({ '2026-11-21': 7 })
    // Each record has 10 tokens of input.
    expect(ledger.usage.basisDays(null)).toEqual([
      { platform: 'anthropic', utcDay: '2026-11-20', basis: 'requests', importer: null, tokens: 15 },
      { platform: 'anthropic', utcDay: '2026-11-20', basis: 'reports', importer: 'messages-response', tokens: 17 },
      { platform: 'bedrock', utcDay: '2026-11-20', basis: 'requests', importer: null, tokens: 19 },
    ])
    expect(ledger.usage.counts()).toMatchObject({ requests: 2, firstAtMs: time, lastAtMs: time })
  })
})
