// An Anthropic Admin API on 127.0.0.1: usage report pages, oldest first, with empty buckets, as documented.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isTcp } from './fake-cloudwatch.ts'

export const ADMIN_KEY = 'sk-ant-admin01-canary-EXAMPLE-0123456789'

export interface FakeRow { day: string; output: number; model?: string; workspace?: string | null }

export class FakeAdmin {
  rows: FakeRow[] = []
  /** Answered one by one before anything else. The body repeats the key, as a careless proxy might. */
  refusals: { status: number; headers?: Record<string, string> }[] = []
  bucketsAPage = 2
  /** This page is forbidden. */
  forbiddenPage: string | null = null
  readonly asked: { url: URL; headers: IncomingMessage['headers'] }[] = []
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

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    this.asked.push({ url, headers: request.headers })
    const refusal = this.refusals.shift() ?? (request.headers['x-api-key'] === ADMIN_KEY ? this.#forbids(url) : { status: 401 })
    const status = url.pathname === '/v1/organizations/usage_report/messages' ? 200 : 404
    if (refusal !== undefined || status === 404) {
      response.writeHead(refusal?.status ?? status, refusal?.headers ?? {})
      response.end(JSON.stringify({ type: 'error', error: { type: 'error', message: `no: ${String(request.headers['x-api-key'])}` } }))
      return
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.#page(url.searchParams)))
  }

  #forbids(url: URL): { status: number; headers?: Record<string, string> } | undefined {
    return this.forbiddenPage !== null && url.searchParams.get('page') === this.forbiddenPage ? { status: 403 } : undefined
  }

  #page(query: URLSearchParams) {
    const [from, to] = ['starting_at', 'ending_at'].map((name) => Date.parse(query.get(name) ?? '') / 86_400_000)
    if (from === undefined || to === undefined) throw new Error('No window')
    const skip = Number((query.get('page') ?? 'page_0').slice('page_'.length))
    const days = Array.from({ length: to - from }, (_, at) => new Date((from + at) * 86_400_000).toISOString().slice(0, 10))
    const shown = days.slice(skip, skip + this.bucketsAPage)
    const more = skip + this.bucketsAPage < days.length
    return { data: shown.map((day) => this.#bucket(day)), has_more: more, next_page: more ? `page_${skip + this.bucketsAPage}` : null }
  }

  #bucket(day: string) {
    const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().replace('.000Z', 'Z')
    const results = this.rows.filter((row) => row.day === day).map(({ output, model = 'claude-opus-5-5', workspace = 'wrkspc_1' }) => ({
      account_id: null, api_key_id: 'apikey_1', service_account_id: null, workspace_id: workspace, model, service_tier: 'standard',
      context_window: '0-200k', inference_geo: 'global', speed: 'standard', uncached_input_tokens: 100, output_tokens: output,
      cache_creation: { ephemeral_5m_input_tokens: 7, ephemeral_1h_input_tokens: 9 }, cache_read_input_tokens: 1000,
      server_tool_use: { web_search_requests: 2 },
    }))
    return { starting_at: `${day}T00:00:00Z`, ending_at: next, results }
  }
}
