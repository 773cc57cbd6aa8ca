// The one projection that window, command line and exports run: what a scenario costs a month, split so that the parts
// add up exactly. A pure function of usage, prices, discounts and scenario.
import { baselineOf, type ProjectionCell, type SurfaceBaseline } from './projection-baseline.ts'
import { BASIS_POINTS, type Discount } from './discount.ts'
import {
  addUnreduced, fraction, multiplyUnreduced as scaleBy, roundHalfEven, subtractUnreduced, ZERO, type Fraction,
} from './fraction.ts'
import { horizonOf, type Horizon } from './projection-horizon.ts'
import { moveCost, STEPS, type MoveCost } from './projection-move.ts'
import type { PriceBook } from './price-book.ts'
import type { Blocked, Plan } from './projection-plan.ts'
import { ALL_SURFACES, movesOf, prepareMoves, type PreparedMove, type Scenario } from './scenario.ts'

export type { Discount, ProjectionCell }

/** The parts of a difference, in the order in which the steps are taken. */
export const PARTS = [...STEPS, 'fixed'] as const
export type Part = (typeof PARTS)[number]

/** A month is the average covered day x 30.4375 days. */
export const DAYS_A_MONTH: Fraction = fraction(487n, 16n)

export interface ProjectionInput {
  /** Usage of the window. The array is taken as frozen: today's side is kept for the same array. */
  cells: readonly ProjectionCell[]
  /** Whole days of the window with data, today excluded. */
  coveredDays: number
  book: PriceBook
  discounts: readonly Discount[]
  scenario: Scenario
}

/** Amounts are exact, in pico-USD a month, and not always reduced. */
export interface ProjectionRow {
  surface: string
  /** List cost less today's discounts. */
  current: Fraction
  projected: Fraction
  /** projected - current: what the parts add up to. */
  difference: Fraction
  parts: Record<Part, Fraction>
  /** At most what the first day costs more because caches do not cross placements, in pico-USD. */
  coldCacheFirstDay: Fraction
  /** List cost of the moved usage at its target, before the discount there: what such a discount applies to. */
  targetList: Fraction
  /** What that usage costs today, after discounts. */
  movedToday: Fraction
  /** Models whose usage has no price at a target and stays where it is, at today's cost. */
  blockedModels: string[]
  warnings: string[]
}

export interface Projection {
  /** By name; a row `*` holds the fixed cost of moves of all surfaces. */
  surfaces: ProjectionRow[]
  total: ProjectionRow
  /** Paid once, in pico-USD. */
  oneOff: Fraction
  horizon: Horizon
}

const noParts = (): Record<Part, Fraction> => ({
  model: ZERO, route: ZERO, tier: ZERO, caching: ZERO, tokenizer: ZERO, discount: ZERO, fixed: ZERO,
})

function addMove(row: ProjectionRow, { cost, share }: { cost: MoveCost; share: Fraction }, { month, day }: Context): void {
  const monthly = scaleBy(share, month)
  for (const step of STEPS) row.parts[step] = addUnreduced(row.parts[step], scaleBy(cost.steps[step], monthly))
  row.targetList = addUnreduced(row.targetList, scaleBy(cost.targetList, monthly))
  row.movedToday = addUnreduced(row.movedToday, scaleBy(cost.today, monthly))
  row.coldCacheFirstDay = addUnreduced(row.coldCacheFirstDay, scaleBy(cost.coldCache, scaleBy(share, day)))
}

const NO_WHOLE_DAY = 'The window holds no whole day, so that no month can be told.'

const PICO_PER_CENT = 10_000_000_000n

function coldCacheWarning(cost: Fraction): string[] {
  const cents = roundHalfEven({ num: cost.num, den: cost.den * PICO_PER_CENT })
  if (cents === 0n) return []
  const text = cents.toString().padStart(3, '0')
  const usd = `${text.slice(0, -2)}.${text.slice(-2)}`
  return [`Caches do not cross placements: the first day costs at most ${usd} USD more while they fill.`]
}

function close(row: ProjectionRow, fixed: Fraction): ProjectionRow {
  row.parts.fixed = fixed
  row.difference = sumOf(PARTS, (part) => row.parts[part])
  row.projected = addUnreduced(row.current, row.difference)
  return row
}

const blank = (surface: string, current: Fraction): ProjectionRow => ({
  surface, current, projected: current, difference: ZERO, parts: noParts(), coldCacheFirstDay: ZERO,
  targetList: ZERO, movedToday: ZERO, blockedModels: [], warnings: [],
})

function sumOf<T>(items: readonly T[], pick: (item: T) => Fraction): Fraction {
  return items.reduce<Fraction>((sum, item) => addUnreduced(sum, pick(item)), ZERO)
}

const fixedOf = (moves: readonly PreparedMove[]): Fraction => sumOf(moves, (move) => move.fixedMonthly)

interface Context {
  input: ProjectionInput
  moves: readonly PreparedMove[]
  /** By move, what other surfaces planned already; moves that differ in no plan share them. */
  plans: ReadonlyMap<PreparedMove, Map<string, Plan | Blocked>>
  lastDay: string
  /** 1 / covered days; 0 without any. */
  day: Fraction
  month: Fraction
}

function drawSurface(baseline: SurfaceBaseline, context: Context): ProjectionRow {
  const { input, moves, plans, lastDay, month } = context
  const today = { num: baseline.costBasisPoints, den: BASIS_POINTS }
  const row = blank(baseline.surface, scaleBy(today, month))
  const warnings = new Set(baseline.warnings)
  const blocked = new Set<string>()
  const own = movesOf(baseline.surface, moves)
  for (const move of own) {
    const cost = moveCost({
      groups: baseline.groups, move, book: input.book, discounts: input.discounts, lastDay,
      plans: plans.get(move) ?? new Map(),
    })
    addMove(row, { cost, share: move.share }, context)
    for (const warning of cost.warnings) warnings.add(warning)
    for (const model of cost.blockedModels) blocked.add(model)
  }
  row.blockedModels = [...blocked].toSorted()
  row.warnings = [...warnings, ...coldCacheWarning(row.coldCacheFirstDay)]
  return close(row, fixedOf(own.filter((move) => move.surface !== ALL_SURFACES)))
}

/** Rows for moves of surfaces without usage, and for what moves of all surfaces cost as a whole. */
function drawRest(seen: ReadonlySet<string>, moves: readonly PreparedMove[]): ProjectionRow[] {
  const named = new Set(moves.map((move) => move.surface).filter((surface) => !seen.has(surface)))
  return [...named].flatMap((surface) => {
    const fixed = fixedOf(moves.filter((move) => move.surface === surface))
    if (surface === ALL_SURFACES && fixed.num === 0n) return []
    const row = close(blank(surface, ZERO), fixed)
    if (surface !== ALL_SURFACES) row.warnings.push('This surface has no usage in the window.')
    return [row]
  })
}

function addUp(rows: readonly ProjectionRow[], warnings: readonly string[]): ProjectionRow {
  const sum = (pick: (row: ProjectionRow) => Fraction) => sumOf(rows, pick)
  const total = blank('total', sum((row) => row.current))
  for (const part of PARTS) total.parts[part] = sum((row) => row.parts[part])
  total.difference = sum((row) => row.difference)
  total.projected = sum((row) => row.projected)
  total.coldCacheFirstDay = sum((row) => row.coldCacheFirstDay)
  total.targetList = sum((row) => row.targetList)
  total.movedToday = sum((row) => row.movedToday)
  total.blockedModels = [...new Set(rows.flatMap((row) => row.blockedModels))].toSorted()
  total.warnings = [...warnings]
  return total
}

/** A decision moves each of fifty surfaces to the same place: planned once, not fifty times, it takes a third of the time. */
function plansByMove(moves: readonly PreparedMove[]): Context['plans'] {
  const byKind = new Map<string, Map<string, Plan | Blocked>>()
  return new Map(moves.map((move) => {
    const kind = planKindOf(move)
    const plans = byKind.get(kind) ?? new Map<string, Plan | Blocked>()
    byKind.set(kind, plans)
    return [move, plans]
  }))
}

/** All that `planMove` reads of a move. */
function planKindOf({ to, modelMap, tier, hitRate, ttl, tokenFactor }: PreparedMove): string {
  const text = (value: Fraction | null) => (value === null ? '' : `${value.num}/${value.den}`)
  return JSON.stringify([to, [...modelMap], tier, text(hitRate), ttl, text(tokenFactor)])
}

/**
 * Projects a scenario. Prices of the target are taken on the day of the usage. Every step is computed at today's
 * discount, and the last one exchanges it for the target's. Throws a ProblemError for a scenario that makes no sense.
 */
export function project(input: ProjectionInput): Projection {
  const { cells, book, discounts, scenario, coveredDays } = input
  const moves = prepareMoves(scenario)
  const baseline = baselineOf({ cells, book, discounts })
  const day = coveredDays > 0 ? fraction(1n, BigInt(coveredDays)) : ZERO
  const context: Context = {
    input, moves, lastDay: baseline.lastDay, day, month: scaleBy(DAYS_A_MONTH, day),
    plans: plansByMove(moves),
  }
  const surfaces = baseline.surfaces.map((surface) => drawSurface(surface, context))
  const rows = [...surfaces, ...drawRest(new Set(baseline.surfaces.map(({ surface }) => surface)), moves)]
  const total = addUp(rows, cells.length > 0 && coveredDays <= 0 ? [NO_WHOLE_DAY] : [])
  const oneOff = sumOf(moves, (move) => move.oneOff)
  return {
    surfaces: rows,
    total,
    oneOff,
    horizon: horizonOf({
      scenario,
      current: total.current,
      projectedUsage: subtractUnreduced(total.projected, total.parts.fixed),
      fixedMonthly: total.parts.fixed,
      oneOff,
      targetList: total.targetList,
      movedToday: total.movedToday,
    }),
  }
}
