// The web page's server: who may ask, what is served, and how uploads become sources.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CONTENT_SECURITY_POLICY } from '../../src/shell/page-files.ts'
import { startWebServer } from '../../src/web/server.ts'
import type { WebServer } from '../../src/web/server.ts'
import { fakeBackend } from './fake-backend.ts'

let folder = ''
let server: WebServer
let backend = fakeBackend()

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-web-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(folder, 'secret.txt'), 'not served')
  backend = fakeBackend()
  await restart()
})

async function restart(): Promise<void> {
  const path = join(folder, 'index.html')
  const files = new Map(['/', '/index.html'].map((url) => [url, { path, type: 'text/html; charset=utf-8' }]))
  server = await startWebServer({ backend, files, port: 0 })
}

afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** fetch may not set Host, Origin or a path with dots; a bare request may. */
function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString('utf8') }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

async function token(): Promise<string> {
  const key = new URL(server.url).hash.slice('#key='.length)
  const { text } = await ask('/api/session', { method: 'POST', body: JSON.stringify({ key }) })
  return JSON.parse(text).value.token
}

const withToken = async () => ({ 'x-token-ledger-token': await token() })

describe('who may ask', () => {
  test('the address holds the key in its fragment, on 127.0.0.1', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#key=[\w-]{32}$/)
  })

  test('a call without a token, or with a wrong one, is refused in words', async () => {
    for (const headers of [{}, { 'x-token-ledger-token': 'guess' }]) {
      const { status, text } = await ask('/api/call', { method: 'POST', headers, body: '{"method":"ledger.status","input":{}}' })
      expect(status).toBe(401)
      expect(JSON.parse(text).problem.remedy).toContain('address')
    }
  })

  test('a wrong key gives no token', async () => {
    expect((await ask('/api/session', { method: 'POST', body: '{"key":"wrong"}' })).status).toBe(401)
    expect((await ask('/api/session', { method: 'POST', body: 'not json' })).status).toBe(401)
  })

  test('another Host is refused, also with the right token (DNS rebinding)', async () => {
    const headers = { ...(await withToken()), host: `evil.example:${server.port}` }
    expect((await ask('/api/call', { method: 'POST', headers, body: '{"method":"x"}' })).status).toBe(421)
    expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(421)
  })

  test('another Origin is refused, also with the right token', async () => {
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${server.port + 1}`, `http://127.0.0.1:${server.port}.evil.example`]) {
      const headers = { ...(await withToken()), origin }
      expect((await ask('/api/call', { method: 'POST', headers, body: '{"method":"x"}' })).status).toBe(403)
    }
  })

  test('a request made by another site is refused, following a link is not', async () => {
    expect((await ask('/', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } })).status).toBe(403)
    expect((await ask('/', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' } })).status).toBe(200)
  })

  test('the own page may ask', async () => {
    const headers = { ...(await withToken()), origin: `http://127.0.0.1:${server.port}` }
    const { status, text } = await ask('/api/call', { method: 'POST', headers, body: '{"method":"usage.totals","input":{"by":["day"]}}' })
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({ ok: true, value: { method: 'usage.totals', input: { by: ['day'] } } })
  })

  test('a call that cannot be read is a failure in words', async () => {
    const { status, text } = await ask('/api/call', { method: 'POST', headers: await withToken(), body: '[' })
    expect(status).toBe(400)
    expect(JSON.parse(text).problem.code).toBe('bad-call')
  })
})

describe('what is served', () => {
  test('the page, with a policy that allows nothing from elsewhere', async () => {
    const { status, headers, text } = await ask('/')
    expect(status).toBe(200)
    expect(text).toContain('<title>page</title>')
    expect(headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY)
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  test.each(['/secret.txt', '/../package.json', '/%2e%2e/package.json', '//etc/passwd', '/index.html/../secret.txt', '/assets/', '/.env'])(
    '%s is not', async (path) => {
      expect((await ask(path)).status).toBe(404)
    },
  )

  test('no endpoint besides the known ones, and none by another method', async () => {
    const headers = await withToken()
    expect((await ask('/api/files?path=/etc/passwd', { headers })).status).toBe(404)
    expect((await ask('/api/call', { headers })).status).toBe(404)
    expect((await ask('/', { method: 'POST' })).status).toBe(404)
  })
})

describe('uploads', () => {
  async function open(label = 'logs/'): Promise<string> {
    const { text } = await ask('/api/imports', { method: 'POST', headers: await withToken(), body: JSON.stringify({ label, files: 2, bytes: 12 }) })
    return JSON.parse(text).value.jobId
  }

  const put = async (jobId: string, query: string, body: string) =>
    ask(`/api/imports/${jobId}/files?${query}`, { method: 'PUT', headers: await withToken(), body })

  test('files of one drop are sources of one import, in order', async () => {
    const jobId = await open()
    expect((await put(jobId, 'name=logs%2Fa.jsonl&size=6&modified=1700000000000', '{"a":1}')).status).toBe(200)
    expect((await put(jobId, 'name=logs%2Fb.jsonl&size=x', '{"b":2}')).status).toBe(200)
    await ask(`/api/imports/${jobId}/close`, { method: 'POST', headers: await withToken() })
    expect(backend.read).toEqual([
      { name: 'logs/a.jsonl', size: 6, modifiedAtMs: 1_700_000_000_000, text: '{"a":1}' },
      { name: 'logs/b.jsonl', size: null, modifiedAtMs: null, text: '{"b":2}' },
    ])
    expect(backend.requests[0]).toMatchObject({ label: 'logs/', sourcesTotal: 2, bytesTotal: 12 })
  })

  test('a source that is not read to its end does not break the connection', async () => {
    backend = fakeBackend({ readOnlyFirstBytes: true })
    await server.close()
    await restart()
    const jobId = await open()
    const long = 'x'.repeat(3_000_000)
    expect((await put(jobId, 'name=long', long)).status).toBe(200)
    expect((await put(jobId, 'name=next', long)).status).toBe(200)
    expect(backend.read.map(({ name }) => name)).toEqual(['long', 'next'])
  })

  test('a cancelled import takes no more files', async () => {
    const jobId = await open()
    backend.cancel()
    await put(jobId, 'name=a', 'a')
    expect((await put(jobId, 'name=b', 'b')).status).toBe(409)
    expect(backend.read.map(({ name }) => name)).toEqual(['a'])
  })

  test('an unknown import takes none', async () => {
    expect((await put('job-99', 'name=a', 'a')).status).toBe(409)
  })
})

test('events reach the page as they happen', async () => {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/events`, { headers: await withToken() })
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = decoder.decode((await reader?.read())?.value)
  backend.emit({ type: 'changed' })
  while (!text.includes('data:')) text += decoder.decode((await reader?.read())?.value)
  expect(text).toContain('data: {"type":"changed"}\n\n')
  await reader?.cancel()
})
