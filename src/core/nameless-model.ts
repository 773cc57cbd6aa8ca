// Ids that stand for a model their source does not name. They are unpriced until the user maps them to model and route.
import { resolveModel } from './model-id.ts'

/** Made-up ids of sources without a model: `bedrock-batch:claude-opus-5`, `cloudwatch:metrics.json`. */
export const NAMELESS_SOURCES = ['bedrock-batch', 'cloudwatch'] as const

/** The id for usage whose source names no model and route. What follows the colon tells such sources apart. */
export function namelessModel(source: (typeof NAMELESS_SOURCES)[number], what: string): string {
  return `${source}:${what}`
}

/** True for ids whose remedy is a mapping, not a price: made-up ones and application inference profiles. */
export function namesNoModel(rawModel: string): boolean {
  return NAMELESS_SOURCES.some((source) => rawModel.startsWith(`${source}:`)) || resolveModel(rawModel).isApplicationProfile
}
