// The web page's server: 127.0.0.1 only, own files by exact name, calls behind the guard.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Backend } from '../api/backend/backend.ts'
import { PAGE_HEADERS } from '../shell/page-files.ts'
import type { PageFile } from '../shell/page-files.ts'
import { createApi } from './api-routes.ts'
import { createGuard } from './guard.ts'
import { sendJson } from './http.ts'

export interface WebServer {
  /** The address to open; its fragment holds the key. */
  url: string
  port: number
  close(): Promise<void>
}

export interface WebServerOptions {
  backend: Backend
  files: ReadonlyMap<string, PageFile>
  /** 0: any free one. */
  port: number
}

export async function startWebServer({ backend, files, port }: WebServerOptions): Promise<WebServer> {
  let boundPort = port
  const guard = createGuard(() => boundPort)
  const api = createApi({ backend, guard })

  const server = createServer((request, response) => {
    answer(request, response).catch(() => sendJson(response, 500, { ok: false, problem: { code: 'failed', message: 'The request failed.' } }))
  })
  // A file of many gigabytes takes as long as it takes.
  server.requestTimeout = 0

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = guard.refuse(request)
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1')
    if (refusal !== null || url === null) {
      request.resume()
      response.writeHead(refusal ?? 400).end()
    } else if (url.pathname.startsWith('/api/')) await api({ request, response, url })
    else sendFile(files.get(url.pathname), request, response)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address === 'object' && address !== null) boundPort = address.port
  return {
    url: `http://127.0.0.1:${boundPort}/#key=${guard.key}`,
    port: boundPort,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

/**
 * Read at once, a millisecond from this machine's disk: a promise of it takes four turns of the loop, and while an import
 * runs a batch is written in each of them.
 */
function sendFile(file: PageFile | undefined, request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  if (file === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
    response.writeHead(404, PAGE_HEADERS).end('Not found')
    return
  }
  const body = readFileSync(file.path)
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': file.type, 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}
