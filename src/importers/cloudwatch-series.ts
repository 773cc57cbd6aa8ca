// What a series of the AWS CLI's metric output is about: which metric, which model, which Region. By its id and label only,
// for nothing else in the file says. Owns the names of the Bedrock metrics.
// https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-runtime-metrics.html (read 2026-11-22)
import { resolveModel } from '../core/model-id.ts'

export type MetricKind = 'uncachedInput' | 'cacheRead' | 'cacheWrite' | 'output' | 'requests'

export interface SeriesName {
  kind: MetricKind | null
  /** Cache metrics are documented as `...Tokens` and emitted as `...TokenCount`: twins of one series. */
  isTwin: boolean
  /** As spelled; null where the label names no model. */
  model: string | null
  /** What else the label says, for series that name no model: an application profile's id, or the user's own words. */
  rest: string
  id: string
  region: string | null
}

const METRICS: Readonly<Record<string, MetricKind>> = {
  inputtokencount: 'uncachedInput', outputtokencount: 'output', invocations: 'requests',
  cachereadinputtokencount: 'cacheRead', cachewriteinputtokencount: 'cacheWrite',
  cachereadinputtokens: 'cacheRead', cachewriteinputtokens: 'cacheWrite',
}

/** Ids of queries are free text of `[a-zA-Z0-9_]`: the metric's name in it, cache kinds before input. */
const ID_METRICS: readonly (readonly [RegExp, MetricKind])[] = [
  [/cache_?read/, 'cacheRead'], [/cache_?write/, 'cacheWrite'], [/output_?token/, 'output'], [/input_?token/, 'uncachedInput'],
  [/invocations/, 'requests'], [/(?:^|_)output(?:_|\d|$)/, 'output'], [/(?:^|_)input(?:_|\d|$)/, 'uncachedInput'],
]

const REGION = /(?<![a-z0-9-])[a-z]{2}-(?:gov-|iso[a-z]?-)?(?:north|south|east|west|central){1,2}-\d(?![a-z0-9])/i

/** The source's own name is only asked for the Region. */
export function seriesName(id: string, label: string, sourceName: string): SeriesName {
  const words = label.split(/[\s,;|"'()[\]]+/).filter((word) => word !== '')
  const spelled = words.map((word) => word.toLowerCase()).find((word) => Object.hasOwn(METRICS, word))
  const lowerId = id.toLowerCase()
  const kindById = ID_METRICS.find(([pattern]) => pattern.test(lowerId))?.[1] ?? null
  return {
    kind: (spelled === undefined ? undefined : METRICS[spelled]) ?? kindById,
    isTwin: spelled?.endsWith('inputtokens') ?? /cache_?(?:read|write)_?input_?tokens$/.test(lowerId),
    model: words.find(isModel) ?? null,
    rest: words.filter((word) => !Object.hasOwn(METRICS, word.toLowerCase())).join(' ').slice(0, 100),
    id,
    region: (REGION.exec(label) ?? REGION.exec(sourceName))?.[0].toLowerCase() ?? null,
  }
}

/** A known model, or any dotted or resource id that can only be one. */
function isModel(word: string): boolean {
  const resolved = resolveModel(word)
  return resolved.known || resolved.bedrockRoute !== null || resolved.isApplicationProfile
}
