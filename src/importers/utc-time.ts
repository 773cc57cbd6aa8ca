// Reading written times. Owns the accepted spellings; a time without a zone is UTC, as every provider's report is.

const WRITTEN =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?: ?(?:Z|UTC|([+-])(\d\d):?(\d\d)))?)?$/i

/**
 * Milliseconds since 1970 of `2026-11-03T08:15:27Z`, `2026-11-03 08:15:27.000000000`, `2026-11-03 08:15` or
 * `2026-11-03`. Null for anything else and for days that do not exist (30 February).
 */
export function parseUtcTime(text: string): number | null {
  return parseCommonForm(text) ?? parseAnyForm(text)
}

const midnights = new Map<string, number | null>()
const MOST_DAYS = 1000

/** `2026-11-03T08:15:27.123Z`, as most logs write it, in a seventh of the time; null for any other. */
function parseCommonForm(text: string): number | null {
  if (text.length !== 24 || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':' || text[19] !== '.' || text[23] !== 'Z') return null
  const [hour, minute, second, hundredths, thousandths] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17), twoDigits(text, 20), digit(text, 22)]
  if (!(hour <= 23 && minute <= 59 && second <= 59 && hundredths >= 0 && thousandths >= 0)) return null
  const midnight = midnightOf(text.slice(0, 10))
  return midnight === null ? null : midnight + ((hour * 60 + minute) * 60 + second) * 1000 + hundredths * 10 + thousandths
}

/** Lines in a row mostly are of few days. */
function midnightOf(day: string): number | null {
  let midnight = midnights.get(day)
  if (midnight === undefined) {
    midnight = parseAnyForm(day)
    if (midnights.size >= MOST_DAYS) midnights.clear()
    midnights.set(day, midnight)
  }
  return midnight
}

const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1)

/** NaN where there is none. */
function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48
  return value >= 0 && value <= 9 ? value : NaN
}

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
