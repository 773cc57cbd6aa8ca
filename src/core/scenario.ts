// A what-if scenario: what the user asks for, and the same with every number exact and checked. Knows no prices.
import { fraction, fractionOfNumber, ONE, parseFraction, ZERO, add, compare, multiply, type Fraction } from './fraction.ts'
import { resolveModel } from './model-id.ts'
import { PICO_PER_USD } from './money.ts'
import type { Placement } from './placement.ts'
import { problem } from './problem.ts'

/** The surface of a move that stands for all surfaces no other move names. */
export const ALL_SURFACES = '*'

/** One thing that changes. What is left out stays as it is. Percentages are 0 to 100. */
export interface ScenarioMove {
  /** A surface, or `*` for all that no other move names. */
  surface: string
  /** Share of the surface's traffic that moves; the rest stays. Default 100. */
  sharePct?: number | undefined
  to?: Placement | undefined
  /** Model today -> model at the target. Default: the same model. */
  modelMap?: Readonly<Record<string, string>> | undefined
  tier?: 'standard' | 'batch' | undefined
  cache?: {
    mode: 'observed' | 'hit-rate'
    hitRatePct?: number | undefined
    ttl?: '5m' | '1h' | undefined
  } | undefined
  /** Tokens at the target for one token today: a number, a decimal or "13/10". Default: the tokenizer table. */
  tokenFactor?: number | string | undefined
  /** Discount at the target. Default: the discount of the target's platform. */
  discountPct?: number | undefined
  /** USD a month, whatever the volume. */
  fixedMonthlyUsd?: number | string | undefined
  /** USD once. Bears on the payback only. */
  oneOffUsd?: number | string | undefined
}

export interface Scenario {
  name?: string | undefined
  window?: { from: string; to: string } | undefined
  horizonMonths?: number | undefined
  growthPctPerMonth?: number | undefined
  moves: readonly ScenarioMove[]
}

/** A move with exact numbers. */
export interface PreparedMove {
  surface: string
  /** 0 to 1. */
  share: Fraction
  to: Placement | null
  modelMap: ReadonlyMap<string, string>
  tier: string | null
  /** 0 to 1; null: as observed. */
  hitRate: Fraction | null
  ttl: '5m' | '1h' | null
  /** Null: from the tokenizer table. */
  tokenFactor: Fraction | null
  /** 0 to 1; null: the discount of the target's platform. */
  discount: Fraction | null
  /** Pico-USD a month. */
  fixedMonthly: Fraction
  /** Pico-USD. */
  oneOff: Fraction
}

function exact(value: number | string, what: string): Fraction {
  const parsed = typeof value === 'string' ? parseFraction(value) : Number.isFinite(value) ? fractionOfNumber(value) : null
  if (parsed === null) {
    throw problem('scenario-number', `${what} is not a number.`, 'Write it as a plain decimal, or as a fraction such as 13/10.')
  }
  return parsed
}

function percent(value: number, what: string): Fraction {
  const part = multiply(exact(value, what), fraction(1n, 100n))
  if (compare(part, ZERO) < 0 || compare(part, ONE) > 0) {
    throw problem('scenario-percent', `${what} must lie between 0 and 100.`)
  }
  return part
}

function amount(value: number | string | undefined, what: string): Fraction {
  return value === undefined ? ZERO : multiply(exact(value, what), fraction(PICO_PER_USD))
}

function factor(value: number | string | undefined, of: string): Fraction | null {
  if (value === undefined) return null
  const parsed = exact(value, `The token factor ${of}`)
  if (compare(parsed, ZERO) <= 0) throw problem('scenario-token-factor', `The token factor ${of} must be above 0.`)
  return parsed
}

function hitRate(cache: ScenarioMove['cache'], of: string): Fraction | null {
  if (cache === undefined || cache.mode === 'observed') return null
  if (cache.hitRatePct === undefined) {
    throw problem('scenario-hit-rate', `The hit rate ${of} is missing.`, 'Set hitRatePct, or the mode "observed".')
  }
  return percent(cache.hitRatePct, `The hit rate ${of}`)
}

/** Both sides of the map may be written as any id the product knows. */
function modelMap(map: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  return new Map(Object.entries(map).map(([from, to]) => [resolveModel(from).model, resolveModel(to).model]))
}

function prepareMove(move: ScenarioMove): PreparedMove {
  const of = move.surface === ALL_SURFACES ? 'of the move of all surfaces' : `of the move of "${move.surface}"`
  return {
    surface: move.surface,
    share: percent(move.sharePct ?? 100, `The share ${of}`),
    to: move.to ?? null,
    modelMap: modelMap(move.modelMap),
    tier: move.tier ?? null,
    hitRate: hitRate(move.cache, of),
    ttl: move.cache?.ttl ?? null,
    tokenFactor: factor(move.tokenFactor, of),
    discount: move.discountPct === undefined ? null : percent(move.discountPct, `The discount ${of}`),
    fixedMonthly: amount(move.fixedMonthlyUsd, `The fixed monthly cost ${of}`),
    oneOff: amount(move.oneOffUsd, `The one-off cost ${of}`),
  }
}

/** The moves with exact numbers. Throws a ProblemError where one is not sensible, or where shares exceed the whole. */
export function prepareMoves(scenario: Scenario): PreparedMove[] {
  const moves = scenario.moves.map(prepareMove)
  const shares = new Map<string, Fraction>()
  for (const move of moves) {
    const sum = add(shares.get(move.surface) ?? ZERO, move.share)
    if (compare(sum, ONE) > 0) {
      const text = `The shares of "${move.surface}" add up to more than 100 %.`
      throw problem('scenario-shares', text, 'Lower the shares of its moves.')
    }
    shares.set(move.surface, sum)
  }
  return moves
}

/** The moves of one surface: its own, else those of all surfaces. */
export function movesOf(surface: string, moves: readonly PreparedMove[]): PreparedMove[] {
  const own = moves.filter((move) => move.surface === surface)
  return own.length > 0 ? own : moves.filter((move) => move.surface === ALL_SURFACES)
}
