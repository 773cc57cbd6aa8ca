// The endpoints behind /api/: calls, events, uploads. None takes a path of this machine.
import type { ServerResponse } from 'node:http'
import type { Backend } from '../api/backend/backend.ts'
import type { Guard } from './guard.ts'
import { readJson, sendJson } from './http.ts'
import type { Exchange } from './http.ts'
import { UploadQueue, uploadRequest, uploadedFile } from './uploads.ts'

/** Comments on the event stream keep proxies and sleeping laptops from dropping it. */
const HEARTBEAT_MS = 15_000
const NO_TOKEN = {
  ok: false,
  problem: {
    code: 'no-key',
    message: 'This page was opened without its key.',
    remedy: 'Open the whole address that Token Ledger printed when it started.',
  },
}

export interface ApiParts {
  backend: Backend
  guard: Guard
}

export type AnswerApi = (exchange: Exchange) => Promise<void>

export function createApi({ backend, guard }: ApiParts): AnswerApi {
  const uploads = new Map<string, UploadQueue>()

  const routes: { method: string; path: RegExp; open?: true; answer(exchange: Exchange, id: string): Promise<void> | void }[] = [
    {
      method: 'POST', path: /^\/api\/session$/, open: true,
      answer: async ({ request, response }) => {
        const body = await readJson(request)
        const token = guard.exchange(typeof body === 'object' && body !== null && 'key' in body ? body.key : undefined)
        sendJson(response, token === null ? 401 : 200, token === null ? NO_TOKEN : { ok: true, value: { token } })
      },
    },
    { method: 'POST', path: /^\/api\/call$/, answer: (exchange) => call(backend, exchange) },
    { method: 'GET', path: /^\/api\/events$/, answer: ({ response }) => streamEvents(backend, response) },
    {
      method: 'POST', path: /^\/api\/imports$/,
      answer: async ({ request, response }) => sendJson(response, 200, { ok: true, value: openImport(backend, uploads, await readJson(request)) }),
    },
    { method: 'PUT', path: /^\/api\/imports\/([\w-]+)\/files$/, answer: (exchange, id) => upload(uploads.get(id), exchange) },
    {
      method: 'POST', path: /^\/api\/imports\/([\w-]+)\/close$/,
      answer: ({ request, response }, id) => {
        request.resume()
        uploads.get(id)?.close()
        sendJson(response, 200, { ok: true, value: {} })
      },
    },
  ]

  return async (exchange) => {
    const { request, response, url } = exchange
    const route = routes.find((candidate) => candidate.method === request.method && candidate.path.test(url.pathname))
    if (route === undefined || (route.open !== true && !guard.hasToken(request))) {
      request.resume()
      return sendJson(response, route === undefined ? 404 : 401, route === undefined ? { ok: false } : NO_TOKEN)
    }
    await route.answer(exchange, route.path.exec(url.pathname)?.[1] ?? '')
  }
}

async function call(backend: Backend, { request, response }: Exchange): Promise<void> {
  const body = await readJson(request)
  if (typeof body !== 'object' || body === null || !('method' in body) || typeof body.method !== 'string') {
    return sendJson(response, 400, { ok: false, problem: { code: 'bad-call', message: 'The call could not be read.' } })
  }
  sendJson(response, 200, await backend.call(body.method, 'input' in body ? body.input : {}))
}

function streamEvents(backend: Backend, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': open\n\n')
  const stop = backend.onEvent((event) => response.write(`data: ${JSON.stringify(event)}\n\n`))
  const heartbeat = setInterval(() => response.write(': here\n\n'), HEARTBEAT_MS)
  response.on('close', () => {
    clearInterval(heartbeat)
    stop()
  })
}

function openImport(backend: Backend, uploads: Map<string, UploadQueue>, described: unknown): { jobId: string } {
  const queue = new UploadQueue()
  const { jobId, done } = backend.startImport(uploadRequest(described, queue))
  uploads.set(jobId, queue)
  const forget = () => {
    queue.end()
    uploads.delete(jobId)
  }
  done.then(forget, forget)
  return { jobId }
}

async function upload(queue: UploadQueue | undefined, { request, response, url }: Exchange): Promise<void> {
  const taken = queue !== undefined && (await queue.add(uploadedFile(url.searchParams), request))
  // What was not read is let run out: a browser takes an early answer on a half-sent body for a broken connection.
  request.resume()
  if (taken) sendJson(response, 200, { ok: true, value: {} })
  else sendJson(response, 409, { ok: false, problem: { code: 'import-ended', message: 'This import takes no more files.' } })
}
