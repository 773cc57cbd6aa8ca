// A decision as plain values: exact decimal USD, for the contract, the command line and the decision record.
import { listText, placementsText } from './decide-words.ts'
import { COST_PARTS, type CostPart, type Decision, type PricedPlacement, type SurfaceDecision } from './decide-types.ts'
import type { Fraction } from './fraction.ts'
import { formatUsdExact, type Pico } from './money.ts'
import { samePlacement } from './placement.ts'
import type { Feature, Known } from './placement-facts.ts'
import type { RequirementKind } from './requirements.ts'

const usdOrNull = (pico: Pico | null): string | null => (pico === null ? null : formatUsdExact(pico))

/** Percent with at most two decimals, rounded up: the discount that suffices. */
export function percentUp({ num, den }: Fraction): string {
  const basisPoints = (num * 10_000n + den - 1n) / den
  const [whole, rest] = [basisPoints / 100n, (basisPoints % 100n).toString().padStart(2, '0').replace(/0+$/, '')]
  return rest === '' ? whole.toString() : `${whole}.${rest}`
}

function partsJson(parts: Record<CostPart, Pico>): Record<CostPart, string> {
  const amounts = COST_PARTS.map((part) => formatUsdExact(parts[part]))
  const [premium = '0', discount = '0', cache = '0', features = '0', fixed = '0'] = amounts
  return { premium, discount, cache, features, fixed }
}

function pricedJson({ placement, monthly, overCheapest, parts }: PricedPlacement) {
  const { platform, route } = placement
  return {
    placement: { platform, route }, parts: partsJson(parts),
    monthlyUsd: formatUsdExact(monthly), overCheapestUsd: formatUsdExact(overCheapest),
  }
}

/** One decimal, rounded down: 99.96 % is not all. */
const sharePct = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number((part * 1000n) / whole) / 10)

function todayJson({ usage }: SurfaceDecision) {
  const all = usage.today.reduce((sum, { listCost }) => sum + listCost, 0n)
  return usage.today.map(({ placement, listCost, requests }) => ({
    placement: { ...placement }, sharePct: sharePct(listCost, all), requests, listCostUsd: formatUsdExact(listCost),
  }))
}

export interface CheckJson {
  kind: RequirementKind
  value: string
  satisfied: Known
  confirmed: boolean
  sources: string[]
  checkedOn: string
  note: string | null
}

function candidatesJson({ candidates }: SurfaceDecision) {
  return candidates.map(({ candidate, monthly, overCheapest, cheapest }) => ({
    placement: { ...candidate.placement },
    monthlyUsd: usdOrNull(monthly), overCheapestUsd: usdOrNull(overCheapest), cheapest,
    satisfies: candidate.satisfies, available: candidate.available, reasons: [...candidate.reasons],
    checks: candidate.checks.map((check): CheckJson => ({ ...check, sources: [...check.sources] })),
    costsUnknown: [...candidate.costsUnknown],
    lost: candidate.lost.map((feature: Feature): string => feature),
    modelsLacking: [...candidate.modelsLacking], warnings: [...candidate.warnings],
    latency: candidate.latency === null ? null : { ...candidate.latency },
  }))
}

export type SurfaceDecisionJson = ReturnType<typeof surfaceDecisionToJson>
export type DecisionJson = ReturnType<typeof decisionToJson>

export function surfaceDecisionToJson(decision: SurfaceDecision) {
  const { usage, requirements, answer, cheapest, breakEvenDiscount } = decision
  return {
    surface: decision.surface,
    requirements: { ...requirements, confirmed: [...requirements.confirmed] },
    rule: decision.rule,
    because: decision.because,
    answer: answer === null ? null : pricedJson(answer),
    gateway: decision.gateway,
    equals: decision.equals.map((placement) => ({ ...placement })),
    today: todayJson(decision),
    currentMonthlyUsd: formatUsdExact(decision.current),
    cheapest: cheapest === null ? null : pricedJson(cheapest),
    constraintUsd: usdOrNull(decision.constraint),
    constraints: decision.constraints.map(({ kind, value, alone, dropped, satisfiedBy }) => ({
      kind, value, aloneUsd: usdOrNull(alone), droppedUsd: usdOrNull(dropped),
      satisfiedBy: satisfiedBy.map((placement) => ({ ...placement })),
    })),
    evidence: decision.evidence.map(({ what, text }) => ({ what, text })),
    counterCase: [...decision.counterCase],
    candidates: candidatesJson(decision),
    breakEvenDiscountPct: breakEvenDiscount === null ? null : percentUp(breakEvenDiscount),
    pricedPct: usage.tokens === 0 ? 100 : sharePct(BigInt(usage.tokens - usage.unpricedTokens), BigInt(usage.tokens)),
    lowerBound: usage.lowerBound,
  }
}

const surfacesText = (surfaces: readonly string[]) => `${listText(surfaces)} ${surfaces.length === 1 ? 'goes' : 'go'}`

/** The line between direct and managed, in one sentence. */
function sentenceOf({ surfaces, all }: Decision): string {
  const { kind, direct, managed, unanswered } = all
  const where = (names: readonly string[]) => placementsText(surfaces
    .flatMap(({ surface, answer }) => (answer === null || !names.includes(surface) ? [] : [answer.placement]))
    .filter((placement, at, list) => list.findIndex((other) => samePlacement(other, placement)) === at))
  const open = unanswered.length === 0 ? '' : ` No placement is known for ${listText(unanswered)}.`
  switch (kind) {
    case 'none': return `No surface has an answer.${open}`
    case 'direct': return `Direct for every surface: ${where(direct)}.${open}`
    case 'managed': return `Managed for every surface: ${where(managed)}.${open}`
    case 'both': return `Both, and this is the line: ${surfacesText(direct)} direct, `
      + `${surfacesText(managed)} managed (${where(managed)}).${open}`
  }
}

export function decisionToJson(decision: Decision) {
  const { kind, direct, managed, unanswered, current, answer, constraint, routing } = decision.all
  return {
    surfaces: decision.surfaces.map(surfaceDecisionToJson),
    all: {
      kind, sentence: sentenceOf(decision), direct: [...direct], managed: [...managed], unanswered: [...unanswered],
      currentMonthlyUsd: formatUsdExact(current), answerMonthlyUsd: formatUsdExact(answer), constraintUsd: formatUsdExact(constraint),
      routing,
    },
  }
}

