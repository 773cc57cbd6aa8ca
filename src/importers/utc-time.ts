// Reading written times. Owns the accepted spellings; a time without a zone is UTC, as every provider's report is.

const WRITTEN =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?: ?(?:Z|UTC|([+-])(\d\d):?(\d\d)))?)?$/i

/**
 * Milliseconds since 1970 of `2026-11-03T08:15:27Z`, `2026-11-03 08:15:27.000000000`, `2026-11-03 08:15` or
 * `2026-11-03`. Null for anything else and for days that do not exist (30 February).
 */
export function parseUtcTime(text: string): number | null {
  return COMMON.test(text) ? Date.parse(text) : parseAnyForm(text)
}

/** As most logs write it, on a day that every month has: the runtime's own parser takes a third of the time. */
const COMMON = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

function parseAnyForm(text: string): number | null {
  const match = WRITTEN.exec(text)
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0))
  if (year === undefined || month === undefined || day === undefined) return null
  if (hour === undefined || minute === undefined || second === undefined) return null
  if (hour > 23 || minute > 59 || second > 59) return null
  const midnight = Date.UTC(year, month - 1, day)
  const date = new Date(midnight)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  const fraction = Number(`${match[7] ?? ''}000`.slice(0, 3))
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - offsetMs(match)
}

/** True where the text names a day and no time of day. */
export function isDayOnly(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text)
}

function offsetMs(match: RegExpExecArray): number {
  const sign = match[8] === '-' ? -1 : 1
  return sign * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * 60_000
}
