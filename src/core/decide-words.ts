// The sentences of a decision. Owns the words; what they are about is decided in decide.ts.
import { modelFacts } from './model-catalogue.ts'
import { placementLabel, type Placement } from './placement.ts'
import type { Feature } from './placement-facts.ts'
import type { Asked, Check, RequirementKind } from './requirements.ts'

const VALUES: Readonly<Record<string, string>> = {
  us: 'the United States', eu: 'the European Union', apac: 'Asia Pacific', jp: 'Japan', au: 'Australia', in: 'India',
  ca: 'Canada', 'us-gov': 'AWS GovCloud (US)',
  anthropic: 'Anthropic', aws: 'AWS', 'google-cloud': 'Google Cloud', azure: 'Azure',
  hipaa: 'HIPAA readiness', 'fedramp-high': 'FedRAMP High', 'zero-data-retention': 'zero data retention',
}

const KINDS: Readonly<Record<RequirementKind, (value: string) => string>> = {
  residency: (value) => `processing in ${value}`,
  privateNetwork: (value) => `a private network of ${value}`,
  iam: (value) => `identities and permissions of ${value}`,
  bill: (value) => `the bill of ${value}`,
  compliance: (value) => value,
}

const FEATURE_NAMES: Readonly<Record<Feature, string>> = {
  promptCaching: 'prompt caching', oneHourCache: '1 hour cache', batch: 'batch', batchCaching: 'caching in batches',
  fastMode: 'fast mode', webSearch: 'web search', codeExecution: 'code execution', files: 'Files API',
  geoParameter: 'inference_geo', usageReports: 'usage reports',
}

export const valueText = (value: string): string => VALUES[value] ?? value
export const featureText = (feature: Feature): string => FEATURE_NAMES[feature]
export const modelText = (model: string): string => modelFacts(model)?.displayName ?? model

/** For instance `processing in the European Union`. */
export const requirementText = ({ kind, value }: Asked): string => KINDS[kind](valueText(value))

/** "a", "a and b", "a, b and c". */
export function listText(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

export const placementsText = (placements: readonly Placement[]): string => listText(placements.map(placementLabel))

/** Why a placement does not satisfy a requirement. */
export function unsatisfiedText(check: Check): string {
  const what = requirementText(check)
  return check.satisfied === 'no'
    ? `It does not offer ${what}.`
    : `Whether it offers ${what} is not known here; ask for proof, and confirm it if you hold it.`
}

export const lacksModelsText = (models: readonly string[]): string =>
  `It has no price for ${listText(models.map(modelText))}, in use here.`

export const retiredText = (models: readonly string[]): string =>
  `${listText(models.map(modelText))}, in use here, ${models.length === 1 ? 'is' : 'are'} retired there.`

export const NOTHING_PRICED = 'None of this traffic has a price today, so that nothing can be compared.'

export const UNKNOWN_SEARCH_FEE = 'What web searches, in use here, cost there is not known; it is not in this cost.'

export const lostText = (features: readonly Feature[]): string =>
  `${listText(features.map(featureText))}, in use here, ${features.length === 1 ? 'is' : 'are'} not offered there.`
    .replace(/^./, (first) => first.toUpperCase())
