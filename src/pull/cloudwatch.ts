// A pull from CloudWatch: first what will be asked and what that costs, then one source of records for each Region.
import { z } from 'zod'
import type { Pico } from '../core/money.ts'
import { problem, type Problem } from '../core/problem.ts'
import { BatchSink, type SourceBatch } from '../importers/batch-sink.ts'
import { UnreadableField } from '../importers/fields.ts'
import { openCloudWatch, type CloudWatch, type CloudWatchPlace } from './cloudwatch-client.ts'
import { MAX_QUERIES, readSegment, type Answer } from './cloudwatch-data.ts'
import { callCost, METRICS, queriesOf, segmentsOf, type Query, type Segment } from './cloudwatch-plan.ts'
import { CLOUDWATCH_ID, hourRecord } from './cloudwatch-records.ts'
import { listSeries, type Namespace, type Series } from './cloudwatch-series.ts'
import { lastPulledDay, pullWindow, type PullWindow, type RecordSource, type Remembered } from './record-source.ts'

export interface CloudWatchAsk extends Omit<CloudWatchPlace, 'region'> {
  /** Empty: the Region of the profile. */
  regions: readonly string[]
  /** UTC days, inclusive; null: see pullWindow. */
  from: string | null
  to: string | null
  nowMs: number
  remembered: Remembered
}

export interface CloudWatchPlan {
  regions: { region: string; window: PullWindow; models: string[]; metricsRequested: number }[]
  /** Of GetMetricData. Lists are free up to a million calls a month. */
  cost: Pico
  sources: RecordSource[]
  close(): void
}

/** Lists the series of every Region; asks for no data yet. Throws a ProblemError. */
export async function planCloudWatch(ask: CloudWatchAsk, signal: AbortSignal): Promise<CloudWatchPlan> {
  const pulls: RegionPull[] = []
  const close = () => pulls.forEach((pull) => pull.cloudWatch.close())
  try {
    for (const region of ask.regions.length === 0 ? [null] : ask.regions) pulls.push(await planRegion(ask, region, signal))
    const regions = pulls.map((pull) => pull.plan())
    const cost = callCost(regions.reduce((sum, { metricsRequested }) => sum + metricsRequested, 0))
    return { regions, cost, sources: pulls, close }
  } catch (error) {
    close()
    throw error
  }
}

async function planRegion(ask: CloudWatchAsk, region: string | null, signal: AbortSignal): Promise<RegionPull> {
  const { profile, endpoint, nowMs } = ask
  const cloudWatch = await openCloudWatch({ profile, region, endpoint })
  try {
    const scope = cloudWatch.account ?? `profile ${profile ?? 'default'}`
    const key = `pull.${CLOUDWATCH_ID} ${scope} ${cloudWatch.region}`
    const memory = readMemory(ask.remembered(key))
    const series = await listSeries(cloudWatch, memory.models, signal)
    const window = pullWindow(ask, memory.lastDay, nowMs)
    return new RegionPull(cloudWatch, { scope, key, memory, series, window, segments: segmentsOf(window, nowMs), nowMs })
  } catch (error) {
    cloudWatch.close()
    throw error
  }
}

const memoryShape = z.object({
  models: z.object({ 'AWS/Bedrock': z.array(z.string()), 'AWS/BedrockMantle': z.array(z.string()) }),
  lastDay: z.string().nullable(),
})
type Memory = z.infer<typeof memoryShape>

function readMemory(kept: unknown): Memory {
  const read = memoryShape.safeParse(kept)
  return read.success ? read.data : { models: { 'AWS/Bedrock': [], 'AWS/BedrockMantle': [] }, lastDay: null }
}

interface RegionWork {
  /** Tells accounts apart. */
  scope: string
  /** Under which the next pull finds `memory`. */
  key: string
  memory: Memory
  series: readonly Series[]
  window: PullWindow
  segments: readonly Segment[]
  nowMs: number
}

class RegionPull implements RecordSource {
  readonly name: string
  readonly importer = CLOUDWATCH_ID
  readonly cloudWatch: CloudWatch
  readonly #work: RegionWork
  #position = 0
  #lacks = false

  constructor(cloudWatch: CloudWatch, work: RegionWork) {
    this.cloudWatch = cloudWatch
    this.name = `CloudWatch ${cloudWatch.region}`
    this.#work = work
  }

  plan(): CloudWatchPlan['regions'][number] {
    const { series, window, segments } = this.#work
    const models = [...new Set(series.map(({ model }) => model))].toSorted()
    return { region: this.cloudWatch.region, window, models, metricsRequested: queriesOf(series).length * segments.length }
  }

  async *read(signal: AbortSignal): AsyncGenerator<SourceBatch, Problem | null> {
    const { region } = this.cloudWatch
    const { series, segments, window } = this.#work
    if (series.length === 0) return noSeries(region)
    if (segments.length === 0) return noMemory(window)
    const messages = new Set<string>()
    let brought = 0
    for (const segment of segments) {
      for (const models of callsOf(series)) {
        const answer = await readSegment(this.cloudWatch, { queries: queriesOf(models), segment }, signal)
        for (const message of answer.messages) messages.add(message)
        const batch = this.#batch(answer, queriesOf(models))
        if (batch.rejected.length > 0 || answer.messages.size > 0) this.#lacks = true
        brought += batch.records.length + batch.rejected.length
        yield batch
      }
    }
    if (messages.size > 0) return toldMessages(region, messages)
    return brought === 0 ? noData(region, window) : null
  }

  remember(): { key: string; value: Memory } {
    const { key, memory, series, window, nowMs } = this.#work
    const seen = (wanted: Namespace) => {
      const models = series.filter(({ namespace }) => namespace === wanted).map(({ model }) => model)
      return [...new Set([...memory.models[wanted], ...models])].toSorted()
    }
    // Days of which a part is missing are asked for again.
    const lastDay = this.#lacks ? memory.lastDay : lastPulledDay(window, memory.lastDay, nowMs)
    return { key, value: { models: { 'AWS/Bedrock': seen('AWS/Bedrock'), 'AWS/BedrockMantle': seen('AWS/BedrockMantle') }, lastDay } }
  }

  #batch(answer: Answer, queries: readonly Query[]): SourceBatch {
    const sink = new BatchSink()
    for (const group of groupsOf(queries, ({ series }) => `${series.namespace} ${series.model}`).values()) {
      this.#readModel(answer, group, sink)
    }
    return sink.take()
  }

  /** All hours of one model, or none: a model of which a part is missing would show too little. */
  #readModel({ data }: Answer, queries: readonly Query[], sink: BatchSink): void {
    const missing = queries.find(({ id }) => data.get(id)?.complete === false)
    if (missing !== undefined) {
      sink.reject(`CloudWatch gave only a part of ${missing.metric}`, (this.#position += 1))
      return
    }
    const byMetric = groupsOf(queries, ({ metric }) => metric)
    const hours = new Set(queries.flatMap(({ id }) => [...data.get(id)?.hours.keys() ?? []]))
    for (const hourMs of [...hours].toSorted((a, b) => a - b)) {
      const hourOf = (metric: string) => sumOf((byMetric.get(metric) ?? []).map(({ id }) => data.get(id)?.hours.get(hourMs)))
      this.#readHour(hourOf, { hourMs, series: queries[0]?.series }, sink)
    }
  }

  #readHour(hourOf: (metric: string) => number | undefined, { hourMs, series }: { hourMs: number; series: Series | undefined }, sink: BatchSink): void {
    if (series === undefined) return
    const { region, account } = this.cloudWatch
    this.#position += 1
    try {
      const record = hourRecord(hourOf, { namespace: series.namespace, model: series.model, region, account, scope: this.#work.scope, hourMs })
      if (record === null) sink.ignore('hour without usage')
      else sink.accept(record, this.#position)
    } catch (error) {
      if (!(error instanceof UnreadableField)) throw error
      sink.reject(error.message, this.#position)
    }
  }
}

/** A sum over series that each hold a part (a model by project); undefined where none has a point. */
function sumOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0)
}

function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

/** Series in groups that fit into one call; all series of a model stay together. */
function callsOf(series: readonly Series[]): Series[][] {
  const calls: Series[][] = []
  let free = 0
  for (const group of groupsOf(series, ({ namespace, model }) => `${namespace} ${model}`).values()) {
    const size = group.reduce((sum, { namespace }) => sum + METRICS[namespace].length, 0)
    if (size > MAX_QUERIES) throw problem('too-many-projects', 'One model has more projects than one call to CloudWatch can ask for.')
    if (size > free) {
      calls.push([])
      free = MAX_QUERIES
    }
    calls.at(-1)?.push(...group)
    free -= size
  }
  return calls
}

const noSeries = (region: string): Problem => ({
  code: 'no-series', message: `CloudWatch knows of no Claude usage on Bedrock in ${region}.`,
  remedy: 'Name the Regions from which the models are called; a new model can take 15 minutes to appear.',
})

const noData = (region: string, { from, to }: PullWindow): Problem => ({
  code: 'no-data', message: `CloudWatch holds no usage in ${region} from ${from} to ${to} (UTC).`,
  remedy: 'Pull other days, or another Region.',
})

const noMemory = ({ from, to }: PullWindow): Problem => ({
  code: 'no-data', message: `CloudWatch keeps no metrics for ${from} to ${to}: they are older than 455 days, or yet to come.`,
  remedy: 'Pull later days; for older ones import invocation logs.',
})

const toldMessages = (region: string, messages: ReadonlySet<string>): Problem => ({
  code: 'cloudwatch-message', message: `CloudWatch in ${region} says of its answer: ${[...messages].join(', ')}. Some usage may be missing.`,
  remedy: 'Pull again; if it stays so, pull fewer days at a time.',
})
