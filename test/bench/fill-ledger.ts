// Fills a ledger with the rollups of many requests over a year, without the requests: what views read. One real record
// for each pair of origin and price class makes the pair known.
import Database from 'better-sqlite3'
import { openLedger } from '../../db/open-ledger.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { seeded, upTo } from './seeded.ts'
import { packRecords } from '../../src/core/record-packer.ts'

const DAYS = 365
const FIRST_DAY = Math.floor(Date.UTC(2025, 10, 1) / 86_400_000)
const ORIGINS = 200
const CLASSES_OF_AN_ORIGIN = 5
const MODELS = ['claude-opus-4-5-20251101', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001', 'claude-opus-4-1-20250805', 'claude-sonnet-4-20250514']
/** Five models in two tiers and in four bands of prompt size: 40 price classes. */
const PROMPTS = [1000, 90_000, 120_000, 230_000]

export function fillLedger(path: string, requests: number): void {
  const pairs = knownPairs(path)
  const random = seeded(6)
  const db = new Database(path)
  const add = (table: string, key: string) => db.prepare(`INSERT INTO ${table} (${key}, entries, requests, uncounted_entries, uncached_input,
    cache_read, cache_write_5m, cache_write_1h, output, web_searches) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 0, ?, 0)
    ON CONFLICT DO UPDATE SET entries = entries + excluded.entries, requests = requests + excluded.requests`)
  const addSlot = add('rollup_slot', 'slot, whole_day, basis, origin_id, class_id')
  const addDay = add('rollup_day', 'day, utc_day, basis, origin_id, class_id')
  const each = requests / DAYS / pairs.length
  db.transaction(() => {
    for (let day = FIRST_DAY; day < FIRST_DAY + DAYS; day += 1) {
      for (const { originId, classId } of pairs) {
        const count = Math.floor(each * 2 * random() + random())
        if (count === 0) continue
        const sums = [count, count, count * upTo(random, 900), count * upTo(random, 20_000), count * upTo(random, 2000), count * upTo(random, 700)]
        addDay.run(day, day, 0, originId, classId, ...sums)
        addSlot.run(day * 96 + upTo(random, 96), 0, 0, originId, classId, ...sums)
      }
    }
  })()
  db.close()
  bill(path, requests)
}

/** A line of a bill a day and model, so that there is something to reconcile. */
function bill(path: string, requests: number): void {
  const random = seeded(7)
  const ledger = openLedger(path)
  const writer = ledger.imports.begin('bill')
  const source = writer.startSource({ name: 'bill', importer: 'admin-cost-report', bytes: null, sourceKey: 'bill', modifiedAtMs: 0 })
  const records = Array.from({ length: DAYS * MODELS.length }, (_, at) => {
    const [day, model] = [FIRST_DAY + Math.floor(at / MODELS.length), MODELS[at % MODELS.length] ?? '']
    return { record: billedAt(day, model, BigInt(Math.floor((requests / DAYS / MODELS.length) * 0.01 * random() * 1e9)) * 1000n), position: at + 1 }
  })
  source.write({ records: packRecords(records), ignored: new Map(), rejected: [] })
  source.finish({ problem: null, incompleteLastEntry: false, fileState: null })
  writer.finish('done')
  ledger.close()
}

function billedAt(day: number, model: string, billed: bigint): UsageRecord {
  const request = recordAt(0)
  const [pass] = request.passes
  const none = { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 }
  return {
    ...request, basis: 'bills', messageId: null, requestId: null, reportKey: `bill ${day} ${model}`, occurredAtMs: day * 86_400_000, grain: 'utc-day',
    requests: null, latencyMs: null, timeToFirstTokenMs: null, stopReason: null, origin: { ...request.origin, importer: 'admin-cost-report' },
    passes: pass === undefined ? [] : [{ ...pass, model, rawModel: model, tokens: none }],
    bill: {
      meter: 'output', billed, list: null, roundedTo: 0n, lastDay: new Date(day * 86_400_000).toISOString().slice(0, 10), estimated: false, quantityStated: false,
    },
  }
}

function knownPairs(path: string): { originId: number; classId: number }[] {
  const ledger = openLedger(path)
  ledger.settings.set('tz', 'UTC')
  const writer = ledger.imports.begin('benchmark')
  const source = writer.startSource({ name: 'benchmark', importer: 'benchmark', bytes: null, sourceKey: 'benchmark', modifiedAtMs: 0 })
  const records = Array.from({ length: ORIGINS * CLASSES_OF_AN_ORIGIN }, (_, at) => ({ record: recordAt(at), position: at + 1 }))
  source.write({ records: packRecords(records), ignored: new Map(), rejected: [] })
  source.finish({ problem: null, incompleteLastEntry: false, fileState: null })
  writer.finish('done')
  const pairs = ledger.usage.cells({ from: null, to: null, tz: 'UTC', bucket: null, basis: 'any' })
  ledger.close()
  return pairs.map(({ originId, classId }) => ({ originId, classId }))
}

function recordAt(at: number): UsageRecord {
  const origin = Math.floor(at / CLASSES_OF_AN_ORIGIN)
  const kind = (origin * 3 + at * 7) % 40
  const model = MODELS[kind % MODELS.length] ?? ''
  const tokens = { uncachedInput: PROMPTS[Math.floor(kind / 10)] ?? 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 100 }
  return {
    basis: 'requests', messageId: `msg_bench_${at}`, requestId: `req_bench_${at}`, reportKey: null,
    occurredAtMs: (FIRST_DAY + (at % DAYS)) * 86_400_000, grain: 'instant', platform: 'anthropic', route: 'global',
    origin: {
      importer: 'benchmark', account: null, workspace: `workspace-${origin % 25}`, apiKey: `key-${origin}`, principal: null, profile: null,
      project: `project-${origin % 50}`, gateway: null, tags: {},
    },
    passes: [{
      kind: 'message', model, rawModel: model, tier: Math.floor(kind / 5) % 2 === 0 ? 'standard' : 'batch', speed: 'standard', tokens,
      webSearches: 0, writeSplitAssumed: false, promptRange: null,
    }],
    requests: 1, latencyMs: 900 + at, timeToFirstTokenMs: 200, stopReason: 'end_turn', errorCode: null, session: null, sidechain: false,
    modelHint: null, assumptions: [],
  }
}
