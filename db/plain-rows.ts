// Rows of plain records (src/core/packed-records.ts), written from their numbers: no object is made for a record, and what
// they share is looked up once a shape and batch. usage-row.ts writes all others. Owns no rule of identity.
import { AT, entryAt, noRecords, orNull, ROW, type PackedRecords, type Shape } from '../src/core/packed-records.ts'
import { promptBand } from '../src/core/prompt-band.ts'
import { basisCode, kindCode } from './codes.ts'
import type { Interns } from './intern.ts'
import type { Summed } from './rollup.ts'
import type { Connection, SqlValue } from './sqlite.ts'

/** Of every row, in this order. */
const OWN = [
  'id', 'source_id', 'position', 'at_ms', 'class_id', 'uncached_input', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'output',
  'message_key', 'request_key', 'message_hash', 'request_hash',
]
const TIMES = ['latency_ms', 'ttft_ms']
/** Of every row of a shape; bound where they are not null. */
const SHARED = ['origin_id', 'raw_model_id', 'stop_reason', 'error_code', 'session_id']
/** Small numbers that shapes have few of. */
const LITERAL = ['basis', 'kind', 'requests', 'web_searches', 'split_assumed', 'sidechain']

/** Of literals and nulls; only logs made to be odd need more. */
const MOST_STATEMENTS = 100

interface Insert { run(...values: SqlValue[]): unknown }
interface Inserts { untimed: Insert; timed: Insert }

/** A shape as the ledger knows it. */
interface KnownShape extends Inserts {
  /** What the rollup sums of a row; filled anew for each. */
  sum: Summed
  /** By the lower end of the prompt band: the class depends on nothing else of a record. */
  classIds: Map<number, number>
  /** What all rows of the shape have bound alike. */
  shared: SqlValue[]
}

export class PlainRows {
  readonly #db: Connection
  readonly #interns: Interns
  readonly #inserts = new Map<string, Inserts>()
  readonly #known = new Map<Shape, KnownShape>()
  #last: { shape: Shape; known: KnownShape } | null = null
  #packed: PackedRecords = noRecords()
  #sourceId = NaN

  constructor(db: Connection, interns: Interns) {
    this.#db = db
    this.#interns = interns
  }

  /** The batch whose rows are written next. What was looked up for an earlier one may have been rolled back. */
  begin(packed: PackedRecords, sourceId: number): void {
    this.#packed = packed
    this.#sourceId = sourceId
    this.#known.clear()
    this.#last = null
  }

  /** Writes a row that counts. Returns what the rollup sums of it, valid until the next row. */
  insert(row: number, shape: Shape, id: number): Summed {
    const { numbers, keys } = this.#packed
    const at = row * ROW
    const known = this.#knownOf(shape)
    const { sum, shared } = known
    sum.at_ms = Math.trunc(numbers[at + AT.occurredAtMs] ?? NaN)
    sum.uncached_input = numbers[at + AT.uncachedInput] ?? NaN
    sum.cache_read = numbers[at + AT.cacheRead] ?? NaN
    sum.cache_write_5m = numbers[at + AT.cacheWrite5m] ?? NaN
    sum.cache_write_1h = numbers[at + AT.cacheWrite1h] ?? NaN
    sum.output = numbers[at + AT.output] ?? NaN
    sum.class_id = this.#classOf(known, row)
    const latencyMs = numbers[at + AT.latencyMs] ?? NaN
    const ttftMs = numbers[at + AT.timeToFirstTokenMs] ?? NaN
    const isTimed = latencyMs >= 0 || ttftMs >= 0
    const more = isTimed ? [...shared, orNull(Math.round(latencyMs)), orNull(Math.round(ttftMs))] : shared
    const insert = isTimed ? known.timed : known.untimed
    insert.run(
      id, this.#sourceId, numbers[at + AT.position] ?? NaN, sum.at_ms, sum.class_id, sum.uncached_input, sum.cache_read, sum.cache_write_5m,
      sum.cache_write_1h, sum.output, keys[row * 2] ?? null, keys[row * 2 + 1] ?? null, orNull(numbers[at + AT.messageHash]),
      orNull(numbers[at + AT.requestHash]), ...more,
    )
    return sum
  }

  #classOf({ sum, classIds }: KnownShape, row: number): number {
    const band = promptBand(sum.uncached_input + sum.cache_read + sum.cache_write_5m + sum.cache_write_1h).over
    let id = classIds.get(band)
    if (id !== undefined) return id
    const { record } = entryAt(this.#packed, row)
    const [pass] = record.passes
    if (pass === undefined) throw new Error('A record without a pass')
    id = this.#interns.classId(record, pass)
    classIds.set(band, id)
    return id
  }

  #knownOf(shape: Shape): KnownShape {
    if (shape === this.#last?.shape) return this.#last.known
    let known = this.#known.get(shape)
    if (known === undefined) this.#known.set(shape, (known = this.#lookUp(shape)))
    this.#last = { shape, known }
    return known
  }

  #lookUp({ record, pass }: Shape): KnownShape {
    const interns = this.#interns
    const rawModelId = interns.rawModels.id(pass.rawModel)
    if (record.modelHint !== null) interns.hint(rawModelId, record.modelHint)
    const [basis, originId] = [basisCode(record.basis), interns.originId(record.origin)]
    const sessionId = record.session === null ? null : interns.sessions.id(record.session)
    const literals = [basis, kindCode(pass.kind), record.requests, pass.webSearches, pass.writeSplitAssumed ? 1 : 0, record.sidechain ? 1 : 0]
    const shared = [originId, rawModelId, record.stopReason, record.errorCode, sessionId]
    return {
      sum: {
        at_ms: 0, whole_day: 0, basis, origin_id: originId, class_id: 0, requests: record.requests, uncached_input: 0, cache_read: 0,
        cache_write_5m: 0, cache_write_1h: 0, output: 0, web_searches: pass.webSearches,
      },
      classIds: new Map(), shared: shared.filter((value) => value !== null), ...this.#insertsOf(literals, shared.map((value) => value !== null)),
    }
  }

  /** Statements for what seldom differs: a bound value takes 0.09 us, one written into the statement or left out (null) none. */
  #insertsOf(literals: readonly (number | null)[], isBound: readonly boolean[]): Inserts {
    const key = `${literals.join(' ')} ${isBound.join(' ')}`
    let inserts = this.#inserts.get(key)
    if (inserts !== undefined) return inserts
    if (this.#inserts.size >= MOST_STATEMENTS) this.#inserts.clear()
    const bound = [...OWN, ...SHARED.filter((_, at) => isBound[at])]
    inserts = { untimed: this.#insertOf(bound, literals), timed: this.#insertOf([...bound, ...TIMES], literals) }
    this.#inserts.set(key, inserts)
    return inserts
  }

  #insertOf(bound: readonly string[], literals: readonly (number | null)[]): Insert {
    const values = [...bound.map(() => '?'), '1', '0', ...literals.map((value) => (value === null ? 'NULL' : value.toFixed(0)))]
    return this.#db.prepare<SqlValue[]>(`INSERT INTO usage (${[...bound, 'counts', 'whole_day', ...LITERAL].join(', ')}) VALUES (${values.join(', ')})`)
  }
}
