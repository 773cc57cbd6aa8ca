// What fixtures cannot show: which sources the stream importer leaves to others, and that a grown dump is read anew.
import { expect, test } from 'vitest'
import { sseStream } from '../../src/importers/sse-stream.ts'
import { headOf } from './collecting-sink.ts'
import { accounted, readAll, sourceOf } from './read-all.ts'

const START = '{"type":"message_start","message":{"id":"msg_1","model":"claude-opus-5","usage":{"input_tokens":9,"output_tokens":1}}}'
const END = '{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":70}}'

test('a log with one event among other records is no dump', () => {
  expect(sseStream.identify(headOf(`{"level":30,"msg":"call"}\n${START}\n`))).toBeNull()
  expect(sseStream.identify(headOf(`${START}\n${END}\n`))).toMatchObject({ score: 85 })
})

test('a quoted stream is content', () => {
  const line = JSON.stringify({ type: 'user', text: `data: ${START}` })
  expect(sseStream.identify(headOf(`${line}\n`))).toBeNull()
})

test('there is no place to go on from, for what comes later belongs to what came before', async () => {
  const half = await readAll(sourceOf('a.sse', Buffer.from(`data: ${START}\n\n`)))
  expect(half.summary.end).toBeNull()
  expect(half.records.map(({ record }) => [record.passes[0]?.tokens.output, record.assumptions])).toEqual([[0, ['output']]])
  const whole = await readAll(sourceOf('a.sse', Buffer.from(`data: ${START}\r\n\r\ndata:${END}\r\n`)))
  expect(whole.records.map(({ record }) => [record.passes[0]?.tokens.output, record.assumptions])).toEqual([[70, []]])
  expect([accounted(half), accounted(whole)]).toEqual([half.summary.entries, whole.summary.entries])
})
