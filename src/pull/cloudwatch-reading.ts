// From the answers for one period to records of hours and percentiles of days. Owns what becomes of a model of which a part
// is missing.
import type { LatencyReport } from '../core/latency-report.ts'
import { countOf } from '../core/packed-records.ts'
import { BatchSink, type SourceBatch } from '../importers/batch-sink.ts'
import { UnreadableField } from '../importers/fields.ts'
import type { Answer } from './cloudwatch-data.ts'
import type { CloudWatch } from './cloudwatch-client.ts'
import { latencyReports } from './cloudwatch-latency.ts'
import type { Query } from './cloudwatch-plan.ts'
import type { Profiles } from './cloudwatch-profiles.ts'
import { hourRecord, type HourContext } from './cloudwatch-records.ts'

export interface ReadingContext {
  cloudWatch: CloudWatch
  /** Tells accounts apart. */
  scope: string
  profiles: Profiles
}

export class SegmentReader {
  readonly #context: ReadingContext
  #position = 0
  #sink = new BatchSink()
  #latencies: LatencyReport[] = []
  /** Codes of what CloudWatch had to say. */
  readonly messages = new Set<string>()
  /** Something that was asked for is missing. */
  lacks = false
  brought = 0
  readonly #asked = new Set<string>()
  /** Models of which an hour or a metric could not be read. */
  readonly #lacking = new Set<string>()

  constructor(context: ReadingContext) {
    this.#context = context
  }

  batch(answer: Answer, queries: readonly Query[]): SourceBatch {
    this.#latencies = []
    for (const group of groupsOf(queries, ({ series }) => `${series.namespace} ${series.model}`).values()) {
      for (const { series: { model } } of group) this.#asked.add(model)
      const [sums, others] = [group.filter(({ stat }) => stat === 'Sum'), group.filter(({ stat }) => stat !== 'Sum')]
      this.#readHours(answer, sums)
      this.#readDays(answer, others)
    }
    for (const message of answer.messages) this.messages.add(message)
    const batch = this.#sink.take()
    if (batch.rejected.length > 0 || answer.messages.size > 0) this.lacks = true
    this.brought += countOf(batch.records) + batch.rejected.length
    return this.#latencies.length === 0 ? batch : { ...batch, latencies: this.#latencies }
  }

  /** Models that were read whole; none where CloudWatch said that its answer lacks something. */
  wholeModels(): string[] {
    return this.messages.size > 0 ? [] : [...this.#asked].filter((model) => !this.#lacking.has(model)).toSorted()
  }

  /** All hours of one model, or none: a model of which a part is missing would show too little. */
  #readHours(answer: Answer, queries: readonly Query[]): void {
    const [first] = queries
    if (first === undefined || this.#isMissing(answer, queries)) return
    const byMetric = groupsOf(queries, ({ metric }) => metric)
    const hours = new Set(queries.flatMap(({ id }) => [...answer.data.get(id)?.points.keys() ?? []]))
    for (const hourMs of [...hours].toSorted((a, b) => a - b)) {
      const hourOf = (metric: string) => sumOf((byMetric.get(metric) ?? []).map(({ id }) => answer.data.get(id)?.points.get(hourMs)))
      this.#readHour(hourOf, { ...this.#placeOf(first), namespace: first.series.namespace, hourMs })
    }
  }

  #readHour(hourOf: (metric: string) => number | undefined, context: HourContext): void {
    this.#position += 1
    try {
      const record = hourRecord(hourOf, context)
      if (record === null) this.#sink.ignore('hour without usage')
      else this.#sink.accept(record, this.#position)
    } catch (error) {
      if (!(error instanceof UnreadableField)) throw error
      this.#sink.reject(error.message, this.#position)
      this.#lacking.add(context.model)
    }
  }

  #readDays(answer: Answer, queries: readonly Query[]): void {
    const [first] = queries
    if (first === undefined || this.#isMissing(answer, queries)) return
    this.#latencies.push(...latencyReports(answer, queries, this.#placeOf(first)))
  }

  #placeOf({ series: { model } }: Query): Omit<HourContext, 'namespace' | 'hourMs'> {
    const { cloudWatch: { region, account }, scope, profiles } = this.#context
    const stands = Object.hasOwn(profiles, model) ? profiles[model] ?? null : null
    return { model, region, account, scope, stands }
  }

  #isMissing({ data }: Answer, queries: readonly Query[]): boolean {
    const missing = queries.find(({ id }) => data.get(id)?.state !== 'complete')
    if (missing === undefined) return false
    const isForbidden = data.get(missing.id)?.state === 'forbidden'
    const reason = isForbidden ? `CloudWatch does not allow ${missing.metric} to be read` : `CloudWatch gave only a part of ${missing.metric}`
    this.#sink.reject(reason, (this.#position += 1))
    this.#lacking.add(missing.series.model)
    return true
  }
}

/** A sum over series that each hold a part (a model by project); undefined where none has a point. */
function sumOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0)
}

export function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
