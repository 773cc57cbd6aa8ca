// Fills a ledger with a year of usage: real requests through the ledger's own writer, or the rollups alone, which is what
// most views read, where the requests behind them would take hours. And a bill, so that there is something to reconcile.
import Database from 'better-sqlite3'
import { openLedger } from '../../db/open-ledger.ts'
import { packRecords } from '../../src/core/record-packer.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { DAYS, FIRST_DAY, MODELS, PAIRS, requestOf, requestsOfMonth } from './make-requests.ts'
import { seeded, upTo } from './seeded.ts'

const BATCH = 5000
const MONTHS = 12

export function fillLedger(path: string, requests: number, { rollupOnly }: { rollupOnly: boolean }): void {
  const ledger = openLedger(path)
  ledger.settings.set('tz', 'UTC')
  ledger.close()
  if (rollupOnly) fillRollups(path, requests)
  else for (let month = 0; month < MONTHS; month += 1) importMonth(path, month, requests)
  bill(path, requests)
}

/** An import a month, of four sources: a quarter of the origins each, as accounts write their own logs. */
function importMonth(path: string, month: number, requests: number): void {
  const ledger = openLedger(path)
  const writer = ledger.imports.begin(`month ${month + 1}`)
  for (let quarter = 0; quarter < 4; quarter += 1) {
    const name = `logs ${month + 1}-${quarter + 1}`
    const source = writer.startSource({ name, importer: 'benchmark', bytes: null, sourceKey: name, modifiedAtMs: 0 })
    let records: { record: UsageRecord; position: number }[] = []
    const write = () => {
      source.write({ records: packRecords(records), ignored: new Map(), rejected: [] })
      records = []
    }
    let position = 0
    for (const record of requestsOfMonth({ month, months: MONTHS, requests, quarter })) {
      position += 1
      records.push({ record, position })
      if (records.length === BATCH) write()
    }
    write()
    source.finish({ problem: null, incompleteLastEntry: false, fileState: null })
  }
  writer.finish('done')
  ledger.close()
}

/** One real request for each pair of origin and price class makes the pair known. */
function fillRollups(path: string, requests: number): void {
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
    db.exec('UPDATE rollup_total SET requests = (SELECT sum(requests) FROM rollup_day)')
  })()
  db.close()
}

function knownPairs(path: string): { originId: number; classId: number }[] {
  const ledger = openLedger(path)
  const writer = ledger.imports.begin('benchmark')
  const source = writer.startSource({ name: 'benchmark', importer: 'benchmark', bytes: null, sourceKey: 'benchmark', modifiedAtMs: 0 })
  const random = seeded(5)
  const records = Array.from({ length: PAIRS }, (_, pair) => ({
    record: requestOf({ pair, number: pair, atMs: (FIRST_DAY + (pair % DAYS)) * 86_400_000, random }), position: pair + 1,
  }))
  source.write({ records: packRecords(records), ignored: new Map(), rejected: [] })
  source.finish({ problem: null, incompleteLastEntry: false, fileState: null })
  writer.finish('done')
  const pairs = ledger.usage.cells({ from: null, to: null, tz: 'UTC', bucket: null, basis: 'any' })
  ledger.close()
  return pairs.map(({ originId, classId }) => ({ originId, classId }))
}

/** A line of a bill a day and model. */
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
  const request = requestOf({ pair: 0, number: 0, atMs: day * 86_400_000, random: seeded(8) })
  const [pass] = request.passes
  const none = { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 }
  return {
    ...request, basis: 'bills', messageId: null, requestId: null, reportKey: `bill ${day} ${model}`, grain: 'utc-day',
    requests: null, latencyMs: null, timeToFirstTokenMs: null, stopReason: null, origin: { ...request.origin, importer: 'admin-cost-report' },
    passes: pass === undefined ? [] : [{ ...pass, model, rawModel: model, tokens: none }],
    bill: {
      meter: 'output', billed, list: null, roundedTo: 0n, lastDay: new Date(day * 86_400_000).toISOString().slice(0, 10), estimated: false, quantityStated: false,
    },
  }
}
