// An Anthropic Admin API on 127.0.0.1: reports, their analytics and lists of names, in the documented shapes, as strict as
// the API is about its parameters, and as faulty as a test asks.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isTcp } from './fake-cloudwatch.ts'

export const ADMIN_KEY = 'sk-ant-admin01-canary-EXAMPLE-0123456789'

export interface FakeRow { day: string; output: number; model?: string; workspace?: string | null; apiKey?: string; requests?: number }
/** In cents, as text. */
export interface FakeCost { day: string; amount: string; list?: string; workspace?: string | null; tokenType?: string }
export interface FakeKey { id: string; name: string; workspace_id?: string | null; scope?: unknown }
export interface FakeWorkspace { id: string; name: string; isDefault?: boolean }

/** `cut`: the connection breaks in the middle. `truncated`: half an answer, as if whole. `silent`: never answers. `dripping`: never ends. */
export type Trouble = 'cut' | 'truncated' | 'silent' | 'dripping' | 'not-a-report'
export type Refusal = { status: number; headers?: Record<string, string> } | { trouble: Trouble }

const PATHS = {
  usage: '/v1/organizations/usage_report/messages', cost: '/v1/organizations/cost_report', analyticsUsage: '/v1/organizations/analytics/usage',
  analyticsCost: '/v1/organizations/analytics/cost', keys: '/v1/organizations/api_keys', workspaces: '/v1/organizations/workspaces',
} as const

const DAY_MS = 86_400_000
const dayText = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10)

export class FakeAdmin {
  rows: FakeRow[] = []
  costs: FakeCost[] = []
  keys: FakeKey[] = []
  workspaces: FakeWorkspace[] = []
  /** Answered one by one before anything else. The body repeats the key, as a careless proxy might. */
  refusals: Refusal[] = []
  organization = '00000000-0000-0000-0000-000000000001'
  bucketsAPage = 2
  itemsAPage = 2
  /** Each page with content is preceded by an empty one. */
  emptyPages = false
  /** This page is forbidden. */
  forbiddenPage: string | null = null
  /** The second page of every report names itself as the next. */
  circles = false
  readonly asked: { url: URL; headers: IncomingMessage['headers'] }[] = []
  /** A cursor belongs to its exact query. */
  readonly #cursors = new Map<string, string>()
  readonly #server = createServer((request, response) => this.#answer(request, response))

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    return `http://127.0.0.1:${isTcp(address) ? address.port : 0}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** The calls of one endpoint. */
  calls(of: keyof typeof PATHS): URLSearchParams[] {
    return this.asked.filter(({ url }) => url.pathname === PATHS[of]).map(({ url }) => url.searchParams)
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    this.asked.push({ url, headers: request.headers })
    const refusal = this.refusals.shift() ?? this.#forbids(url, request.headers)
    if (refusal !== undefined && 'trouble' in refusal) return this.#trouble(refusal.trouble, response)
    const body = refusal === undefined ? this.#page(url, String(request.headers['anthropic-beta'])) : refusal.status
    if (typeof body === 'number') {
      response.writeHead(body, refusal?.headers ?? {})
      response.end(JSON.stringify({ type: 'error', error: { type: 'error', message: `no: ${String(request.headers['x-api-key'])}` } }))
      return
    }
    const headers = { 'content-type': 'application/json', 'anthropic-organization-id': this.organization }
    response.writeHead(200, headers).end(JSON.stringify(body))
  }

  #forbids(url: URL, headers: IncomingMessage['headers']): { status: number; headers?: Record<string, string> } | undefined {
    if (headers['x-api-key'] !== ADMIN_KEY) return { status: 401 }
    return this.forbiddenPage !== null && url.searchParams.get('page') === this.forbiddenPage ? { status: 403 } : undefined
  }

  #trouble(trouble: Trouble, response: ServerResponse): void {
    if (trouble === 'silent') return
    const text = JSON.stringify({ data: [{ starting_at: '2026-11-05T00:00:00Z', ending_at: '2026-11-06T00:00:00Z', results: [] }], has_more: false })
    if (trouble === 'not-a-report') {
      response.writeHead(200).end(JSON.stringify({ hello: ADMIN_KEY }))
    } else if (trouble === 'truncated') {
      response.writeHead(200).end(text.slice(0, 40) + ADMIN_KEY)
    } else {
      response.writeHead(200, { 'content-length': String(text.length) }).write(text.slice(0, 10), () => trouble === 'cut' && response.destroy())
    }
  }

  /** A page, or the status of a refusal. */
  #page(url: URL, beta: string | undefined): unknown {
    const query = url.searchParams
    switch (url.pathname) {
      case PATHS.usage: return this.#buckets(query, (day) => this.#usageResults(day))
      case PATHS.cost: return this.#buckets(query, (day) => this.#costResults(day))
      case PATHS.analyticsUsage: return this.#analytics(query, beta, (day) => this.#analyticsUsageRows(day))
      case PATHS.analyticsCost: return this.#analytics(query, beta, (day) => this.#analyticsCostRows(day))
      case PATHS.keys: return this.#list(query, this.keys)
      case PATHS.workspaces: return this.#list(query, this.workspaces.filter(({ isDefault }) => isDefault !== true || query.get('include_default') === 'true'))
      default: return 404
    }
  }

  #days(query: URLSearchParams): string[] | null {
    const [from, to] = ['starting_at', 'ending_at'].map((name) => Date.parse(query.get(name) ?? '') / DAY_MS)
    if (from === undefined || to === undefined || !(from < to)) return null
    return Array.from({ length: to - from }, (_, at) => dayText(from + at))
  }

  #buckets(query: URLSearchParams, resultsOf: (day: string) => unknown[]): unknown {
    const days = this.#days(query)
    if (days === null || query.get('bucket_width') !== '1d' || Number(query.get('limit')) > 31) return 400
    return this.#paged(query, days.map((day) => ({ ...span(day), results: resultsOf(day) })), this.bucketsAPage)
  }

  #analytics(query: URLSearchParams, beta: string | undefined, rowsOf: (day: string) => unknown[]): unknown {
    const days = this.#days(query)
    const groups = query.getAll('group_by[]').filter((group) => group !== 'cost_type' && group !== 'token_type')
    const isRefused = days === null || days.length > 31 || groups.length > 5 || query.get('time_bucket_width') !== '1d' || Number(query.get('limit')) > 1000 ||
      beta !== 'analytics-usage-cost-2026-08-24' || String(days[0]) < '2026-01-01'
    if (isRefused) return 400
    const page = this.#paged(query, days.flatMap((day) => rowsOf(day)), this.itemsAPage)
    return typeof page === 'number' ? page : { ...page, data_refreshed_at: '2026-11-05T08:00:00Z' }
  }

  #paged(query: URLSearchParams, items: unknown[], size: number) {
    const asked = new URLSearchParams(query)
    asked.delete('page')
    const cursor = query.get('page')
    if (cursor !== null && this.#cursors.get(cursor) !== asked.toString()) return 400
    const [, kind = 'page', number = '0'] = /^(page|empty)_(\d+)/.exec(cursor ?? (this.emptyPages ? 'empty_0' : 'page_0')) ?? []
    const skip = Number(number)
    if (kind === 'empty') return { data: [], has_more: true, next_page: this.#cursor(`page_${skip}`, asked) }
    const more = skip + size < items.length
    const next = this.circles && cursor !== null ? cursor : `${this.emptyPages ? 'empty' : 'page'}_${skip + size}`
    return { data: items.slice(skip, skip + size), has_more: more, next_page: more ? this.#cursor(next, asked) : null }
  }

  #cursor(cursor: string, asked: URLSearchParams): string {
    this.#cursors.set(cursor, asked.toString())
    return cursor
  }

  #list(query: URLSearchParams, items: readonly { id: string }[]): unknown {
    const after = query.get('after_id')
    const skip = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1
    const data = items.slice(skip, skip + this.itemsAPage)
    return { data, has_more: skip + data.length < items.length, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null }
  }

  #usageResults(day: string) {
    return this.rows.filter((row) => row.day === day).map(({ output, model = 'claude-opus-5-5', workspace = 'wrkspc_1', apiKey = 'apikey_1' }) => ({
      account_id: null, api_key_id: apiKey, service_account_id: null, workspace_id: workspace, model, service_tier: 'standard',
      context_window: '0-200k', inference_geo: 'global', speed: 'standard', ...tokens(output), server_tool_use: { web_search_requests: 2 },
    }))
  }

  #costResults(day: string) {
    return this.costs.filter((cost) => cost.day === day).map(({ amount, workspace = 'wrkspc_1', tokenType = 'output_tokens' }) => ({
      amount, currency: 'USD', workspace_id: workspace, description: `Claude Opus 5.5 Usage - ${tokenType}`, cost_type: 'tokens', model: 'claude-opus-5-5',
      token_type: tokenType, context_window: '0-200k', service_tier: 'standard', inference_geo: 'global',
    }))
  }

  #analyticsUsageRows(day: string) {
    return this.rows.filter((row) => row.day === day).map(({ output, model = 'claude-opus-5-5', workspace = 'wrkspc_1', requests = 3 }) => ({
      ...span(day), group: { workspace_id: workspace, model, service_tier: 'standard', inference_geo: 'global', speed: 'standard' },
      usage: { ...tokens(output), requests, server_tool_use: { web_search_requests: 2 }, total_tokens: 1116 + output },
    }))
  }

  #analyticsCostRows(day: string) {
    return this.costs.filter((cost) => cost.day === day).map(({ amount, list = amount, workspace = 'wrkspc_1', tokenType = 'output_tokens' }) => ({
      ...span(day), group: { workspace_id: workspace, model: 'claude-opus-5-5', service_tier: 'standard', inference_geo: 'global', speed: 'standard', cost_type: 'tokens', token_type: tokenType },
      cost: { amount, list_amount: list, currency: 'USD', requests: null },
    }))
  }
}

const span = (day: string) => ({ starting_at: `${day}T00:00:00Z`, ending_at: `${dayText(Date.parse(day) / DAY_MS + 1)}T00:00:00Z` })

/** 1,116 tokens and the output. */
const tokens = (output: number) => ({
  uncached_input_tokens: 100, output_tokens: output, cache_read_input_tokens: 1000,
  cache_creation: { ephemeral_5m_input_tokens: 7, ephemeral_1h_input_tokens: 9 },
})
