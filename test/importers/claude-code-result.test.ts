// Which of the two Claude Code formats a file is, and that a session's total is known by session and model alone.
import { expect, test } from 'vitest'
import { claudeCodeResult } from '../../src/importers/claude-code-result.ts'
import { identify } from '../../src/importers/registry.ts'
import { collectEntries, headOf } from './collecting-sink.ts'

const RESULT = '{"type":"result","subtype":"success","session_id":"s1","uuid":"u1","modelUsage":{"claude-opus-5":{"inputTokens":3,"outputTokens":4}},"total_cost_usd":1}'
const REPLY = '{"type":"assistant","session_id":"s1","uuid":"u0","message":{"id":"msg_1","model":"claude-opus-5","usage":{"input_tokens":3,"output_tokens":4}}}'

const importerOf = (text: string): string | null => {
  const found = identify(headOf(text))
  return 'code' in found ? null : found.importer.id
}

test('results alone are session totals; with a reply beside them they are left to the transcript', () => {
  expect(importerOf(`${RESULT}\n`)).toBe('claude-code-result')
  expect(importerOf(JSON.stringify(JSON.parse(RESULT), null, 2))).toBe('claude-code-result')
  expect(importerOf(`${REPLY}\n${RESULT}\n`)).toBe('claude-code-transcript')
})

test('the same session has the same identity in every file; requests and reports never meet', () => {
  const keys = ['a.json', 'b.json'].map((sourceName) =>
    collectEntries(claudeCodeResult, [RESULT], { platform: null, route: null, tagKeys: [], sourceName }).records.map(({ reportKey, basis }) => [reportKey, basis]))
  expect(keys[0]).toEqual(keys[1])
  expect(keys[0]).toEqual([['["claude-code-result","s1","claude-opus-5"]', 'reports']])
})
