// The sentences a projection warns in. Owns the words; what they are about is decided in projection-plan.ts.
import type { Fraction } from './fraction.ts'
import { modelFacts } from './model-catalogue.ts'
import { placementLabel, platformLabel } from './placement.ts'
import type { PricePoint } from './price-book.ts'
import type { PreparedMove } from './scenario.ts'
import type { PriceClass } from './usage.ts'

/** A warning holds only where the usage has what it is about. */
export interface PlanWarning {
  when: 'always' | 'cacheRead' | 'cacheWrite' | 'cacheWrite1h' | 'webSearches'
  text: string
}

const always = (text: string): PlanWarning => ({ when: 'always', text })
const nameOf = (model: string) => modelFacts(model)?.displayName ?? model
const whereOf = (target: PriceClass) => `${nameOf(target.model)} on ${placementLabel(target)}`
const kindOf = (target: PriceClass) => (target.tier === 'standard' ? '' : ` in the ${target.tier} tier`)

export const FAST_LOST_IN_BATCH = always('Fast mode is in use and not offered in batch.')

export function fastLost(target: PriceClass): PlanWarning {
  return always(`Fast mode is in use and not offered for ${whereOf(target)}; standard speed is assumed.`)
}

export function notYetPriced(target: PriceClass, firstDay: string): PlanWarning {
  const { model } = target
  return always(
    `${nameOf(model)} had no price on ${placementLabel(target)} before ${firstDay}; earlier usage is priced as on that day.`,
  )
}

export function tierLost(source: PriceClass): PlanWarning {
  return always(
    `The tier "${source.tier}" of ${platformLabel(source.platform)} does not move; the standard tier is assumed.`,
  )
}

export function searchLost(target: PriceClass): PlanWarning {
  const text = `Web search is in use and has no known price on ${platformLabel(target.platform)}; its fee is left out.`
  return { when: 'webSearches', text }
}

export function blockedText(target: PriceClass): string {
  return `No price is known for ${whereOf(target)}${kindOf(target)}: that usage is left where it is, at today's cost.`
}

/** A factor of the user's own is not measured, and moves every prompt by the same amount. */
export function assumedFactor(factor: Fraction, usual: Fraction): PlanWarning {
  const text = ({ num, den }: Fraction) => (den === 1n ? `${num}` : `${num}/${den}`)
  return always(`The token factor ${text(factor)} is assumed; the tokenizers of the two models suggest ${text(usual)}.`)
}

/** What the target lacks of caching, where the usage has it or the scenario asks for it. */
function cachingWarnings({ point, target, move }: TargetFacts): PlanWarning[] {
  const { cacheRead, cacheWrite5m, cacheWrite1h } = point.rates
  const where = `${whereOf(target)}${kindOf(target)}`
  const warnings: PlanWarning[] = []
  if (cacheRead === null) {
    const text = `${where} does not cache: cached prompt tokens become uncached input.`
    warnings.push({ when: move.hitRate === null ? 'cacheRead' : 'always', text })
  }
  if (cacheWrite5m === null) {
    warnings.push({ when: 'cacheWrite', text: `${where} does not cache: cache writes become uncached input.` })
  } else if (cacheWrite1h === null) {
    const text = `${where} has no 1 hour cache: those writes are priced as 5 minute writes.`
    warnings.push({ when: move.ttl === '1h' ? 'cacheWrite' : 'cacheWrite1h', text })
  }
  return warnings
}

function boundWarning({ lowerBound, target, move }: TargetFacts): PlanWarning[] {
  if (!lowerBound) return []
  const why = move.tokenFactor === null
    ? 'the evidence does not say how large its prompts are'
    : 'the token factor is assumed, and moves prompts across a price threshold'
  return [always(`The cost of ${whereOf(target)} is a lower bound: ${why}.`)]
}

/** The Anthropic API refuses retired models; other platforms often keep them. */
function retiredWarning({ target, lastDay }: TargetFacts): PlanWarning[] {
  const retired = modelFacts(target.model)?.retired ?? null
  const operated = target.platform === 'anthropic' || target.platform === 'claude-platform-aws'
  if (!operated || retired === null || retired > lastDay) return []
  const where = platformLabel(target.platform)
  return [always(`${nameOf(target.model)} was retired on ${where} on ${retired}; choose a model that is offered there.`)]
}

export interface TargetFacts {
  point: PricePoint
  lowerBound: boolean
  source: PriceClass
  target: PriceClass
  move: PreparedMove
  /** The last day of the usage. */
  lastDay: string
}

function samePrice(a: PriceClass, b: PriceClass): boolean {
  return a.platform === b.platform && a.route === b.route && a.model === b.model && a.tier === b.tier && a.speed === b.speed
}

/** What is to be known about the target and its price. Usage that stays as it is needs no warning. */
export function targetWarnings(facts: TargetFacts): PlanWarning[] {
  const stays = samePrice(facts.source, facts.target)
  const { hitRate, ttl, tokenFactor } = facts.move
  if (stays && hitRate === null && ttl === null && tokenFactor === null) return []
  const uncertain = facts.point.confidence === 'low' ? [always(`The price of ${whereOf(facts.target)} is uncertain.`)] : []
  return [...uncertain, ...boundWarning(facts), ...cachingWarnings(facts), ...(stays ? [] : retiredWarning(facts))]
}
