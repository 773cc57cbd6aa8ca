// Where the window is: reads and writes the URL hash. Filters stay while the place changes, other keys do not.
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { parseFilters, writeFilters, type FilterState } from './filters.ts'
import { formatHash, parseHash, type Location, type Place } from './hash.ts'
import { keepFilters, keptParams } from './kept-filters.ts'

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

const readHash = () => window.location.hash

export function useLocation(): Location {
  const hash = useSyncExternalStore(subscribe, readHash)
  return useMemo(() => parseHash(hash), [hash])
}

/** A change of a filter or switch is a step of history; a slider's is not (`replace`). */
export function go(location: Location, how: 'push' | 'replace' = 'push'): void {
  const hash = formatHash(location)
  if (hash === window.location.hash) return
  if (how === 'push') window.location.hash = hash
  else {
    window.history.replaceState(null, '', hash)
    window.dispatchEvent(new HashChangeEvent('hashchange'))
  }
}

/** The address of a place under the present filters, with further keys of that place. */
export function hrefOf(place: Place, extra: Readonly<Record<string, string>> = {}): string {
  const params = keptParams(parseHash(window.location.hash).params)
  for (const [key, value] of Object.entries(extra)) params.set(key, value)
  return formatHash({ place, params })
}

export function goTo(place: Place, extra: Readonly<Record<string, string>> = {}): void {
  window.location.hash = hrefOf(place, extra)
}

/** One key of the hash that belongs to a view, for instance the selected row. The fallback is not written. */
export function useViewParam(key: string, fallback: string): [string, (value: string, how?: 'push' | 'replace') => void] {
  const { params } = useLocation()
  const set = useCallback(
    (value: string, how?: 'push' | 'replace') => {
      const now = parseHash(window.location.hash)
      const next = new URLSearchParams(now.params)
      if (value === fallback) next.delete(key)
      else next.set(key, value)
      go({ place: now.place, params: next }, how)
    },
    [key, fallback],
  )
  return [params.get(key) ?? fallback, set]
}

export function useFilterState(): [FilterState, (change: Partial<FilterState>) => void] {
  const { params } = useLocation()
  const state = useMemo(() => parseFilters(params), [params])
  return [state, changeFilters]
}

export function changeFilters(change: Partial<FilterState>): void {
  const now = parseHash(window.location.hash)
  const params = writeFilters(now.params, { ...parseFilters(now.params), ...change })
  keepFilters(params)
  go({ place: now.place, params })
}
