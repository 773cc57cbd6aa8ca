// Decides where each surface should run: the three questions in order, the cheapest placement that satisfies what fired,
// and what that constraint costs a month. Pure; facts, prices and traffic are handed in.
import { bestOf, candidatesOf } from './decide-candidates.ts'
import { becauseText, counterCaseOf, evidenceOf } from './decide-evidence.ts'
import { movableTraffic } from './decide-traffic.ts'
import {
  COST_PARTS, type Candidate, type ConstraintCost, type DecideInput, type Decision, type PricedPlacement, type RoutingEntry, type Rule,
  type SurfaceCandidates, type SurfaceDecision,
} from './decide-types.ts'
import { pricePointsAt } from './decide-usage.ts'
import {
  addUnreduced, compare, fraction, ONE, roundHalfEven, subtractUnreduced, ZERO, divideUnreduced, type Fraction,
} from './fraction.ts'
import { modelIdOn } from './model-spelling.ts'
import { parseUsd, type Pico } from './money.ts'
import { isDirect, type Placement } from './placement.ts'
import type { PriceBook } from './price-book.ts'
import { askedOf, noRequirements, type Asked, type Requirements } from './requirements.ts'
import { roundToSum } from './round-parts.ts'
import { atOnce } from './steps.ts'

export type * from './decide-types.ts'

/** The first question that is answered with yes. */
export function ruleOf(requirements: Requirements): Rule {
  if (askedOf(requirements).length > 0) return 'hard-requirement'
  if (requirements.core !== null) return requirements.core
  return requirements.manyProviders ? 'many-providers' : 'no-constraint'
}

function allowedBy(rule: Rule, candidate: Candidate): boolean {
  if (rule === 'hard-requirement') return candidate.satisfies
  return rule === 'latency' || rule === 'newest-model' ? isDirect(candidate.placement) : true
}

/** USD a month that the answer brings with it, whatever the traffic. */
function fixedOf(requirements: Requirements, rule: Rule): Fraction {
  const usd = (text: string | null) => (text === null ? ZERO : fraction(parseUsd(text)))
  const hard = rule === 'hard-requirement' ? usd(requirements.fixedMonthlyUsd) : ZERO
  return requirements.manyProviders ? addUnreduced(hard, usd(requirements.gatewayMonthlyUsd)) : hard
}

const trafficOf = (candidate: Candidate | null): Fraction | null => candidate?.traffic ?? null

function pricedOf(candidate: Candidate, cheapest: Candidate, fixed: Fraction): PricedPlacement {
  const lowest = roundHalfEven(cheapest.traffic ?? ZERO)
  const monthly = roundHalfEven(addUnreduced(candidate.traffic ?? ZERO, fixed))
  const overCheapest = monthly - lowest
  const exact = COST_PARTS.map((part) =>
    part === 'fixed' ? fixed : subtractUnreduced(candidate.parts[part], cheapest.parts[part]))
  const [premium = 0n, discount = 0n, cache = 0n, features = 0n, whole = 0n] = roundToSum(exact, overCheapest)
  return { placement: candidate.placement, monthly, overCheapest, parts: { premium, discount, cache, features, fixed: whole } }
}

function over(candidate: Candidate | null, other: Candidate | null): Pico | null {
  const [a, b] = [trafficOf(candidate), trafficOf(other)]
  return a === null || b === null ? null : roundHalfEven(a) - roundHalfEven(b)
}

function constraintsOf({ usage, requirements, candidates }: SurfaceCandidates, chosen: Candidate | null): ConstraintCost[] {
  const cheapest = bestOf(usage, candidates)
  const asked = askedOf(requirements)
  const satisfying = (kinds: readonly Asked[]) => candidates.filter(({ checks }) =>
    kinds.every(({ kind }) => checks.some((check) => check.kind === kind && check.satisfied === 'yes')))
  return asked.map((one) => {
    const alone = satisfying([one])
    const rest = satisfying(asked.filter(({ kind }) => kind !== one.kind))
    return {
      ...one,
      alone: over(bestOf(usage, alone), cheapest),
      dropped: over(chosen, bestOf(usage, rest)),
      satisfiedBy: alone.filter(({ available }) => available).map(({ placement }) => placement),
    }
  })
}

/** Solves targetList x (1 - d) + fixed = cheapest for d. */
function breakEven(chosen: Candidate, cheapest: Candidate, fixed: Fraction): Fraction | null {
  if (chosen === cheapest || chosen.targetList.num === 0n || cheapest.traffic === null) return null
  const { num, den } = subtractUnreduced(ONE, divideUnreduced(subtractUnreduced(cheapest.traffic, fixed), chosen.targetList))
  const discount = fraction(num, den)
  return compare(discount, ZERO) > 0 && compare(discount, ONE) <= 0 ? discount : null
}

function sameCost(a: Candidate, b: Candidate): boolean {
  return a.traffic !== null && b.traffic !== null && compare(a.traffic, b.traffic) === 0
    && a.lost.length === b.lost.length && a.costsUnknown.length === b.costsUnknown.length
}

function decideSurface(surface: SurfaceCandidates, book: PriceBook): SurfaceDecision {
  const { usage, requirements, candidates } = surface
  const rule = ruleOf(requirements)
  const allowed = candidates.filter((candidate) => allowedBy(rule, candidate))
  const chosen = bestOf(usage, allowed)
  const cheapest = bestOf(usage, candidates)
  const fixed = fixedOf(requirements, rule)
  const answer = chosen === null || cheapest === null ? null : pricedOf(chosen, cheapest, fixed)
  const constraints = constraintsOf(surface, chosen)
  const fixedFor = (candidate: Candidate) => (allowed.includes(candidate) ? fixed : ZERO)
  const pricePoints = chosen === null ? [] : pricePointsAt(usage, chosen.placement, book)
  const about = { ...surface, rule, chosen, cheapest, constraints, answer, allowed, pricePoints }
  return {
    surface: usage.surface, usage, requirements, rule, answer, chosen, constraints, pricePoints,
    because: becauseText(about),
    gateway: requirements.manyProviders,
    equals: chosen === null ? [] : allowed
      .filter((candidate) => candidate !== chosen && candidate.available && sameCost(candidate, chosen))
      .map(({ placement }) => placement),
    current: roundHalfEven(surface.current),
    cheapest: cheapest === null ? null : pricedOf(cheapest, cheapest, ZERO),
    constraint: answer?.overCheapest ?? null,
    evidence: evidenceOf(about),
    counterCase: counterCaseOf(about),
    candidates: candidates.map((candidate) => {
      const priced = candidate.traffic === null || cheapest === null ? null : pricedOf(candidate, cheapest, fixedFor(candidate))
      return {
        candidate, monthly: priced?.monthly ?? null, overCheapest: priced?.overCheapest ?? null,
        cheapest: cheapest !== null && candidate.available && sameCost(candidate, cheapest),
      }
    }),
    breakEvenDiscount: chosen === null || cheapest === null ? null : breakEven(chosen, cheapest, fixed),
  }
}

function routingOf({ surface, usage, answer, gateway }: SurfaceDecision): RoutingEntry[] {
  if (answer === null) return []
  const { placement } = answer
  const models = usage.models.map((model) => ({ model, id: modelIdOn(placement, model) }))
  return [{ surface, ...placement, gateway, models }]
}

function together(surfaces: readonly SurfaceDecision[]): Decision['all'] {
  const answered = surfaces.filter(({ answer }) => answer !== null)
  const named = (wanted: (placement: Placement) => boolean) =>
    answered.filter(({ answer }) => answer !== null && wanted(answer.placement)).map(({ surface }) => surface)
  const [direct, managed] = [named(isDirect), named((placement) => !isDirect(placement))]
  const sum = (pick: (decision: SurfaceDecision) => Pico) => answered.reduce((all, decision) => all + pick(decision), 0n)
  return {
    kind: answered.length === 0 ? 'none' : direct.length === 0 ? 'managed' : managed.length === 0 ? 'direct' : 'both',
    direct, managed,
    unanswered: surfaces.filter(({ answer }) => answer === null).map(({ surface }) => surface),
    current: sum(({ current }) => current),
    answer: sum(({ answer }) => answer?.monthly ?? 0n),
    constraint: sum(({ constraint }) => constraint ?? 0n),
    routing: surfaces.flatMap(routingOf),
  }
}

/** The answer for every surface with usage, and for all of them at once. */
export function decide(input: DecideInput): Decision {
  return atOnce(deciding(input))
}

/** As `decide`, in steps: fifty surfaces on every placement take a third of a second. */
export function* deciding(input: DecideInput): Generator<undefined, Decision> {
  const asked = new Map(input.requirements.map((requirements) => [requirements.surface, requirements]))
  const traffic = movableTraffic(input)
  yield
  const drawn = yield* candidatesOf(input, traffic, (surface) => asked.get(surface) ?? noRequirements(surface))
  const surfaces: SurfaceDecision[] = []
  for (const surface of drawn) {
    yield
    surfaces.push(decideSurface(surface, input.book))
  }
  return { surfaces, all: together(surfaces) }
}
