// What speaks for an answer and what speaks against it, in sentences with the surface's own numbers.
import type { Candidate, ConstraintCost, Evidence, PricedPlacement, Rule, SurfaceCandidates } from './decide-types.ts'
import { unsureFeatures, type SurfaceUsage } from './decide-usage.ts'
import {
  featureText, lacksModelsText, listText, modelText, lostText, placementsText, requirementText,
} from './decide-words.ts'
import { fraction, roundHalfEven, type Fraction } from './fraction.ts'
import { PICO_PER_USD, type Pico } from './money.ts'
import { isDirect, placementLabel, samePlacement } from './placement.ts'
import type { PricePoint } from './price-book.ts'
import { reportedLatencyText } from './reported-latency.ts'
import { askedOf } from './requirements.ts'

/** What a decision was made from. */
export interface About extends SurfaceCandidates {
  rule: Rule
  chosen: Candidate | null
  cheapest: Candidate | null
  answer: PricedPlacement | null
  constraints: readonly ConstraintCost[]
  /** Placements that the rule allows. */
  allowed: readonly Candidate[]
  /** What the answer is priced from. */
  pricePoints: readonly PricePoint[]
}

/** Cents, halves to the even one; for sentences only, exact amounts stand beside them. */
export function usdText(pico: Pico): string {
  const cents = roundHalfEven(fraction(pico, PICO_PER_USD / 100n))
  const size = (cents < 0n ? -cents : cents).toString().padStart(3, '0')
  const whole = Number(size.slice(0, -2)).toLocaleString('en-US')
  return `${cents < 0n ? '-' : ''}${whole}.${size.slice(-2)} USD`
}

const amountText = (amount: Fraction) => usdText(roundHalfEven(amount))

export function becauseText({ rule, requirements, allowed, chosen }: About): string {
  const able = allowed.filter(({ available }) => available).length
  switch (rule) {
    case 'hard-requirement': {
      const asked = listText(askedOf(requirements).map(requirementText))
      const count = chosen === null ? 'No placement is known to satisfy it and to run this traffic'
        : `${able} ${able === 1 ? 'placement satisfies' : 'placements satisfy'} it and can run this traffic`
      return `A hard requirement comes first: ${asked}. ${count}.`
    }
    case 'latency': return 'Latency is the core of this surface: it goes direct.'
    case 'newest-model': return 'The newest model is the core of this surface: it goes direct, where models appear first.'
    case 'many-providers': return 'More than one provider is needed: a gateway stands in front, and the cheapest placement behind it.'
    case 'no-constraint': return 'No question was answered with yes: the cheapest placement will do.'
  }
}

function latencyText(candidates: readonly Candidate[]): string {
  const measured = candidates.flatMap(({ placement, latency }) => (latency === null ? [] : [{ placement, latency }]))
  if (measured.length === 0) {
    return 'Latency is not in your logs. Converse bodies carry it (metrics.latencyMs), gateways and OpenTelemetry traces do too.'
  }
  const texts = measured.map(({ placement, latency: { count, p50Ms, p95Ms, ttftCount, ttftP50Ms } }) => {
    const whole = count > 0 ? [`p50 ${p50Ms} ms, p95 ${p95Ms} ms over ${count.toLocaleString('en-US')} requests`] : []
    const first = ttftCount > 0 ? [`first token p50 ${ttftP50Ms} ms over ${ttftCount.toLocaleString('en-US')}`] : []
    return `${placementLabel(placement)}: ${[...whole, ...first].join('; ')}`
  })
  return `${texts.join('. ')}.`
}

function todayText({ today }: SurfaceUsage): string {
  const all = today.reduce((sum, { listCost }) => sum + listCost, 0n)
  const share = (cost: Pico) => (all === 0n ? null : Number((cost * 1000n) / all) / 10)
  const parts = today.map(({ placement, listCost }) => {
    const pct = share(listCost)
    return pct === null ? placementLabel(placement) : `${placementLabel(placement)} ${pct} %`
  })
  return all === 0n ? `It runs on ${listText(parts)}; what that costs is not known.` : `It runs on ${listText(parts)} of its list cost.`
}

function coverageText({ tokens, unpricedTokens, lowerBound }: SurfaceUsage): string {
  const pct = tokens === 0 ? 100 : Math.floor((1000 * (tokens - unpricedTokens)) / tokens) / 10
  return `${pct} % of its tokens have a price${lowerBound ? '; some of the cost is a lower bound' : ''}.`
}

function requirementEvidence({ constraints, chosen }: About): Evidence[] {
  return constraints.map((constraint) => {
    const check = chosen?.checks.find(({ kind }) => kind === constraint.kind)
    const by = constraint.satisfiedBy.length === 0 ? 'no placement that can run this traffic' : placementsText(constraint.satisfiedBy)
    const proof = check?.confirmed === true ? ' For the answer you hold the proof yourself.' : ''
    const read = check === undefined || check.sources.length === 0 ? '' : ` Source: ${check.sources.join(', ')}, read ${check.checkedOn}.`
    return { what: 'requirement', text: `${requirementText(constraint).replace(/^./, (c) => c.toUpperCase())}: ${by}.${proof}${read}` }
  })
}

export function evidenceOf(about: About): Evidence[] {
  const { usage, candidates, chosen } = about
  const lacking = candidates.filter(({ modelsLacking }) => modelsLacking.length > 0)
  const unsure = chosen === null ? [] : unsureFeatures(usage, chosen.facts)
  const uses = [...usage.uses].map(([feature, count]) => `${featureText(feature)} (${count})`)
  return [
    { what: 'rule', text: becauseText(about) },
    ...requirementEvidence(about),
    { what: 'today', text: todayText(usage) },
    { what: 'coverage', text: coverageText(usage) },
    { what: 'latency', text: latencyText(candidates) },
    ...(about.reported ?? []).map((report) => ({ what: 'latency' as const, text: reportedLatencyText(report) })),
    {
      what: 'models',
      text: `In use: ${listText(usage.models.map(modelText))}. ${lacking.length === 0
        ? 'Every placement sells them.'
        : `${placementsText(lacking.map(({ placement }) => placement))} ${lacking.length === 1 ? 'lacks' : 'lack'} some of them.`}`,
    },
    { what: 'features', text: uses.length === 0 ? 'The logs show no special feature in use.' : `In use: ${listText(uses)}.` },
    ...(unsure.length === 0 ? [] : [{
      what: 'features' as const, text: `Whether the answer offers ${listText(unsure.map(featureText))} is not known here.`,
    }]),
  ]
}

/** A placement outside the rule that was measured to be faster than the answer. */
function fasterText({ rule, chosen, candidates }: About): string[] {
  const own = chosen?.latency?.p95Ms ?? null
  if (rule !== 'latency' || chosen === null || own === null) return []
  const faster = candidates.filter(({ latency }) => latency?.p95Ms !== null && latency !== null && (latency.p95Ms ?? own) < own)
  return faster.map(({ placement, latency }) =>
    `Your own logs show ${placementLabel(placement)} faster: p95 ${latency?.p95Ms} ms against ${own} ms.`)
}

function newestText({ rule, cheapest, usage }: About): string[] {
  if (rule !== 'newest-model' || cheapest === null || isDirect(cheapest.placement)) return []
  return [`${placementLabel(cheapest.placement)} sells every model in use today (${listText(usage.models.map(modelText))}).`]
}

function droppedTexts({ constraints, rule }: About): string[] {
  if (rule !== 'hard-requirement') return []
  return constraints.flatMap((constraint) => {
    const { dropped } = constraint
    return dropped === null || dropped <= 0n ? []
      : [`Without ${requirementText(constraint)} the answer would cost ${usdText(dropped)} a month less. `
        + 'Ask whether it is really a must.']
  })
}

/** Data at rest and data in processing are different promises, and contracts mix them up. */
function residencyText({ requirements, answer }: About): string[] {
  if (requirements.residency === null || answer === null || answer.overCheapest <= 0n) return []
  return ['If the contract asks where data is stored, not where it is processed, more placements may qualify.']
}

/** What a less than certain price of the answer rests on. */
function priceTexts({ pricePoints }: About): string[] {
  const notes = pricePoints.flatMap(({ confidence, note }) => (confidence === 'high' || note === null ? [] : [note]))
  return [...new Set(notes)].map((note) => `Of a price behind the answer: ${note}`)
}

/** Usage without a price is left out of every cost of a decision. */
function unpricedText({ tokens, unpricedTokens }: SurfaceUsage): string[] {
  if (unpricedTokens === 0) return []
  const all = unpricedTokens === tokens
  return [all ? 'None of its tokens has a price today: map its profiles or add prices first.'
    : `${unpricedTokens.toLocaleString('en-US')} of its ${tokens.toLocaleString('en-US')} tokens have no price today `
      + 'and are in no figure here.']
}

export function counterCaseOf(about: About): string[] {
  const { chosen, cheapest, usage, answer } = about
  const unpriced = unpricedText(usage)
  if (chosen === null) {
    if (usage.unpricedTokens > 0 && usage.unpricedTokens === usage.tokens) return unpriced
    const lacking = about.allowed.filter(({ available }) => !available)
    return lacking.length === 0 ? ['Nothing known here satisfies the requirement; what is unknown can be confirmed by hand.']
      : lacking.map((each) => `${placementLabel(each.placement)} would satisfy it. ${lacksModelsText(each.modelsLacking)}`)
  }
  const stays = usage.today.length === 1 && usage.today.every(({ placement }) => samePlacement(placement, chosen.placement))
  const moves = stays || chosen.coldCacheFirstDay.num === 0n ? []
    : [`It moves: caches start cold, at most ${amountText(chosen.coldCacheFirstDay)} on the first day.`]
  const cheaper = answer === null || cheapest === null || cheapest === chosen || answer.overCheapest <= 0n ? []
    : [`${placementLabel(cheapest.placement)} would cost ${usdText(answer.overCheapest)} a month less.`]
  const fixed = answer === null || answer.parts.fixed === 0n ? []
    : [`${usdText(answer.parts.fixed)} a month are fixed, whatever the traffic.`]
  return [
    ...(chosen.lost.length > 0 ? [`${lostText(chosen.lost)} What replaces it is not in these costs.`] : []),
    ...unpriced, ...chosen.costsUnknown, ...cheaper, ...fixed, ...droppedTexts(about), ...residencyText(about),
    ...fasterText(about), ...newestText(about), ...priceTexts(about), ...moves,
  ]
}
