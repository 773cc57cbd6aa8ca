// Placements in plain words: what a platform and route are called on screen, in exports and on the command line.
// Owns names, labels and order only; prices are data (src/prices), and so is what a placement satisfies (src/placements).
import { PLATFORMS, type Platform, type Route } from './usage.ts'

/** Who runs the API, and what decides the price inside it. */
export interface Placement {
  platform: Platform
  route: Route
}

const PLATFORM_LABELS: Readonly<Record<Platform, string>> = {
  anthropic: 'Anthropic direct',
  'claude-platform-aws': 'Claude Platform on AWS',
  bedrock: 'Bedrock',
  'google-cloud': 'Google Cloud',
  foundry: 'Foundry',
}

const ROUTE_LABELS: Readonly<Record<string, string>> = {
  global: 'global',
  us: 'US only',
  'geo-us': 'US',
  'geo-eu': 'EU',
  'geo-apac': 'Asia Pacific',
  'geo-jp': 'Japan',
  'geo-au': 'Australia',
  'geo-in': 'India',
  'geo-ca': 'Canada',
  'multi-us': 'US multi-region',
  'multi-eu': 'EU multi-region',
  'data-zone-us': 'US data zone',
  region: 'one region',
  'us-gov': 'GovCloud',
  unknown: 'route unknown',
}

/** Order of routes in lists: the cheapest and widest first, then geographies, then the narrow ones. */
const ROUTE_ORDER: readonly string[] = Object.keys(ROUTE_LABELS)

/** Every placement that has a name, in the order of lists. src/placements has facts for each (held by a test). */
export const PLACEMENTS: readonly Placement[] = [
  { platform: 'anthropic', route: 'global' },
  { platform: 'anthropic', route: 'us' },
  { platform: 'claude-platform-aws', route: 'global' },
  { platform: 'claude-platform-aws', route: 'us' },
  { platform: 'bedrock', route: 'global' },
  { platform: 'bedrock', route: 'geo-eu' },
  { platform: 'bedrock', route: 'geo-us' },
  { platform: 'bedrock', route: 'geo-apac' },
  { platform: 'bedrock', route: 'geo-jp' },
  { platform: 'bedrock', route: 'geo-au' },
  { platform: 'bedrock', route: 'geo-in' },
  { platform: 'bedrock', route: 'geo-ca' },
  { platform: 'bedrock', route: 'region' },
  { platform: 'bedrock', route: 'us-gov' },
  { platform: 'google-cloud', route: 'global' },
  { platform: 'google-cloud', route: 'multi-us' },
  { platform: 'google-cloud', route: 'multi-eu' },
  { platform: 'google-cloud', route: 'region' },
  { platform: 'foundry', route: 'global' },
  { platform: 'foundry', route: 'data-zone-us' },
]

export function platformLabel(platform: Platform): string {
  return PLATFORM_LABELS[platform]
}

/** A route nobody named yet keeps its own spelling: better raw than wrong. */
export function routeLabel(route: Route): string {
  return ROUTE_LABELS[route] ?? route
}

/** For instance `Bedrock · EU`. */
export function placementLabel(placement: Placement): string {
  return `${platformLabel(placement.platform)} · ${routeLabel(placement.route)}`
}

export function isDirect(placement: Placement): boolean {
  return placement.platform === 'anthropic'
}

export function samePlacement(a: Placement, b: Placement): boolean {
  return a.platform === b.platform && a.route === b.route
}

/** One string for lists and URLs, for instance `bedrock/geo-eu`. */
export function placementKey(placement: Placement): string {
  return `${placement.platform}/${placement.route}`
}

/** The opposite of `placementKey`; null where the text names no platform. */
export function parsePlacementKey(key: string): Placement | null {
  const slash = key.indexOf('/')
  const platform = PLATFORMS.find((name) => name === key.slice(0, slash))
  const route = key.slice(slash + 1)
  return slash < 0 || platform === undefined || route === '' ? null : { platform, route }
}

/** Direct first, then platforms in their fixed order; inside one the widest route first. */
export function comparePlacements(a: Placement, b: Placement): number {
  const byPlatform = PLATFORMS.indexOf(a.platform) - PLATFORMS.indexOf(b.platform)
  if (byPlatform !== 0) return byPlatform
  const rank = (route: Route) => (ROUTE_ORDER.includes(route) ? ROUTE_ORDER.indexOf(route) : ROUTE_ORDER.length)
  return rank(a.route) - rank(b.route) || a.route.localeCompare(b.route)
}

/**
 * Amazon Bedrock's batch inference has no prompt caching: every prompt token of a batch share is uncached input there.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html (2026-11-22)
 */
export function batchCaches(placement: Placement): boolean {
  return placement.platform !== 'bedrock'
}
