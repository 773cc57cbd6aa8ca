// What goes into a decision and what comes out. Types only.
import type { ReportedLatency } from './reported-latency.ts'
import type { SurfaceUsage } from './decide-usage.ts'
import type { Discount } from './discount.ts'
import type { Fraction } from './fraction.ts'
import type { Pico } from './money.ts'
import type { Placement } from './placement.ts'
import type { Feature, PlacementFacts } from './placement-facts.ts'
import type { PriceBook, PricePoint } from './price-book.ts'
import type { ProjectionCell } from './projection.ts'
import type { Asked, Check, Requirements } from './requirements.ts'

/** Parts of what one placement costs over another. */
export const COST_PARTS = ['premium', 'discount', 'cache', 'features', 'fixed'] as const
export type CostPart = (typeof COST_PARTS)[number]
export type CostParts = Record<CostPart, Fraction>

/** Percentiles of one surface on one placement, in milliseconds, with how many requests carry one. */
export interface PlacementLatency extends Placement {
  surface: string
  count: number
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  ttftCount: number
  ttftP50Ms: number | null
  ttftP95Ms: number | null
  ttftP99Ms: number | null
}

export interface DecideInput {
  cells: readonly ProjectionCell[]
  coveredDays: number
  book: PriceBook
  discounts: readonly Discount[]
  placements: readonly PlacementFacts[]
  /** Surfaces that are not named have none. */
  requirements: readonly Requirements[]
  latency: readonly PlacementLatency[]
  /** What providers report by model, where requests may carry none. */
  reported?: readonly ReportedLatency[]
}

/** A surface on a placement. Amounts in pico-USD a month, fixed costs left out. */
export interface Candidate {
  placement: Placement
  facts: PlacementFacts
  /** Null where some of the traffic has no price there. */
  traffic: Fraction | null
  /** Against today's cost; they add up to `traffic` - today. */
  parts: CostParts
  /** What a discount there would apply to. */
  targetList: Fraction
  coldCacheFirstDay: Fraction
  satisfies: boolean
  available: boolean
  reasons: string[]
  checks: Check[]
  lost: Feature[]
  /** Costs that are not known there and not in `traffic`, in words. Unknown is never zero: such a placement ranks lower. */
  costsUnknown: string[]
  modelsLacking: string[]
  warnings: string[]
  latency: PlacementLatency | null
}

export interface SurfaceCandidates {
  usage: SurfaceUsage
  requirements: Requirements
  /** Pico-USD a month, after today's discounts. */
  current: Fraction
  /** In the order of the placements handed in. */
  candidates: Candidate[]
  /** Of models in use on placements in use. */
  reported?: readonly ReportedLatency[]
}

export interface Evidence {
  what: 'rule' | 'requirement' | 'today' | 'coverage' | 'latency' | 'models' | 'features'
  text: string
}

export type Rule = 'hard-requirement' | 'latency' | 'newest-model' | 'many-providers' | 'no-constraint'

/** A placement's cost against the cheapest one, in pico-USD a month; parts add up to `overCheapest`. */
export interface PricedPlacement {
  placement: Placement
  monthly: Pico
  overCheapest: Pico
  parts: Record<CostPart, Pico>
}

/** What one requirement costs, in pico-USD a month, fixed costs left out. Null: no placement satisfies. */
export interface ConstraintCost extends Asked {
  /** Asked for alone, over the cheapest placement at all. */
  alone: Pico | null
  /** What the answer would save without just this one. */
  dropped: Pico | null
  /** Placements that satisfy it and can run the traffic. */
  satisfiedBy: Placement[]
}

export interface SurfaceDecision {
  surface: string
  usage: SurfaceUsage
  requirements: Requirements
  rule: Rule
  because: string
  answer: PricedPlacement | null
  /** The answer with everything known of it. */
  chosen: Candidate | null
  gateway: boolean
  /** Other placements that satisfy and cost the same. */
  equals: Placement[]
  /** Pico-USD a month. */
  current: Pico
  cheapest: PricedPlacement | null
  /** The answer less the cheapest; null where either is missing. */
  constraint: Pico | null
  constraints: ConstraintCost[]
  evidence: Evidence[]
  counterCase: string[]
  candidates: { candidate: Candidate; monthly: Pico | null; overCheapest: Pico | null; cheapest: boolean }[]
  /** The prices that the answer rests on, as of the last day of the usage. */
  pricePoints: PricePoint[]
  /** Discount at the answer (0 to 1) from which it costs no more than the cheapest; null: none, or none is needed. */
  breakEvenDiscount: Fraction | null
}

/** One line of a routing table. */
export interface RoutingEntry extends Placement {
  surface: string
  gateway: boolean
  models: { model: string; id: string | null }[]
}

export interface Decision {
  surfaces: SurfaceDecision[]
  all: {
    kind: 'direct' | 'managed' | 'both' | 'none'
    direct: string[]
    managed: string[]
    unanswered: string[]
    /** Pico-USD a month, of the surfaces that have an answer. */
    current: Pico
    answer: Pico
    constraint: Pico
    routing: RoutingEntry[]
  }
}
