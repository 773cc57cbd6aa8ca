// Makes usage records and ledgers for the database's tests. Every field has a dull default.
import Database from 'better-sqlite3'
import { openLedger } from '../../db/open-ledger.ts'
import type { BillQuery, CellQuery, CellRow, FileState, Ledger, WantedRows } from '../../db/ledger.ts'
import { packRecords } from '../../src/core/record-packer.ts'
import type { BillAmount } from '../../src/core/bill.ts'
import type { Origin, Pass, UsageRecord } from '../../src/core/usage.ts'

export const NOON = Date.UTC(2026, 10, 20, 12)

export const origin = (given: Partial<Origin> = {}): Origin => ({
  importer: 'messages-response', account: null, workspace: null, apiKey: null, principal: null, profile: null, project: null,
  gateway: null, tags: {}, ...given,
})

export const pass = (output: number, given: Partial<Pass> = {}): Pass => ({
  kind: 'message', model: 'claude-opus-5-5', rawModel: 'claude-opus-5-5', tier: 'standard', speed: 'standard',
  tokens: { uncachedInput: 10, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output }, webSearches: 0,
  writeSplitAssumed: false, promptRange: null, ...given,
})

export const record = (given: Partial<UsageRecord> = {}): UsageRecord => ({
  basis: 'requests', messageId: null, requestId: null, reportKey: null, occurredAtMs: NOON, grain: 'instant',
  platform: 'anthropic', route: 'global', origin: origin(), passes: [pass(1)], requests: 1, latencyMs: null,
  timeToFirstTokenMs: null, stopReason: null, errorCode: null, session: null, sidechain: false, modelHint: null, assumptions: [],
  ...given,
})

/** A record with ids and an output count, which tells it from the others. */
export const ids = (messageId: string | null, requestId: string | null, output: number, given: Partial<UsageRecord> = {}): UsageRecord =>
  record({ messageId, requestId, passes: [pass(output)], ...given })

/** A line of a bill of one UTC day that charges `billed` pico-USD for output. */
export const line = (key: string, billed: bigint, given: Partial<UsageRecord> = {}, amount: Partial<BillAmount> = {}): UsageRecord => record({
  basis: 'bills', reportKey: key, requests: null, grain: 'utc-day', origin: origin({ importer: 'admin-cost-report' }),
  occurredAtMs: Date.UTC(2026, 10, 20), passes: [pass(0, { tokens: { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 } })],
  bill: { meter: 'output', billed, list: null, roundedTo: 0n, lastDay: '2026-11-20', estimated: false, quantityStated: false, ...amount },
  ...given,
})

export function newLedger(tz = 'UTC'): Ledger {
  const ledger = openLedger(':memory:')
  ledger.settings.set('settings', { tz })
  return ledger
}

export const END = { problem: null, incompleteLastEntry: false, fileState: null }
export const source = (name: string) => ({ name, importer: 'messages-response', bytes: 100, sourceKey: `key of ${name}`, modifiedAtMs: NOON })

export const batch = (records: readonly UsageRecord[], firstPosition = 1) => ({
  records: packRecords(records.map((record, index) => ({ record, position: firstPosition + index }))),
  ignored: new Map<string, number>(),
  rejected: [],
})

/** One import of one source in one batch. */
export function bring(ledger: Ledger, records: readonly UsageRecord[], name = 'a.jsonl', fileState: FileState | null = null) {
  const writer = ledger.imports.begin(name)
  const open = writer.startSource(source(name))
  const told = open.write(batch(records))
  open.finish({ ...END, fileState })
  writer.finish('done')
  return { id: writer.id, ...told }
}

/** Whether the rows by key of a ledger file are other than its usage says. */
export function keysDiffer(path: string): boolean {
  const db = new Database(path, { readonly: true })
  const wanted = `SELECT message_hash AS hash, id FROM usage WHERE message_hash IS NOT NULL
    UNION SELECT request_hash, id FROM usage WHERE request_hash IS NOT NULL`
  const differs = db.prepare(`SELECT 1 FROM (SELECT * FROM usage_by_key EXCEPT SELECT * FROM (${wanted}))
    UNION ALL SELECT 1 FROM (SELECT * FROM (${wanted}) EXCEPT SELECT * FROM usage_by_key) LIMIT 1`).get() !== undefined
  db.close()
  return differs
}

export const ALL: CellQuery = { from: null, to: null, tz: 'UTC', bucket: null, basis: 'any' }

export const ALL_BILLS: BillQuery & { offset: number; limit: number } = {
  from: '2000-01-01', to: '2100-01-01', counted: null, classIds: null, meter: null, offset: 0, limit: 1000,
}

/** Requests and output tokens of all that counts. */
export function totals(ledger: Ledger, query: CellQuery = ALL): { requests: number; output: number } {
  const cells = ledger.usage.cells(query)
  return { requests: sum(cells, (cell) => cell.requests), output: sum(cells, (cell) => cell.tokens.output) }
}

const sum = (cells: readonly CellRow[], of: (cell: CellRow) => number) => cells.reduce((total, cell) => total + of(cell), 0)

/** Latencies as a view gets them, one object a request. */
export function latenciesOf(ledger: Ledger, query: Partial<CellQuery> = {}) {
  const { chunks, groups } = ledger.usage.latencies({ ...ALL, ...query })
  return [...chunks].flatMap(({ length, slot, group, latencyMs, firstTokenMs }) => Array.from({ length }, (_, at) => (
    { ...groups[group[at] ?? 0], slot: slot[at], latencyMs: latencyMs[at], firstTokenMs: firstTokenMs[at] })))
}

interface Asked extends Partial<CellQuery> { wanted?: WantedRows | null; offset?: number; limit?: number }

/** A page of requests and how many there are. */
export function pageOf(ledger: Ledger, { wanted = null, offset = 0, limit = 100, ...query }: Asked = {}) {
  const pages = ledger.usage.requests({ ...ALL, ...query }, wanted)
  return { rows: pages.page(offset, limit), total: pages.total }
}
