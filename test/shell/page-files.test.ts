// The allowlist of the page's files comes from the build manifest and from nowhere else.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONTENT_SECURITY_POLICY, pageFiles } from '../../src/shell/page-files.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-page-'))
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({
    'index.html': { file: 'assets/index-1.js', css: ['assets/index-2.css'], assets: ['assets/inter-3.woff2'], isEntry: true },
    'lazy.tsx': { file: 'assets/lazy-4.js' },
    'odd.bin': { file: 'assets/odd-5.exe' },
  }))
  writeFileSync(join(folder, 'not-in-the-manifest.js'), '')
})

afterAll(() => rmSync(folder, { recursive: true }))

test('exactly what the manifest names, the page itself, and types the page needs', () => {
  expect([...pageFiles(folder).keys()].toSorted()).toEqual([
    '/', '/assets/index-1.js', '/assets/index-2.css', '/assets/inter-3.woff2', '/assets/lazy-4.js', '/index.html',
  ])
})

test('each file has its type and lies in the folder', () => {
  const files = pageFiles(folder)
  expect(files.get('/assets/index-1.js')).toEqual({ path: join(folder, 'assets', 'index-1.js'), type: 'text/javascript; charset=utf-8' })
  expect(files.get('/')?.path).toBe(join(folder, 'index.html'))
})

test('the policy names no other host and no inline script', () => {
  const rules = new Map(CONTENT_SECURITY_POLICY.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]))
  expect(rules.get('default-src')).toEqual(["'none'"])
  expect(rules.get('script-src')).toEqual(["'self'"])
  expect([...rules.values()].flat().filter((source) => !/^('self'|'none'|'unsafe-inline'|data:|blob:)$/.test(source))).toEqual([])
})
