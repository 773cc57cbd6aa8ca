// Batches survive their way between threads: whatever a record says, it says on the other side.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pack, unpack } from '../../src/api/backend/reading/packed-batch.ts'
import { ASSUMPTIONS, BASES, PLATFORMS, type Pass, type UsageRecord } from '../../src/core/usage.ts'

const text = fc.constantFrom('', 'a', 'null', '\u001f', 'é"\\')
const maybe = fc.option(text, { nil: null })
const count = fc.nat({ max: 2 ** 40 })
const duration = fc.option(fc.nat(), { nil: null })
const tags = fc.dictionary(text, text, { maxKeys: 2 })

const pass: fc.Arbitrary<Pass> = fc.record({
  kind: fc.constantFrom('message', 'compaction', 'advisor', 'fallback'), model: text, rawModel: text, tier: text, speed: text,
  tokens: fc.record({ uncachedInput: count, cacheRead: count, cacheWrite5m: count, cacheWrite1h: count, output: count }),
  webSearches: fc.nat({ max: 2 }), writeSplitAssumed: fc.boolean(),
  promptRange: fc.option(fc.record({ over: fc.constantFrom(0, 5), upTo: fc.constantFrom(null, 9) }), { nil: null }),
})

const record: fc.Arbitrary<UsageRecord> = fc.record({
  basis: fc.constantFrom(...BASES), messageId: maybe, requestId: maybe, reportKey: fc.option(text, { nil: null, freq: 1 }),
  occurredAtMs: fc.option(fc.integer(), { nil: null }), grain: fc.constantFrom('instant', 'utc-day'),
  platform: fc.constantFrom(...PLATFORMS), route: text,
  origin: fc.record({
    importer: text, account: maybe, workspace: maybe, apiKey: maybe, principal: maybe, profile: maybe, project: maybe, gateway: maybe, tags,
  }),
  passes: fc.array(pass, { minLength: 1, maxLength: 2 }), requests: fc.constantFrom(null, 0, 1, 7), latencyMs: duration,
  timeToFirstTokenMs: duration, stopReason: maybe, errorCode: maybe, session: maybe, sidechain: fc.boolean(), modelHint: maybe,
  assumptions: fc.subarray([...ASSUMPTIONS]),
})

const entries = (records: readonly UsageRecord[]) => records.map((record, at) => ({ record, position: at * 3 }))
const travel = (records: readonly UsageRecord[]) =>
  unpack(structuredClone(pack({ records: entries(records), ignored: new Map([['why', 2]]), rejected: [{ position: 4, reason: 'so' }] })))

describe('a packed batch', () => {
  test('comes out as it went in', () => {
    fc.assert(fc.property(fc.array(record, { maxLength: 30 }), (records) => {
      expect(travel(records)).toEqual({ records: entries(records), ignored: new Map([['why', 2]]), rejected: [{ position: 4, reason: 'so' }] })
    }))
  })

  test('keeps records apart that differ in one field only', () => {
    fc.assert(fc.property(record, record, (one, other) => {
      const mixed = Object.keys(one).map((key) => ({ ...one, [key]: Reflect.get(other, key) }))
      const passes = Object.keys(one.passes[0] ?? {}).map((key) => ({ ...one, passes: one.passes.map((own) => ({ ...own, [key]: Reflect.get(other.passes[0] ?? {}, key) })) }))
      const records = [one, ...mixed, ...passes, one].flatMap((changed) => [changed, one])
      expect(travel(records).records.map((entry) => entry.record)).toEqual(records)
    }))
  })
})
