// Packs records as they come (packed-records.ts), so that none has to be kept as an object. Of those that repeat each other
// it keeps the best: a transcript writes a reply's usage once a content block.
import { keysOfRecord, type Keys } from './record-keys.ts'
import { AT, isPlain, ROW, type Entry, type PackedRecords } from './packed-records.ts'
import { beats, ranksOf, type Ranked } from './record-rank.ts'
import { RecordShapes } from './record-shapes.ts'
import { BASES, type Pass, type UsageRecord } from './usage.ts'

const FIRST_ROWS = 32

export class RecordPacker {
  #numbers = new Float64Array(FIRST_ROWS * ROW)
  #keys: (string | null)[] = []
  #whole: UsageRecord[] = []
  readonly #shapes = new RecordShapes()
  #repeated = 0
  /** By both hashes as one number: two that meet by chance are told apart by their keys, or left for the ledger to tell. */
  readonly #rows = new Map<number, number>()
  /** Rows used. */
  length = 0

  get isEmpty(): boolean {
    return this.length === 0 && this.#repeated === 0
  }

  add(record: UsageRecord, position: number): void {
    const keys = keysOfRecord(record)
    const row = this.#rowOf(keys)
    if (row === null) this.#append(record, position, keys)
    else {
      this.#repeated += 1
      if (beats(ranksOf(record, 1), this.#ranksAt(row))) this.#write(row, { record, position }, keys)
    }
  }

  /** Counts an entry that says what an earlier one of the same source said. */
  addRepeat(): void {
    this.#repeated += 1
  }

  /** Begins anew. */
  take(): PackedRecords {
    const packed = {
      numbers: this.#numbers.slice(0, this.length * ROW), keys: this.#keys, shapes: this.#shapes.take(), whole: this.#whole,
      repeated: this.#repeated,
    }
    this.#keys = []
    this.#whole = []
    this.#repeated = 0
    this.#rows.clear()
    this.length = 0
    return packed
  }

  #rowOf({ messageKey, requestKey, messageHash, requestHash }: Keys): number | null {
    if (messageHash === null && requestHash === null) return null
    const row = this.#rows.get(oneOf(messageHash, requestHash))
    return row !== undefined && this.#keys[row * 2] === messageKey && this.#keys[row * 2 + 1] === requestKey ? row : null
  }

  #append(record: UsageRecord, position: number, keys: Keys): void {
    const row = this.length
    this.length += 1
    if (this.length * ROW > this.#numbers.length) {
      const larger = new Float64Array(this.#numbers.length * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#rows.set(oneOf(keys.messageHash, keys.requestHash), row)
    this.#write(row, { record, position }, keys)
  }

  #write(row: number, { record, position }: Entry, { messageKey, requestKey, messageHash, requestHash }: Keys): void {
    const [numbers, at] = [this.#numbers, row * ROW]
    this.#keys[row * 2] = messageKey
    this.#keys[row * 2 + 1] = requestKey
    numbers[at + AT.position] = position
    numbers[at + AT.messageHash] = messageHash ?? NaN
    numbers[at + AT.requestHash] = requestHash ?? NaN
    const [pass] = record.passes
    if (pass !== undefined && isPlain(record)) this.#writePlain(at, record, pass)
    else numbers[at + AT.shape] = -this.#whole.push(record)
  }

  /** One by one: as an array of them, it took twice as long. */
  #writePlain(at: number, record: UsageRecord, pass: Pass): void {
    const [numbers, { tokens }] = [this.#numbers, pass]
    numbers[at + AT.shape] = this.#shapes.placeOf(record, pass)
    numbers[at + AT.occurredAtMs] = record.occurredAtMs ?? NaN
    numbers[at + AT.latencyMs] = record.latencyMs ?? NaN
    numbers[at + AT.timeToFirstTokenMs] = record.timeToFirstTokenMs ?? NaN
    numbers[at + AT.uncachedInput] = tokens.uncachedInput
    numbers[at + AT.cacheRead] = tokens.cacheRead
    numbers[at + AT.cacheWrite5m] = tokens.cacheWrite5m
    numbers[at + AT.cacheWrite1h] = tokens.cacheWrite1h
    numbers[at + AT.output] = tokens.output
  }

  #ranksAt(row: number): Ranked {
    const [numbers, at] = [this.#numbers, row * ROW]
    const place = numbers[at + AT.shape] ?? NaN
    const shape = this.#shapes.at(place)
    const whole = this.#whole[-place - 1]
    if (shape === undefined && whole !== undefined) return ranksOf(whole)
    const output = numbers[at + AT.output] ?? NaN
    const written = (numbers[at + AT.cacheWrite5m] ?? NaN) + (numbers[at + AT.cacheWrite1h] ?? NaN)
    const prompt = (numbers[at + AT.uncachedInput] ?? NaN) + (numbers[at + AT.cacheRead] ?? NaN) + written
    return {
      id: 0, basis: shape === undefined ? NaN : BASES.indexOf(shape.record.basis), allOutput: output, allTokens: prompt + output,
      splitAssumed: shape?.pass.writeSplitAssumed === true ? 1 : 0, sidechain: shape?.record.sidechain === true ? 1 : 0,
    }
  }
}

/** Not exact beyond 53 bits, and need not be. */
const oneOf = (messageHash: number | null, requestHash: number | null): number => (messageHash ?? 0) * 3 + (requestHash ?? 0)

export function packRecords(entries: Iterable<Entry>): PackedRecords {
  const packer = new RecordPacker()
  for (const { record, position } of entries) packer.add(record, position)
  return packer.take()
}
