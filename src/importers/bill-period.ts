// The time a line of a cloud bill covers, from its written start and end. Owns what a missing or inclusive end means.
import type { Period } from './aws-bill.ts'
import { UnreadableField } from './fields.ts'
import { parseUtcTime } from './utc-time.ts'

const DAY_MS = 86_400_000

/** @throws UnreadableField naming the column */
export function periodFrom(start: string | null, end: string | null, column: string): Period {
  const startMs = parseUtcTime(start ?? '')
  if (startMs === null) throw new UnreadableField(`${column} is not a time`)
  const written = parseUtcTime(end ?? '')
  if (end !== null && written === null) throw new UnreadableField(`the end of ${column} is not a time`)
  return { startMs, endMs: endOf(startMs, written) }
}

/** Ends are exclusive, but for `23:59:59`. Without one a midnight starts a day, another time an hour. */
function endOf(startMs: number, written: number | null): number {
  if (written === null || written < startMs) return startMs + (startMs % DAY_MS === 0 ? DAY_MS : 3_600_000)
  const isLastSecond = Math.floor(written / 1000) % 86_400 === 86_399
  return isLastSecond ? Math.ceil((written + 1) / DAY_MS) * DAY_MS : written
}
