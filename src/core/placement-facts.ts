// What is known of a placement: which requirements it satisfies, which features it has, whose bill it is on.
// Types and questions only; the facts are data (src/placements) and are handed in. What nobody found is unknown.
import type { Placement } from './placement.ts'

export type Known = 'yes' | 'no' | 'unknown'

/** A fact with the pages it was read on (URLs) and the day they were read. */
interface Sourced {
  sources: readonly string[]
  checkedOn: string
  note: string | null
}

export interface Claim extends Sourced {
  value: Known
}

/** Of several values, those that hold and those that nobody could confirm; all others do not hold. */
export interface Choices<T extends string> extends Sourced {
  yes: readonly T[]
  unknown: readonly T[]
}

/** Where prompts and completions may have to stay while they are processed. */
export const GEOGRAPHIES = ['us', 'eu', 'apac', 'jp', 'au', 'in', 'ca', 'us-gov'] as const
export type Geography = (typeof GEOGRAPHIES)[number]

/** Whose private network and identities may have to guard the calls. */
export const CLOUDS = ['aws', 'google-cloud', 'azure'] as const
export type Cloud = (typeof CLOUDS)[number]

/** Who may have to send the invoice. */
export const BILLS = ['anthropic', 'aws', 'google-cloud', 'azure'] as const
export type Bill = (typeof BILLS)[number]

/** Papers that may have to exist. */
export const COMPLIANCE = ['hipaa', 'fedramp-high', 'zero-data-retention'] as const
export type Compliance = (typeof COMPLIANCE)[number]

export const FEATURES = [
  'promptCaching', 'oneHourCache', 'batch', 'batchCaching', 'fastMode', 'webSearch', 'codeExecution', 'files',
  'geoParameter', 'usageReports',
] as const
export type Feature = (typeof FEATURES)[number]

export interface PlacementFacts extends Placement {
  /** Who runs the API; the newest models reach Anthropic's own first, or on the same day. */
  operator: 'anthropic' | 'aws' | 'google' | 'unknown'
  residency: Choices<Geography>
  privateNetwork: Choices<Cloud>
  iam: Choices<Cloud>
  bill: Choices<Bill>
  compliance: Choices<Compliance>
  features: Readonly<Record<Feature, Claim>>
  /** Shortest prompt that is cached, in tokens, by model; models not named are as on the Claude API, or unknown. */
  minCacheableTokens: Sourced & { byModel: Readonly<Record<string, number>> }
}

/** Whether a value holds for a placement. */
export function holds<T extends string>(choices: Choices<T>, wanted: T): Known {
  if (choices.yes.includes(wanted)) return 'yes'
  return choices.unknown.includes(wanted) ? 'unknown' : 'no'
}
