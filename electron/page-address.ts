// The page's own address, and how an address is compared with it: always as a parsed origin, never by its text.

export const PAGE_ORIGIN = 'app://token-ledger'

export function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** Node's URL gives "null" as the origin of a scheme of one's own, so scheme and host stand in for it. */
export function isOwnPage(text: string): boolean {
  const url = parseUrl(text)
  if (url === null) return false
  return (url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin) === PAGE_ORIGIN
}

/** True for the page's own files, for what the page made itself, and for the developer tools. */
export function staysInside(text: string): boolean {
  const scheme = parseUrl(text)?.protocol
  if (scheme === 'blob:') return isOwnPage(text.slice('blob:'.length))
  return scheme === 'data:' || scheme === 'devtools:' || isOwnPage(text)
}
