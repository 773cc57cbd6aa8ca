// What a provider reports of latency: percentiles of one model and UTC day. They cannot be averaged or added, so they are
// kept as they came and never mixed with those of single requests.
import type { Platform, Route } from './usage.ts'

/** `latency`: until the last token. `first-token`: until the first one, of streaming calls. */
export const LATENCY_MEASURES = ['latency', 'first-token'] as const
export type LatencyMeasure = (typeof LATENCY_MEASURES)[number]

export interface LatencyReport {
  /** Id of what reported it, like an importer's. */
  importer: string
  platform: Platform
  route: Route
  /** Tells accounts apart. */
  scope: string
  region: string
  /** As the source spelled it. */
  rawModel: string
  model: string
  utcDay: string
  measure: LatencyMeasure
  /** Calls it rests on. */
  count: number
  /** Milliseconds; null where the source does not tell. */
  averageMs: number | null
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
}
