// The filters of the last time, kept for a window that opens without an address.
import { FILTER_KEYS } from './filters.ts'
import { formatHash } from './hash.ts'

const STORED = 'token-ledger-filters'

/** The keys of an address that hold filters. */
export function keptParams(params: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams()
  for (const key of FILTER_KEYS) for (const value of params.getAll(key)) kept.append(key, value)
  return kept
}

export function keepFilters(params: URLSearchParams): void {
  localStorage.setItem(STORED, keptParams(params).toString())
}

/** A window opened without an address takes up the filters of the last time. */
export function restoreFilters(): void {
  if (window.location.hash !== '') return
  const params = new URLSearchParams(localStorage.getItem(STORED) ?? '')
  window.history.replaceState(null, '', formatHash({ place: 'overview', params: keptParams(params) }))
}
