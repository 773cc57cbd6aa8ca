// A line that says again what the last reply's line said is told without parsing: only where parsing it would show a duplicate.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keysOfRecord } from '../../src/core/record-keys.ts'
import { beats, ranksOf } from '../../src/core/record-rank.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { claudeCodeTranscript } from '../../src/importers/claude-code-transcript.ts'
import { collectEntries } from './collecting-sink.ts'

interface Said { id: string | null; output: number; uuid: string; parent: string; time: string; content: string; stop: string | null; sidechain: boolean; tail: string }

const line = ({ id, output, uuid, parent, time, content, stop, sidechain, tail }: Said): string =>
  `{"parentUuid":"${parent}","isSidechain":${sidechain},"type":"assistant","message":{"id":${JSON.stringify(id)},"model":"claude-opus-5-5",` +
  `"content":${content},"stop_reason":${JSON.stringify(stop)},"usage":{"input_tokens":3,"output_tokens":${output}}},` +
  `"requestId":${JSON.stringify(id === null ? null : 'req_1')},"uuid":"${uuid}","timestamp":"${time}","sessionId":"s"}${tail}`

const said: Said = {
  id: 'msg_1', output: 9, uuid: 'u-1', parent: 'p-1', time: '2026-11-20T08:00:00.000Z', content: '[{"type":"text","text":"a"}]', stop: null,
  sidechain: false, tail: '',
}
const read = (...lines: readonly Said[]) => collectEntries(claudeCodeTranscript, lines.map(line))

test('the next block of a reply is a repeat', () => {
  const next = { ...said, uuid: 'u-2', parent: 'u-1', time: '2026-11-20T08:00:01.500Z', content: '[{"type":"tool_use","id":"t","input":{"uuid":"x"}}]' }
  expect(read(said, next, { ...next, uuid: 'u-3', content: '[]' })).toMatchObject({ records: [{ messageId: 'msg_1' }], repeated: 2 })
})

describe('is read as it stands', () => {
  test.each<[string, Partial<Said>]>([
    ['with another id', { id: 'msg_2' }], ['with another count', { output: 8 }], ['with a stop reason', { stop: 'end_turn' }],
    ['of the side chain', { sidechain: true }],
    ['with an uuid of another length', { uuid: 'u-22' }], ['with the end of an object in its uuid', { uuid: 'u"}' }],
    ['with an escape in its uuid', { uuid: 'u\\n' }], ['with something behind it', { tail: ' ' }],
  ])('%s', (_, change) => {
    expect(read(said, { ...said, ...change }).repeated).toBe(0)
  })

  test('where no id makes it known again', () => {
    expect(read({ ...said, id: null }, { ...said, id: null })).toMatchObject({ records: [{}, {}], repeated: 0 })
  })

  test('after a line that is no reply', () => {
    const broken = { ...said, content: '[' }
    expect(read(said, broken, said)).toMatchObject({ rejected: [['not valid JSON', 2]], repeated: 0 })
  })
})

test('what is not parsed would have been a duplicate that loses', () => {
  const one = fc.constantFrom('a', 'bb', '"', '\\', '\\"', 'content":[', 'uuid":"')
  const field = <K extends keyof Said>(key: K, ...values: Said[K][]) => fc.constantFrom(said[key], said[key], ...values)
  const lines = fc.array(fc.record<Said>({
    id: field('id', 'msg_2', null), output: field('output', 8, 10), uuid: fc.oneof(fc.constant('u-1'), one), parent: fc.oneof(fc.constant('p-1'), one),
    time: field('time', '2026-11-20T09:00:00.000Z', 'soon'), content: field('content', '[]', '"x"', '[{"uuid":"a"}]', 'null', '['),
    stop: field('stop', 'end_turn'), sidechain: field('sidechain', true), tail: field('tail', '}', ' '),
  }), { maxLength: 12 })
  fc.assert(fc.property(lines, (given) => {
    const together = read(...given)
    // Each line by a reader of its own is always parsed.
    const alone = given.map((each) => read(each))
    expect(together.rejected.length).toBe(alone.flatMap(({ rejected }) => rejected).length)
    const best = (records: readonly UsageRecord[]) => {
      const held = new Map<string, UsageRecord>()
      for (const [at, record] of records.entries()) {
        const { messageKey } = keysOfRecord(record)
        const before = held.get(messageKey ?? `${at}`)
        if (before === undefined || beats(ranksOf(record, 1), ranksOf(before, 0))) held.set(messageKey ?? `${at}`, record)
      }
      return [...held.values()]
    }
    const all = alone.flatMap(({ records }) => records)
    expect(together.records.length + together.repeated).toBe(all.length)
    expect(best(together.records)).toEqual(best(all))
  }))
})
