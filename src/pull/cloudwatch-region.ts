// The sources of one Region's pull: one for each period. Each is read whole or noted as missing. Owns what is asked
// together, what a fault ends, and what the next pull is told.
import { noRecords } from '../core/packed-records.ts'
import { problem, type Problem } from '../core/problem.ts'
import type { WholeSpan } from '../core/pulled.ts'
import type { SourceBatch } from '../importers/batch-sink.ts'
import type { CloudWatch } from './cloudwatch-client.ts'
import { MAX_QUERIES, readSegment } from './cloudwatch-data.ts'
import { PullState, type Course, type Memory } from './cloudwatch-memory.ts'
import { queriesOf, type Segment } from './cloudwatch-plan.ts'
import type { Profiles } from './cloudwatch-profiles.ts'
import { groupsOf, SegmentReader } from './cloudwatch-reading.ts'
import { CLOUDWATCH_ID } from './cloudwatch-records.ts'
import type { Namespace, Series } from './cloudwatch-series.ts'
import { dayText, type PullWindow, type RecordSource } from './record-source.ts'

export interface RegionWork {
  cloudWatch: CloudWatch
  /** Tells accounts apart. */
  scope: string
  /** Under which the next pull finds `memory`. */
  key: string
  memory: Memory
  course: Course
  profiles: Profiles
  series: readonly Series[]
  segments: readonly Segment[]
  nowMs: number
  /** Why names of profiles are missing. */
  note: string | null
}

export class RegionPull {
  readonly #work: RegionWork
  readonly #state: PullState
  /** A fault that would meet the other periods too. */
  #isBroken = false
  #brought = 0
  readonly #whole = new Map<Segment, WholeSpan>()

  constructor(work: RegionWork) {
    this.#work = work
    this.#state = new PullState(work.course, work.memory, work)
  }

  sources(): RecordSource[] {
    const { segments, series, cloudWatch: { region } } = this.#work
    const name = `CloudWatch ${region}`
    if (series.length === 0) return [this.#source(name, () => this.#without(noSeries(region)))]
    if (segments.length === 0) return [this.#source(name, () => this.#without(noMemory(this.#work.course.window)))]
    return segments.map((segment) => (
      this.#source(segments.length === 1 ? name : `${name}, ${spanOf(segment)}`, (signal) => this.#read(segment, signal), segment)
    ))
  }

  #source(name: string, read: RecordSource['read'], segment: Segment | null = null): RecordSource {
    const { cloudWatch: { region }, scope } = this.#work
    const pulled = () => ({ scope: JSON.stringify([scope, region]), whole: segment === null ? null : this.#whole.get(segment) ?? null })
    return { name, importer: CLOUDWATCH_ID, read, pulled, remember: () => ({ key: this.#work.key, value: this.#memory() }) }
  }

  async *#without(told: Problem): AsyncGenerator<SourceBatch, Problem | null> {
    for (const segment of this.#work.segments) this.#state.read(segment)
    yield { records: noRecords(), ignored: new Map(), rejected: [] }
    return told
  }

  async *#read(segment: Segment, signal: AbortSignal): AsyncGenerator<SourceBatch, Problem | null> {
    if (this.#isBroken) throw notAsked()
    const { cloudWatch, series } = this.#work
    const reader = new SegmentReader(this.#work)
    try {
      for (const models of callsOf(series)) {
        const queries = queriesOf(models)
        yield reader.batch(await readSegment(cloudWatch, { queries, segment }, signal), queries)
      }
    } catch (error) {
      this.#isBroken = true
      throw error
    }
    if (!reader.lacks) this.#state.read(segment)
    this.#whole.set(segment, { fromMs: segment.startMs, toMs: segment.endMs, models: reader.wholeModels() })
    this.#brought += reader.brought
    if (reader.messages.size > 0) return toldMessages(cloudWatch.region, reader.messages)
    const isLast = segment === this.#work.segments.at(-1)
    return isLast && this.#brought === 0 ? noData(cloudWatch.region, this.#work.course.window) : null
  }

  #memory(): Memory {
    const { memory, series, profiles } = this.#work
    const seen = (wanted: Namespace) => {
      const models = series.filter(({ namespace }) => namespace === wanted).map(({ model }) => model)
      return [...new Set([...memory.models[wanted], ...models])].toSorted()
    }
    const models = { 'AWS/Bedrock': seen('AWS/Bedrock'), 'AWS/BedrockMantle': seen('AWS/BedrockMantle') }
    return { models, profiles, ...this.#state.progress() }
  }
}

/** Series in groups that fit into one call; all series of a model stay together. */
function callsOf(series: readonly Series[]): Series[][] {
  const calls: Series[][] = []
  let free = 0
  for (const group of groupsOf(series, ({ namespace, model }) => `${namespace} ${model}`).values()) {
    const size = queriesOf(group).length
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

const spanOf = ({ startMs, endMs }: Segment): string => `${dayText(startMs)} to ${dayText(endMs - 1)}`

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

const notAsked = () => problem(
  'not-asked', 'Not asked for, because the part before it failed.',
  'Pull again: it goes on here, and what was read is not asked for again.',
)

const toldMessages = (region: string, messages: ReadonlySet<string>): Problem => ({
  code: 'cloudwatch-message', message: `CloudWatch in ${region} says of its answer: ${[...messages].join(', ')}. Some usage may be missing.`,
  remedy: 'Pull again; if it stays so, pull fewer days at a time.',
})
