// The URL hash as state: `#/overview?range=28d&surface=voice`. Owns its spelling; views own what their keys mean.

export const PLACES = ['overview', 'surfaces', 'caching', 'what-if', 'decide', 'reconcile', 'data'] as const
export type Place = (typeof PLACES)[number]

export interface Location {
  place: Place
  params: URLSearchParams
}

export function parseHash(hash: string): Location {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const place = PLACES.find((name) => name === path) ?? 'overview'
  return { place, params: new URLSearchParams(query) }
}

/** Commas and colons stay readable in the address bar. */
export function formatHash(location: Location): string {
  const query = location.params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return `#/${location.place}${query === '' ? '' : `?${query}`}`
}
