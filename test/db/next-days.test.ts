// A change of the ledger's zone, made ready in steps while the ledger goes on changing: the days are those of a recount.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../db/ledger.ts'
import { openLedger } from '../../db/open-ledger.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { ALL, batch, bring, newLedger, pass, record, source } from './records.ts'

const ZONES = ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Europe/Berlin', 'Pacific/Kiritimati']
const FIRST_MS = Date.UTC(2026, 9, 23)
const HOUR_MS = 3_600_000

const anyRecord: fc.Arbitrary<UsageRecord> = fc.record({ id: fc.integer({ min: 0, max: 30 }), hour: fc.integer({ min: 0, max: 96 }), output: fc.integer({ min: 1, max: 9 }) })
  .map(({ id, hour, output }) => record({ messageId: `m${id}`, occurredAtMs: FIRST_MS + hour * HOUR_MS, passes: [pass(output)] }))
const someRecords = fc.array(anyRecord, { minLength: 1, maxLength: 8 })

/** What happens after so many steps. */
interface Change { after: number; kind: 'import' | 'cancelled import' | 'undo'; records: UsageRecord[] }
const anyChange: fc.Arbitrary<Change> = fc.record({ after: fc.integer({ min: 0, max: 9 }), kind: fc.constantFrom('import', 'cancelled import', 'undo'), records: someRecords })

function change(ledger: Ledger, { kind, records }: Change): void {
  if (kind === 'import') bring(ledger, records, 'later.jsonl')
  if (kind === 'undo') for (const { id } of ledger.imports.list().filter(({ state }) => state === 'done').slice(0, 1)) ledger.imports.undo(id)
  if (kind !== 'cancelled import') return
  const writer = ledger.imports.begin('cancelled')
  writer.startSource(source('cancelled.jsonl')).write(batch(records))
  writer.finish('cancelled')
}

const outputByDay = (ledger: Ledger, tz: string) => {
  const sums = new Map<string, number>()
  for (const { bucket, tokens } of ledger.usage.cells({ ...ALL, tz, bucket: 'day' })) sums.set(bucket ?? '', (sums.get(bucket ?? '') ?? 0) + tokens.output)
  return [...sums].toSorted()
}

function changeZone(ledger: Ledger, tz: string, meanwhile: (step: number) => void): void {
  let step = 0
  meanwhile(step)
  for (const _ of ledger.usage.zoneSteps(tz)) meanwhile(step += 1)
  meanwhile(Infinity)
  ledger.settings.set('settings', { tz })
}

describe('a change of zone', () => {
  it('comes to what a recount gives, whatever changes while it is made ready', () => {
    const anyZone = fc.constantFrom(...ZONES)
    fc.assert(fc.property(someRecords, fc.tuple(anyZone, anyZone), fc.array(anyChange, { maxLength: 3 }), (records, [before, tz], changes) => {
      const ledger = newLedger(before)
      bring(ledger, records)
      let done = -1
      changeZone(ledger, tz, (step) => {
        for (const one of changes) if (one.after > done && one.after <= step) change(ledger, one)
        done = step
      })
      expect(ledger.usage.ends(tz)).not.toBe('other-zone')
      expect(ledger.usage.rollupIsExact()).toBe(true)
      ledger.close()
    }), { numRuns: 200 })
  })

  it('holds what another program wrote meanwhile', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
    const [one, two] = [openLedger(join(folder, 'l.db')), openLedger(join(folder, 'l.db'))]
    const at = (hour: number) => ({ occurredAtMs: FIRST_MS + hour * HOUR_MS })
    one.settings.set('settings', { tz: 'UTC' })
    bring(one, [record({ messageId: 'a', passes: [pass(1)], ...at(20) }), record({ messageId: 'b', passes: [pass(2)], ...at(70) })])
    changeZone(one, 'Asia/Kathmandu', (step) => {
      if (step === 2) bring(two, [record({ messageId: 'c', passes: [pass(4)], ...at(20) })], 'other.jsonl')
    })
    expect(outputByDay(one, 'Asia/Kathmandu')).toEqual([['2026-10-24', 5], ['2026-10-26', 2]])
    expect(one.usage.rollupIsExact()).toBe(true)
    one.close()
    two.close()
    rmSync(folder, { recursive: true })
  })

  it('that is broken off by another one leaves the days to the later', () => {
    const ledger = newLedger('UTC')
    bring(ledger, [record({ messageId: 'a', passes: [pass(1)], occurredAtMs: FIRST_MS + 20 * HOUR_MS })])
    const first = ledger.usage.zoneSteps('Asia/Kathmandu')[Symbol.iterator]()
    first.next()
    changeZone(ledger, 'America/St_Johns', () => undefined)
    expect(first.next().done).toBe(true)
    expect(outputByDay(ledger, 'America/St_Johns')).toEqual([['2026-10-23', 1]])
    ledger.settings.set('settings', { tz: 'Asia/Kathmandu' })
    expect(outputByDay(ledger, 'Asia/Kathmandu')).toEqual([['2026-10-24', 1]])
    expect(ledger.usage.rollupIsExact()).toBe(true)
    ledger.close()
  })
})
