// A zip archive comes apart into sources; everything else comes through unchanged.
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { membersOf } from '../../src/importers/zip.ts'
import { readAll, sourceOf } from './read-all.ts'

const reply = (id: string) => strToU8(`{"id":"${id}","type":"message","model":"claude-opus-5-5","usage":{"input_tokens":1,"output_tokens":2}}\n`)

async function textsOf(bytes: Uint8Array, chunkSize: number): Promise<[string, string][]> {
  const texts: [string, string][] = []
  for await (const member of membersOf(sourceOf('a.zip', bytes, chunkSize))) {
    const parts: Uint8Array[] = []
    for await (const chunk of member.open()) parts.push(chunk)
    texts.push([member.name, Buffer.concat(parts).toString('utf8')])
  }
  return texts
}

describe.each([1, 7, 100_000])('in chunks of %i bytes', (chunkSize) => {
  test('members, stored or deflated, with their names; no folders', async () => {
    const zip = zipSync({ 'logs/a.json': strToU8('{"a":1}'), 'logs/': new Uint8Array(), '__MACOSX/x': strToU8('x'), 'b.txt': [strToU8('b'.repeat(5000)), { level: 0 }], 'empty.json': new Uint8Array() })
    expect(await textsOf(zip, chunkSize)).toEqual([['a.zip/logs/a.json', '{"a":1}'], ['a.zip/b.txt', 'b'.repeat(5000)], ['a.zip/empty.json', '']])
  })

  test('any other source is itself', async () => {
    expect(await textsOf(Buffer.from('{"a":1}\n'), chunkSize)).toEqual([['a.zip', '{"a":1}\n']])
    expect(await textsOf(Buffer.alloc(0), chunkSize)).toEqual([['a.zip', '']])
  })
})

test('each member is a source of its own, also where the one before was not read', async () => {
  const zip = zipSync({ 'unread.bin': new Uint8Array(300_000).fill(7), 'a.jsonl': reply('msg_1'), 'b.json.gz': reply('msg_2') })
  const seen: [string, unknown][] = []
  for await (const member of membersOf(sourceOf('logs.zip', zip, 1000))) {
    if (member.name.endsWith('.bin')) continue
    const read = await readAll(member)
    seen.push([member.name, read.records.map(({ record }) => record.messageId)])
  }
  expect(seen).toEqual([['logs.zip/a.jsonl', ['msg_1']], ['logs.zip/b.json.gz', ['msg_2']]])
})

test('an archive that was cut off gives what came before the cut, and says so', async () => {
  const long = Buffer.concat([reply('msg_2'), Buffer.alloc(50_000, '{"a":1}\n')])
  const zip = zipSync({ 'a.jsonl': reply('msg_1'), 'b.jsonl': [long, { level: 0 }] })
  const outcomes: string[] = []
  for await (const member of membersOf(sourceOf('logs.zip', zip.subarray(0, 20_000), 4096))) {
    const { records, summary } = await readAll(member)
    outcomes.push(`${records.length} ${summary.problem?.code ?? 'whole'}`)
  }
  expect(outcomes).toEqual(['1 whole', '1 compressed-cut-off'])
})

test('a member that deflates beyond reason is stopped', async () => {
  const zip = zipSync({ 'bomb.json': new Uint8Array(70 * 1024 * 1024) })
  for await (const member of membersOf(sourceOf('logs.zip', zip, 65_536))) {
    const readWhole = async () => {
      for await (const chunk of member.open()) expect(chunk.length).toBeGreaterThan(0)
    }
    await expect(readWhole()).rejects.toThrow('1000 times its size')
  }
})
