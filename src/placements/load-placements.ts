// Loads what each placement satisfies and offers from the data files beside it, and refuses a file that is wrong.
// Owns no fact and no rule of deciding.
import { z } from 'zod'
import {
  BILLS, CLOUDS, COMPLIANCE, FEATURES, GEOGRAPHIES, type Claim, type PlacementFacts,
} from '../core/placement-facts.ts'
import { once } from '../core/once.ts'
import { PLATFORMS } from '../core/usage.ts'
import gatewayData from './gateways.json' with { type: 'json' }
import data from './placements.json' with { type: 'json' }

const said = { sources: z.array(z.string()).min(1), note: z.string().min(1).nullable() }
const claim = z.strictObject({ value: z.enum(['yes', 'no', 'unknown']), ...said })
const choices = <T extends readonly [string, ...string[]]>(values: T) =>
  z.strictObject({ yes: z.array(z.enum(values)), unknown: z.array(z.enum(values)), ...said })
    .refine(({ yes, unknown }) => new Set<string>([...yes, ...unknown]).size === yes.length + unknown.length, 'A value stands twice.')

const sources = z.record(z.string(), z.url())
const platformFacts = z.strictObject({
  platform: z.enum(PLATFORMS),
  operator: z.enum(['anthropic', 'aws', 'google', 'unknown']),
  privateNetwork: choices(CLOUDS),
  iam: choices(CLOUDS),
  bill: choices(BILLS),
  compliance: choices(COMPLIANCE),
  features: z.record(z.enum(FEATURES), claim),
  minCacheableTokens: z.strictObject({ byModel: z.record(z.string(), z.number().int().positive()), ...said }),
})

const file = z.strictObject({
  checkedOn: z.iso.date(),
  sources,
  platforms: z.array(platformFacts),
  routes: z.array(z.strictObject({
    platform: z.enum(PLATFORMS),
    route: z.string().min(1),
    residency: choices(GEOGRAPHIES),
    /** What differs from the platform as a whole. */
    instead: z.strictObject({
      compliance: choices(COMPLIANCE).optional(), features: z.partialRecord(z.enum(FEATURES), claim).optional(),
    }).optional(),
  })),
})

const gatewayFile = z.strictObject({
  checkedOn: z.iso.date(),
  sources,
  gateways: z.array(z.strictObject({
    id: z.string().min(1), name: z.string().min(1),
    selfHosted: claim, keepsPrices: claim, costInLogs: claim, cacheCounts: claim,
  })),
})

type Said = { sources: readonly string[] }

/** Replaces short names by addresses and adds the day they were read. Throws on a name that the file does not list. */
function sourcing(addresses: Readonly<Record<string, string>>, checkedOn: string) {
  const address = (name: string) => {
    const url = addresses[name]
    if (url === undefined) throw new Error(`A fact names the source ${name}, which its file does not list.`)
    return url
  }
  return <T extends Said>(fact: T) => ({ ...fact, sources: fact.sources.map(address), checkedOn })
}

/** One data file, checked. Throws an Error that says what is wrong. */
export function readPlacements(json: unknown): PlacementFacts[] {
  const { checkedOn, sources: addresses, platforms, routes } = file.parse(json)
  const from = sourcing(addresses, checkedOn)
  const seen = new Set<string>()
  return routes.map(({ platform, route, residency, instead }) => {
    const whole = platforms.find((candidate) => candidate.platform === platform)
    if (whole === undefined) throw new Error(`Nothing is said of the platform ${platform}.`)
    if (seen.has(`${platform}/${route}`)) throw new Error(`The placement ${platform}/${route} stands twice.`)
    seen.add(`${platform}/${route}`)
    const offered = { ...whole.features, ...instead?.features }
    return {
      platform, route, operator: whole.operator,
      residency: from(residency), privateNetwork: from(whole.privateNetwork), iam: from(whole.iam), bill: from(whole.bill),
      compliance: from(instead?.compliance ?? whole.compliance),
      features: {
        promptCaching: from(offered.promptCaching), oneHourCache: from(offered.oneHourCache), batch: from(offered.batch),
        batchCaching: from(offered.batchCaching), fastMode: from(offered.fastMode), webSearch: from(offered.webSearch),
        codeExecution: from(offered.codeExecution), files: from(offered.files), geoParameter: from(offered.geoParameter),
        usageReports: from(offered.usageReports),
      },
      minCacheableTokens: from(whole.minCacheableTokens),
    }
  })
}

/** What a gateway in front changes; it can stand before any placement. */
export interface GatewayFacts {
  id: string
  name: string
  selfHosted: Claim
  /** Whether the placement's prices hold behind it. */
  keepsPrices: Claim
  costInLogs: Claim
  cacheCounts: Claim
}

/** As `readPlacements`, for gateways. */
export function readGateways(json: unknown): GatewayFacts[] {
  const { checkedOn, sources: addresses, gateways } = gatewayFile.parse(json)
  const from = sourcing(addresses, checkedOn)
  return gateways.map(({ id, name, selfHosted, keepsPrices, costInLogs, cacheCounts }) => ({
    id, name, selfHosted: from(selfHosted), keepsPrices: from(keepsPrices), costInLogs: from(costInLogs), cacheCounts: from(cacheCounts),
  }))
}

/** Every placement with evidence, in the order of lists. */
/** Read when first asked for: a start needs none of it. */
export const placementFacts: () => readonly PlacementFacts[] = once(() => readPlacements(data))
export const gatewayFacts: () => readonly GatewayFacts[] = once(() => readGateways(gatewayData))
