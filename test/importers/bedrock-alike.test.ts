// Invocation records read by the record before them: each with the outcome that it has when it is read alone.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bedrockInvocationLog } from '../../src/importers/bedrock-invocation-log.ts'
import { collect, collectEntries } from './collecting-sink.ts'

/** Values as they are spelled in the line. */
interface Line {
  time: string; id: string; model: string; arn: string; input: string; read: string; output: string; prompt: string; content: string
  replyId: string; stop: string; usage: string; more: string; converse: boolean; around: (record: string) => string
}

const text = ({ time, id, model, arn, input, read, output, prompt, content, replyId, stop, usage, more, converse, around }: Line): string => around(
  `{"schemaType":"ModelInvocationLog","timestamp":${time},"accountId":"123456789012","identity":{"arn":${arn}},"region":"eu-west-1","requestId":${id},` +
  `"operation":"InvokeModel","modelId":${model},"input":{"inputBodyJson":${prompt},"inputTokenCount":${input},"cacheReadInputTokenCount":${read}},` +
  `"output":{"outputBodyJson":${converse ? converseBody({ content, stop, usage }) : `{"id":${replyId},"type":"message","content":${content},"stop_reason":${stop},"usage":${usage}}`},` +
  `"outputTokenCount":${output}}${more}}`)

const converseBody = ({ content, stop, usage }: Pick<Line, 'content' | 'stop' | 'usage'>): string =>
  `{"output":{"message":{"role":"assistant","content":${content}}},"stopReason":${stop},"metrics":{"latencyMs":70},"usage":${usage}}`

/** As Converse says it, so many written to the cache for an hour. */
const converseUsage = (hour: number): string =>
  `{"inputTokens":12,"outputTokens":9,"cacheWriteInputTokens":10,"cacheDetails":[{"ttl":"1h","inputTokens":${hour}},{"ttl":"5m","inputTokens":${10 - hour}}]}`

const bare = (record: string) => record
const usual: Line = {
  time: '"2026-11-20T08:00:00Z"', id: '"r-1"', model: '"eu.anthropic.claude-opus-4-5-20251101-v1:0"', arn: '"arn:aws:sts::123456789012:assumed-role/search/s1"',
  input: '12', read: '0', output: '9', prompt: '{"messages":[{"content":"a"}]}', content: '[{"type":"text","text":"b"}]', replyId: '"msg_bdrk_1"', stop: '"end_turn"',
  usage: '{"input_tokens":12,"output_tokens":9}', more: '', converse: false, around: bare,
}
const read = (...lines: readonly Line[]) => collectEntries(bedrockInvocationLog, lines.map(text))

test('each value that varies is that of its own line', () => {
  const next: Line = {
    ...usual, time: '"2026-12-31T23:59:59Z"', id: '"r-22"', model: '"global.anthropic.claude-haiku-4-5-20251001-v1:0"', input: '1200000', read: '7', output: '0',
    arn: '"arn:aws:iam::123456789012:user/ana"', prompt: '"\\"inputTokenCount\\":5"', content: '[]', replyId: '"msg_bdrk_22"', stop: '"max_tokens"',
  }
  const { records } = read(usual, next, usual)
  expect(records[1]).toMatchObject({
    occurredAtMs: Date.parse('2026-12-31T23:59:59Z'), requestId: 'r-22', messageId: 'msg_bdrk_22', route: 'global', stopReason: 'max_tokens', origin: { principal: 'user/ana' },
    passes: [{ model: 'claude-haiku-4-5-20251001', tokens: { uncachedInput: 1_200_000, cacheRead: 7, output: 0 } }],
  })
  expect([records[0], records[2]]).toEqual([...read(usual).records, ...read(usual).records])
})

test('a tag named as a key that is not read keeps its value', () => {
  const tagged: Line = { ...usual, more: ',"requestMetadata":{"content":"docs","team":"search"}' }
  expect(read(tagged, { ...tagged, id: '"r-2"' }).records.map(({ origin }) => origin.tags)).toEqual([{ team: 'search' }, { team: 'search' }])
})

test('a tag is read anew where a letter of the one before is written in other bytes', () => {
  const tagged = text({ ...usual, more: ',"requestMetadata":{"team":"caf\u00e9"}' })
  const { records } = collect(bedrockInvocationLog, (reader) => (['utf8', 'latin1'] as const).forEach((encoding, at) => reader.entry(Buffer.from(tagged, encoding), at + 1)))
  expect(records.map(({ origin }) => origin.tags['team'])).toEqual(['caf\u00e9', 'caf\ufffd'])
})

test('of a Converse record the split of cache writes and the tags are its own', () => {
  const converse: Line = { ...usual, converse: true, usage: converseUsage(7), more: ',"requestMetadata":{"team":"search"}' }
  const { records } = read(converse, { ...converse, id: '"r-2"', usage: converseUsage(3), more: ',"requestMetadata":{"stage":"b","team":"do\\u0063s"}' })
  expect(records.map(({ origin, passes }) => [origin.tags, passes[0]?.tokens.cacheWrite1h])).toEqual([[{ team: 'search' }, 7], [{ team: 'docs' }, 3]])
})

test('together and alone come to the same', () => {
  const field = <K extends keyof Line>(key: K, ...values: Line[K][]) => fc.constantFrom(usual[key], usual[key], usual[key], ...values)
  const counts = ['0', '10', '1e2', '9.5', '-1', '007', '1234567890123456', '90071992547409930', 'null', '"9"', '{"inputTokenCount":1}']
  const lines = fc.array(fc.record<Line>({
    time: field('time', '"2026-11-30T09:00:00.123Z"', '"soon"', 'null', '17'), id: field('id', '"r-2"', 'null', '"a b"', '"\\u0072-1"'),
    model: field('model', '"anthropic.claude-3-haiku-20240307-v1:0"', '""', '"arn:aws:bedrock:us-east-1:1:application-inference-profile/x"', 'null'),
    arn: field('arn', '"arn:aws:iam::1:user/ana"', '"x"'), input: field('input', ...counts), read: field('read', ...counts), output: field('output', ...counts),
    prompt: field('prompt', '[]', 'null', '"text"', '{"a":"}\\""}', '[', '7'), content: field('content', '[]', 'null', '"text"', '[{"id":"x","inputTokenCount":4}]', '['),
    replyId: field('replyId', '"msg_bdrk_2"', 'null'), stop: field('stop', 'null', '"tool_use"'),
    usage: field('usage', '{"input_tokens":12,"output_tokens":8,"cache_read_input_tokens":3}', '{"input_tokens":"x"}', 'null', '{}', converseUsage(7), converseUsage(2), '{"cacheDetails":[}'),
    converse: field('converse', true),
    more: field('more', ',"requestId":"r-9"', ',"\\u0072equestId":"r-8"', ',"requestMetadata":{"team":"t","content":["c"]}', ',"requestMetadata":{"team":"u","requestId":"r-7"}', ',"requestMetadata":null', ',"errorCode":"Throttled"'),
    around: field('around', (record) => `{"message":${JSON.stringify(record)},"timestamp":1}`, (record) => record.repeat(2), (record) => record.slice(0, -1), (record) => ` ${record}`),
  }), { maxLength: 10 })
  fc.assert(fc.property(lines, (given) => {
    const [together, alone] = [read(...given), given.map((line) => read(line))]
    expect(together.records).toEqual(alone.flatMap(({ records }) => records))
    expect(together.rejected.map(([reason]) => reason)).toEqual(alone.flatMap(({ rejected }) => rejected.map(([reason]) => reason)))
    expect(together.ignored.map(([reason]) => reason)).toEqual(alone.flatMap(({ ignored }) => ignored.map(([reason]) => reason)))
  }), { numRuns: 400 })
})
