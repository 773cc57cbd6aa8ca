// Lines laid out as one before them are read without parsing, and told as repeats where they say the same: always with the
// outcome that parsing each would have had.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keysOfRecord } from '../../src/core/record-keys.ts'
import { beats, ranksOf } from '../../src/core/record-rank.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { claudeCodeTranscript } from '../../src/importers/claude-code-transcript.ts'
import { collectEntries } from './collecting-sink.ts'

/** `output`, `stop`, `own`, `more` and `runs` as they are spelled; `own` are further members of the line, `more` of the message, `runs` of its usage. */
interface Said {
  id: string | null; output: string; uuid: string; parent: string; time: string; content: string; stop: string; sidechain: boolean
  tail: string; own: string; more: string; runs: string
}

const line = ({ id, output, uuid, parent, time, content, stop, sidechain, tail, own, more, runs }: Said): string =>
  `{"parentUuid":"${parent}"${own},"isSidechain":${sidechain},"type":"assistant","message":{"id":${JSON.stringify(id)},"model":"claude-opus-5-5",` +
  `"content":${content},"stop_reason":${stop}${more},"usage":{"input_tokens":3,"output_tokens":${output}${runs}}},` +
  `"requestId":${JSON.stringify(id === null ? null : 'req_1')},"uuid":"${uuid}","timestamp":"${time}","sessionId":"s"}${tail}`

const said: Said = {
  own: '', more: '', runs: '', id: 'msg_1', output: '9', uuid: 'u-1', parent: 'p-1', time: '2026-11-20T08:00:00.000Z', content: '[{"type":"text","text":"a"}]', stop: 'null',
  sidechain: false, tail: '',
}
const read = (...lines: readonly Said[]) => collectEntries(claudeCodeTranscript, lines.map(line))

test('the next block of a reply is a repeat', () => {
  const next = { ...said, uuid: 'u-2', parent: 'u-1', time: '2026-11-20T08:00:01.500Z', content: '[{"type":"tool_use","id":"t","input":{"uuid":"x"}}]' }
  expect(read(said, next, { ...next, uuid: 'u-3', content: '[]' })).toMatchObject({ records: [{ messageId: 'msg_1' }], repeated: 2 })
})

test('of a line laid out alike every value that varies is its own', () => {
  const next = { ...said, id: 'msg_22', output: '1234567', time: '2026-12-31T08:00:01.500Z', stop: '"end_turn"' }
  const later = { ...next, id: 'msg_3', output: '0', stop: '"tool_use"', time: '2026-11-20T08:00:00.000Z' }
  const { records, repeated } = read(said, next, later, { ...next, id: 'msg_4' })
  expect(repeated).toBe(0)
  expect(records.map(({ messageId, stopReason, occurredAtMs, passes }) => [messageId, passes[0]?.tokens.output, stopReason, occurredAtMs])).toEqual([
    ['msg_1', 9, null, Date.parse(said.time)], ['msg_22', 1234567, 'end_turn', Date.parse(next.time)],
    ['msg_3', 0, 'tool_use', Date.parse(later.time)], ['msg_4', 1234567, 'end_turn', Date.parse(next.time)],
  ])
})

describe('says the same', () => {
  test.each<[string, Partial<Said>]>([
    ['with another uuid', { uuid: 'u-22' }], ['with an escape in its uuid', { uuid: 'u\\n' }], ['at another time', { time: 'soon' }],
    ['with a text for content', { content: '"\\"content\\":["' }], ['with a stop reason', { stop: '"end_turn"' }],
  ])('%s', (_, change) => {
    expect(read(said, { ...said, ...change })).toMatchObject({ records: [{}], repeated: 1 })
  })

  test.each<[string, (told: string) => Partial<Said>]>([
    ['prompt', (told) => ({ own: `,"promptId":"${told}"` })],
    ['place in another session', (told) => ({ own: `,"forkedFrom":{"sessionId":"${told}","messageUuid":"${told}"}` })],
    ['cost, which is not read', (told) => ({ own: `,"costUSD":0.0${told}` })],
    ['edits of the context', (told) => ({ more: `,"context_management":{"applied_edits":[${told}]}` })],
  ])('with another %s', (_, told) => {
    expect(read({ ...said, ...told('1') }, { ...said, ...told('23'), uuid: 'u-2' })).toMatchObject({ records: [{}], repeated: 1 })
  })

  test('after a line that is no reply', () => {
    expect(read(said, { ...said, content: '[' }, said)).toMatchObject({ rejected: [['not valid JSON', 2]], repeated: 1 })
  })
})

describe('says something else', () => {
  test.each<[string, Partial<Said>]>([
    ['with another id', { id: 'msg_2' }], ['with another count', { output: '8' }], ['of the side chain', { sidechain: true }], ['with the end of an object in its uuid', { uuid: 'u"}' }],
    ['with something behind it', { tail: ' ' }], ['with a model of its own', { more: ',"model":"claude-haiku-4-5"' }],
  ])('%s', (_, change) => {
    expect(read(said, { ...said, ...change }).repeated).toBe(0)
  })

  test('where no id makes it known again', () => {
    expect(read({ ...said, id: null }, { ...said, id: null })).toMatchObject({ records: [{}, {}], repeated: 0 })
    expect(read(said, { ...said, id: 'no id' }).records.map(({ messageId }) => messageId)).toEqual(['msg_1', null])
  })
})

describe('a key that could be another of its name is not read by its place', () => {
  test.each([
    ['twice in one object', ',"id":"msg_9"', ',"id":"msg_8"', 'msg_8'],
    ['in another object', ',"container":{"id":"c_1"}', ',"container":{"id":"c_2"}', 'msg_1'],
    ['spelled with an escape', ',"\\u0069d":"msg_9"', ',"\\u0069d":"msg_8"', 'msg_8'],
  ])('%s', (_, first, second, id) => {
    const { records } = read({ ...said, more: first }, { ...said, more: second, output: '10' })
    expect(records.map(({ messageId }) => messageId).at(-1)).toBe(id)
  })
})

const items = (...outputs: number[]): string => `,"iterations":[${outputs.map((output) => `{"type":"message","model":null,"input_tokens":1,"output_tokens":${output}}`).join(', ')}]`
const written = (total: number, split: string): string => `,"cache_creation_input_tokens":${total},"cache_creation":${split}`
const RUNS = [
  written(7, '{"ephemeral_5m_input_tokens":7,"ephemeral_1h_input_tokens":0}'), written(7, '{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":5}'),
  written(9, '{"ephemeral_5m_input_tokens":7,"ephemeral_1h_input_tokens":0}'), ',"server_tool_use":{"web_search_requests":0}', ',"iterations":[{"type":"message","model":"claude-haiku-4-5","output_tokens":9}]',
  ',"iterations":[{"type":"fallback_message","model":"claude-haiku-4-5","output_tokens":9}]', ',"iterations":[{"type":"fallback_message","model":null,"output_tokens":0}]',
  ',"iterations":[{"type":"fallback_message","model":"claude-sonnet-5","output_tokens":9}]', ',"iterations":[{"type":"fallback_message","model":null,"output_tokens":9}]',
  items(9), items(4, 5), items(6, 3), items(2, 3, 4), `${items(9)},"output_tokens_details":{"thinking_tokens":5}`, ',"iterations":[{"type":"compaction","output_tokens":7}]',
  ',"iterations":null', ',"iterations":[{"type":"unheard of"}]', ',"iterations":[', ',"server_tool_use":{"web_search_requests":2}', ',"iterations":[],"iterations":[{"type":"compaction","output_tokens":7}]',
]

test('runs of a reply are read anew where they differ, whatever keys are in them', () => {
  const next = { ...said, id: 'msg_2', output: '10', runs: items(1, 2, 7) }
  const { records } = read({ ...said, runs: items(9) }, next, { ...next, id: 'msg_3' }, { ...said, id: 'msg_4', runs: items(9) })
  const read4 = records.map(({ messageId, passes }) => [messageId, passes.map(({ tokens }) => [tokens.uncachedInput, tokens.output])])
  expect(read4).toEqual([['msg_1', [[3, 9]]], ['msg_2', [[1, 1], [1, 2], [1, 7]]], ['msg_3', [[1, 1], [1, 2], [1, 7]]], ['msg_4', [[3, 9]]]])
})

test('a line that shares a layout is priced and placed by what it says itself', () => {
  const split = written(7, '{"ephemeral_5m_input_tokens":7,"ephemeral_1h_input_tokens":0}')
  const { records } = read({ ...said, runs: split }, { ...said, id: 'msg_2', runs: split.replace('7,', '9,') }, { ...said, id: 'msg_bdrk_3', runs: split })
  expect(records.map(({ platform, route, assumptions, passes }) => [platform, route, assumptions, passes[0]?.writeSplitAssumed])).toEqual([
    ['anthropic', 'global', [], false], ['anthropic', 'global', ['write-split'], true], ['bedrock', 'unknown', ['route'], false],
  ])
})

test('runs of a reply mean what they mean alone, whatever the line before had', () => {
  for (const first of RUNS) {
    for (const second of RUNS) {
      const later = { ...said, id: 'msg_2', runs: second }
      const alone = read(later)
      expect(read({ ...said, runs: first }, later).records.filter(({ messageId }) => messageId === 'msg_2'), `${first} then ${second}`).toEqual(alone.records)
    }
  }
})

test('of a progress line the reply inside it is read, not one beside it', () => {
  const progress = (beside: number) => `{"type":"progress","data":{"message":${line(said)}},"message":{"model":"claude-opus-5-5","usage":{"cache_read_input_tokens":${beside}}}}`
  const { records } = collectEntries(claudeCodeTranscript, [progress(5), progress(6)])
  expect(records.map(({ messageId, passes }) => [messageId, passes[0]?.tokens.cacheRead, passes[0]?.tokens.output])).toEqual([['msg_1', 0, 9], ['msg_1', 0, 9]])
})

test('what is not parsed would have been a duplicate that loses', () => {
  const one = fc.constantFrom('a', 'bb', '"', '\\', '\\"', 'content":[', 'uuid":"')
  const field = <K extends keyof Said>(key: K, ...values: Said[K][]) => fc.constantFrom(said[key], said[key], ...values)
  const lines = fc.array(fc.record<Said>({
    id: field('id', 'msg_2', 'msg_bdrk_1', null), more: field('more', ',"id":"msg_2"', ',"container":{"id":"c"}', ',"\\u0069d":"msg_3"', ',"stop_sequence":null'),
    output: field('output', '8', '10', '0', '1e1', '9.0', '9.5', '-1', '007', '1234567890123456', '12345678901234567', 'null', '"9"'), uuid: fc.oneof(fc.constant('u-1'), one), parent: fc.oneof(fc.constant('p-1'), one),
    time: field('time', '2026-11-30T09:00:00.000Z', '2026-02-30T09:00:00.000Z', '2026-11-20T29:00:00.000Z', '2026-11-20', 'soon'), content: field('content', '[]', '"x"', '[{"uuid":"a"}]', 'null', '['),
    stop: field('stop', '"end_turn"', ' "end_turn"', '"end\\u005fturn"', '7', '{"id":"msg_2"}', 'nul', ''), runs: field('runs', ...RUNS), sidechain: field('sidechain', true), own: field('own', ',"costUSD":0.5', ',"costUSD":1', ',"promptId":"p"', ',"promptId":"uuid"', ',"uuid":"u-9"'), tail: field('tail', '}', ' '),
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
