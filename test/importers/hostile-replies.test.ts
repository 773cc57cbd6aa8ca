// Whatever a log line holds, the readers of replies neither throw nor lose count: accepted + ignored + rejected = entries.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { claudeCodeTranscript } from '../../src/importers/claude-code-transcript.ts'
import { messagesResponse } from '../../src/importers/messages-response.ts'
import { collectEntries, headOf } from './collecting-sink.ts'

const KEYS = [
  'type', 'message', 'usage', 'response', 'model', 'id', 'input_tokens', 'output_tokens', 'cache_creation', 'iterations',
  'cache_creation_input_tokens', 'server_tool_use', 'content', 'metadata', 'headers', 'time', 'timestamp', 'data', 'error',
  'sessionId', 'uuid', 'cwd', 'requestId', 'request-id', 'custom_id', 'result', '__proto__', 'constructor', 'toString',
]
const LEAVES = [
  null, true, 0, 5, -1, 1.5, 1e300, 'assistant', 'progress', 'message', 'compaction', 'advisor_message', 'fallback_message',
  'claude-opus-5', 'arn:', '<synthetic>', 'msg_1', '2026-11-20T10:11:12Z', '{"input_tokens":1,"output_tokens":2}', '"content":[',
]
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'small' },
    fc.oneof(fc.constantFrom(...LEAVES), fc.string()),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 8 }),
  ),
})).value

describe.each([messagesResponse, claudeCodeTranscript])('$id', (importer) => {
  /** Entries that were not accounted for. */
  const lost = (text: string): number => {
    const { records, ignored, rejected, extra } = collectEntries(importer, [text])
    return 1 + extra - records.filter(({ passes }) => passes.length > 0).length - ignored.length - rejected.length
  }

  test('any JSON', () => {
    fc.assert(fc.property(json, (value) => {
      expect(lost(JSON.stringify(value))).toBe(0)
      expect(lost(JSON.stringify({ type: 'assistant', message: value, usage: value }))).toBe(0)
      importer.identify(headOf(JSON.stringify(value)))
    }))
  })

  test('a reply with anything in its usage', () => {
    fc.assert(fc.property(json, json, (a, b) => {
      const usage = { input_tokens: 1, output_tokens: 1, cache_creation: a, iterations: [b, a], server_tool_use: b, service_tier: a, speed: b }
      expect(lost(JSON.stringify({ type: 'assistant', sessionId: a, cwd: b, message: { id: b, model: 'claude-opus-5', usage } }))).toBe(0)
    }))
  })

  test('any text, and JSON cut anywhere', () => {
    fc.assert(fc.property(fc.string(), json, fc.nat(), (text, value, at) => {
      expect(lost(text)).toBe(0)
      const whole = JSON.stringify({ usage: { input_tokens: 1, output_tokens: value } })
      expect(lost(whole.slice(0, at % whole.length))).toBe(0)
      importer.identify(headOf(text))
    }))
  })

  test('nesting deeper than the stack', () => {
    const deep = `${'['.repeat(200_000)}{"usage":{"input_tokens":1,"output_tokens":1}}${']'.repeat(200_000)}`
    expect(lost(deep)).toBe(0)
    expect(lost(`{"type":"assistant","message":{"content":${deep},"model":"claude-opus-5","usage":{"input_tokens":1,"output_tokens":1}}}`)).toBe(0)
  })
})
