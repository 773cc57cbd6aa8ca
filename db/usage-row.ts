// A record as rows of the usage table: one for its own pass, one for each extra pass. Owns the order of the columns.
import type { Keys } from '../src/core/record-keys.ts'
import type { Entry } from '../src/core/packed-records.ts'
import { ranksOf, type Ranked } from '../src/core/record-rank.ts'
import type { Pass, UsageRecord } from '../src/core/usage.ts'
import { basisCode, kindCode } from './codes.ts'
import type { Interns } from './intern.ts'
import type { Summed } from './rollup.ts'
import type { Connection, SqlValue } from './sqlite.ts'

/** A pass as it is stored. Names are the column names. */
export interface UsageRow extends Summed {
  id: number
  parent_id: number | null
  counts: 0 | 1
  source_id: number
  position: number
  raw_model_id: number
  kind: number
  latency_ms: number | null
  ttft_ms: number | null
  stop_reason: string | null
  error_code: string | null
  session_id: number | null
  all_output: number | null
  all_tokens: number | null
  split_assumed: number
  sidechain: number
  message_key: string | null
  request_key: string | null
  message_hash: number | null
  request_hash: number | null
}

const COLUMNS = [
  'id', 'parent_id', 'counts', 'source_id', 'position', 'at_ms', 'whole_day', 'basis', 'origin_id', 'class_id', 'raw_model_id',
  'kind', 'requests', 'uncached_input', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'output', 'web_searches', 'latency_ms',
  'ttft_ms', 'stop_reason', 'error_code', 'session_id', 'all_output', 'all_tokens', 'split_assumed', 'sidechain', 'message_key',
  'request_key', 'message_hash', 'request_hash',
] as const satisfies readonly (keyof UsageRow)[]

/** What is read of a stored row to rank it and to count it. */
export const HELD_COLUMNS = `id, source_id, counts, at_ms, whole_day, basis, origin_id, class_id, requests, uncached_input, cache_read,
  cache_write_5m, cache_write_1h, output, web_searches, ifnull(all_output, output) AS allOutput,
  ifnull(all_tokens, uncached_input + cache_read + cache_write_5m + cache_write_1h + output) AS allTokens,
  all_output IS NOT NULL AS hasExtra, split_assumed AS splitAssumed, sidechain`

export interface HeldRow extends Summed, Ranked {
  source_id: number
  counts: 0 | 1
  /** 1 where extra passes belong to it. */
  hasExtra: number
}

/** A record on its way in, with what decides between it and others. `id` is its order of arrival. */
export interface Incoming extends Ranked, Keys {
  record: UsageRecord
  position: number
}

export const incoming = ({ record, position }: Entry, keys: Keys): Incoming => ({ ...keys, ...ranksOf(record), record, position })

export class RowMaker {
  readonly #interns: Interns
  readonly #insert

  constructor(db: Connection, interns: Interns) {
    this.#interns = interns
    this.#insert = db.prepare<SqlValue[]>(`INSERT INTO usage (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`)
  }

  /** The rows of one record; the first is the request's own, with id `id`. */
  rows(entry: Incoming, place: { id: number; sourceId: number; modifiedAtMs: number; counts: 0 | 1 }): UsageRow[] {
    const record = dated(entry.record)
    const own = record.passes[0]
    if (own === undefined) throw new Error('A record without a pass')
    const first = this.#ownRow(entry, own, place)
    if (record.passes.length === 1) return [first]
    const extra = record.passes.slice(1).map((pass, index) => this.#extraRow(first, record, { pass, index }))
    return [{ ...first, all_output: entry.allOutput, all_tokens: entry.allTokens }, ...extra]
  }

  #ownRow(entry: Incoming, pass: Pass, place: { id: number; sourceId: number; modifiedAtMs: number; counts: 0 | 1 }): UsageRow {
    const record = dated(entry.record)
    const interns = this.#interns
    const rawModelId = interns.rawModels.id(pass.rawModel)
    if (record.modelHint !== null) interns.hint(rawModelId, record.modelHint)
    const { tokens } = pass
    return {
      id: place.id, parent_id: null, counts: place.counts, source_id: place.sourceId, position: entry.position,
      at_ms: Math.trunc(record.occurredAtMs ?? place.modifiedAtMs), whole_day: record.grain === 'utc-day' ? 1 : 0,
      basis: basisCode(record.basis), origin_id: interns.originId(record.origin), class_id: interns.classId(record, pass),
      raw_model_id: rawModelId, kind: kindCode(pass.kind), requests: record.requests,
      uncached_input: tokens.uncachedInput, cache_read: tokens.cacheRead, cache_write_5m: tokens.cacheWrite5m,
      cache_write_1h: tokens.cacheWrite1h, output: tokens.output, web_searches: pass.webSearches,
      latency_ms: whole(record.latencyMs), ttft_ms: whole(record.timeToFirstTokenMs), stop_reason: record.stopReason,
      error_code: record.errorCode, session_id: record.session === null ? null : interns.sessions.id(record.session),
      all_output: null, all_tokens: null, split_assumed: entry.splitAssumed, sidechain: entry.sidechain,
      message_key: entry.messageKey, request_key: entry.requestKey, message_hash: entry.messageHash, request_hash: entry.requestHash,
    }
  }

  /** An extra pass counts no request and carries nothing of the request but its place in time and attribution. */
  #extraRow(own: UsageRow, record: UsageRecord, { pass, index }: { pass: Pass; index: number }): UsageRow {
    const { tokens } = pass
    return {
      ...own, id: own.id + 1 + index, parent_id: own.id, class_id: this.#interns.classId(record, pass),
      raw_model_id: this.#interns.rawModels.id(pass.rawModel), kind: kindCode(pass.kind), requests: 0,
      uncached_input: tokens.uncachedInput, cache_read: tokens.cacheRead, cache_write_5m: tokens.cacheWrite5m,
      cache_write_1h: tokens.cacheWrite1h, output: tokens.output, web_searches: pass.webSearches, latency_ms: null,
      ttft_ms: null, message_key: null, request_key: null, message_hash: null, request_hash: null,
    }
  }

  insert(r: UsageRow): void {
    this.#insert.run(
      r.id, r.parent_id, r.counts, r.source_id, r.position, r.at_ms, r.whole_day, r.basis, r.origin_id, r.class_id, r.raw_model_id,
      r.kind, r.requests, r.uncached_input, r.cache_read, r.cache_write_5m, r.cache_write_1h, r.output, r.web_searches,
      r.latency_ms, r.ttft_ms, r.stop_reason, r.error_code, r.session_id, r.all_output, r.all_tokens, r.split_assumed,
      r.sidechain, r.message_key, r.request_key, r.message_hash, r.request_hash,
    )
  }
}

const whole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms))

/** A record without a time rests on the assumed date; one by UTC day says so. */
function dated(record: UsageRecord): UsageRecord {
  if (record.occurredAtMs !== null && record.grain === 'instant') return record
  const assumptions = new Set(record.assumptions)
  if (record.occurredAtMs === null) assumptions.add('date')
  if (record.grain === 'utc-day') assumptions.add('utc-day')
  return { ...record, assumptions: [...assumptions] }
}
