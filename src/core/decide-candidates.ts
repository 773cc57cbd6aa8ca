// Prices a surface's own traffic on every placement, by the projection, and says what stands against each.
import { addUnreduced, compare, subtractUnreduced, ZERO } from './fraction.ts'
import { lacksModelsText, lostText, NOTHING_PRICED, retiredText, UNKNOWN_SEARCH_FEE, unsatisfiedText } from './decide-words.ts'
import type { ReportedLatency } from './reported-latency.ts'
import type { Candidate, CostParts, DecideInput, PlacementLatency, SurfaceCandidates } from './decide-types.ts'
import type { Traffic } from './decide-traffic.ts'
import { lostFeatures, pricePointsAt, retiredThere, type SurfaceUsage } from './decide-usage.ts'
import { comparePlacements, placementKey, samePlacement } from './placement.ts'
import type { Feature, PlacementFacts } from './placement-facts.ts'
import type { PriceBook } from './price-book.ts'
import type { ProjectionRow } from './projection.ts'
import { checksOf, satisfies, type Requirements } from './requirements.ts'

/** Features without which the traffic would be another one. What caching loses shows in the cost instead. */
const FUNCTIONS: readonly Feature[] = ['webSearch', 'fastMode', 'batch']

/** Lost features are what differs where web searches and speed stay out, and batches that run at standard tier. */
function partsOf(full: ProjectionRow, plain: ProjectionRow): CostParts {
  const { model, route, tier, caching, tokenizer, discount } = plain.parts
  return {
    premium: addUnreduced(model, route),
    discount,
    cache: addUnreduced(caching, tokenizer),
    features: addUnreduced(tier, subtractUnreduced(full.difference, plain.difference)),
    fixed: ZERO,
  }
}

interface Stand {
  usage: SurfaceUsage
  requirements: Requirements
  facts: PlacementFacts
  row: ProjectionRow
  plain: ProjectionRow
  latency: PlacementLatency | null
  book: PriceBook
}

/** A feature that is offered there, in use here, and has no price. */
function costsUnknownAt(usage: SurfaceUsage, facts: PlacementFacts, book: PriceBook): string[] {
  const searches = usage.uses.has('webSearch') && facts.features.webSearch.value !== 'no'
  return searches && book.searchFee(facts.platform, usage.lastDay) === null ? [UNKNOWN_SEARCH_FEE] : []
}

/** Fast mode is lost wherever it has no price, since the projection then takes standard speed. */
function lostFunctions(usage: SurfaceUsage, facts: PlacementFacts, book: PriceBook): Feature[] {
  const { platform, route } = facts
  const lost = lostFeatures(usage, facts).filter((feature) => FUNCTIONS.includes(feature))
  const slower = usage.classes.some((priceClass) => priceClass.speed !== 'standard'
    && book.find({ ...priceClass, platform, route }, usage.lastDay).kind === 'unpriced')
  return slower && !lost.includes('fastMode') ? [...lost, 'fastMode'] : lost
}

/** What a less than certain price there rests on. */
function priceNotes(usage: SurfaceUsage, facts: PlacementFacts, book: PriceBook): string[] {
  const points = pricePointsAt(usage, facts, book)
  return [...new Set(points.flatMap(({ confidence, note }) => (confidence === 'high' || note === null ? [] : [note])))]
}

/** What a placement is to a surface whatever is asked of it. */
type Standing = Pick<Candidate, 'lost' | 'costsUnknown' | 'parts'> & { retired: string[]; notes: string[] }

/** By usage, which is of one book and one traffic, and placement: who answers one question otherwise has all of it told again. */
const standings = new WeakMap<SurfaceUsage, WeakMap<PlacementFacts, Standing>>()

function standingOf({ usage, facts, row, plain, book }: Stand): Standing {
  const held = standings.get(usage) ?? new WeakMap<PlacementFacts, Standing>()
  standings.set(usage, held)
  const standing = held.get(facts) ?? {
    lost: lostFunctions(usage, facts, book), costsUnknown: costsUnknownAt(usage, facts, book), parts: partsOf(row, plain),
    retired: retiredThere(usage, facts), notes: priceNotes(usage, facts, book),
  }
  held.set(facts, standing)
  return standing
}

function candidateOf(stand: Stand): Candidate {
  const { usage, requirements, facts, row, latency } = stand
  const { platform, route } = facts
  const { retired, notes, lost, costsUnknown, parts } = standingOf(stand)
  const checks = checksOf(requirements, facts)
  const lacking = row.blockedModels
  const unpriced = usage.tokens > 0 && usage.unpricedTokens === usage.tokens
  const available = lacking.length === 0 && retired.length === 0 && !unpriced
  return {
    placement: { platform, route }, facts, checks, lost, available, latency, costsUnknown,
    traffic: available ? row.projected : null,
    parts,
    targetList: row.targetList,
    coldCacheFirstDay: row.coldCacheFirstDay,
    satisfies: satisfies(checks),
    modelsLacking: [...new Set([...lacking, ...retired])],
    reasons: [
      ...checks.filter(({ satisfied }) => satisfied !== 'yes').map(unsatisfiedText),
      ...(lacking.length > 0 ? [lacksModelsText(lacking)] : []),
      ...(retired.length > 0 ? [retiredText(retired)] : []),
      ...(lost.length > 0 ? [lostText(lost)] : []),
      ...costsUnknown,
      ...(unpriced ? [NOTHING_PRICED] : []),
    ],
    warnings: [...row.warnings, ...notes],
  }
}

/** Every surface on every placement, in steps. `requirementsOf` gives what is asked of a surface. */
export function* candidatesOf(
  input: DecideInput, { usages, runOn }: Traffic, requirementsOf: (surface: string) => Requirements,
): Generator<undefined, SurfaceCandidates[]> {
  const drawn: SurfaceCandidates[] = usages.map((usage) =>
    ({ usage, requirements: requirementsOf(usage.surface), current: ZERO, candidates: [], reported: reportedFor(usage, input) }))
  for (const facts of input.placements) {
    yield
    const { full, plain } = runOn(facts)
    for (const surface of drawn) {
      const { usage, requirements } = surface
      const row = full.get(usage.surface)
      const bare = plain.get(usage.surface)
      if (row === undefined || bare === undefined) continue
      surface.current = row.current
      const latency = input.latency.find((each) => each.surface === usage.surface && samePlacement(each, facts)) ?? null
      surface.candidates.push(candidateOf({ usage, requirements, facts, row, plain: bare, latency, book: input.book }))
    }
  }
  return drawn
}

/** Of the models that the surface uses, where it uses them. */
function reportedFor({ models, today }: SurfaceUsage, { reported = [] }: DecideInput): ReportedLatency[] {
  return reported.filter((report) => models.includes(report.model) && today.some(({ placement }) => samePlacement(placement, report)))
}

/** 0: all features in use, all their costs known; 1: a cost is not known; 2: a feature is lost. */
const completeness = ({ lost, costsUnknown }: Candidate) => (lost.length > 0 ? 2 : costsUnknown.length > 0 ? 1 : 0)

/**
 * Order of preference: keeps the features in use at a known cost, costs less, carries more of today's traffic, is on a
 * platform in use already, comes first in lists.
 */
export function byPreference(usage: SurfaceUsage): (a: Candidate, b: Candidate) => number {
  const place = new Map(usage.today.map(({ placement }, index) => [placementKey(placement), index]))
  const platforms = new Set(usage.today.map(({ placement }) => placement.platform))
  const newPlatform = ({ placement }: Candidate) => Number(!platforms.has(placement.platform))
  const today = ({ placement }: Candidate) => place.get(placementKey(placement)) ?? usage.today.length
  return (a, b) =>
    completeness(a) - completeness(b)
    || compare(a.traffic ?? ZERO, b.traffic ?? ZERO)
    || today(a) - today(b)
    || newPlatform(a) - newPlatform(b)
    || comparePlacements(a.placement, b.placement)
}

/** The best of those that can run the traffic; null without one. */
export function bestOf(usage: SurfaceUsage, candidates: readonly Candidate[]): Candidate | null {
  return candidates.filter(({ available }) => available).toSorted(byPreference(usage))[0] ?? null
}
