// The global filters: what they are, how the hash spells them, and which days they mean. Pure.
import { addDays, daysBetween, isDay, monthOf } from '../../src/core/calendar.ts'
import { BASES, PLATFORMS, type Basis, type Platform } from '../../src/core/usage.ts'
import type { Filters } from '../../src/api/contract/shapes.ts'

export const PRESETS = ['7d', '28d', 'month', 'quarter', 'all'] as const
export type Preset = (typeof PRESETS)[number]
export type Range = { preset: Preset } | { from: string; to: string }

export interface FilterState {
  range: Range
  platforms: Platform[]
  surfaces: string[]
  models: string[]
  routes: string[]
  compare: 'previous' | 'none'
  /** Null: the default rule of evidence. */
  basis: Basis | null
}

export const DEFAULT_FILTERS: FilterState = {
  range: { preset: '28d' },
  platforms: [],
  surfaces: [],
  models: [],
  routes: [],
  compare: 'previous',
  basis: null,
}

/** The keys of the hash that hold filters and so stay while the place changes. */
export const FILTER_KEYS = ['range', 'platform', 'surface', 'model', 'route', 'compare', 'basis'] as const

export const PRESET_LABELS: Readonly<Record<Preset, string>> = {
  '7d': '7 d',
  '28d': '28 d',
  month: 'Month',
  quarter: 'Quarter',
  all: 'All',
}

function parseRange(text: string | null): Range {
  const preset = PRESETS.find((name) => name === text)
  if (preset !== undefined) return { preset }
  const [from = '', to = ''] = (text ?? '').split(':')
  if (!isDay(from) || !isDay(to)) return DEFAULT_FILTERS.range
  return from <= to ? { from, to } : { from: to, to: from }
}

/** A repeated key is a list, so that names may hold any character. */
export function parseFilters(params: URLSearchParams): FilterState {
  const platforms = params.getAll('platform')
  const basis = params.get('basis')
  return {
    range: parseRange(params.get('range')),
    platforms: PLATFORMS.filter((name) => platforms.includes(name)),
    surfaces: params.getAll('surface'),
    models: params.getAll('model'),
    routes: params.getAll('route'),
    compare: params.get('compare') === 'none' ? 'none' : 'previous',
    basis: BASES.find((name) => name === basis) ?? null,
  }
}

/** The opposite of `parseFilters`; what is at its default is left out. Other keys of `params` stay. */
export function writeFilters(params: URLSearchParams, state: FilterState): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const key of FILTER_KEYS) next.delete(key)
  const range = 'preset' in state.range ? state.range.preset : `${state.range.from}:${state.range.to}`
  if (range !== '28d') next.set('range', range)
  for (const name of state.platforms) next.append('platform', name)
  for (const name of state.surfaces) next.append('surface', name)
  for (const name of state.models) next.append('model', name)
  for (const name of state.routes) next.append('route', name)
  if (state.compare === 'none') next.set('compare', 'none')
  if (state.basis !== null) next.set('basis', state.basis)
  return next
}

export function isNarrowed(state: FilterState): boolean {
  return (
    state.platforms.length + state.surfaces.length + state.models.length + state.routes.length > 0 ||
    state.basis !== null
  )
}

export interface LedgerDays {
  firstDay: string | null
  lastDay: string | null
  today: string
}

/** Presets end on the last day that has data, at the latest today: a log of last spring still opens on a full chart. */
export function resolveRange(range: Range, days: LedgerDays): { from: string; to: string } {
  if (!('preset' in range)) return range
  const end = days.lastDay !== null && days.lastDay < days.today ? days.lastDay : days.today
  switch (range.preset) {
    case '7d':
      return { from: addDays(end, -6), to: end }
    case '28d':
      return { from: addDays(end, -27), to: end }
    case 'month':
      return { from: `${monthOf(end)}-01`, to: end }
    case 'quarter':
      return { from: quarterStart(end), to: end }
    case 'all':
      return { from: days.firstDay ?? end, to: end }
  }
}

function quarterStart(day: string): string {
  const month = Number(day.slice(5, 7))
  return `${day.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`
}

/** As many days, just before. */
export function previousRange({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const length = daysBetween(from, to) + 1
  return { from: addDays(from, -length), to: addDays(from, -1) }
}

/**
 * The period to compare with. A period that the ledger covers only in part would make everything look like growth, so
 * it is not compared with at all.
 */
export function comparedRange(
  state: FilterState,
  range: { from: string; to: string },
  firstDay: string | null,
): { range: { from: string; to: string } | null; why: 'chosen' | 'not-covered' | null } {
  if (state.compare === 'none') return { range: null, why: 'chosen' }
  const before = previousRange(range)
  return firstDay === null || before.from < firstDay
    ? { range: null, why: 'not-covered' }
    : { range: before, why: null }
}

export function contractFilters(state: FilterState, window: { from: string; to: string; tz: string }): Filters {
  return {
    ...window,
    basis: state.basis,
    platforms: state.platforms,
    surfaces: state.surfaces,
    models: state.models,
    routes: state.routes,
  }
}
