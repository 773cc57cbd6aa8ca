// Calls of the Anthropic Admin API: header, tries, waiting, and what a refusal means.
// Never shows the key or an answer's text.
// https://platform.claude.com/docs/en/api/errors and .../api/rate-limits (read 2026-11-22)
import { setTimeout as sleep } from 'node:timers/promises'
import { problem, type ProblemError } from '../core/problem.ts'

const API = 'https://api.anthropic.com'
const MAX_ATTEMPTS = 5
const MAX_WAIT_MS = 120_000
const FIRST_WAIT_MS = 500

export class AdminApi {
  readonly #key: string
  readonly #base: string

  /** Throws a ProblemError for a key or an address that cannot be used. */
  constructor({ key, endpoint }: { key: string; endpoint: string | null }) {
    if (!/^[\x21-\x7e]{8,500}$/.test(key)) {
      throw problem('no-key', 'This is not an Admin key.', 'Create one in the Claude Console under Admin keys (sk-ant-admin...).')
    }
    this.#key = key
    this.#base = checkedBase(endpoint ?? API)
  }

  /** The answer as JSON. Throws a ProblemError for a refusal, the signal's reason when it is aborted. */
  async get(path: string, query: URLSearchParams, signal: AbortSignal): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await this.#ask(`${this.#base}${path}?${query.toString()}`, signal)
      if (reply.ok) return jsonOf(reply)
      // The text of a refusal may repeat what was sent.
      await reply.body?.cancel()
      const wait = waitMs(reply, attempt)
      if (!mayPass(reply.status) || attempt === MAX_ATTEMPTS || wait > MAX_WAIT_MS) throw refusal(reply.status, wait)
      await sleep(wait, undefined, { signal })
    }
  }

  async #ask(url: string, signal: AbortSignal): Promise<Response> {
    const headers = {
      'x-api-key': this.#key, 'anthropic-version': '2023-06-01', 'user-agent': 'TokenLedger',
      // The report tells fast mode apart only with it.
      'anthropic-beta': 'fast-mode-2026-02-01',
    }
    try {
      // A redirect would carry the key to another host.
      return await fetch(url, { headers, signal, redirect: 'error' })
    } catch {
      signal.throwIfAborted()
      const remedy = 'Check the network and the proxy, and --endpoint if you gave one.'
      throw problem('no-connection', 'The Anthropic API cannot be reached.', remedy)
    }
  }
}

async function jsonOf(reply: Response): Promise<unknown> {
  try {
    return await reply.json()
  } catch {
    throw problem('bad-answer', 'The answer of the Anthropic API could not be read.', 'Pull again.')
  }
}

const mayPass = (status: number): boolean => status === 429 || status >= 500

function waitMs({ headers }: Response, attempt: number): number {
  const inMs = Number(headers.get('retry-after-ms') ?? Number.NaN)
  const inSeconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (Number.isFinite(inMs) && inMs >= 0) return inMs
  return Number.isFinite(inSeconds) && inSeconds >= 0 ? inSeconds * 1000 : FIRST_WAIT_MS * 2 ** (attempt - 1)
}

const REFUSALS: Readonly<Record<number, readonly [code: string, message: string, remedy: string]>> = {
  401: [
    'bad-key', 'The Anthropic API does not accept this key.',
    'Use an Admin key (sk-ant-admin...); ordinary API keys cannot read reports.',
  ],
  403: [
    'access-denied', 'This key may not read usage reports.',
    'Use an Admin key of an organisation; individual accounts have none.',
  ],
}

function refusal(status: number, wait: number): ProblemError {
  const known = REFUSALS[status]
  if (known !== undefined) return problem(...known)
  if (status === 429) {
    const minutes = Math.max(1, Math.ceil(wait / 60_000))
    return problem('throttled', 'The Anthropic API takes no more calls for now.', `Pull again in ${minutes} min.`)
  }
  if (status < 500) {
    const remedy = 'Check the days asked for, and --endpoint if you gave one.'
    return problem('refused', `The Anthropic API refused the call (status ${status}).`, remedy)
  }
  const message = `The Anthropic API has a fault or is overloaded (status ${status}), also after several tries.`
  return problem('overloaded', message, 'Pull again later.')
}

/** The key goes out in plain text only to this computer. */
function checkedBase(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null
  const isHere = url !== null && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname)
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && isHere))) {
    throw problem('bad-endpoint', '--endpoint must be an https address, or http on this computer.')
  }
  return url.href.replace(/\/+$/, '')
}
