// What one move of one surface costs, step by step: model, route, tier, caching, tokenizer, discount. Exact.
import { BASIS_POINTS, discountBasisPoints, type Discount } from './discount.ts'
import { fraction, type Fraction } from './fraction.ts'
import type { PriceBook, Rates } from './price-book.ts'
import type { Group, TokenVector } from './projection-baseline.ts'
import { planMove, type Blocked, type Plan } from './projection-plan.ts'
import type { PlanWarning } from './projection-warnings.ts'
import type { PreparedMove } from './scenario.ts'

/** Steps in their order. Each re-prices with everything before it. */
export const STEPS = ['model', 'route', 'tier', 'caching', 'tokenizer', 'discount'] as const
export type Step = (typeof STEPS)[number]

/** A whole surface under one move, in pico-USD over the usage, before its share is taken. */
export interface MoveCost {
  /** What each step adds. */
  steps: Record<Step, Fraction>
  /** List cost at the target, before its discount: what a discount there applies to. */
  targetList: Fraction
  /** Today's cost, after discount, of the usage that can move. */
  today: Fraction
  /** What a day's cache reads cost more where they have to be written first: over the whole usage. */
  coldCache: Fraction
  warnings: Set<string>
  /** Models of today whose usage has no price at the target and stays where it is. */
  blockedModels: Set<string>
}

/** Cache rates that a target lacks: those tokens are then another class there. */
function fold(tokens: TokenVector, rates: Rates): TokenVector {
  if (rates.cacheRead !== null && rates.cacheWrite5m !== null && rates.cacheWrite1h !== null) return tokens
  const folded = { ...tokens }
  const move = (from: 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h', to: 'uncachedInput' | 'cacheWrite5m') => {
    folded[to] += folded[from]
    folded[from] = 0n
  }
  if (rates.cacheWrite1h === null) move('cacheWrite1h', 'cacheWrite5m')
  if (rates.cacheWrite5m === null) move('cacheWrite5m', 'uncachedInput')
  if (rates.cacheRead === null) move('cacheRead', 'uncachedInput')
  return folded
}

/**
 * Tokens x rates. Tokens of a class without a rate must have been folded or left out before. Written out class by class:
 * this runs thousands of times for one step of a slider.
 */
function tokenCost(tokens: TokenVector, rates: Rates): bigint {
  let cost = tokens.uncachedInput * (rates.uncachedInput ?? 0n) + tokens.output * (rates.output ?? 0n)
  if (tokens.cacheRead !== 0n) cost += tokens.cacheRead * (rates.cacheRead ?? 0n)
  if (tokens.cacheWrite5m !== 0n) cost += tokens.cacheWrite5m * (rates.cacheWrite5m ?? 0n)
  if (tokens.cacheWrite1h !== 0n) cost += tokens.cacheWrite1h * (rates.cacheWrite1h ?? 0n)
  return cost
}

const writesOf = (tokens: TokenVector) => tokens.cacheWrite5m + tokens.cacheWrite1h
const promptOf = (tokens: TokenVector) => tokens.uncachedInput + tokens.cacheRead + writesOf(tokens)

/** Turns the tokens of a group into those of another hit rate; all counts come out multiplied by `scale`. */
interface HitRateChange {
  scale: bigint
  apply(tokens: TokenVector): TokenVector
}

const UNCHANGED: HitRateChange = { scale: 1n, apply: (tokens) => tokens }

/**
 * Prompt sizes stay. To raise the hit rate, uncached input and writes of every group shrink by one factor and become
 * reads. To lower it, reads of every group shrink by one factor and become uncached input and writes in the proportion
 * the surface has today. Either way the surface as a whole reaches the asked rate, and at today's rate nothing changes.
 */
function hitRateChange(hitRate: Fraction | null, groups: readonly TokenVector[]): HitRateChange {
  if (hitRate === null) return UNCHANGED
  let [prompt, read, write5m, write1h] = [0n, 0n, 0n, 0n]
  for (const tokens of groups) {
    prompt += promptOf(tokens)
    read += tokens.cacheRead
    write5m += tokens.cacheWrite5m
    write1h += tokens.cacheWrite1h
  }
  const { num, den } = hitRate
  const missed = prompt - read
  const asked = num * prompt
  if (asked === den * read) return UNCHANGED
  if (asked > den * read) {
    const [keep, scale] = [(den - num) * prompt, den * missed]
    return {
      scale,
      apply: (tokens) => {
        const uncachedInput = tokens.uncachedInput * keep
        const [five, hour] = [tokens.cacheWrite5m * keep, tokens.cacheWrite1h * keep]
        const cacheRead = promptOf(tokens) * scale - uncachedInput - five - hour
        return { uncachedInput, cacheRead, cacheWrite5m: five, cacheWrite1h: hour, output: tokens.output * scale }
      },
    }
  }
  const parts = missed === 0n ? 1n : missed
  const scale = den * read * parts
  const lost = den * read - asked
  return {
    scale,
    apply: (tokens) => {
      const five = tokens.cacheWrite5m * scale + tokens.cacheRead * lost * write5m
      const hour = tokens.cacheWrite1h * scale + tokens.cacheRead * lost * write1h
      const cacheRead = tokens.cacheRead * asked * parts
      const uncachedInput = promptOf(tokens) * scale - cacheRead - five - hour
      return { uncachedInput, cacheRead, cacheWrite5m: five, cacheWrite1h: hour, output: tokens.output * scale }
    },
  }
}

function withTtl(tokens: TokenVector, ttl: PreparedMove['ttl']): TokenVector {
  if (ttl === null) return tokens
  const writes = writesOf(tokens)
  return { ...tokens, cacheWrite5m: ttl === '5m' ? writes : 0n, cacheWrite1h: ttl === '1h' ? writes : 0n }
}

interface PlannedGroup {
  group: Group
  plan: Plan
}

function applies(warning: PlanWarning, { tokens, webSearches }: Group): boolean {
  switch (warning.when) {
    case 'cacheRead': return tokens.cacheRead > 0n
    case 'cacheWrite': return writesOf(tokens) > 0n
    case 'cacheWrite1h': return tokens.cacheWrite1h > 0n
    case 'webSearches': return webSearches > 0n
    case 'always': return true
  }
}

export interface MoveRequest {
  groups: readonly Group[]
  move: PreparedMove
  book: PriceBook
  discounts: readonly Discount[]
  lastDay: string
  /** Plans of this move that other surfaces made already. */
  plans: Map<string, Plan | Blocked>
}

type Findings = Pick<MoveCost, 'warnings' | 'blockedModels'>

function planGroups({ groups, move, book, lastDay, plans }: MoveRequest, findings: Findings): PlannedGroup[] {
  const { warnings, blockedModels } = findings
  return groups.flatMap((group) => {
    let plan = plans.get(group.planKey)
    if (plan === undefined) {
      plan = planMove({ source: group.priceClass, sourcePoint: group.point, move, book, utcDay: group.utcDay, lastDay })
      plans.set(group.planKey, plan)
    }
    if ('blocked' in plan) {
      warnings.add(plan.blocked)
      blockedModels.add(group.priceClass.model)
      return []
    }
    for (const warning of plan.warnings) if (applies(warning, group)) warnings.add(warning.text)
    return [{ group, plan }]
  })
}

/** Scales of the sums of one move: all costs are integers over `tokens` x `discount`. */
interface Scales {
  change: HitRateChange
  /** Common denominator of the token factors. */
  factor: bigint
  /** Common denominator of the discounts. */
  discount: bigint
}

const FACTOR_TABLE = 130n

/** Costs today and after model, route, tier, caching and tokenizer, before discounts. */
function costsOf({ group, plan }: PlannedGroup, move: PreparedMove, scales: Scales): bigint[] {
  const whole = scales.change.scale * scales.factor
  const searchesToday = group.webSearches * group.searchFee
  const searchesThere = plan.searchFee === null ? 0n : group.webSearches * plan.searchFee
  const at = (rates: Rates, searches: bigint) => (tokenCost(group.tokens, rates) + searches) * whole
  const today = group.listCost * whole
  const model = plan.model === group.point.rates ? today : at(plan.model, searchesToday)
  const route = plan.route === plan.model && searchesThere === searchesToday ? model : at(plan.route, searchesThere)
  const tier = plan.tier === plan.route ? route : at(plan.tier, searchesThere)
  const changed = caches(plan) ? scales.change.apply(group.tokens) : scaled(group.tokens, scales.change.scale)
  const cached = fold(withTtl(changed, move.ttl), plan.target)
  const onTarget = tokenCost(cached, plan.target)
  const caching = onTarget * scales.factor + searchesThere * whole
  const atNewSize = plan.tokenizer === plan.target ? onTarget : tokenCost(cached, plan.tokenizer)
  const tokenizer = atNewSize * plan.factor.num * (scales.factor / plan.factor.den) + searchesThere * whole
  return [today, model, route, tier, caching, tokenizer]
}

function scaled(tokens: TokenVector, scale: bigint): TokenVector {
  if (scale === 1n) return tokens
  return {
    uncachedInput: tokens.uncachedInput * scale, cacheRead: tokens.cacheRead * scale, output: tokens.output * scale,
    cacheWrite5m: tokens.cacheWrite5m * scale, cacheWrite1h: tokens.cacheWrite1h * scale,
  }
}

const caches = (plan: Plan) => plan.target.cacheRead !== null

/** Reads that a cold cache has to write first, at the target's prices: at most one day's reads, once. */
function coldCacheCost({ group, plan }: PlannedGroup): bigint {
  const { cacheWrite5m, cacheRead } = plan.tokenizer
  if (!plan.cachesAreCold || cacheWrite5m === null || cacheRead === null || cacheWrite5m <= cacheRead) return 0n
  return group.tokens.cacheRead * (cacheWrite5m - cacheRead)
}

/** The whole surface under one move. */
export function moveCost(request: MoveRequest): MoveCost {
  const { move } = request
  const findings: Findings = { warnings: new Set(), blockedModels: new Set() }
  const planned = planGroups(request, findings)
  const cacheable = planned.filter(({ plan }) => caches(plan)).map(({ group }) => group.tokens)
  const scales: Scales = {
    change: hitRateChange(move.hitRate, cacheable),
    factor: move.tokenFactor?.den ?? FACTOR_TABLE,
    discount: BASIS_POINTS * (move.discount?.den ?? 1n),
  }
  const sums = STEPS.map(() => 0n)
  let [today, targetList, coldCache] = [0n, 0n, 0n]
  for (const each of planned) {
    const costs = costsOf(each, move, scales)
    const per = scales.discount / BASIS_POINTS
    const now = scales.discount - each.group.discount * per
    const there = scales.discount - targetDiscount(each, request, scales)
    const last = costs.at(-1) ?? 0n
    costs.forEach((cost, index) => {
      if (index > 0) sums[index - 1] = (sums[index - 1] ?? 0n) + (cost - (costs[index - 1] ?? 0n)) * now
    })
    const discountStep = STEPS.length - 1
    sums[discountStep] = (sums[discountStep] ?? 0n) + last * (there - now)
    today += (costs[0] ?? 0n) * now
    targetList += last
    coldCache += coldCacheCost(each)
  }
  const whole = scales.change.scale * scales.factor
  const den = whole * scales.discount
  const step = (index: number): Fraction => ({ num: sums[index] ?? 0n, den })
  return {
    steps: { model: step(0), route: step(1), tier: step(2), caching: step(3), tokenizer: step(4), discount: step(5) },
    targetList: { num: targetList, den: whole },
    today: { num: today, den },
    coldCache: fraction(coldCache),
    ...findings,
  }
}

/** The move's own discount, else that of the target's platform on the day; over `scales.discount`. */
function targetDiscount({ group, plan }: PlannedGroup, { move, discounts }: MoveRequest, scales: Scales): bigint {
  if (move.discount !== null) return move.discount.num * (scales.discount / move.discount.den)
  return discountBasisPoints(discounts, plan.targetClass.platform, group.utcDay) * (scales.discount / BASIS_POINTS)
}
