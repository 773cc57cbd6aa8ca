// How much a ledger holds and of which days, asked while an import runs: right at once, and without writing what waits.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openLedger } from '../../db/open-ledger.ts'
import { batch, bring, END, ids, newLedger, record, pass, source } from './records.ts'

const at = (time: string) => ({ occurredAtMs: Date.parse(time) })

test('an open import counts as it goes, and nothing is written for the asking', () => {
  const folder = mkdtempSync(join(tmpdir(), 'token-ledger-counts-'))
  const path = join(folder, 'a.db')
  const ledger = openLedger(path)
  ledger.settings.set('settings', { tz: 'Asia/Kathmandu' })
  expect([ledger.usage.counts().requests, ledger.usage.ends('Asia/Kathmandu')]).toEqual([0, null])
  const writer = ledger.imports.begin('a')
  const open = writer.startSource(source('a'))
  open.write(batch([ids('a', null, 1, at('2026-11-20T18:20:00Z')), ids('b', null, 1, at('2026-11-19T10:00:00Z'))]))
  expect(ledger.usage.counts().requests).toBe(2)
  // 18:15 UTC is midnight there.
  expect(ledger.usage.ends('Asia/Kathmandu')).toEqual({ firstDay: '2026-11-19', lastDay: '2026-11-21' })
  expect(ledger.usage.ends('UTC')).toBe('other-zone')
  const reader = new Database(path, { readonly: true })
  const rollupRows = () => reader.prepare('SELECT count(*) FROM rollup_day').pluck().get()
  expect(rollupRows()).toBe(0)
  open.finish(END)
  writer.finish('done')
  expect([ledger.usage.counts().requests, rollupRows()]).toEqual([2, 2])
  reader.close()
  ledger.close()
  rmSync(folder, { recursive: true })
})

test('a replaced, an undone and a foreign record are told from the count at once', () => {
  const ledger = newLedger()
  bring(ledger, [ids('a', null, 1), ids('b', null, 2)], 'first')
  expect(ledger.usage.counts().requests).toBe(2)
  const { id } = bring(ledger, [ids('a', null, 5), ids('c', null, 1, at('2026-12-01T00:00:00Z'))], 'second')
  expect([ledger.usage.counts().requests, ledger.usage.ends('UTC')]).toEqual([3, { firstDay: '2026-11-20', lastDay: '2026-12-01' }])
  ledger.imports.undo(id)
  expect([ledger.usage.counts().requests, ledger.usage.ends('UTC')]).toEqual([2, { firstDay: '2026-11-20', lastDay: '2026-11-20' }])
})

test('what another program wrote is counted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'token-ledger-counts-'))
  const path = join(folder, 'a.db')
  const [mine, other] = [openLedger(path), openLedger(path)]
  expect(mine.usage.counts().requests).toBe(0)
  bring(other, [ids('a', null, 1)], 'theirs')
  expect(mine.usage.counts().requests).toBe(1)
  bring(mine, [ids('b', null, 1)], 'mine')
  expect([mine.usage.counts().requests, other.usage.counts().requests]).toEqual([2, 2])
  for (const ledger of [mine, other]) ledger.close()
  rmSync(folder, { recursive: true })
})

test('a whole UTC day stays that day west and east of it', () => {
  for (const tz of ['America/Los_Angeles', 'Pacific/Auckland']) {
    const ledger = newLedger(tz)
    const whole = { basis: 'reports', reportKey: 'r', requests: null, grain: 'utc-day', passes: [pass(7)] } as const
    const writer = ledger.imports.begin('a')
    const open = writer.startSource(source('a'))
    open.write(batch([record({ ...whole, ...at('2026-11-20T00:00:00Z') })]))
    const ends = { firstDay: '2026-11-20', lastDay: '2026-11-20' }
    expect(ledger.usage.ends(tz)).toEqual(ends)
    open.finish(END)
    writer.finish('done')
    expect(ledger.usage.ends(tz)).toEqual(ends)
  }
})
