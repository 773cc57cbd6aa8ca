// Ids that stand for a model their source does not name. They are unpriced until the user maps them to model and route.
import { resolveModel } from './model-id.ts'

/** Made-up ids of sources without a model: `bedrock-batch:claude-opus-5`, `cloudwatch:metrics.json`. */
export const NAMELESS_SOURCES = ['bedrock-batch', 'cloudwatch'] as const

/** The id for usage whose source names no model and route. What follows the colon tells such sources apart. */
export function namelessModel(source: (typeof NAMELESS_SOURCES)[number], what: string): string {
  return `${source}:${what}`
}

/** True for an id made up for a source that names no model. */
export function isMadeUpModel(model: string): boolean {
  return NAMELESS_SOURCES.some((source) => model.startsWith(`${source}:`))
}

/** True for ids whose remedy is a mapping, not a price: made-up ones and application inference profiles. */
export function namesNoModel(rawModel: string): boolean {
  return isMadeUpModel(rawModel) || resolveModel(rawModel).isApplicationProfile
}
