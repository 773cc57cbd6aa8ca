// Stored bytes to text: every encoding, compressions under any name, damage and bombs.
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decode } from '../../src/importers/decode.ts'

async function decoded(bytes: Uint8Array, chunkSize = 1000) {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize)
  }
  const result = await decode(chunks())
  const parts: Buffer[] = []
  for await (const chunk of result.chunks) parts.push(chunk)
  return { ...result, text: Buffer.concat(parts).toString('utf8'), code: result.problem()?.code ?? null }
}

const LINES = Array.from({ length: 2000 }, (_, n) => `{"n":${n},"word":"Zürich"}\n`).join('')

describe.each([1, 13, 5000])('in chunks of %i bytes', (chunkSize) => {
  test.each([
    ['plain', Buffer.from('{"ä":1}')],
    ['UTF-8 with mark', Buffer.from('\uFEFF{"ä":1}')],
    ['UTF-16 little endian', Buffer.from('\uFEFF{"ä":1}', 'utf16le')],
    ['UTF-16 big endian', Buffer.from('\uFEFF{"ä":1}', 'utf16le').swap16()],
    ['gzip', gzipSync('{"ä":1}')],
    ['gzip of several members', Buffer.concat([gzipSync('{"ä"'), gzipSync(':1}')])],
    ['gzip in gzip', gzipSync(gzipSync('{"ä":1}'))],
    ['gzip of UTF-8 with mark', gzipSync('\uFEFF{"ä":1}')],
    ['gzip with zeros behind', Buffer.concat([gzipSync('{"ä":1}'), Buffer.alloc(512)])],
    ['gzip with garbage behind', Buffer.concat([gzipSync('{"ä":1}'), Buffer.from('garbage and more of it')])],
    ['zstd', zstdCompressSync('{"ä":1}')],
  ])('%s', async (_, bytes) => {
    expect(await decoded(bytes, chunkSize)).toMatchObject({ text: '{"ä":1}', code: null })
  })
})

test('nothing is nothing', async () => {
  expect(await decoded(Buffer.alloc(0))).toMatchObject({ text: '', code: null })
})

test('a gzip that was cut off gives what came before', async () => {
  const stored = gzipSync(LINES)
  const { text, code } = await decoded(stored.subarray(0, stored.length - 100))
  expect(code).toBe('compressed-cut-off')
  expect(LINES.startsWith(text)).toBe(true)
  expect(text.length).toBeGreaterThan(LINES.length / 2)
})

test('a damaged gzip is told, not thrown', async () => {
  const stored = Buffer.from(gzipSync(LINES))
  stored.fill(0xff, stored.length - 200, stored.length - 100)
  expect((await decoded(stored)).code).toBe('compressed-damaged')
})

test('a bomb is stopped', async () => {
  // 200 MiB of zeros deflate about 1,029 times over.
  const member = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 9 })
  const { text, code } = await decoded(member, 65_536)
  expect(code).toBe('compressed-bomb')
  expect(text.length).toBeLessThan(100 * 1024 * 1024)
})
