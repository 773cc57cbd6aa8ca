// Loads what each placement offers and where it runs, from the data file beside it. What is not known says so.
import { z } from 'zod'
import { PLATFORMS, type Platform, type Route } from '../core/usage.ts'
import data from './placements.json' with { type: 'json' }

const known = z.enum(['yes', 'no', 'unknown'])
const features = z.strictObject({
  platform: z.enum(PLATFORMS), managed: z.boolean(),
  webSearch: known, codeExecution: known, fastMode: known, batch: known, batchCaches: known, oneHourCache: known,
  sources: z.array(z.string()).min(1),
})
const file = z.strictObject({
  checkedOn: z.iso.date(),
  sources: z.record(z.string(), z.url()),
  platforms: z.array(features),
  routes: z.array(z.strictObject({
    platform: z.enum(PLATFORMS), route: z.string(), geography: z.string(), sources: z.array(z.string()).min(1),
  })),
})

type Features = z.output<typeof features>

/** A placement's facts. `sources` are addresses, read on `checkedOn`. */
export interface PlacementFacts extends Features {
  route: Route
  /** Where requests may be served, `anywhere`, or `unknown`. */
  geography: string
  checkedOn: string
}

/** Throws an Error that names what the file lacks. */
export function readPlacements(json: unknown): PlacementFacts[] {
  const { checkedOn, sources, platforms, routes } = file.parse(json)
  const address = (name: string) => {
    const url = sources[name]
    if (url === undefined) throw new Error(`A placement names the source ${name}, which its file does not list.`)
    return url
  }
  return routes.map(({ platform, route, geography, sources: ofRoute }) => {
    const offered = platforms.find((candidate) => candidate.platform === platform)
    if (offered === undefined) throw new Error(`No features are given for ${platform}.`)
    return { ...offered, route, geography, checkedOn, sources: [...offered.sources, ...ofRoute].map(address) }
  })
}

export const PLACEMENT_FACTS: readonly PlacementFacts[] = readPlacements(data)

/** Null where nothing was looked up. */
export function placementFacts(platform: Platform, route: Route): PlacementFacts | null {
  return PLACEMENT_FACTS.find((facts) => facts.platform === platform && facts.route === route) ?? null
}
