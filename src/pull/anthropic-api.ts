// Calls of the Anthropic Admin API: headers, tries, waiting, and reading an answer to its end. Never shows the key or an
// answer's text. https://platform.claude.com/docs/en/api/errors and .../api/rate-limits (read 2026-11-22)
import { setTimeout as sleep } from 'node:timers/promises'
import { problem, type ProblemError } from '../core/problem.ts'
import { refusal } from './anthropic-problems.ts'

/** Time as the pull sees it; tests bring their own. */
export interface PullClock {
  nowMs(): number
  /** Rejects once `signal` is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export const SYSTEM_CLOCK: PullClock = {
  nowMs: Date.now,
  wait: (ms, signal) => sleep(ms, undefined, { signal }),
}

export interface AdminCall {
  path: string
  query: URLSearchParams
  /** In words, for a refusal: "usage reports". */
  what: string
  /** The name of the beta that offers it; null: none. */
  beta: string | null
  /** Calls a minute that the API allows; null: it does not say. */
  perMinute: number | null
}

export interface AdminPlace {
  key: string
  /** Another address than the API's own; null: the API. */
  endpoint: string | null
  clock?: PullClock
  /** How long an answer may be silent. */
  silenceMs?: number
}

const API = 'https://api.anthropic.com'
const VERSION = '2023-06-01'
const MAX_ATTEMPTS = 5
const MAX_WAIT_MS = 120_000
const FIRST_WAIT_MS = 500
const SILENCE_MS = 60_000
/** However steadily it drips. */
const WHOLE_ANSWER_MS = 600_000
const MAX_BYTES = 128 * 1024 * 1024
const MINUTE_MS = 60_000

export class AdminApi {
  readonly #key: string
  readonly #base: string
  readonly #clock: PullClock
  readonly #silenceMs: number
  /** Id of the organisation that answered last; null: no answer told it. */
  organization: string | null = null
  /** When paced calls were made. */
  #pacedAtMs: number[] = []

  /** Throws a ProblemError for a key or an address that cannot be used. */
  constructor({ key, endpoint, clock = SYSTEM_CLOCK, silenceMs = SILENCE_MS }: AdminPlace) {
    if (!/^[\x21-\x7e]{8,500}$/.test(key)) {
      throw problem('no-key', 'This is not an Admin key.', 'Create one in the Claude Console under Admin keys (sk-ant-admin...).')
    }
    this.#key = key
    this.#base = checkedBase(endpoint ?? API)
    this.#clock = clock
    this.#silenceMs = silenceMs
  }

  /** The answer as JSON. Throws a ProblemError for a refusal, the signal's reason when it is aborted. */
  async get(call: AdminCall, signal: AbortSignal): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#pace(call.perMinute, signal)
      const reply = await this.#ask(call, signal)
      if (reply.kind === 'answer') return reply.value
      const wait = reply.waitMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1)
      if (!reply.mayPass || attempt === MAX_ATTEMPTS || wait > MAX_WAIT_MS) throw reply.problem(wait)
      await this.#clock.wait(wait, signal)
    }
  }

  /** Waits where a call now would be one more than the API allows in a minute. */
  async #pace(perMinute: number | null, signal: AbortSignal): Promise<void> {
    if (perMinute === null) return
    for (;;) {
      const now = this.#clock.nowMs()
      this.#pacedAtMs = this.#pacedAtMs.filter((at) => at > now - MINUTE_MS)
      const [oldest] = this.#pacedAtMs
      if (oldest === undefined || this.#pacedAtMs.length < perMinute) {
        this.#pacedAtMs.push(now)
        return
      }
      await this.#clock.wait(oldest + MINUTE_MS - now, signal)
    }
  }

  async #ask(call: AdminCall, signal: AbortSignal): Promise<Asked> {
    const silence = new Silence(this.#silenceMs, signal)
    try {
      const reply = await fetch(`${this.#base}${call.path}?${call.query.toString()}`, {
        headers: this.#headers(call), signal: silence.signal,
        // Followed, it would carry the key to another host.
        redirect: 'manual',
      })
      this.organization = organizationIn(reply.headers)
      if (reply.ok) return { kind: 'answer', value: parsed(await textOf(reply, silence)) }
      // The text of a refusal may repeat what was sent: it is not read.
      await reply.body?.cancel()
      return refused(reply, call, this.#clock.nowMs())
    } catch (error) {
      signal.throwIfAborted()
      return faultOf(error)
    } finally {
      silence.end()
    }
  }

  #headers({ beta }: AdminCall): Record<string, string> {
    const headers = { 'x-api-key': this.#key, 'anthropic-version': VERSION, 'user-agent': 'TokenLedger', accept: 'application/json' }
    return beta === null ? headers : { ...headers, 'anthropic-beta': beta }
  }
}

type Asked =
  | { kind: 'answer'; value: unknown }
  | { kind: 'fault'; mayPass: boolean; waitMs: number | null; problem(waitMs: number): ProblemError }

/** Aborts where nothing has come for a while, where the whole takes too long, and with the signal of whoever asked. */
class Silence {
  readonly #abort = new AbortController()
  readonly #ms: number
  readonly #asker: AbortSignal
  readonly #stop = () => this.#abort.abort()
  readonly #limit = setTimeout(this.#stop, WHOLE_ANSWER_MS)
  #timer: NodeJS.Timeout

  constructor(ms: number, asker: AbortSignal) {
    this.#ms = ms
    this.#asker = asker
    this.#timer = setTimeout(this.#stop, ms)
    if (asker.aborted) this.#stop()
    // AbortSignal.any would do this; the oldest runtime that the tests meet has none.
    asker.addEventListener('abort', this.#stop)
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  broken(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#stop, this.#ms)
  }

  end(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#limit)
    this.#asker.removeEventListener('abort', this.#stop)
  }
}

class TooLarge extends Error {}

async function textOf(reply: Response, silence: Silence): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of reply.body ?? []) {
    silence.broken()
    bytes += part.byteLength
    if (bytes > MAX_BYTES) throw new TooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

class NotJson extends Error {}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Its message would quote the answer.
    throw new NotJson()
  }
}

/**
 * Retried are the statuses that the official SDKs try again:
 * https://github.com/anthropics/anthropic-sdk-typescript (read 2026-11-22).
 */
function refused({ status, headers }: Response, { what }: AdminCall, nowMs: number): Asked {
  const says = headers.get('x-should-retry')
  const mayPass = says === 'true' || (says !== 'false' && (status === 408 || status === 409 || status === 429 || status >= 500))
  return { kind: 'fault', mayPass, waitMs: toldWait(headers, nowMs), problem: (waitMs) => refusal(status, { what, waitMs }) }
}

/** A UUID; anything else, above all an echo of what was sent, is not kept. */
function organizationIn(headers: Headers): string | null {
  const id = headers.get('anthropic-organization-id') ?? ''
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id : null
}

function toldWait(headers: Headers, nowMs: number): number | null {
  const inMs = numberIn(headers.get('retry-after-ms'))
  if (inMs !== null) return inMs
  const text = headers.get('retry-after')
  const inSeconds = numberIn(text)
  if (inSeconds !== null) return inSeconds * 1000
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs)
}

function numberIn(text: string | null): number | null {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) && value >= 0 ? value : null
}

const tooLarge = () => problem(
  'bad-answer', 'An answer of the Anthropic API is larger than any report.', 'Pull fewer days at a time.',
)
const notJson = () => problem('bad-answer', 'The answer of the Anthropic API could not be read.', 'Pull again; check the endpoint if you gave one.')
const noConnection = () => problem(
  'no-connection', 'The Anthropic API cannot be reached, or does not answer to the end.',
  'Check the network and the proxy, and the endpoint if you gave one.',
)

/** An answer that was cut off may come whole the next time. */
function faultOf(error: unknown): Asked {
  if (error instanceof TooLarge) return { kind: 'fault', mayPass: false, waitMs: null, problem: tooLarge }
  return { kind: 'fault', mayPass: true, waitMs: null, problem: error instanceof NotJson ? notJson : noConnection }
}

function addressIn(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** The key goes out in plain text only to this computer. */
function checkedBase(endpoint: string): string {
  const url = addressIn(endpoint)
  const isHere = url !== null && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname)
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && isHere))) {
    throw problem('bad-endpoint', 'The endpoint must be an https address, or http on this computer.')
  }
  return url.href.replace(/\/+$/, '')
}
