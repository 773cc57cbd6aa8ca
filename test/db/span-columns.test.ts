// Usage of days of another zone: the ledger's whole days and the hours round them come to what the quarter hours say.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../db/ledger.ts'
import { dayText } from '../../db/zone-days.ts'
import { BASES, type UsageRecord } from '../../src/core/usage.ts'
import { ALL, bring, newLedger, origin, pass, record } from './records.ts'

/** Quarter, half and whole hours off, both sides of the date line, and a clock that changes on 29 March and 25 October 2026. */
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Europe/Berlin', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']
const FIRST_MS = Date.UTC(2026, 2, 27)
const HOUR_MS = 3_600_000
const HOURS = 5 * 24

const anyRecord = (at: number): fc.Arbitrary<UsageRecord> => fc.record({
  hour: fc.integer({ min: 0, max: HOURS - 1 }), isWholeDay: fc.boolean(), output: fc.integer({ min: 1, max: 9 }), project: fc.constantFrom('a', 'b'),
}).map(({ hour, isWholeDay, output, project }) => record({
  messageId: isWholeDay ? null : `m${at}`, reportKey: isWholeDay ? `r${at}` : null, basis: isWholeDay ? 'reports' : 'requests',
  grain: isWholeDay ? 'utc-day' : 'instant', occurredAtMs: FIRST_MS + (isWholeDay ? Math.floor(hour / 24) * 24 : hour) * HOUR_MS,
  origin: origin({ project }), passes: [pass(output)],
}))

const anyUsage = fc.integer({ min: 1, max: 25 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => anyRecord(at))))
const anyDay = fc.option(fc.integer({ min: -1, max: 6 }).map((day) => dayText(FIRST_MS / (24 * HOUR_MS) + day)))

interface Days { from: string | null; to: string | null; tz: string }

/** Output by UTC day, evidence and pair. */
function ofChunks(ledger: Ledger, query: Days): Record<string, number> {
  const sums: Record<string, number> = {}
  const { chunks, pairs } = ledger.usage.spanChunks(query)
  let before = -Infinity
  for (const chunk of chunks) {
    for (let row = 0; row < chunk.length; row += 1) {
      const [utcDay, pair] = [chunk.utcDay[row] ?? NaN, pairs[chunk.pair[row] ?? NaN]]
      // Requests without a price are counted by UTC day: the parts of one must lie side by side.
      expect(utcDay).toBeGreaterThanOrEqual(before)
      before = utcDay
      const key = `${dayText(utcDay)} ${BASES[chunk.basis[row] ?? NaN]} ${pair?.originId} ${pair?.classId}`
      sums[key] = (sums[key] ?? 0) + (chunk.sums[row * 9 + 7] ?? NaN)
    }
  }
  return sums
}

function ofCells(ledger: Ledger, query: Days): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { utcDay, basis, originId, classId, tokens } of ledger.usage.cells({ ...ALL, ...query })) {
    const key = `${utcDay} ${basis} ${originId} ${classId}`
    sums[key] = (sums[key] ?? 0) + tokens.output
  }
  return sums
}

describe('spans of another zone', () => {
  it('hold what the quarter hours of their days hold', () => {
    const anyDays: fc.Arbitrary<Days> = fc.record({ from: anyDay, to: anyDay, tz: fc.constantFrom(...ZONES) })
    fc.assert(fc.property(anyUsage, fc.constantFrom(...ZONES), anyDays, (records, ledgerTz, days) => {
      const ledger = newLedger(ledgerTz)
      bring(ledger, records)
      expect(ofChunks(ledger, days)).toEqual(ofCells(ledger, days))
      ledger.close()
    }), { numRuns: 300 })
  })
})
