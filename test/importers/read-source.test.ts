// One source from stored bytes to batches: what is recognised, what is told, where a grown file goes on, what never leaks.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Importer } from '../../src/importers/importer.ts'
import { hashHead } from '../../src/importers/read-source.ts'
import { identify } from '../../src/importers/registry.ts'
import { headOf } from './collecting-sink.ts'
import { accounted, readAll, sourceOf } from './read-all.ts'
import { countOf } from '../../src/core/packed-records.ts'

const reply = (id: string, output: number) => JSON.stringify({
  id, type: 'message', role: 'assistant', model: 'claude-opus-5-5', content: [], stop_reason: 'end_turn',
  usage: { input_tokens: 1, output_tokens: output },
})
const bytesOf = (...lines: string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''))
const idsOf = (read: Awaited<ReturnType<typeof readAll>>) => read.records.map(({ record, position }) => [record.messageId, position])

/** Of every format. */
function fixtures(): { name: string; bytes: Buffer }[] {
  const root = join(import.meta.dirname, '..', 'fixtures')
  const files = readdirSync(root).flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(root, folder, file)))
  return files.filter((file) => !file.endsWith('.expected.json')).map((file) => ({ name: file, bytes: readFileSync(file) }))
}

/** Of an archive or a table, the first bytes are a mark of its own. */
const isText = ({ bytes }: { bytes: Buffer }): boolean => bytes[0] !== 0x1f && bytes[0] !== 0x28 && bytes.toString('latin1', 0, 4) !== 'PAR1'

describe('what a source is', () => {
  test('an empty file is no failure', async () => {
    const read = await readAll(sourceOf('empty.json', Buffer.alloc(0)))
    expect(read.summary).toMatchObject({ importer: null, entries: 0, problem: null, incompleteLastEntry: false })
    expect(read.batches).toBe(0)
  })

  test.each([['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1])], ['a settings file', Buffer.from('{\n  "name": "x"\n}\n')], ['prose', Buffer.from('Dear all,\n')]])('%s is told to be none of the formats', async (_, bytes) => {
    expect((await readAll(sourceOf('x', bytes))).summary).toMatchObject({ importer: null, entries: 0, problem: { code: 'unknown-format' } })
  })

  test('is the same behind byte order marks', async () => {
    const mark = Buffer.from('\uFEFF')
    for (const { name, bytes } of fixtures().filter(isText)) {
      const importers = await Promise.all([[bytes], [mark, bytes], [mark, mark, bytes]].map(async (parts) => (await readAll(sourceOf(name, Buffer.concat(parts)))).summary.importer))
      expect(new Set(importers).size, `${name}: ${importers.join(', ')}`).toBe(1)
    }
  })

  test('an application log that speaks of its first call late is read', async () => {
    const noise = Array.from({ length: 2000 }, (_, n) => JSON.stringify({ level: 30, time: 1795255872131 + n, msg: 'request completed' }))
    const read = await readAll(sourceOf('app.log', bytesOf(...noise, reply('msg_1', 5))))
    expect(idsOf(read)).toEqual([['msg_1', 2001]])
    expect(read.ignored).toEqual({ 'no usage in this line': 2000 })
  })

  test('a tie is told with both names', () => {
    const claim = (id: string): Importer => ({
      id, title: `Format ${id}`, basis: 'requests', surest: 50, identify: () => ({ score: 50, framing: { kind: 'lines' } }),
      read: () => ({ entry: () => {}, end: () => {} }),
    })
    expect(identify(headOf('x'), [claim('A'), claim('B')])).toMatchObject({ code: 'ambiguous-format', message: expect.stringContaining('Format A, Format B') })
  })

  test('an object that only lies beside the logs is one ignored entry and is not opened', async () => {
    const source = { ...sourceOf('AWSLogs/amazon-bedrock-logs-permission-check', Buffer.from('x')), open: () => { throw new Error('opened') } }
    const read = await readAll(source)
    expect(read.summary).toMatchObject({ entries: 1, problem: null })
    expect(accounted(read)).toBe(1)
  })
})

describe('batches', () => {
  test('are bounded, awaited one by one, and lose nothing', async () => {
    const lines = Array.from({ length: 10_000 }, (_, n) => reply(`msg_${n}`, n))
    let running = 0
    const counts: number[] = []
    const read = await readAll(sourceOf('many.jsonl', bytesOf(...lines)), {
      async onBatch(batch) {
        running += 1
        expect(running).toBe(1)
        await new Promise((done) => setImmediate(done))
        counts.push(countOf(batch.records))
        running -= 1
      },
    })
    expect(read.summary.entries).toBe(10_000)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000)
    expect(Math.max(...counts)).toBeLessThan(5000)
  })

  test('an abort stops between chunks and closes the source', async () => {
    const controller = new AbortController()
    let closed = false
    const lines = bytesOf(...Array.from({ length: 20_000 }, (_, n) => reply(`msg_${n}`, n)))
    const inner = sourceOf('many.jsonl', lines, 4096)
    const source = { ...inner, async *open() { try { yield* inner.open() } finally { closed = true } } }
    const { summary } = await readAll(source, { signal: controller.signal, onBatch: () => controller.abort() })
    expect(summary).toMatchObject({ aborted: true, end: null })
    expect(summary.entries).toBeLessThan(20_000)
    expect(closed).toBe(true)
  })

  test('progress counts stored bytes', async () => {
    const stored = gzipSync(bytesOf(reply('msg_1', 1)))
    const seen: number[] = []
    const { summary } = await readAll(sourceOf('a.gz', stored, 10), { onProgress: (bytes) => seen.push(bytes) })
    expect(seen.at(-1)).toBe(stored.length)
    expect(summary).toMatchObject({ storedBytes: stored.length, headLength: stored.length, headHash: createHash('sha256').update(stored).digest('hex') })
  })
})

describe('a file that grew', () => {
  const resumed = async (before: Buffer, after: Buffer) => {
    const { summary } = await readAll(sourceOf('app.jsonl', before))
    if (summary.end === null || summary.importer === null) throw new Error('no place to go on')
    return readAll(sourceOf('app.jsonl', after), { resume: { ...summary.end, importer: summary.importer } })
  }

  test.each([
    ['after a whole line', bytesOf(reply('msg_1', 1)), ''],
    ['behind a byte order mark', Buffer.concat([Buffer.from('\uFEFF'), bytesOf(reply('msg_1', 1))]), ''],
    ['after a whole line without newline', bytesOf(reply('msg_1', 1)).subarray(0, -1), '\n'],
  ])('goes on %s', async (_, before, between) => {
    const after = Buffer.concat([before, Buffer.from(between), bytesOf(reply('msg_2', 2))])
    expect(idsOf(await resumed(before, after))).toEqual([['msg_2', 2]])
  })

  test('reads again the line that was cut off', async () => {
    const after = bytesOf(reply('msg_1', 1), reply('msg_2', 2))
    const read = await resumed(after.subarray(0, after.length - 30), after)
    expect(idsOf(read)).toEqual([['msg_2', 2]])
  })

  test('a compressed one, and JSON values, must be read anew', async () => {
    expect((await readAll(sourceOf('a.gz', gzipSync(bytesOf(reply('msg_1', 1)))))).summary.end).toBeNull()
    expect((await readAll(sourceOf('a.json', Buffer.from(`[${reply('msg_1', 1)}]`)))).summary.end).toBeNull()
  })

  test('the head tells whether it is the same file', async () => {
    const before = bytesOf(reply('msg_1', 1))
    const { summary } = await readAll(sourceOf('a', before))
    const grown = Buffer.concat([before, bytesOf(reply('msg_2', 2))])
    expect(await hashHead(sourceOf('a', grown), summary.headLength)).toBe(summary.headHash)
    expect(await hashHead(sourceOf('a', grown.subarray(1)), summary.headLength)).not.toBe(summary.headHash)
  })
})

test('a truncated gzip brings what came before the cut, and says so', async () => {
  const lines = Array.from({ length: 3000 }, (_, n) => reply(`msg_${n * 7919}`, n))
  const stored = gzipSync(bytesOf(...lines))
  const read = await readAll(sourceOf('a.json.gz', stored.subarray(0, stored.length - 200)))
  expect(read.summary.problem?.code).toBe('compressed-cut-off')
  expect(read.records.length).toBeGreaterThan(1000)
  expect(read.rejected).toEqual([])
  expect(read.summary.entries).toBe(accounted(read))
})

test('no content of any fixture gets into records, reasons or problems', async () => {
  const seeded = fixtures().filter(({ bytes }) => bytes.includes('CANARY'))
  expect(seeded.length).toBeGreaterThan(10)
  for (const { bytes } of seeded) {
    expect(JSON.stringify(await readAll(sourceOf('x', bytes)))).not.toContain('CANARY')
  }
})

test('content is kept out of every format, wherever a body lies', async () => {
  const canary = 'CANARY-b1946ac9'
  const usage = { input_tokens: 1, output_tokens: 2 }
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-5-5', content: [{ type: 'text', text: canary }], usage }
  const bodies = [
    message,
    { msg: canary, prompt: canary, request: { messages: [{ role: 'user', content: canary }] }, response: message },
    { sessionId: 's', uuid: 'u', type: 'assistant', cwd: '/x', parentUuid: null, message, toolUseResult: canary },
    { schemaType: 'ModelInvocationLog', modelId: 'anthropic.claude-opus-4-8', requestId: 'r', operation: 'InvokeModel', timestamp: '2026-11-03T08:15:27Z',
      input: { inputTokenCount: 1, inputBodyJson: { messages: [canary] } }, output: { outputTokenCount: 2, outputBodyJson: message } },
    { data: [{ starting_at: '2026-11-03T00:00:00Z', ending_at: '2026-11-04T00:00:00Z', note: canary, results: [{ uncached_input_tokens: 1, output_tokens: 2, note: canary }] }] },
  ]
  for (const body of bodies) {
    const whole = JSON.stringify(body)
    const read = await readAll(sourceOf('x', bytesOf(whole, whole.replace('_tokens":2', `_tokens":"${canary}"`), whole.slice(0, -9))))
    expect(read.summary.importer).not.toBeNull()
    expect(accounted(read)).toBeGreaterThan(0)
    expect(JSON.stringify(read)).not.toContain(canary)
  }
})
