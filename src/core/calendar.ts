// Days, weeks and months of a time zone, from instants. Pure arithmetic over Intl's zone data; no clock of its own.

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

interface Zone {
  format: Intl.DateTimeFormat
  /** Offset by UTC day number; null where the zone changes its offset within that day. */
  offsets: Map<number, number | null>
  dayStarts: Map<string, number>
}

const zones = new Map<string, Zone>()

function zone(tz: string): Zone {
  const held = zones.get(tz)
  if (held !== undefined) return held
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: tz, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric',
    minute: 'numeric', second: 'numeric',
  })
  const made: Zone = { format, offsets: new Map(), dayStarts: new Map() }
  zones.set(tz, made)
  return made
}

/** Whether this runtime knows the IANA zone. */
export function isValidZone(tz: string): boolean {
  try {
    zone(tz)
    return true
  } catch {
    return false
  }
}

function measureOffsetMs(ms: number, tz: string): number {
  const parts = new Map(zone(tz).format.formatToParts(ms).map((part) => [part.type, part.value]))
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type))
  const day = Date.UTC(number('year'), number('month') - 1, number('day'))
  const local = day + ((number('hour') * 60 + number('minute')) * 60 + number('second')) * 1000
  return local - Math.floor(ms / 1000) * 1000
}

/** Local time minus UTC at an instant, in milliseconds. Throws a RangeError for an unknown zone. */
export function offsetMs(ms: number, tz: string): number {
  const { offsets } = zone(tz)
  const utcDay = Math.floor(ms / DAY_MS)
  let offset = offsets.get(utcDay)
  if (offset === undefined) {
    const [first, last] = [measureOffsetMs(utcDay * DAY_MS, tz), measureOffsetMs((utcDay + 1) * DAY_MS, tz)]
    offset = first === last ? first : null
    offsets.set(utcDay, offset)
  }
  return offset ?? measureOffsetMs(ms, tz)
}

const dayTexts = new Map<number, string>()
const MAX_DAY_TEXTS = 50_000

/** The UTC day of an instant, `YYYY-MM-DD`. Throws a RangeError where the instant is none. */
export function utcDayOf(ms: number): string {
  const number = Math.floor(ms / DAY_MS)
  let text = dayTexts.get(number)
  if (text === undefined) {
    text = new Date(ms).toISOString().slice(0, 10)
    if (dayTexts.size >= MAX_DAY_TEXTS) dayTexts.clear()
    dayTexts.set(number, text)
  }
  return text
}

/** The calendar day of an instant in a zone, `YYYY-MM-DD`. */
export function dayOf(ms: number, tz: string): string {
  return utcDayOf(ms + offsetMs(ms, tz))
}

/** True in the second of two equal local times, where the clock was put back. */
function isRepeated(ms: number, tz: string): boolean {
  const offset = offsetMs(ms, tz)
  const before = offsetMs(ms - 2 * HOUR_MS, tz)
  return before > offset && offsetMs(ms - (before - offset), tz) === before
}

function offsetText(offset: number): string {
  const minutes = Math.abs(Math.round(offset / MINUTE_MS))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/**
 * The local hour of an instant, `YYYY-MM-DDTHH:00`. Where the clock is put back, the hour's second run carries its
 * offset (`2026-10-25T02:00+01:00`), so that two hours are never counted as one.
 */
export function hourOf(ms: number, tz: string): string {
  const hour = `${new Date(ms + offsetMs(ms, tz)).toISOString().slice(0, 13)}:00`
  return isRepeated(ms, tz) ? hour + offsetText(offsetMs(ms, tz)) : hour
}

function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS)
}

/** Whether the text is a day that the calendar has, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(ms) && utcDayOf(ms) === text
}

export function addDays(day: string, days: number): string {
  return utcDayOf((dayNumber(day) + days) * DAY_MS)
}

/** Days from the first to the second: 0 where they are equal, negative where the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** The Monday of a day's ISO week, as a day. */
export function weekOf(day: string): string {
  const mondayBased = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return addDays(day, -mondayBased)
}

/** The month of a day, `YYYY-MM`. */
export function monthOf(day: string): string {
  return day.slice(0, 7)
}

/**
 * The first instant of a day in a zone, in epoch milliseconds. A day the zone skipped (Pacific/Apia, 2011-12-30) is
 * empty: it starts where the next one does.
 */
export function dayStartMs(day: string, tz: string): number {
  const { dayStarts } = zone(tz)
  const held = dayStarts.get(day)
  if (held !== undefined) return held
  // Zones lie between UTC-12 and UTC+14, so the day starts within this span of its UTC midnight.
  const midnight = dayNumber(day) * DAY_MS
  let [early, late] = [midnight - 16 * HOUR_MS, midnight + 16 * HOUR_MS]
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (dayOf(middle, tz) >= day) late = middle
    else early = middle
  }
  dayStarts.set(day, late)
  return late
}

/** The day it is in a zone at `nowMs`. */
export function todayIn(tz: string, nowMs: number): string {
  return dayOf(nowMs, tz)
}
