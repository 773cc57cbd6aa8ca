// What overlaps are called, between two imports and within one of several files.
import { expect, test } from 'vitest'
import { overlapText } from '../../src/core/overlap-words.ts'
import { crowdedTagsText } from '../../src/core/tag-keys.ts'
import type { Overlap, OverlapSide } from '../../src/core/overlap.ts'

const side = (change: Partial<OverlapSide>): OverlapSide => ({ importId: 1, label: 'one', basis: 'reports', importer: 'admin-usage-report', tokens: 10, countedDays: 0, ...change })
const overlap = (change: Partial<Overlap>): Overlap => ({
  platform: 'anthropic', relation: 'kinds', days: 3, own: side({}), other: side({ importId: 2, label: 'two', importer: 'console-usage-csv' }), ...change,
})
const detail = (change: Partial<Overlap>) => overlapText(overlap(change), (importer) => importer).detail

test('says on how many days each side counts', () => {
  expect(detail({ own: side({ countedDays: 2, tokens: 11 }), other: side({ importId: 2, countedDays: 1 }) }))
    .toBe('3 days of Anthropic direct, never added. This import counts on 2, the other on 1. Of two kinds the one with more tokens that day counts.')
  expect(detail({ own: side({ countedDays: 1, tokens: 11 }) }))
    .toBe('3 days of Anthropic direct, never added. This import counts on 1, further evidence on 2. Of two kinds the one with more tokens that day counts.')
})

test('says why reports count before requests', () => {
  expect(detail({ relation: 'layers', own: side({ countedDays: 3 }), other: side({ importId: 2, basis: 'requests' }) }))
    .toBe('3 days of Anthropic direct, never added. This import counts. The report holds over 5 % more tokens than the requests where it counts.')
})

test('two formats within one import are told apart by name', () => {
  const logs = (importer: string, tokens: number) => side({ basis: 'requests', importer, tokens })
  expect(overlapText(overlap({ relation: 'requests', days: 90, own: logs('messages-response', 7), other: logs('sse-stream', 5) }), (importer) => importer)).toMatchObject({
    cause: 'This import holds two formats of logs for the same days: messages-response and sse-stream.',
    detail: '90 days of Anthropic direct: 7 tokens in messages-response, 5 tokens in sse-stream, added. A call that both hold counts once where both carry its message id, else twice: then undo this import and bring in one of the two.',
  })
  expect(overlapText(overlap({ own: side({ tokens: 11, countedDays: 3 }), other: side({ importer: 'console-usage-csv' }) }), (importer) => importer)).toMatchObject({
    cause: 'This import holds two kinds of evidence for the same days: admin-usage-report and console-usage-csv.',
    detail: '3 days of Anthropic direct, never added. Of the two, admin-usage-report counts. Of two kinds the one with more tokens that day counts.',
  })
})

test('only groupings and logs may count twice', () => {
  const doubles = (['layers', 'kinds', 'groupings', 'requests', 'same-kind'] as const).filter((relation) => overlapText(overlap({ relation }), (id) => id).isDouble)
  expect(doubles).toEqual(['groupings', 'requests'])
})

test('tag keys with over 1,000 values are named', () => {
  expect(crowdedTagsText([{ key: 'team', values: 1000 }])).toBeNull()
  expect(crowdedTagsText([{ key: 'user', values: 12_345 }, { key: 'team', values: 4 }]))
    .toBe('The tag key "user" has 12,345 values; over 1,000 make too many origins. Take it out of the tag keys and read the imports again.')
})
