// What application inference profiles stand for, by what AWS says of them: a model, and the route its Regions tell.
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html (read 2026-11-22)
import { resolveModel } from '../core/model-id.ts'
import { ProblemError } from '../core/problem.ts'
import type { Route } from '../core/usage.ts'
import type { CloudWatch } from './cloudwatch-client.ts'
import { nextToken } from './cloudwatch-series.ts'

/** `model` is an Anthropic API id; null: the profile is of another maker's model. */
export interface StandsFor {
  model: string | null
  route: Route
}

/** By resource id. */
export type Profiles = Record<string, StandsFor>

export interface NamedProfiles {
  profiles: Profiles
  /** Why names are missing, in a sentence; null: they are not. */
  note: string | null
}

/** A bare resource id: it names neither maker nor Region. */
export const isProfileId = (model: string): boolean => !/[.:/-]/.test(model)

/** Asks only where one of the models is a profile not known yet. Names that cannot be had do not end a pull. */
export async function nameProfiles(
  cloudWatch: CloudWatch, ask: { models: readonly string[]; known: Profiles }, signal: AbortSignal,
): Promise<NamedProfiles> {
  const isNew = (model: string) => isProfileId(model) && !Object.hasOwn(ask.known, model)
  if (!ask.models.some(isNew)) return { profiles: ask.known, note: null }
  try {
    return { profiles: { ...ask.known, ...await listed(cloudWatch, signal) }, note: null }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { profiles: ask.known, note: noteOn(error) }
  }
}

async function listed(cloudWatch: CloudWatch, signal: AbortSignal): Promise<Profiles> {
  const profiles: Profiles = {}
  for (let token: string | undefined; ;) {
    const page = await cloudWatch.listProfiles(token, signal)
    for (const { inferenceProfileId: id, models = [] } of page.inferenceProfileSummaries ?? []) {
      const stands = standsFor(models.flatMap(({ modelArn }) => modelArn ?? []), cloudWatch.region)
      if (id !== undefined && stands !== null) profiles[id] = stands
    }
    token = nextToken(token, page.nextToken)
    if (token === undefined) return profiles
  }
}

/** Null where the ARNs do not agree on one model. */
export function standsFor(arns: readonly string[], region: string): StandsFor | null {
  const names = new Set(arns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1)))
  const [name] = names
  if (names.size !== 1 || name === undefined) return null
  const { model, known } = resolveModel(name)
  if (!known && !/anthropic|claude/i.test(name)) return { model: null, route: 'unknown' }
  return known ? { model, route: routeOfRegions(arns.map((arn) => arn.split(':')[3] ?? ''), region) } : null
}

/** Geographies whose Regions do not follow from a common prefix. */
const GEOGRAPHIES: readonly (readonly [route: Route, regions: RegExp])[] = [
  ['us-gov', /^us-gov-/], ['geo-us', /^us-(?!gov)/], ['geo-eu', /^eu-/], ['geo-ca', /^ca-/], ['geo-jp', /^ap-northeast-[13]$/],
  ['geo-au', /^ap-southeast-[24]$/], ['geo-in', /^ap-south-/], ['geo-apac', /^ap-/],
]

/** A global profile also holds an ARN without a Region; one of a single Region was made from the model there. */
function routeOfRegions(regions: readonly string[], called: string): Route {
  if (regions.includes('')) return 'global'
  if (regions.length === 1 && regions[0] === called) return called.startsWith('us-gov-') ? 'us-gov' : 'region'
  return GEOGRAPHIES.find(([, fits]) => regions.every((region) => fits.test(region)))?.[0] ?? 'unknown'
}

function noteOn({ problem: { code } }: ProblemError): string {
  const without = 'Map them to a model and route after the pull.'
  if (code === 'access-denied') {
    return `Names of application profiles may not be read (bedrock:ListInferenceProfiles is not allowed). ${without}`
  }
  return `Names of application profiles could not be read. ${without}`
}
