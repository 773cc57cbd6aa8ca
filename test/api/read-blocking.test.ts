// Large files read as the reading thread reads them, into two buffers in turn: nothing may look at bytes that are gone.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readBlocking, sourceOfFile } from '../../src/api/backend/files.ts'
import { entriesOf } from '../../src/core/packed-records.ts'
import { readSource } from '../../src/importers/read-source.ts'
import { membersOf } from '../../src/importers/zip.ts'
import type { LogSource } from '../../src/importers/importer.ts'
import { bedrockLine } from './logs.ts'

const LINES = 6000
const FIXTURES = join(import.meta.dirname, '../fixtures')

let folder = ''
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'token-ledger-blocking-')) })
afterAll(() => rmSync(folder, { recursive: true }))

/** Lines of many lengths, so that chunks end anywhere in them. */
const lines = Array.from({ length: LINES }, (_, at) => bedrockLine({ requestId: `r-${at}`, input: at }).replace('{', `{${' '.repeat((at * 7) % 211)}`))
const text = `${lines.join('\n')}\n`
const [header = '', ...rows] = readFileSync(join(FIXTURES, 'console-usage-csv/minute.csv'), 'utf8').trimEnd().split('\n')
const noise = Buffer.from(Array.from({ length: 900_000 }, (_, at) => (at * at * 2654435761) >>> 24))

const FILES: Record<string, Uint8Array> = {
  lines: Buffer.from(text),
  values: Buffer.from(JSON.stringify(lines.map((line): unknown => JSON.parse(line)), null, 2)),
  csv: Buffer.from([header, ...Array.from({ length: 6000 }, () => rows).flat()].join('\n')),
  'UTF-16': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
  // What does not compress makes the compressed file long enough for many chunks.
  gzip: gzipSync(Buffer.concat([Buffer.from(text), Buffer.from(`{"noise":"${noise.toString('base64')}"}\n`), Buffer.from(text)])),
  zstd: zstdCompressSync(Buffer.concat([Buffer.from(text), Buffer.from(`{"noise":"${noise.toString('base64')}"}\n`), Buffer.from(text)])),
  zip: zipSync({ 'noise.bin': [noise, { level: 0 }], 'a.json': Buffer.from(text), 'b.json': Buffer.from(text) }),
}

async function readAll(source: LogSource): Promise<unknown[]> {
  const told: unknown[] = []
  for await (const member of membersOf(source)) {
    const { storedBytes: _, ...summary } = await readSource({
      source: member, options: { platform: null, route: null, tagKeys: [], sourceName: member.name },
      onBatch: ({ records, ignored, rejected }) => void told.push(...entriesOf(records), records.repeated, ...ignored, ...rejected),
    })
    told.push(summary)
  }
  return told
}

test.each(Object.keys(FILES))('%s', async (name) => {
  const bytes = FILES[name] ?? new Uint8Array()
  const path = join(folder, `${name}.log`)
  writeFileSync(path, bytes)
  const listed = { name: `${name}.log`, path, size: bytes.length, modifiedAtMs: 0 }
  expect(bytes.length).toBeGreaterThan(2 * 256 * 1024)
  const there = await readAll(sourceOfFile(listed, readBlocking))
  expect(there).toEqual(await readAll(sourceOfFile(listed)))
  expect(there.length).toBeGreaterThan(2)
})

test('a file that became shorter says so', async () => {
  const path = join(folder, 'short.log')
  writeFileSync(path, FILES['lines'] ?? '')
  const source = sourceOfFile({ name: 'short.log', path, size: 10_000_000, modifiedAtMs: 0 }, readBlocking)
  expect((await readAll(source)).at(-1)).toMatchObject({ problem: { code: 'source-shrank' } })
})
