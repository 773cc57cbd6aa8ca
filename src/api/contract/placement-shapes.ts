// Shapes of placements, requirements and decisions: what the Decide view asks and is answered.
import { LATENCY_MEASURES } from '../../core/latency-report.ts'
import { z } from 'zod'
import { BILLS, CLOUDS, COMPLIANCE, FEATURES, GEOGRAPHIES } from '../../core/placement-facts.ts'
import { REQUIREMENT_KINDS } from '../../core/requirements.ts'
import { count, day, platform } from './shapes.ts'

const known = z.enum(['yes', 'no', 'unknown'])
const sourced = { sources: z.array(z.string()), checkedOn: day, note: z.string().nullable() }
const claim = z.strictObject({ value: known, ...sourced })

const choices = <T extends readonly [string, ...string[]]>(values: T) =>
  z.strictObject({ yes: z.array(z.enum(values)), unknown: z.array(z.enum(values)), ...sourced })

/** A model that a placement sells, from its price points: `from` null since before the list begins, `to` null still. */
const offer = z.strictObject({
  model: z.string(), from: day.nullable(), to: day.nullable(), tiers: z.array(z.string()), speeds: z.array(z.string()),
  /** The model's id in the platform's spelling; null: not known. */
  platformId: z.string().nullable(),
})

export const placement = z.strictObject({ platform, route: z.string() })

export const placementFacts = z.strictObject({
  platform, route: z.string(),
  operator: z.enum(['anthropic', 'aws', 'google', 'unknown']),
  residency: choices(GEOGRAPHIES),
  privateNetwork: choices(CLOUDS),
  iam: choices(CLOUDS),
  bill: choices(BILLS),
  compliance: choices(COMPLIANCE),
  features: z.record(z.enum(FEATURES), claim),
  minCacheableTokens: z.strictObject({ byModel: z.record(z.string(), count), ...sourced }),
  offers: z.array(offer),
})

/** What standing behind a gateway changes. */
export const gatewayFacts = z.strictObject({
  id: z.string(), name: z.string(),
  selfHosted: claim, keepsPrices: claim, costInLogs: claim, cacheCounts: claim,
})

const usdAmount = z.string().regex(/^\d+(\.\d+)?$/).nullable()

/** The three questions for one surface. What is left out is not asked for. */
export const requirements = z.strictObject({
  surface: z.string().trim().min(1),
  residency: z.enum(GEOGRAPHIES).nullable().default(null),
  privateNetwork: z.enum(CLOUDS).nullable().default(null),
  iam: z.enum(CLOUDS).nullable().default(null),
  bill: z.enum(BILLS).nullable().default(null),
  compliance: z.enum(COMPLIANCE).nullable().default(null),
  core: z.enum(['latency', 'newest-model']).nullable().default(null),
  manyProviders: z.boolean().default(false),
  fixedMonthlyUsd: usdAmount.default(null),
  gatewayMonthlyUsd: usdAmount.default(null),
  confirmed: z.array(z.string()).default([]),
  note: z.string().max(2000).nullable().default(null),
})

const usd = z.string().regex(/^-?\d+(\.\d+)?$/)
const check = z.strictObject({
  kind: z.enum(REQUIREMENT_KINDS), value: z.string(), satisfied: known, confirmed: z.boolean(), ...sourced,
})

/** Parts of the difference between two placements; they add up to it exactly. */
export const costParts = z.strictObject({ premium: usd, discount: usd, cache: usd, features: usd, fixed: usd })

const priced = z.strictObject({
  placement,
  monthlyUsd: usd,
  /** Over the cheapest placement at all. */
  overCheapestUsd: usd,
  parts: costParts,
})

export const latencyRow = z.strictObject({
  surface: z.string(), count, p50Ms: count.nullable(), p95Ms: count.nullable(), p99Ms: count.nullable(),
  ttftCount: count, ttftP50Ms: count.nullable(), ttftP95Ms: count.nullable(), ttftP99Ms: count.nullable(),
})
export const placementLatencyRow = latencyRow.extend({ platform, route: z.string() })

const dayRange = z.strictObject({ lowestMs: count, highestMs: count }).nullable()
/** By model, not by surface: percentiles of days, which do not make one of the window. */
export const reportedLatencyRow = z.strictObject({
  importer: z.string(), platform, route: z.string(), model: z.string(), measure: z.enum(LATENCY_MEASURES), days: count, count,
  p50: dayRange, p95: dayRange, p99: dayRange,
})

const candidate = z.strictObject({
  placement,
  /** Null where the traffic has no price there. */
  monthlyUsd: usd.nullable(),
  overCheapestUsd: usd.nullable(),
  cheapest: z.boolean(),
  satisfies: z.boolean(),
  /** Can run the traffic as it is: every model is sold there. */
  available: z.boolean(),
  /** Why it is ruled out or not available, in sentences. */
  reasons: z.array(z.string()),
  checks: z.array(check),
  /** Features in use that are lost there. */
  lost: z.array(z.string()),
  /** Costs that are not known there and not in `monthlyUsd`. */
  costsUnknown: z.array(z.string()),
  modelsLacking: z.array(z.string()),
  warnings: z.array(z.string()),
  latency: placementLatencyRow.nullable(),
})

export const rule = z.enum(['hard-requirement', 'latency', 'newest-model', 'many-providers', 'no-constraint'])

export const decidedSurface = z.strictObject({
  surface: z.string(),
  requirements,
  rule,
  /** The rule in one sentence. */
  because: z.string(),
  /** Null where no placement satisfies what is asked. */
  answer: priced.nullable(),
  gateway: z.boolean(),
  /** Placements that satisfy and cost the same as the answer. */
  equals: z.array(placement),
  /** Where most of its traffic runs today, by list cost. */
  today: z.array(z.strictObject({ placement, sharePct: z.number(), requests: count.nullable(), listCostUsd: usd })),
  currentMonthlyUsd: usd,
  cheapest: priced.nullable(),
  /** The answer less the cheapest placement; null where either is missing. */
  constraintUsd: usd.nullable(),
  /** What each requirement costs alone, and what dropping just that one would save. Null: no placement satisfies. */
  constraints: z.array(z.strictObject({
    kind: z.string(), value: z.string(), aloneUsd: usd.nullable(), droppedUsd: usd.nullable(),
    satisfiedBy: z.array(placement),
  })),
  evidence: z.array(z.strictObject({ what: z.string(), text: z.string() })),
  counterCase: z.array(z.string()),
  candidates: z.array(candidate),
  /** Discount at the answer at which the constraint is free; null: none could. Percent. */
  breakEvenDiscountPct: z.string().nullable(),
  pricedPct: z.number(),
  lowerBound: z.boolean(),
})
export type DecidedSurface = z.infer<typeof decidedSurface>

/** One line of a gateway's routing table. */
export const routingEntry = z.strictObject({
  surface: z.string(), platform, route: z.string(), gateway: z.boolean(),
  models: z.array(z.strictObject({ model: z.string(), id: z.string().nullable() })),
})

export const decidedAll = z.strictObject({
  kind: z.enum(['direct', 'managed', 'both', 'none']),
  /** For instance "Both, and this is the line: ...". */
  sentence: z.string(),
  direct: z.array(z.string()),
  managed: z.array(z.string()),
  unanswered: z.array(z.string()),
  currentMonthlyUsd: usd,
  answerMonthlyUsd: usd,
  constraintUsd: usd,
  routing: z.array(routingEntry),
})

const moneyRange = z.strictObject({ p10Usd: usd, p90Usd: usd })

/** Spread of a projection from its own days; null with the reason where there are too few. */
export const interval = z.strictObject({
  why: z.string().nullable(),
  days: count, draws: count, blockDays: count, seed: count,
  projected: moneyRange.nullable(), difference: moneyRange.nullable(),
  /** Months; null: not within the horizon. */
  paybackMonths: z.strictObject({ p10: z.number().nullable(), p90: z.number().nullable() }).nullable(),
  months: z.array(z.strictObject({ month: count, p10Usd: usd, p90Usd: usd })),
})

export const tornadoBar = z.strictObject({
  input: z.string(), label: z.string(), baseValue: z.string(),
  low: z.strictObject({ value: z.string(), differenceUsd: usd }),
  high: z.strictObject({ value: z.string(), differenceUsd: usd }),
  widthUsd: usd,
})

export const analysis = z.strictObject({
  interval,
  /** Widest first. */
  tornado: z.array(tornadoBar),
  paybackMonths: z.number().nullable(),
  breakEvenDiscountPct: z.number().nullable(),
  /** Multiple of today's volume. */
  breakEvenVolume: z.number().nullable(),
  coldCacheFirstDayUsd: usd,
  months: z.array(z.strictObject({ month: count, todayUsd: usd, projectedUsd: usd })),
})
