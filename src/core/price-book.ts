// Finds the price of a price class on a day. Owns the rules of matching; the prices themselves are data (src/prices).
import { parseRate, parseUsd, type Pico } from './money.ts'
import { platformLabel } from './placement.ts'
import { TOKEN_CLASSES, type Platform, type PriceClass, type Route, type TokenClass } from './usage.ts'

/** Micro-USD per million tokens, so that rate x tokens is pico-USD. Null: unknown or not offered. */
export type Rates = Readonly<Record<TokenClass, bigint | null>>

/** What one model costs on some routes of a platform between two UTC days, both inclusive; null: open. */
export interface PricePoint {
  platform: Platform
  routes: readonly Route[]
  model: string
  tier: string
  speed: string
  /** Applies to a whole pass whose prompt size exceeds this many tokens. */
  promptOver: number
  effectiveFrom: string | null
  effectiveTo: string | null
  rates: Rates
  confidence: 'high' | 'medium' | 'low'
  sources: readonly string[]
  /** The day the sources were read. */
  checkedOn: string
  note: string | null
  /** True for a price the user set. */
  override: boolean
}

/** What one web search costs on a platform. Not halved by batch, not raised by route. */
export interface SearchFee {
  platform: Platform
  effectiveFrom: string | null
  effectiveTo: string | null
  picoPerSearch: Pico
  sources: readonly string[]
  checkedOn: string
  note: string | null
}

/** A price the user set. It goes before the list for what it matches. */
export interface PriceOverride {
  platform: Platform
  /** Null: every route of the platform. */
  route: Route | null
  model: string
  tier: string
  speed: string
  promptOver: number
  effectiveFrom: string | null
  effectiveTo: string | null
  /** Plain decimals; null: not set, unpriced. */
  usdPerMillionTokens: Readonly<Record<TokenClass, string | null>>
  note: string | null
  /** The day it was set, where that is known. */
  checkedOn?: string | undefined
}

export type PriceMatch =
  | { kind: 'priced'; point: PricePoint; lowerBound: boolean }
  | { kind: 'unpriced'; why: string }

export interface PriceBook {
  find(priceClass: PriceClass, utcDay: string): PriceMatch
  /** Pico-USD a search; null where web search has no price there. */
  searchFee(platform: Platform, utcDay: string): Pico | null
  /** Points of the list first, then the user's. */
  points: readonly PricePoint[]
  searchFees: readonly SearchFee[]
}

interface Dated {
  effectiveFrom: string | null
  effectiveTo: string | null
}

/** Whether a dated row holds on a UTC day; both ends are inclusive. */
export function holdsOn(dated: Dated, utcDay: string): boolean {
  return (dated.effectiveFrom === null || dated.effectiveFrom <= utcDay)
    && (dated.effectiveTo === null || utcDay <= dated.effectiveTo)
}

/**
 * Anthropic's Priority Tier is a commitment that is no longer sold; it has no list price per token. Its requests are
 * shown at the standard list price and marked `priority`.
 * https://platform.claude.com/docs/en/api/service-tiers (2026-08)
 */
const PRIORITY_PLATFORMS: readonly Platform[] = ['anthropic', 'claude-platform-aws']

/** True where the list price of the standard tier stands in for a committed one. */
export function isPriorityAtList(priceClass: PriceClass): boolean {
  return priceClass.tier === 'priority' && PRIORITY_PLATFORMS.includes(priceClass.platform)
}

function keyOf(parts: { platform: string; model: string; tier: string; speed: string; route: string }): string {
  return `${parts.platform}|${parts.route}|${parts.model}|${parts.tier}|${parts.speed}`
}

const ANY_ROUTE = '*'

/** Stands where nobody noted the day a price of the user's was set. */
const NOT_DATED = '1970-01-01'

/** Of plain decimals in USD per million tokens. Throws a RangeError for one that is none. */
export function ratesOf({ uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output }: PriceOverride['usdPerMillionTokens']): Rates {
  const rate = (text: string | null) => (text === null ? null : parseRate(text))
  return {
    uncachedInput: rate(uncachedInput), cacheRead: rate(cacheRead), cacheWrite5m: rate(cacheWrite5m), cacheWrite1h: rate(cacheWrite1h), output: rate(output),
  }
}

/** An override as a price point, marked as one. */
export function overridePoint(override: PriceOverride): PricePoint {
  return {
    platform: override.platform,
    routes: override.route === null ? [ANY_ROUTE] : [override.route],
    model: override.model,
    tier: override.tier,
    speed: override.speed,
    promptOver: override.promptOver,
    effectiveFrom: override.effectiveFrom,
    effectiveTo: override.effectiveTo,
    rates: ratesOf(override.usdPerMillionTokens),
    confidence: 'high',
    sources: [],
    checkedOn: override.checkedOn ?? override.effectiveFrom ?? NOT_DATED,
    note: override.note,
    override: true,
  }
}

/** Pico-USD a search, from USD per 1,000 searches. */
export function picoPerSearch(usdPerThousand: string): Pico {
  return parseUsd(usdPerThousand) / 1000n
}

type Index = ReadonlyMap<string, readonly PricePoint[]>

function indexPoints(points: readonly PricePoint[]): Index {
  const index = new Map<string, PricePoint[]>()
  for (const point of points) {
    for (const route of point.routes) {
      const key = keyOf({ ...point, route })
      const held = index.get(key)
      if (held === undefined) index.set(key, [point])
      else held.push(point)
    }
  }
  return index
}

/** The point of the highest threshold that every pass of the class exceeds; of equal ones the later entry. */
function bandPoint(points: readonly PricePoint[], promptOver: number): PricePoint | null {
  let best: PricePoint | null = null
  for (const point of points) {
    if (point.promptOver <= promptOver && (best === null || point.promptOver >= best.promptOver)) best = point
  }
  return best
}

/** Whether some pass of the class may cost more: a dearer threshold lies strictly inside its range of prompt sizes. */
function mayCostMore(points: readonly PricePoint[], priceClass: PriceClass, base: PricePoint): boolean {
  return points.some((point) =>
    point.promptOver > priceClass.promptOver
    && (priceClass.promptUpTo === null || point.promptOver < priceClass.promptUpTo)
    && TOKEN_CLASSES.some((name) => (point.rates[name] ?? 0n) > (base.rates[name] ?? 0n)))
}

function whyUnpriced(points: readonly PricePoint[], priceClass: PriceClass, utcDay: string): string {
  const { model, platform, route, tier, speed } = priceClass
  const where = platformLabel(platform)
  if (route === 'unknown') return `The route on ${where} is not known, and it decides the price.`
  const ofModel = points.filter((point) => point.model === model)
  if (ofModel.length === 0) return `No price is known for the model ${model}.`
  const here = ofModel.filter((point) => point.platform === platform)
  if (here.length === 0) return `No price is known for ${model} on ${where}.`
  const onRoute = here.filter((point) => point.routes.includes(route) || point.routes.includes(ANY_ROUTE))
  if (onRoute.length === 0) return `No price is known for ${model} on ${where} with the route ${route}.`
  const sameKind = onRoute.filter((point) => point.tier === tier && point.speed === speed)
  if (sameKind.length === 0) return `No price is known for ${model} on ${where} in the ${tier} tier at ${speed} speed.`
  return `No price of ${model} on ${where} with the route ${route} holds on ${utcDay}.`
}

function newestFee(fees: readonly SearchFee[], platform: Platform, utcDay: string): Pico | null {
  return fees.findLast((fee) => fee.platform === platform && holdsOn(fee, utcDay))?.picoPerSearch ?? null
}

/** Builds the book that every figure is priced from. Overrides go before the list; of two that match, the later. */
export function buildPriceBook(
  list: readonly PricePoint[], overrides: readonly PriceOverride[], searchFees: readonly SearchFee[],
): PriceBook {
  const userPoints = overrides.map(overridePoint)
  const points = [...list, ...userPoints]
  const listIndex = indexPoints(list)
  const userIndex = indexPoints(userPoints)

  const find = (asked: PriceClass, utcDay: string): PriceMatch => {
    const priceClass = isPriorityAtList(asked) ? { ...asked, tier: 'standard' } : asked
    const key = keyOf(priceClass)
    const listed = (listIndex.get(key) ?? []).filter((point) => holdsOn(point, utcDay))
    const anyRoute = userPoints.length === 0 ? [] : (userIndex.get(keyOf({ ...priceClass, route: ANY_ROUTE })) ?? [])
    const users = [...anyRoute, ...(userIndex.get(key) ?? [])].filter((point) => holdsOn(point, utcDay))
    const ofList = bandPoint(listed, priceClass.promptOver)
    const ofUser = bandPoint(users, priceClass.promptOver)
    // A user's price for small prompts says nothing of the list's tier for large ones, and the other way round.
    const point = ofUser === null || (ofList !== null && ofList.promptOver > ofUser.promptOver) ? ofList : ofUser
    if (point === null) return { kind: 'unpriced', why: whyUnpriced(points, asked, utcDay) }
    return { kind: 'priced', point, lowerBound: mayCostMore([...listed, ...users], priceClass, point) }
  }

  // By what decides, not by object: projections ask for classes made on the spot, thousands of times for the same one.
  const cache = new Map<string, Map<string, PriceMatch>>()
  const findCached = (priceClass: PriceClass, utcDay: string): PriceMatch => {
    const key = `${keyOf(priceClass)}|${priceClass.promptOver}|${priceClass.promptUpTo ?? ''}`
    let byDay = cache.get(key)
    if (byDay === undefined) cache.set(key, (byDay = new Map()))
    let match = byDay.get(utcDay)
    if (match === undefined) byDay.set(utcDay, (match = find(priceClass, utcDay)))
    return match
  }
  return { find: findCached, searchFee: (platform, utcDay) => newestFee(searchFees, platform, utcDay), points, searchFees }
}
