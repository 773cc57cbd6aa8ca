// Batches on their way between threads: numbers in one buffer that changes hands, ids as a list, and what many records
// share said once. Cloned as objects, records took as long to hand over as to parse. Owns no meaning of any field.
import type { Pass, UsageRecord } from '../../../core/usage.ts'
import type { SourceBatch } from '../../../importers/read-source.ts'

type Entry = SourceBatch['records'][number]
type SharedRecord = Omit<UsageRecord, 'messageId' | 'requestId' | 'occurredAtMs' | 'passes' | 'latencyMs' | 'timeToFirstTokenMs'>
type SharedPass = Omit<Pass, 'tokens'>

/** What a record has in common with others of its source: all but its ids, its time and its counts. */
interface Shape {
  record: SharedRecord
  pass: SharedPass
}

export interface PackedBatch extends Omit<SourceBatch, 'records'> {
  /** A row of numbers for each record; NaN stands for null. */
  numbers: Float64Array<ArrayBuffer>
  /** Message id and request id of each record. */
  ids: (string | null)[]
  shapes: Shape[]
  /** Records of several passes, of reports and of bills, as they are: they are few. Their row names their place here. */
  whole: Entry[]
}

/** Place of the shape (or below zero, of a whole record), position, time, latency, time to first token, five token classes. */
const ROW = 10

export function pack({ records, ...others }: SourceBatch): PackedBatch {
  const numbers = new Float64Array(records.length * ROW)
  const ids: (string | null)[] = []
  const whole: Entry[] = []
  const shapes = new Shapes()
  for (const [index, entry] of records.entries()) {
    const { record, position } = entry
    const [pass] = record.passes
    if (pass === undefined || record.passes.length > 1 || record.reportKey !== null || record.bill !== undefined) {
      ids.push(null, null)
      numbers[index * ROW] = -whole.push(entry)
      continue
    }
    ids.push(record.messageId, record.requestId)
    const { tokens } = pass
    const row = [
      shapes.placeOf(record, pass), position, record.occurredAtMs ?? NaN, record.latencyMs ?? NaN, record.timeToFirstTokenMs ?? NaN,
      tokens.uncachedInput, tokens.cacheRead, tokens.cacheWrite5m, tokens.cacheWrite1h, tokens.output,
    ]
    numbers.set(row, index * ROW)
  }
  return { ...others, numbers, ids, shapes: shapes.found, whole }
}

export function unpack({ numbers, ids, shapes, whole, ...others }: PackedBatch): SourceBatch {
  const records: Entry[] = []
  for (let index = 0; index * ROW < numbers.length; index += 1) {
    const at = (column: number): number => numbers[index * ROW + column] ?? NaN
    const place = at(0)
    const shape = shapes[place]
    const entry = shape === undefined ? whole[-place - 1] : entryOf(shape, [ids[index * 2] ?? null, ids[index * 2 + 1] ?? null], at)
    if (entry !== undefined) records.push(entry)
  }
  return { ...others, records }
}

function entryOf({ record, pass }: Shape, [messageId, requestId]: [string | null, string | null], at: (column: number) => number): Entry {
  const tokens = { uncachedInput: at(5), cacheRead: at(6), cacheWrite5m: at(7), cacheWrite1h: at(8), output: at(9) }
  return {
    position: at(1),
    record: {
      ...record, messageId, requestId, passes: [{ ...pass, tokens }],
      occurredAtMs: orNull(at(2)), latencyMs: orNull(at(3)), timeToFirstTokenMs: orNull(at(4)),
    },
  }
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

const RECORD_KEYS = ['basis', 'grain', 'platform', 'route', 'requests', 'stopReason', 'errorCode', 'session', 'sidechain', 'modelHint'] as const
const ORIGIN_KEYS = ['importer', 'account', 'workspace', 'apiKey', 'principal', 'profile', 'project', 'gateway'] as const
const PASS_KEYS = ['kind', 'model', 'rawModel', 'tier', 'speed', 'webSearches', 'writeSplitAssumed'] as const

class Shapes {
  readonly found: Shape[] = []
  readonly #places = new Map<string, number>()
  #last: { shape: Shape; place: number } | null = null

  placeOf(record: UsageRecord, pass: Pass): number {
    if (this.#last !== null && fits(this.#last.shape, record, pass)) return this.#last.place
    const key = keyOf(record, pass)
    let place = this.#places.get(key)
    if (place === undefined) {
      place = this.found.push(shapeOf(record, pass)) - 1
      this.#places.set(key, place)
    }
    this.#last = { shape: { record, pass }, place }
    return place
  }
}

/** Never true for a record of another shape; may be false for one of this shape. */
function fits({ record: a, pass: p }: Shape, b: UsageRecord, q: Pass): boolean {
  return RECORD_KEYS.every((key) => a[key] === b[key]) && ORIGIN_KEYS.every((key) => a.origin[key] === b.origin[key]) &&
    PASS_KEYS.every((key) => p[key] === q[key]) && a.assumptions.length + b.assumptions.length === 0 &&
    p.promptRange === null && q.promptRange === null && isEmpty(a.origin.tags) && isEmpty(b.origin.tags)
}

function isEmpty(object: Readonly<Record<string, string>>): boolean {
  for (const _ in object) return false
  return true
}

function keyOf(record: UsageRecord, pass: Pass): string {
  const { origin, assumptions } = record
  return JSON.stringify([
    RECORD_KEYS.map((key) => record[key]), ORIGIN_KEYS.map((key) => origin[key]), PASS_KEYS.map((key) => pass[key]),
    assumptions, pass.promptRange, origin.tags,
  ])
}

function shapeOf(r: UsageRecord, p: Pass): Shape {
  return {
    record: {
      basis: r.basis, reportKey: null, grain: r.grain, platform: r.platform, route: r.route, origin: r.origin, requests: r.requests,
      stopReason: r.stopReason, errorCode: r.errorCode, session: r.session, sidechain: r.sidechain, modelHint: r.modelHint,
      assumptions: r.assumptions,
    },
    pass: {
      kind: p.kind, model: p.model, rawModel: p.rawModel, tier: p.tier, speed: p.speed, webSearches: p.webSearches,
      writeSplitAssumed: p.writeSplitAssumed, promptRange: p.promptRange,
    },
  }
}
