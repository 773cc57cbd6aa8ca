// The web page's right to ask: takes the key from the URL's fragment, exchanges it once, adds the token to each request.

const TOKEN_HEADER = 'x-token-ledger-token'
const STORED = 'token-ledger-token'

export interface Session {
  fetch(path: string, init?: { method: string; body: string | File; signal?: AbortSignal }): Promise<Response>
}

export function openSession(): Session {
  const key = takeKey()
  const token = key === null ? Promise.resolve(sessionStorage.getItem(STORED) ?? '') : exchange(key)
  return {
    fetch: async (path, init) => fetch(path, { ...init, headers: { [TOKEN_HEADER]: await token } }),
  }
}

/** The key leaves the address bar, so that it is neither bookmarked nor taken for the view's state. */
function takeKey(): string | null {
  const match = /^#key=([\w-]+)$/.exec(location.hash)
  if (match === null) return null
  history.replaceState(null, '', location.pathname)
  return match[1] ?? null
}

async function exchange(key: string): Promise<string> {
  const response = await fetch('/api/session', { method: 'POST', body: JSON.stringify({ key }) })
  const answer: unknown = await response.json()
  const token = tokenIn(answer)
  sessionStorage.setItem(STORED, token)
  return token
}

function tokenIn(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null || !('value' in answer)) return ''
  const { value } = answer
  return typeof value === 'object' && value !== null && 'token' in value && typeof value.token === 'string' ? value.token : ''
}
