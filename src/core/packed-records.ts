// Records of one batch in columns: their numbers in one buffer, their keys as a list, what many of them share said once.
// So they go from thread to thread and into the ledger without an object each: cloned as objects, records took as long
// to hand over as to parse. Owns the layout; record-packer.ts makes it.
import type { Pass, UsageRecord } from './usage.ts'

export interface Entry { record: UsageRecord; position: number }

type SharedRecord = Omit<UsageRecord, 'messageId' | 'requestId' | 'occurredAtMs' | 'passes' | 'latencyMs' | 'timeToFirstTokenMs' | 'bill'>
type SharedPass = Omit<Pass, 'tokens'>

/** What a plain record has in common with others of its source: all but its keys, its times and its counts. */
export interface Shape {
  record: SharedRecord
  pass: SharedPass
}

export interface PackedRecords {
  /** A row of `ROW` numbers for each record; NaN stands for null. */
  numbers: Float64Array<ArrayBuffer>
  /** Message key and request key of each record (record-keys.ts). */
  keys: readonly (string | null)[]
  shapes: readonly Shape[]
  /** Records that are not plain, as they are: they are few. Their row names their place here. */
  whole: readonly UsageRecord[]
  /** How many were left out because a better record of the same keys is among these. */
  repeated: number
}

export const ROW = 12

/** Where a number lies in its row. `shape` below zero: place `-shape - 1` of `whole`, and only position and hashes are set. */
export const AT = {
  shape: 0, position: 1, occurredAtMs: 2, latencyMs: 3, timeToFirstTokenMs: 4, uncachedInput: 5, cacheRead: 6,
  cacheWrite5m: 7, cacheWrite1h: 8, output: 9, messageHash: 10, requestHash: 11,
} as const

/** New each time: buffers change hands. */
export const noRecords = (): PackedRecords => ({ numbers: new Float64Array(0), keys: [], shapes: [], whole: [], repeated: 0 })

export const countOf = ({ numbers }: PackedRecords): number => numbers.length / ROW

/** One request in one pass at a known time: all that makes it up fits a row and a shape. */
export function isPlain(record: UsageRecord): boolean {
  return record.passes.length === 1 && record.reportKey === null && record.bill === undefined && record.occurredAtMs !== null &&
    record.grain === 'instant' && record.passes[0]?.promptRange === null
}

export const orNull = (value = NaN): number | null => (Number.isNaN(value) ? null : value)

export function entryAt(packed: PackedRecords, row: number): Entry {
  const { numbers, shapes, whole } = packed
  const at = row * ROW
  const place = numbers[at + AT.shape] ?? NaN
  const shape = shapes[place]
  const record = shape === undefined ? whole[-place - 1] : plainRecord(packed, row, shape)
  if (record === undefined) throw new RangeError('No record in this row')
  return { record, position: numbers[at + AT.position] ?? NaN }
}

/** The same records, at most `most()` at a time, asked before each part. All share their buffer. */
export function* partsOf(packed: PackedRecords, most: () => number): Generator<PackedRecords> {
  const { numbers, keys, repeated } = packed
  const count = countOf(packed)
  let from = 0
  do {
    const to = Math.min(from + most(), count)
    yield { ...packed, numbers: numbers.subarray(from * ROW, to * ROW), keys: keys.slice(from * 2, to * 2), repeated: to === count ? repeated : 0 }
    from = to
  } while (from < count)
}

export function* entriesOf(packed: PackedRecords): Generator<Entry> {
  for (let row = 0; row < countOf(packed); row += 1) yield entryAt(packed, row)
}

/** An empty id comes back as none. */
function plainRecord({ numbers, keys }: PackedRecords, row: number, { record, pass }: Shape): UsageRecord {
  const own = numbers.subarray(row * ROW, (row + 1) * ROW)
  const tokens = {
    uncachedInput: own[AT.uncachedInput] ?? NaN, cacheRead: own[AT.cacheRead] ?? NaN, cacheWrite5m: own[AT.cacheWrite5m] ?? NaN,
    cacheWrite1h: own[AT.cacheWrite1h] ?? NaN, output: own[AT.output] ?? NaN,
  }
  return {
    ...record, messageId: keys[row * 2] ?? null, requestId: keys[row * 2 + 1] ?? null, passes: [{ ...pass, tokens }],
    occurredAtMs: orNull(own[AT.occurredAtMs]), latencyMs: orNull(own[AT.latencyMs]), timeToFirstTokenMs: orNull(own[AT.timeToFirstTokenMs]),
  }
}
