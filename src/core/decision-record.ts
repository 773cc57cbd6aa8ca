// The decision as a document that stands on its own: question, constraints, numbers, prices with sources, data window,
// coverage, sensitivity, review date. Owns what is in it; how it is written is decision-markdown.ts.
import { addDays } from './calendar.ts'
import { decisionToJson } from './decide-json.ts'
import type { Decision, DecideInput, SurfaceDecision } from './decide-types.ts'
import { formatRate, formatUsdExact } from './money.ts'
import { project } from './projection.ts'
import type { PricePoint } from './price-book.ts'
import { intervalOf } from './projection-interval.ts'
import { intervalToJson, tornadoToJson } from './projection-analysis.ts'
import { tornadoOf } from './projection-tornado.ts'
import type { Scenario } from './scenario.ts'
import { TOKEN_CLASSES } from './usage.ts'

/** A quarter: prices, models and placements change that often. */
const REVIEW_AFTER_DAYS = 91

export interface RecordContext {
  /** The day it is written, and the zone of its days. */
  writtenOn: string
  window: { from: string | null; to: string | null; tz: string }
  /** Days on each kind of evidence, by platform. */
  basis: Readonly<Record<string, Readonly<Record<string, number>>>>
  input: DecideInput
}

export type RecordJson = ReturnType<typeof recordOf>

function priceJson({ rates, override, ...point }: PricePoint) {
  const text = (rate: bigint | null) => (rate === null ? null : formatRate(rate))
  const { platform, routes, model, tier, speed, promptOver, effectiveFrom, effectiveTo, confidence, sources, checkedOn, note } = point
  return {
    platform, routes: [...routes], model, tier, speed, promptOver, effectiveFrom, effectiveTo, confidence,
    usdPerMillionTokens: Object.fromEntries(TOKEN_CLASSES.map((name) => [name, text(rates[name])])),
    sources: override ? ['set by the user'] : [...sources], checkedOn, note,
  }
}

/** The answers as a scenario: each surface moves as a whole to its placement, with what comes on top. */
export function scenarioOf(surfaces: readonly SurfaceDecision[]): Scenario {
  return {
    name: 'Decision',
    moves: surfaces.flatMap(({ surface, answer, chosen }) => (answer === null || chosen === null ? [] : [{
      surface, to: { ...answer.placement }, fixedMonthlyUsd: formatUsdExact(answer.parts.fixed),
      ...(chosen.lost.includes('batch') ? { tier: 'standard' as const } : {}),
    }])),
  }
}

function sensitivityOf(decision: Decision, { input }: RecordContext) {
  const scenario = scenarioOf(decision.surfaces)
  const { cells, coveredDays, book, discounts } = input
  const projection = { cells, coveredDays, book, discounts, scenario }
  const base = project(projection)
  return {
    tornado: tornadoToJson(tornadoOf(projection, base)),
    interval: intervalToJson(intervalOf(projection, base)),
  }
}

/** Everything a reader needs to check the decision or to take it again. */
export function recordOf(decision: Decision, context: RecordContext) {
  const { surfaces, all } = decisionToJson(decision)
  return {
    title: 'Decision record: where Claude traffic runs',
    question: 'Direct or managed, per product surface: which placement, by which rule, and what does each constraint cost?',
    writtenOn: context.writtenOn,
    reviewOn: addDays(context.writtenOn, REVIEW_AFTER_DAYS),
    window: { ...context.window, coveredDays: context.input.coveredDays, basis: context.basis },
    all,
    surfaces: surfaces.map((surface, at) => ({
      ...surface, pricePoints: (decision.surfaces[at]?.pricePoints ?? []).map(priceJson),
    })),
    discounts: context.input.discounts.map(({ platform, pct, effectiveFrom, effectiveTo }) => ({ platform, pct, effectiveFrom, effectiveTo })),
    sensitivity: sensitivityOf(decision, context),
  }
}
