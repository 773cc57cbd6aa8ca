// Records survive being packed and cloned: whatever they said, they say on the other side; of repeats the best is kept.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countOf, entriesOf, isPlain, partsOf } from '../../src/core/packed-records.ts'
import { keysOfRecord } from '../../src/core/record-keys.ts'
import { packRecords } from '../../src/core/record-packer.ts'
import { beats, ranksOf } from '../../src/core/record-rank.ts'
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

const entries = (records: readonly UsageRecord[]) => records.map((given, at) => ({ record: given, position: at * 3 }))
const travel = (records: readonly UsageRecord[]) => structuredClone(packRecords(entries(records)))

/** As a record comes back: an empty id is none. */
const said = (given: UsageRecord): UsageRecord => ({
  ...given, ...(isPlain(given) ? { messageId: given.messageId || null, requestId: given.requestId || null } : {}),
})

/** Ids that no other record has, so that none is a repeat. */
const apart = (records: readonly UsageRecord[]) => records.map((given, at) => ({ ...given, messageId: `m${at}`, requestId: given.requestId || null, reportKey: given.reportKey === null ? null : `${at}` }))

describe('packed records', () => {
  test('come out as they went in', () => {
    fc.assert(fc.property(fc.array(record, { maxLength: 80 }), (records) => {
      const packed = travel(apart(records))
      expect([...entriesOf(packed)]).toEqual(entries(apart(records)))
      expect(packed.repeated).toBe(0)
    }))
  })

  test('come out the same in parts, and what was left out is told once', () => {
    fc.assert(fc.property(fc.array(record, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (records, most) => {
      const packed = packRecords(entries([...records, ...records]))
      const parts = [...partsOf(packed, () => most)]
      expect(parts.flatMap((part) => [...entriesOf(part)])).toEqual([...entriesOf(packed)])
      expect(parts.reduce((sum, { repeated }) => sum + repeated, 0)).toBe(packed.repeated)
      expect(parts.every((part) => countOf(part) <= most)).toBe(true)
      expect(parts).toHaveLength(Math.max(1, Math.ceil(countOf(packed) / most)))
    }))
  })

  test('keep records apart that differ in one field only', () => {
    fc.assert(fc.property(record, record, (one, other) => {
      const mixed = Object.keys(one).map((key) => ({ ...one, [key]: Reflect.get(other, key) }))
      const passes = Object.keys(one.passes[0] ?? {}).map((key) => ({ ...one, passes: one.passes.map((own) => ({ ...own, [key]: Reflect.get(other.passes[0] ?? {}, key) })) }))
      const records = apart([one, ...mixed, ...passes, one].flatMap((changed) => [changed, one]))
      expect([...entriesOf(travel(records))].map((entry) => entry.record)).toEqual(records)
    }))
  })

  test('are the best record of each pair of keys, and tell how many were left out', () => {
    fc.assert(fc.property(fc.array(record, { maxLength: 40 }), (records) => {
      const best = new Map<string, UsageRecord>()
      for (const [at, given] of records.entries()) {
        const { messageKey, requestKey } = keysOfRecord(given)
        const key = messageKey === null && requestKey === null ? `place ${at}` : JSON.stringify([messageKey, requestKey])
        const held = best.get(key)
        if (held === undefined || beats(ranksOf(given, 1), ranksOf(held, 0))) best.set(key, given)
      }
      const packed = packRecords(entries(records))
      expect([...entriesOf(packed)].map((entry) => entry.record)).toEqual([...best.values()].map(said))
      expect(packed.repeated).toBe(records.length - best.size)
    }))
  })
})
