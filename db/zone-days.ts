// Days and quarter-hour slots as numbers, in UTC and in a zone. Owns the caches; no SQL.
import { dayOf, dayStartMs } from '../src/core/calendar.ts'

export const SLOT_MS = 900_000
export const DAY_MS = 86_400_000
export const SLOTS_A_DAY = 96

/** SQL for the UTC day number of a slot; the shift keeps integer division a floor before 1970. */
export const UTC_DAY_OF_SLOT = '((slot + 96000000) / 96 - 1000000)'
export const SLOT_OF_MS = '((at_ms + 900000000000000) / 900000 - 1000000000)'
export const UTC_DAY_OF_MS = '((at_ms + 86400000000000) / 86400000 - 1000000)'

export const slotOf = (ms: number): number => Math.floor(ms / SLOT_MS)
export const dayNumberOf = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS)

const texts = new Map<number, string>()

/** `YYYY-MM-DD` of a day number. */
export function dayText(day: number): string {
  let text = texts.get(day)
  if (text === undefined) texts.set(day, (text = new Date(day * DAY_MS).toISOString().slice(0, 10)))
  return text
}

/** The day number of a slot in one zone, remembered. */
export class ZoneDays {
  readonly tz: string
  readonly #days = new Map<number, number>()

  constructor(tz: string) {
    this.tz = tz
  }

  dayOfSlot(slot: number): number {
    let day = this.#days.get(slot)
    if (day === undefined) this.#days.set(slot, (day = dayNumberOf(dayOf(slot * SLOT_MS, this.tz))))
    return day
  }
}

/** A span of slots for instants, and one for whole UTC days. `to` is exclusive. */
export interface SlotSpan { from: number; to: number; wholeFrom: number; wholeTo: number }

export const ANY_SLOT = 2 ** 40

/** One day, by its number. */
export function spanOfDay(day: number, tz: string): SlotSpan {
  const text = dayText(day)
  return spanOf({ from: text, to: text, tz })
}

/** The days that slots may fall on, whatever the zone: its days are at most a day off those of UTC. */
export const daysRound = (slots: { first: number; last: number }): { earliest: number; latest: number } =>
  ({ earliest: Math.floor(slots.first / SLOTS_A_DAY) - 1, latest: Math.floor(slots.last / SLOTS_A_DAY) + 1 })

/** The slots of days from..to (inclusive, null: open) in a zone. */
export function spanOf(query: { from: string | null; to: string | null; tz: string }): SlotSpan {
  const { from, to, tz } = query
  return {
    from: from === null ? -ANY_SLOT : Math.ceil(dayStartMs(from, tz) / SLOT_MS),
    to: to === null ? ANY_SLOT : Math.ceil(dayStartMs(dayText(dayNumberOf(to) + 1), tz) / SLOT_MS),
    wholeFrom: from === null ? -ANY_SLOT : dayNumberOf(from) * SLOTS_A_DAY,
    wholeTo: to === null ? ANY_SLOT : (dayNumberOf(to) + 1) * SLOTS_A_DAY,
  }
}
