// Reading of the Admin API's reports by bucket: pages, buckets and their results, of usage and of costs alike. Owns what
// null means for a workspace; knows no field of a result.
import type { UsageRecord } from '../core/usage.ts'
import { arrayAt, isObject, textAt, UnreadableField, type JsonObject } from './fields.ts'
import type { EntryReader, EntrySink, ReadOptions } from './importer.ts'
import { accept, ignore, outcomeOf, type Outcome, tell } from './outcome.ts'
import { parseJson } from './parse-json.ts'
import { rowsIn } from './report-pages.ts'
import { parseUtcTime } from './utc-time.ts'

export interface Bucket {
  startMs: number
  widthMs: number
}

export interface BucketFormat {
  /** What a bucket holds, for reasons: "usage", "costs". */
  holds: string
  /** Null: nothing in this row. Throws UnreadableField. */
  readResult(result: JsonObject, bucket: Bucket, options: ReadOptions): UsageRecord | null
}

export class BucketedReportReader implements EntryReader {
  readonly #format: BucketFormat
  readonly #options: ReadOptions
  readonly #sink: EntrySink
  /** Rows without a workspace, until another row shows whether the report is grouped by workspace. */
  #waiting: { record: UsageRecord; position: number }[] = []
  #byWorkspace = false

  constructor(format: BucketFormat, options: ReadOptions, sink: EntrySink) {
    this.#format = format
    this.#options = options
    this.#sink = sink
  }

  entry(bytes: Buffer, position: number): void {
    const parsed = parseJson(bytes.toString('utf8').replace(/^\uFEFF/, ''))
    if (parsed === null) return this.#sink.reject('not valid JSON', position)
    const buckets = rowsIn(parsed.value)
    const held = buckets.reduce((sum, bucket) => sum + Math.max(1, arrayAt(bucket, 'results').length), 0)
    if (held > 1) this.#sink.extraEntries(held - 1)
    if (held === 0) this.#sink.ignore('page without buckets', position)
    for (const bucket of buckets) this.#bucket(bucket, position)
  }

  end(): void {
    for (const { record, position } of this.#waiting) this.#accept(record, position)
    this.#waiting = []
  }

  #bucket(bucket: JsonObject, position: number): void {
    const results = arrayAt(bucket, 'results')
    if (results.length === 0) this.#sink.ignore(`bucket without ${this.#format.holds}`, position)
    for (const result of results) {
      const outcome = outcomeOf(() => this.#read(isObject(result) ? result : {}, bucket))
      if (outcome.kind === 'accept') this.#record(outcome.record, position)
      else tell(this.#sink, outcome, position)
    }
  }

  /** @throws UnreadableField */
  #read(result: JsonObject, bucket: JsonObject): Outcome {
    const record = this.#format.readResult(result, readBucket(bucket), this.#options)
    return record === null ? ignore(`no ${this.#format.holds} in this row`) : accept(record)
  }

  #record(record: UsageRecord, position: number): void {
    if (record.origin.workspace !== null && !this.#byWorkspace) {
      this.#byWorkspace = true
      this.end()
    }
    if (this.#byWorkspace) this.#accept(record, position)
    else this.#waiting.push({ record, position })
  }

  /** In a report grouped by workspace, null is the default workspace. */
  #accept(record: UsageRecord, position: number): void {
    const workspace = record.origin.workspace ?? (this.#byWorkspace ? 'Default' : null)
    this.#sink.accept({ ...record, origin: { ...record.origin, workspace } }, position)
  }
}

function readBucket(bucket: JsonObject): Bucket {
  const startMs = parseUtcTime(textAt(bucket, 'starting_at') ?? '')
  const endMs = parseUtcTime(textAt(bucket, 'ending_at') ?? '')
  if (startMs === null) throw new UnreadableField('starting_at is not a time')
  if (endMs === null || endMs <= startMs) throw new UnreadableField('ending_at is not a time after starting_at')
  return { startMs, widthMs: endMs - startMs }
}
