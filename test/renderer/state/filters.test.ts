// Filters and the URL: what is written is what is read, and which days a range means.
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import {
  DEFAULT_FILTERS,
  PRESETS,
  parseFilters,
  comparedRange,
  previousRange,
  resolveRange,
  writeFilters,
  type FilterState,
} from '../../../renderer/state/filters.ts'
import { formatHash, parseHash, PLACES } from '../../../renderer/state/hash.ts'
import { PLATFORMS } from '../../../src/core/usage.ts'

const names = fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 4 })
const states: fc.Arbitrary<FilterState> = fc.record({
  range: fc.oneof(
    fc.constantFrom(...PRESETS).map((preset) => ({ preset })),
    fc.constant({ from: '2026-10-01', to: '2026-10-31' }),
  ),
  platforms: fc.subarray([...PLATFORMS]),
  surfaces: names,
  models: names,
  routes: names,
  compare: fc.constantFrom('previous' as const, 'none' as const),
  basis: fc.constantFrom(null, 'requests' as const, 'reports' as const),
})

test('every state survives the URL, whatever the names', () => {
  fc.assert(
    fc.property(states, fc.constantFrom(...PLACES), (state, place) => {
      const hash = formatHash({ place, params: writeFilters(new URLSearchParams(), state) })
      const read = parseHash(hash)
      expect(read.place).toBe(place)
      expect(parseFilters(read.params)).toEqual(state)
    }),
  )
})

test('the default leaves the URL clean, other keys stay', () => {
  expect(
    formatHash({ place: 'overview', params: writeFilters(new URLSearchParams('by=model'), DEFAULT_FILTERS) }),
  ).toBe('#/overview?by=model')
})

test('nonsense in the URL falls back to the default', () => {
  expect(parseFilters(new URLSearchParams('range=2026-02-30:2026-03-01&platform=moon&basis=hearsay'))).toEqual(
    DEFAULT_FILTERS,
  )
  expect(parseHash('#/nowhere?range=7d').place).toBe('overview')
  // The ends the wrong way round are turned.
  expect(parseFilters(new URLSearchParams('range=2026-03-09:2026-03-01')).range).toEqual({
    from: '2026-03-01',
    to: '2026-03-09',
  })
})

describe('days', () => {
  const ledger = { firstDay: '2026-09-21', lastDay: '2026-11-22', today: '2026-11-22' }
  test('presets end today', () => {
    expect(resolveRange({ preset: '28d' }, ledger)).toEqual({ from: '2026-10-26', to: '2026-11-22' })
    expect(resolveRange({ preset: 'month' }, ledger)).toEqual({ from: '2026-11-01', to: '2026-11-22' })
    expect(resolveRange({ preset: 'quarter' }, ledger)).toEqual({ from: '2026-10-01', to: '2026-11-22' })
    expect(resolveRange({ preset: 'all' }, ledger)).toEqual({ from: '2026-09-21', to: '2026-11-22' })
  })
  test('presets of an old log end on its last day', () => {
    expect(resolveRange({ preset: '7d' }, { ...ledger, lastDay: '2026-03-31' })).toEqual({
      from: '2026-03-25',
      to: '2026-03-31',
    })
  })
  test('the period before is as long and ends the day before', () => {
    // Over the end of February of a common year.
    expect(previousRange({ from: '2026-03-01', to: '2026-03-07' })).toEqual({ from: '2026-02-22', to: '2026-02-28' })
  })
})

test('a period that the ledger covers only in part is not compared with', () => {
  const range = { from: '2026-10-26', to: '2026-11-22' }
  // The 28 days before start on 28 September.
  expect(comparedRange(DEFAULT_FILTERS, range, '2026-09-28')).toEqual({
    range: { from: '2026-09-28', to: '2026-10-25' },
    why: null,
  })
  expect(comparedRange(DEFAULT_FILTERS, range, '2026-09-29')).toEqual({ range: null, why: 'not-covered' })
  expect(comparedRange({ ...DEFAULT_FILTERS, compare: 'none' }, range, '2026-01-01').why).toBe('chosen')
})
