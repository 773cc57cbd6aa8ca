// Batches on their way between threads: numbers in one buffer that changes hands, ids as a list, and what many records
// share said once. Cloned as objects, records took as long to hand over as to parse. Owns no meaning of any field.
import type { Origin, Pass, TokenCounts, UsageRecord } from '../../../core/usage.ts'
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
  let at = 0
  for (const entry of records) {
    const { record } = entry
    const [pass] = record.passes
    if (pass === undefined || record.passes.length > 1 || record.reportKey !== null || record.bill !== undefined) {
      ids.push(null, null)
      numbers[at] = -whole.push(entry)
    } else {
      ids.push(record.messageId, record.requestId)
      numbers[at] = shapes.placeOf(record, pass)
      writeRow(numbers, at, { entry, pass })
    }
    at += ROW
  }
  return { ...others, numbers, ids, shapes: shapes.found, whole }
}

/** One by one: as an array of them, it took twice as long. */
function writeRow(numbers: Float64Array, at: number, { entry: { record, position }, pass: { tokens } }: { entry: Entry; pass: Pass }): void {
  numbers[at + 1] = position
  numbers[at + 2] = record.occurredAtMs ?? NaN
  numbers[at + 3] = record.latencyMs ?? NaN
  numbers[at + 4] = record.timeToFirstTokenMs ?? NaN
  numbers[at + 5] = tokens.uncachedInput
  numbers[at + 6] = tokens.cacheRead
  numbers[at + 7] = tokens.cacheWrite5m
  numbers[at + 8] = tokens.cacheWrite1h
  numbers[at + 9] = tokens.output
}

export function unpack({ numbers, ids, shapes, whole, ...others }: PackedBatch): SourceBatch {
  const records: Entry[] = []
  for (let row = 0; row * ROW < numbers.length; row += 1) {
    const at = row * ROW
    const place = numbers[at] ?? NaN
    const shape = shapes[place]
    if (shape === undefined) {
      const entry = whole[-place - 1]
      if (entry !== undefined) records.push(entry)
      continue
    }
    const tokens = {
      uncachedInput: numbers[at + 5] ?? NaN, cacheRead: numbers[at + 6] ?? NaN, cacheWrite5m: numbers[at + 7] ?? NaN,
      cacheWrite1h: numbers[at + 8] ?? NaN, output: numbers[at + 9] ?? NaN,
    }
    const record = recordOf(shape, [ids[row * 2] ?? null, ids[row * 2 + 1] ?? null], {
      tokens, occurredAtMs: orNull(numbers[at + 2]), latencyMs: orNull(numbers[at + 3]), timeToFirstTokenMs: orNull(numbers[at + 4]),
    })
    records.push({ record, position: numbers[at + 1] ?? NaN })
  }
  return { ...others, records }
}

interface OwnNumbers extends Pick<UsageRecord, 'occurredAtMs' | 'latencyMs' | 'timeToFirstTokenMs'> { tokens: TokenCounts }

/** Field by field: spread, it took three times as long. */
function recordOf({ record: r, pass: p }: Shape, [messageId, requestId]: [string | null, string | null], own: OwnNumbers): UsageRecord {
  return {
    basis: r.basis, messageId, requestId, reportKey: r.reportKey, occurredAtMs: own.occurredAtMs, grain: r.grain, platform: r.platform,
    route: r.route, origin: r.origin,
    passes: [{
      kind: p.kind, model: p.model, rawModel: p.rawModel, tier: p.tier, speed: p.speed, tokens: own.tokens, webSearches: p.webSearches,
      writeSplitAssumed: p.writeSplitAssumed, promptRange: p.promptRange,
    }],
    requests: r.requests, latencyMs: own.latencyMs, timeToFirstTokenMs: own.timeToFirstTokenMs, stopReason: r.stopReason,
    errorCode: r.errorCode, session: r.session, sidechain: r.sidechain, modelHint: r.modelHint, assumptions: r.assumptions,
  }
}

const orNull = (value = NaN): number | null => (Number.isNaN(value) ? null : value)

class Shapes {
  readonly found: Shape[] = []
  /** Places by a few fields that tell most shapes apart: looking whether one fits is quicker than a key of all fields. */
  readonly #places = new Map<string, number[]>()

  placeOf(record: UsageRecord, pass: Pass): number {
    const { principal, project } = record.origin
    const key = `${pass.rawModel} ${record.stopReason ?? ''} ${record.session ?? ''} ${principal ?? ''} ${project ?? ''}`
    let places = this.#places.get(key)
    if (places === undefined) this.#places.set(key, (places = []))
    for (const place of places) {
      const shape = this.found[place]
      if (shape !== undefined && fits(shape, record, pass)) return place
    }
    const place = this.found.push(shapeOf(record, pass)) - 1
    places.push(place)
    return place
  }
}

function fits({ record: a, pass: p }: Shape, b: UsageRecord, q: Pass): boolean {
  return a.basis === b.basis && a.grain === b.grain && a.platform === b.platform && a.route === b.route && a.requests === b.requests &&
    a.stopReason === b.stopReason && a.errorCode === b.errorCode && a.session === b.session && a.sidechain === b.sidechain &&
    a.modelHint === b.modelHint && isSameList(a.assumptions, b.assumptions) && isSameOrigin(a.origin, b.origin) && isSamePass(p, q)
}

function isSamePass(p: SharedPass, q: Pass): boolean {
  return p.kind === q.kind && p.model === q.model && p.rawModel === q.rawModel && p.tier === q.tier && p.speed === q.speed &&
    p.webSearches === q.webSearches && p.writeSplitAssumed === q.writeSplitAssumed &&
    p.promptRange?.over === q.promptRange?.over && p.promptRange?.upTo === q.promptRange?.upTo
}

function isSameOrigin(a: Origin, b: Origin): boolean {
  return a.importer === b.importer && a.account === b.account && a.workspace === b.workspace && a.apiKey === b.apiKey &&
    a.principal === b.principal && a.profile === b.profile && a.project === b.project && a.gateway === b.gateway &&
    isSameList(Object.entries(a.tags).flat(), Object.entries(b.tags).flat())
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
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
