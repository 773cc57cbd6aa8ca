// The first and the last day a ledger holds, as days of a zone.
import type { Ledger } from '../../../db/ledger.ts'
import { addDays, dayOf } from '../../core/calendar.ts'

export interface LedgerDays {
  firstDay: string | null
  lastDay: string | null
}

export function ledgerDays(ledger: Ledger, tz: string): LedgerDays {
  const ends = ledger.usage.ends(tz)
  return ends === 'other-zone' ? daysOfZone(ledger, tz) : ends ?? { firstDay: null, lastDay: null }
}

/**
 * Looks at the days round the first and the last record only. Rows that come as UTC days keep their day in every zone,
 * so an instant alone does not tell.
 */
function daysOfZone(ledger: Ledger, tz: string): LedgerDays {
  const { firstAtMs, lastAtMs } = ledger.usage.counts()
  if (firstAtMs === null || lastAtMs === null) return { firstDay: null, lastDay: null }
  return { firstDay: daysNear(ledger, firstAtMs, tz).at(0) ?? null, lastDay: daysNear(ledger, lastAtMs, tz).at(-1) ?? null }
}

function daysNear(ledger: Ledger, atMs: number, tz: string): string[] {
  const day = dayOf(atMs, tz)
  const rows = ledger.usage.cells({ from: addDays(day, -1), to: addDays(day, 1), tz, bucket: 'day', basis: 'any' })
  return rows.flatMap((row) => row.bucket ?? []).toSorted()
}
