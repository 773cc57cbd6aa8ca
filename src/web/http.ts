// Small helpers over node:http: read a JSON body with a limit, send JSON. Knows no route.
import type { IncomingMessage, ServerResponse } from 'node:http'

const LIMIT_BYTES = 4 * 1024 * 1024

export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  url: URL
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  response.end(JSON.stringify(value))
}

/** Undefined where the body is not JSON or longer than 4 MiB. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    if (!(part instanceof Uint8Array)) return undefined
    bytes += part.length
    if (bytes > LIMIT_BYTES) return undefined
    parts.push(Buffer.from(part))
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    return undefined
  }
}
