// Who may ask the web page's server: this machine's own page, with the key it was opened with. Answers nothing itself.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Sent with every call. A header of one's own cannot be set by a form or an image of another site. */
export const TOKEN_HEADER = 'x-token-ledger-token'

export interface Guard {
  /** Stands in the fragment of the printed address; a fragment is never sent to a server. */
  key: string
  /** Null where the request may pass, else the status that refuses it. */
  refuse(request: IncomingMessage): 403 | 421 | null
  hasToken(request: IncomingMessage): boolean
  /** The token for one page that knows the key; null for a wrong key. */
  exchange(key: unknown): string | null
}

/** `port` is asked when a request comes, since it is not known before the server listens. */
export function createGuard(port: () => number): Guard {
  const key = randomBytes(24).toString('base64url')
  const tokens = new Set<string>()
  const ownHosts = () => [`127.0.0.1:${port()}`, `localhost:${port()}`]
  return {
    key,
    refuse(request) {
      // A name that was pointed at 127.0.0.1 by someone else (DNS rebinding) still shows in Host.
      if (!ownHosts().includes(request.headers.host ?? '')) return 421
      const { origin } = request.headers
      if (origin !== undefined && !ownHosts().some((host) => origin === `http://${host}`)) return 403
      // Following a link here from anywhere is fine: it shows the page, which can do nothing without the key.
      const { 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers
      return site === undefined || site === 'same-origin' || site === 'none' || mode === 'navigate' ? null : 403
    },
    hasToken(request) {
      const given = request.headers[TOKEN_HEADER]
      return typeof given === 'string' && [...tokens].some((token) => equal(token, given))
    },
    exchange(given) {
      if (typeof given !== 'string' || !equal(key, given)) return null
      const token = randomBytes(24).toString('base64url')
      tokens.add(token)
      return token
    },
  }
}

function equal(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}
