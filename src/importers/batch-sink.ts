// Collects what an importer says of the entries until a batch is full. Owns the batch's bounds.
import { AMOUNT_TOO_LARGE, isKeepable } from '../core/bill-range.ts'
import type { LatencyReport } from '../core/latency-report.ts'
import type { PackedRecords } from '../core/packed-records.ts'
import { RecordPacker } from '../core/record-packer.ts'
import type { UsageRecord } from '../core/usage.ts'
import type { Cutter } from './cutter.ts'
import type { EntrySink } from './importer.ts'

export interface SourceBatch {
  records: PackedRecords
  ignored: ReadonlyMap<string, number>
  rejected: readonly { position: number; reason: string }[]
  /** Of pulls: percentiles that came beside the usage. */
  latencies?: readonly LatencyReport[]
}

const FULL_RECORDS = 2000
const FULL_BYTES = 4 * 1024 * 1024

export class BatchSink implements EntrySink {
  readonly #records = new RecordPacker()
  #ignored = new Map<string, number>()
  #rejected: { position: number; reason: string }[] = []
  #extra = 0
  /** Input read since the last batch was taken; added to by the driver. */
  bytes = 0

  get isEmpty(): boolean {
    return this.#records.isEmpty && this.#rejected.length === 0 && this.#ignored.size === 0
  }

  get isFull(): boolean {
    return !this.isEmpty && (this.#records.length + this.#rejected.length >= FULL_RECORDS || this.bytes >= FULL_BYTES)
  }

  entriesOf(cutter: Cutter): number {
    return cutter.entries + this.#extra
  }

  accept(record: UsageRecord, position: number): void {
    if (record.bill !== undefined && !isKeepable(record.bill)) this.reject(AMOUNT_TOO_LARGE, position)
    else this.#records.add(record, position)
  }

  ignore(reason: string): void {
    this.#ignored.set(reason, (this.#ignored.get(reason) ?? 0) + 1)
  }

  reject(reason: string, position: number): void {
    this.#rejected.push({ position, reason })
  }

  repeat(): void {
    this.#records.addRepeat()
  }

  extraEntries(count: number): void {
    this.#extra += count
  }

  take(): SourceBatch {
    const batch = { records: this.#records.take(), ignored: this.#ignored, rejected: this.#rejected }
    this.#ignored = new Map()
    this.#rejected = []
    this.bytes = 0
    return batch
  }
}
