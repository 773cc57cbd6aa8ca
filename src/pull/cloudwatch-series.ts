// Which series of usage CloudWatch holds for a Region. Chooses one set of dimensions, so that nothing is counted twice.
// https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html (read 2026-11-22)
import type { Dimension, Metric } from '@aws-sdk/client-cloudwatch'
import { problem } from '../core/problem.ts'
import type { CloudWatch } from './cloudwatch-client.ts'

export const NAMESPACES = ['AWS/Bedrock', 'AWS/BedrockMantle'] as const
export type Namespace = (typeof NAMESPACES)[number]

export interface Series {
  namespace: Namespace
  /** As CloudWatch spells it: a model id, a profile id, or the bare resource id of an application profile. */
  model: string
  dimensions: Dimension[]
  /** Of LATENCY_METRICS, those that it has, or may have. */
  latencies: string[]
}

/** Until the last token, and of streaming calls until the first. */
export const LATENCY_METRICS = ['InvocationLatency', 'TimeToFirstToken'] as const

/** Models by namespace. */
export type Models = Record<Namespace, string[]>

/** Series with data in the last two weeks, and the remembered models, which may have been idle for longer. */
export async function listSeries(cloudWatch: CloudWatch, remembered: Models, signal: AbortSignal): Promise<Series[]> {
  const bedrock = seriesOf('AWS/Bedrock', ['ModelId'], await listMetrics(cloudWatch, 'AWS/Bedrock', signal))
  const mantle = mantleSeries(await listMetrics(cloudWatch, 'AWS/BedrockMantle', signal))
  return [
    ...bedrock, ...idleSeries('AWS/Bedrock', { dimension: 'ModelId', listed: bedrock, remembered }),
    ...mantle, ...idleSeries('AWS/BedrockMantle', { dimension: 'Model', listed: mantle, remembered }),
  ].filter(({ model }) => mayBeClaude(model))
}

interface Known { dimension: string; listed: readonly Series[]; remembered: Models }

function idleSeries(namespace: Namespace, { dimension, listed, remembered }: Known): Series[] {
  const active = new Set(listed.map(({ model }) => model))
  return remembered[namespace].filter((model) => !active.has(model))
    .map((model) => ({
      namespace, model, dimensions: [{ Name: dimension, Value: model }], latencies: namespace === 'AWS/Bedrock' ? [...LATENCY_METRICS] : [],
    }))
}

/** Every level is emitted on its own: the models' one, or, where that is not there, the one by project and model. */
function mantleSeries(metrics: readonly Metric[]): Series[] {
  const byModel = seriesOf('AWS/BedrockMantle', ['Model'], metrics)
  return byModel.length > 0 ? byModel : seriesOf('AWS/BedrockMantle', ['Model', 'Project'], metrics)
}

/** Series with exactly these dimensions: sums over all models, and parts by tier or size, are other views of the same usage. */
function seriesOf(namespace: Namespace, names: readonly string[], metrics: readonly Metric[]): Series[] {
  const found = new Map<string, Series>()
  for (const { Namespace, MetricName = '', Dimensions = [] } of metrics) {
    const dimensions = Dimensions.toSorted((a, b) => (a.Name ?? '').localeCompare(b.Name ?? ''))
    const model = dimensions[0]?.Value
    if (Namespace !== namespace || model === undefined || dimensions.map(({ Name }) => Name).join() !== names.join()) continue
    const key = JSON.stringify(dimensions.map(({ Value }) => Value))
    const latencies = found.get(key)?.latencies ?? []
    if (LATENCY_METRICS.some((metric) => metric === MetricName)) latencies.push(MetricName)
    found.set(key, { namespace, model, dimensions, latencies })
  }
  return [...found.values()]
}

async function listMetrics(cloudWatch: CloudWatch, namespace: Namespace, signal: AbortSignal): Promise<Metric[]> {
  const metrics: Metric[] = []
  for (let token: string | undefined; ;) {
    const page = await cloudWatch.listMetrics({ Namespace: namespace, ...(token === undefined ? {} : { NextToken: token }) }, signal)
    metrics.push(...(page.Metrics ?? []))
    token = nextToken(token, page.NextToken)
    if (token === undefined) return metrics
  }
}

/** A page may be empty and still name a next one; one that names itself would be asked for ever. */
export function nextToken(asked: string | undefined, told: string | undefined): string | undefined {
  if (told === undefined || told === '') return undefined
  if (told === asked) throw problem('cloudwatch-pages', 'CloudWatch names the same page as its next one.', 'Pull again.')
  return told
}

/** Ids of other makers have their name before a dot; resource ids of application profiles have no dot. */
function mayBeClaude(model: string): boolean {
  return /anthropic|claude/i.test(model) || !/[.:/]/.test(model)
}
