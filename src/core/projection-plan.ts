// What one price class becomes under one move, step by step, and the prices on the way. Looks up prices; adds up nothing.
import { addDays } from './calendar.ts'
import { compare, fraction, fractionOfNumber, ONE, parseFraction, type Fraction } from './fraction.ts'
import { modelFacts } from './model-catalogue.ts'
import type { Pico } from './money.ts'
import type { PriceBook, PricePoint, Rates } from './price-book.ts'
import {
  assumedFactor, blockedText, FAST_LOST_IN_BATCH, fastLost, notYetPriced, searchLost, targetWarnings, tierLost, type PlanWarning,
} from './projection-warnings.ts'
import type { PreparedMove, ScenarioMove } from './scenario.ts'
import type { PriceClass } from './usage.ts'

/**
 * Opus 4.7 and later count about 30 % more tokens for the same text.
 * https://platform.claude.com/docs/en/about-claude/pricing (2026-08)
 */
const NEWER_TOKENIZER = fraction(13n, 10n)
const OLDER_TOKENIZER = fraction(10n, 13n)

/** Prices of one class under one move, on days between two price changes. */
export interface Plan {
  /**
   * Prices of the first three steps. A class that has no price at a step keeps the one of the step before, so that what
   * the target cannot cache shows in the caching step, and a model that is not sold here shows in the route step.
   */
  model: Rates
  route: Rates
  tier: Rates
  /** The target's own prices; null where it does not offer a class. */
  target: Rates
  /** As `target`, at the prompt sizes of the target's tokenizer. */
  tokenizer: Rates
  factor: Fraction
  /** Pico-USD a search at the target; null: web search is not offered there. */
  searchFee: Pico | null
  targetClass: PriceClass
  /** Caches do not cross placements. */
  cachesAreCold: boolean
  warnings: readonly PlanWarning[]
}

/** Why a class cannot be moved: it stays, and says so. */
export interface Blocked {
  blocked: string
}

const laterPoints = new WeakMap<PriceBook, Map<string, readonly PricePoint[]>>()

function pointsOf(book: PriceBook, priceClass: PriceClass): readonly PricePoint[] {
  let index = laterPoints.get(book)
  if (index === undefined) laterPoints.set(book, (index = new Map()))
  const key = `${priceClass.platform}|${priceClass.model}`
  let points = index.get(key)
  if (points === undefined) {
    points = book.points.filter((point) => point.platform === priceClass.platform && point.model === priceClass.model)
    index.set(key, points)
  }
  return points
}

/** The first day after `utcDay` from which some price of the class holds; null where there is none. */
function firstPriceAfter(book: PriceBook, priceClass: PriceClass, utcDay: string): string | null {
  const days = pointsOf(book, priceClass)
    .filter(({ tier, speed, promptOver, routes }) => tier === priceClass.tier && speed === priceClass.speed
      && promptOver <= priceClass.promptOver && (routes.includes(priceClass.route) || routes.includes('*')))
    .flatMap((point) => (point.effectiveFrom !== null && point.effectiveFrom > utcDay ? [point.effectiveFrom] : []))
  return days.length === 0 ? null : days.reduce((first, day) => (day < first ? day : first))
}

interface Found {
  point: PricePoint
  lowerBound: boolean
  warnings: PlanWarning[]
}

/** The price on the day of the usage; before a model's first price, that first price. Input and output must be priced. */
function findPrice(book: PriceBook, priceClass: PriceClass, utcDay: string): Found | null {
  const onDay = book.find(priceClass, utcDay)
  if (onDay.kind === 'priced') return usable({ ...onDay, warnings: [] })
  const later = firstPriceAfter(book, priceClass, utcDay)
  const match = later === null ? onDay : book.find(priceClass, later)
  if (match.kind === 'unpriced' || later === null) return null
  return usable({ ...match, warnings: [notYetPriced(priceClass, later)] })
}

function usable(found: Found): Found | null {
  return found.point.rates.uncachedInput === null || found.point.rates.output === null ? null : found
}

interface FoundClass {
  found: Found
  priceClass: PriceClass
}

/** As findPrice; where the model has no fast mode there, at standard speed with a warning. */
function findAnySpeed(book: PriceBook, priceClass: PriceClass, utcDay: string): FoundClass | null {
  const found = findPrice(book, priceClass, utcDay)
  if (found !== null) return { found, priceClass }
  if (priceClass.speed === 'standard') return null
  const slower = { ...priceClass, speed: 'standard' }
  const standard = findPrice(book, slower, utcDay)
  if (standard === null) return null
  return { found: { ...standard, warnings: [...standard.warnings, fastLost(priceClass)] }, priceClass: slower }
}

/** Tokens at the target for one token today, from the tokenizers of both models; 1 where either is not known. */
export function defaultTokenFactor(from: string, to: string): Fraction {
  const [before, after] = [modelFacts(from)?.tokenizer, modelFacts(to)?.tokenizer]
  if (before === undefined || after === undefined || before === after) return ONE
  return after === '4.7+' ? NEWER_TOKENIZER : OLDER_TOKENIZER
}

/** As a scenario's move says it, or the default for the model it maps to. */
export function tokenFactorOf(model: string, move: ScenarioMove): Fraction {
  const said = move.tokenFactor
  const given = said === undefined ? null : typeof said === 'string' ? parseFraction(said) : fractionOfNumber(said)
  return given ?? defaultTokenFactor(model, move.modelMap?.[model] ?? model)
}

const ceilDivide = (a: bigint, b: bigint) => (a + b - 1n) / b

/**
 * The band after every prompt of it grew by a factor. Sizes are integers, so the smallest prompt is (over + 1) x factor
 * and exceeds every threshold up to the new `promptOver`. The cuts of prompt-band.ts keep 13/10 and 10/13 exact.
 */
function scaleBand(priceClass: PriceClass, factor: Fraction): PriceClass {
  const scale = (size: number) => Number(ceilDivide(BigInt(size) * factor.num, factor.den))
  return {
    ...priceClass,
    promptOver: scale(priceClass.promptOver + 1) - 1,
    promptUpTo: priceClass.promptUpTo === null ? null : scale(priceClass.promptUpTo),
  }
}

/** Tiers that a platform sells by commitment do not move with the traffic. */
function portableTier(source: PriceClass, move: PreparedMove): { tier: string; warnings: PlanWarning[] } {
  const stays = move.to === null || move.to.platform === source.platform
  if (stays || source.tier === 'standard' || source.tier === 'batch') return { tier: source.tier, warnings: [] }
  return { tier: 'standard', warnings: move.tier === null ? [tierLost(source)] : [] }
}

export interface PlanRequest {
  source: PriceClass
  sourcePoint: PricePoint
  move: PreparedMove
  book: PriceBook
  /** A day between two price changes; every day of that span gives the same plan. */
  utcDay: string
  /** The last day of the usage. */
  lastDay: string
}

/** The rates, with the earlier ones where there are none. */
function fillFrom(earlier: Rates, rates: Rates | null): Rates {
  if (rates === null || rates === earlier) return earlier
  return {
    uncachedInput: rates.uncachedInput ?? earlier.uncachedInput,
    cacheRead: rates.cacheRead ?? earlier.cacheRead,
    cacheWrite5m: rates.cacheWrite5m ?? earlier.cacheWrite5m,
    cacheWrite1h: rates.cacheWrite1h ?? earlier.cacheWrite1h,
    output: rates.output ?? earlier.output,
  }
}

interface Targets {
  model: PriceClass
  route: PriceClass
  tier: PriceClass
  warnings: PlanWarning[]
}

/** The class after each step of a move. */
function targetsOf(source: PriceClass, move: PreparedMove): Targets {
  const model = { ...source, model: move.modelMap.get(source.model) ?? source.model }
  const kept = portableTier(source, move)
  const route = { ...model, ...move.to, tier: kept.tier }
  const tier = move.tier ?? kept.tier
  const losesFast = tier === 'batch' && source.speed !== 'standard'
  return {
    model,
    route,
    tier: { ...route, tier, speed: tier === 'batch' ? 'standard' : route.speed },
    warnings: losesFast ? [...kept.warnings, FAST_LOST_IN_BATCH] : kept.warnings,
  }
}

/** What the class becomes, or why it cannot be priced there. */
export function planMove(request: PlanRequest): Plan | Blocked {
  const { source, sourcePoint, move, book, utcDay } = request
  const steps = targetsOf(source, move)
  const target = findAnySpeed(book, steps.tier, utcDay)
  const usual = defaultTokenFactor(source.model, steps.model.model)
  const factor = move.tokenFactor ?? usual
  const scaled = target === null ? null : findPrice(book, scaleBand(target.priceClass, factor), utcDay)
  if (target === null || scaled === null) return { blocked: blockedText(steps.tier) }
  const ratesAt = (step: PriceClass) => findAnySpeed(book, step, utcDay)?.found.point.rates ?? null
  const model = fillFrom(sourcePoint.rates, steps.model.model === source.model ? null : ratesAt(steps.model))
  const route = fillFrom(model, move.to === null ? null : ratesAt(steps.route))
  const searchFee = book.searchFee(steps.tier.platform, utcDay)
  return {
    model,
    route,
    tier: fillFrom(route, target.found.point.rates),
    target: target.found.point.rates,
    tokenizer: scaled.point.rates,
    factor,
    searchFee,
    targetClass: target.priceClass,
    cachesAreCold: target.priceClass.platform !== source.platform || target.priceClass.route !== source.route,
    warnings: [
      ...target.found.warnings,
      ...steps.warnings,
      ...(compare(factor, usual) === 0 ? [] : [assumedFactor(factor, usual)]),
      ...(searchFee === null ? [searchLost(target.priceClass)] : []),
      ...targetWarnings({ ...scaled, source, target: target.priceClass, move, lastDay: request.lastDay }),
    ],
  }
}

const segmentStarts = new WeakMap<PriceBook, readonly string[]>()

/** The days on which some price or fee of the book changes, in order. */
export function priceChanges(book: PriceBook): readonly string[] {
  const held = segmentStarts.get(book)
  if (held !== undefined) return held
  const sorted = changesOf(book)
  segmentStarts.set(book, sorted)
  return sorted
}

/** The days on which some of these prices and fees change, in order. */
export function changesOf({ points, searchFees }: Pick<PriceBook, 'points' | 'searchFees'>): readonly string[] {
  const days = new Set<string>()
  for (const { effectiveFrom, effectiveTo } of [...points, ...searchFees]) {
    if (effectiveFrom !== null) days.add(effectiveFrom)
    if (effectiveTo !== null) days.add(addDays(effectiveTo, 1))
  }
  return [...days].toSorted()
}
