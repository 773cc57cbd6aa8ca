import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays, dayOf, dayStartMs, daysBetween, hourOf, isDay, isValidZone, monthOf, offsetMs, todayIn, weekOf,
} from '../../src/core/calendar.ts'

const HOUR = 3_600_000
const at = (text: string) => Date.parse(text)
const hoursIn = (day: string, tz: string) => (dayStartMs(addDays(day, 1), tz) - dayStartMs(day, tz)) / HOUR

describe('days of a zone', () => {
  it.each([
    ['2026-11-15T23:30:00Z', 'UTC', '2026-11-15'],
    ['2026-11-15T23:30:00Z', 'Europe/Berlin', '2026-11-16'],
    ['2026-11-15T18:29:59Z', 'Asia/Kolkata', '2026-11-15'],
    ['2026-11-15T18:30:00Z', 'Asia/Kolkata', '2026-11-16'],
    ['2026-11-15T18:14:59Z', 'Asia/Kathmandu', '2026-11-15'],
    ['2026-11-15T18:15:00Z', 'Asia/Kathmandu', '2026-11-16'],
    ['2026-11-15T07:59:59Z', 'America/Los_Angeles', '2026-11-14'],
    ['2026-11-15T10:15:00Z', 'Pacific/Chatham', '2026-11-16'],
  ])('%s in %s is %s', (instant, tz, day) => {
    expect(dayOf(at(instant), tz)).toBe(day)
  })

  it.each([
    ['2026-03-29', 'Europe/Berlin', 23], ['2026-10-25', 'Europe/Berlin', 25], ['2026-07-01', 'Europe/Berlin', 24],
    ['2026-03-08', 'America/New_York', 23], ['2026-11-01', 'America/New_York', 25],
    ['2026-10-04', 'Australia/Lord_Howe', 23.5], ['2026-04-05', 'Australia/Lord_Howe', 24.5],
    // The clock goes forward at midnight: the day begins at 01:00.
    ['2024-09-08', 'America/Santiago', 23],
    ['2011-12-30', 'Pacific/Apia', 0], ['2011-12-29', 'Pacific/Apia', 24],
  ])('%s in %s has %d hours', (day, tz, hours) => {
    expect(hoursIn(day, tz)).toBe(hours)
  })

  it('starts a day at its first instant', () => {
    expect(new Date(dayStartMs('2026-11-15', 'Asia/Kathmandu')).toISOString()).toBe('2026-11-14T18:15:00.000Z')
    expect(dayStartMs('2011-12-30', 'Pacific/Apia')).toBe(dayStartMs('2011-12-31', 'Pacific/Apia'))
    expect(todayIn('Asia/Tokyo', at('2026-11-22T15:00:00Z'))).toBe('2026-11-23')
  })

  it('tells whether it knows a zone', () => {
    expect(isValidZone('Europe/Berlin')).toBe(true)
    expect(isValidZone('Mars/Olympus')).toBe(false)
    expect(isValidZone('')).toBe(false)
  })
})

describe('hours', () => {
  it('names the local hour, in half-hour zones too', () => {
    expect(hourOf(at('2026-11-15T13:59:59Z'), 'UTC')).toBe('2026-11-15T13:00')
    expect(hourOf(at('2026-11-15T13:40:00Z'), 'Asia/Kolkata')).toBe('2026-11-15T19:00')
  })

  it('keeps the two runs of a repeated hour apart, in order', () => {
    const hours = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'].map((text) => hourOf(at(text), 'Europe/Berlin'))
    expect(hours).toEqual(['2026-10-25T02:00', '2026-10-25T02:00+01:00', '2026-10-25T03:00'])
    expect(hours.toSorted()).toEqual(hours)
  })
})

describe('day arithmetic', () => {
  it('goes over months, years and leap days', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysBetween('2026-03-01', '2026-11-22')).toBe(266)
    expect(monthOf('2026-11-22')).toBe('2026-11')
  })

  it.each([['2026-11-22', '2026-11-16'], ['2026-11-16', '2026-11-16'], ['2026-01-01', '2025-12-29']])('the week of %s begins on %s', (day, monday) => {
    expect(weekOf(day)).toBe(monday)
  })

  it('knows which days exist', () => {
    expect(isDay('2026-02-28')).toBe(true)
    expect(isDay('2026-02-30')).toBe(false)
    expect(isDay('2026-2-3')).toBe(false)
  })
})

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'Asia/Kolkata', 'Asia/Kathmandu', 'Pacific/Chatham',
  'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Australia/Lord_Howe', 'America/Santiago', 'Africa/Casablanca', 'America/St_Johns']
const anyZone = fc.constantFrom(...zones)
const anyInstant = fc.integer({ min: at('2023-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') })

describe('in any zone at any instant', () => {
  it('a day holds exactly the instants from its start to the next one', () => {
    fc.assert(fc.property(anyZone, anyInstant, (tz, ms) => {
      const day = dayOf(ms, tz)
      expect(dayStartMs(day, tz)).toBeLessThanOrEqual(ms)
      expect(dayStartMs(addDays(day, 1), tz)).toBeGreaterThan(ms)
    }))
  })

  it('agrees with the calendar of Intl', () => {
    fc.assert(fc.property(anyZone, anyInstant, (tz, ms) => {
      expect(dayOf(ms, tz)).toBe(new Intl.DateTimeFormat('en-CA', { timeZone: tz }).format(ms))
      expect(Math.abs(offsetMs(ms, tz)) % (15 * 60_000)).toBe(0)
    }))
  })

  it('an hour never mixes two instants more than an hour apart', () => {
    fc.assert(fc.property(anyZone, anyInstant, fc.integer({ min: HOUR, max: 30 * HOUR }), (tz, ms, later) => {
      expect(hourOf(ms, tz)).not.toBe(hourOf(ms + later, tz))
    }))
  })
})
