// The importer of Bedrock metrics as the AWS CLI prints them: `get-metric-data` and `get-metric-statistics`. Owns the
// cutting of a reply into data points and which series are read; the format's page is cloudwatch-metrics.md.
import { resolveModel } from '../core/model-id.ts'
import { namelessModel } from '../core/nameless-model.ts'
import type { Assumption, Route, TokenCounts, UsageRecord } from '../core/usage.ts'
import { seriesName, type MetricKind, type SeriesName } from './cloudwatch-series.ts'
import { arrayAt, checkedCount, isObject, textAt, UnreadableField, type JsonObject } from './fields.ts'
import type { Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { JsonReader } from './json-reader.ts'
import { leadingKeys } from './json-run.ts'
import { instantOf } from './logger-fields.ts'
import { accept, ignore, outcomeOf, type Outcome } from './outcome.ts'

const ID = 'cloudwatch-metrics'
const SCORE = 92
const DAY_MS = 86_400_000

export const cloudwatchMetrics: Importer = {
  id: ID,
  title: 'CloudWatch metrics of Bedrock',
  basis: 'reports',
  surest: SCORE,
  identify,
  read: (options, sink) => new MetricsReader(options, sink),
}

function identify({ text }: SourceHead): Identification | null {
  const { inArray, keys } = leadingKeys(text)
  const isReply = keys.includes('MetricDataResults') || (keys.includes('Datapoints') && keys.includes('Label'))
  // `Label` may lie behind more data points than the head holds.
  const isLong = keys.includes('Datapoints') && keys.length === 1
  return isReply || isLong ? { score: SCORE, framing: { kind: 'values', path: inArray ? [] : null } } : null
}

interface Series {
  name: SeriesName
  points: readonly { atMs: number | null; value: unknown }[]
}

class MetricsReader extends JsonReader {
  /** At least one: an entry is a data point; a series without any, or that is not read, is one too. */
  protected override outcomes(value: unknown): Outcome[] {
    const all = isObject(value) ? seriesIn(value, this.options.sourceName) : []
    if (all.length === 0) return [ignore('reply without series')]
    const reply = new Reply(all)
    return all.flatMap((series): Outcome[] => {
      const why = reply.whyNotRead(series)
      if (why !== null) return [ignore(why)]
      const rawModel = reply.rawModelOf(series.name, this.options.sourceName)
      return series.points.map((point) => outcomeOf(() => this.#point({ name: series.name, rawModel, reply }, point)))
    })
  }

  /** @throws UnreadableField */
  #point(of: PointOf, { atMs, value }: Series['points'][number]): Outcome {
    if (atMs === null) throw new UnreadableField('Timestamp is not a time')
    if (typeof value !== 'number') throw new UnreadableField('value of a data point is missing')
    const count = checkedCount(value, 'value of a data point')
    if (of.name.kind === null) return ignore(OTHER_METRIC)
    if (count === 0) return ignore('data point of 0')
    return accept(recordOf({ ...of, kind: of.name.kind, atMs, count }, this.options))
  }
}

const OTHER_METRIC = 'series of another metric, or of one that neither id nor label names'

/** What only the whole reply shows. */
class Reply {
  readonly #series: readonly Series[]
  readonly #counted: ReadonlySet<string>
  readonly isDaily: boolean

  constructor(series: readonly Series[]) {
    this.#series = series
    const times = series.flatMap(({ points }) => points.map(({ atMs }) => atMs))
    this.#counted = new Set(series.flatMap(({ name, points }) =>
      name.kind === 'requests' ? points.map(({ atMs }) => momentOf(name, atMs)) : []))
    this.isDaily = times.every((atMs) => atMs !== null && atMs % DAY_MS === 0)
  }

  whyNotRead({ name, points }: Series): string | null {
    if (name.kind === null) return OTHER_METRIC
    if (points.length === 0) return 'series without data'
    const others = this.#series.filter((other) => other.name.kind === name.kind && other.points.length > 0)
    const isSpelledTwice = name.isTwin && others.some((other) => !other.name.isTwin && isSameModel(other.name, name))
    if (isSpelledTwice) return 'second spelling of a series that is read'
    const isTotal = name.model === null && name.rest === '' && others.some((other) => other.name.model !== null)
    return isTotal ? 'series of no model beside those of models, not added to them' : null
  }

  /** The id of the series' model, or one that stands for it: by the label's other words, else by the file. */
  rawModelOf(name: SeriesName, sourceName: string): string {
    if (name.model !== null) return name.model
    if (name.rest !== '') return namelessModel('cloudwatch', name.rest)
    const alike = this.#series.filter((other) =>
      other.name.kind === name.kind && other.name.isTwin === name.isTwin && isSameModel(other.name, name))
    return namelessModel('cloudwatch', alike.length > 1 ? `${fileName(sourceName)} ${name.id}` : fileName(sourceName))
  }

  /** The count of requests is known where the reply has the model's invocations of that time. */
  countsRequests(name: SeriesName, atMs: number): boolean {
    return this.#counted.has(momentOf(name, atMs))
  }
}

function isSameModel(a: SeriesName, b: SeriesName): boolean {
  return a.model === b.model && (a.model !== null || a.rest === b.rest)
}

function momentOf({ model, rest }: SeriesName, atMs: number | null): string {
  return JSON.stringify([model ?? rest, atMs])
}

/** `MetricDataResults` has many series; a statistics reply is one. */
function seriesIn(reply: JsonObject, sourceName: string): Series[] {
  if (!Array.isArray(reply['MetricDataResults'])) {
    if (!('Datapoints' in reply)) return []
    const points = arrayAt(reply, 'Datapoints').filter(isObject)
      .map((point) => ({ atMs: instantOf(point['Timestamp']), value: point['Sum'] }))
    return [{ name: seriesName('', textAt(reply, 'Label', 2048) ?? '', sourceName), points }]
  }
  return arrayAt(reply, 'MetricDataResults').filter(isObject).map((result) => {
    const values = arrayAt(result, 'Values')
    const points = arrayAt(result, 'Timestamps').map((at, index) => ({ atMs: instantOf(at), value: values[index] }))
    return { name: seriesName(textAt(result, 'Id') ?? '', textAt(result, 'Label', 2048) ?? '', sourceName), points }
  })
}

interface PointOf {
  name: SeriesName
  rawModel: string
  reply: Reply
}

interface Point extends PointOf {
  kind: MetricKind
  atMs: number
  count: number
}

/** One data point is one record: files of one metric each then complete each other, in any order. */
function recordOf({ name, rawModel, kind, atMs, count, reply }: Point, options: ReadOptions): UsageRecord {
  const resolved = resolveModel(rawModel)
  const inGov = name.region?.startsWith('us-gov-') === true
  const named = resolved.bedrockRoute === 'region' && inGov ? 'us-gov' : resolved.bedrockRoute
  const route = options.route ?? named ?? 'unknown'
  const writeSplitAssumed = kind === 'cacheWrite'
  const counted = kind === 'requests' ? count : reply.countsRequests(name, atMs) ? 0 : null
  return {
    basis: 'reports', messageId: null, requestId: null,
    reportKey: JSON.stringify([ID, name.region, rawModel, atMs, reply.isDaily, kind]),
    occurredAtMs: atMs, grain: reply.isDaily ? 'utc-day' : 'instant', platform: options.platform ?? 'bedrock', route,
    origin: {
      importer: ID, account: null, workspace: null, apiKey: null, principal: null,
      profile: resolved.isApplicationProfile ? resolved.profile : null, project: null, gateway: null, tags: {},
    },
    passes: [{
      kind: 'message', model: resolved.model, rawModel, tier: 'standard', speed: 'standard', tokens: tokensOf(kind, count),
      webSearches: 0, writeSplitAssumed, promptRange: { over: 0, upTo: null },
    }],
    requests: counted, latencyMs: null, timeToFirstTokenMs: null, stopReason: null, errorCode: null, session: null,
    sidechain: false, modelHint: null,
    // The metrics sum over all service tiers.
    assumptions: assumptionsOf(kind, route),
  }
}

function assumptionsOf(kind: MetricKind, route: Route): Assumption[] {
  const assumptions: Assumption[] = ['price']
  if (kind === 'cacheWrite') assumptions.push('write-split')
  if (route === 'unknown') assumptions.push('route')
  return assumptions
}

function tokensOf(kind: MetricKind, count: number): TokenCounts {
  const of = (wanted: MetricKind) => (kind === wanted ? count : 0)
  return {
    uncachedInput: of('uncachedInput'), cacheRead: of('cacheRead'), cacheWrite5m: of('cacheWrite'), cacheWrite1h: 0, output: of('output'),
  }
}

function fileName(sourceName: string): string {
  return (sourceName.split(/[\\/]/).at(-1) ?? sourceName).slice(0, 200)
}
