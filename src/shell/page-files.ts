// Which files a shell may serve, and under which rules: the build's own, by exact name. Reads no path from a request.
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * Nothing from elsewhere, no inline script, no frame. Inline style is allowed because the menus and dialogs of Radix
 * position themselves with it; style can reach no other host, since fonts and images are limited too.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data: blob:",
  "connect-src 'self' data:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
}

export interface PageFile {
  path: string
  type: string
}

/** Reads the build manifest in `folder`; the keys are the URL paths that exist, `/` included. */
export function pageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const names = new Set(['index.html', ...namesIn(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')))])
  const files = new Map<string, PageFile>()
  for (const name of names) {
    const type = TYPES[extname(name)]
    if (type !== undefined) files.set(`/${name}`, { path: join(folder, name), type })
  }
  files.set('/', { path: join(folder, 'index.html'), type: 'text/html; charset=utf-8' })
  return files
}

/** Every file a Vite manifest names: https://vite.dev/guide/backend-integration (checked 2026-11-22). */
function namesIn(manifest: unknown): string[] {
  if (typeof manifest !== 'object' || manifest === null) return []
  return Object.values(manifest).flatMap((chunk: unknown) => {
    if (typeof chunk !== 'object' || chunk === null) return []
    const file = 'file' in chunk && typeof chunk.file === 'string' ? [chunk.file] : []
    return [...file, ...texts('css' in chunk ? chunk.css : []), ...texts('assets' in chunk ? chunk.assets : [])]
  })
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
