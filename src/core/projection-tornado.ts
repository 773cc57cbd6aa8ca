// What a projection depends on most: each input is moved to both sides and the projection is run again. Widest first.
import { addUnreduced, fraction, multiplyUnreduced, roundHalfEven, subtractUnreduced, toNumber } from './fraction.ts'
import { discountOn } from './discount.ts'
import type { Pico } from './money.ts'
import { project, type Projection, type ProjectionInput } from './projection.ts'
import { tokenFactorOf } from './projection-plan.ts'
import { ALL_SURFACES, type Scenario, type ScenarioMove } from './scenario.ts'

export type TornadoInput = 'traffic' | 'hit-rate' | 'discount' | 'token-factor' | 'share' | 'fixed'

export interface TornadoEnd {
  /** What the input was set to, with its unit. */
  value: string
  /** The scenario's monthly difference then, in pico-USD. */
  difference: Pico
}

export interface TornadoBar {
  input: TornadoInput
  label: string
  baseValue: string
  low: TornadoEnd
  high: TornadoEnd
  /** Distance between the differences of both ends. */
  width: Pico
}

const POINTS = { hitRate: 10, discount: 5, share: 20 } as const
const clamp = (value: number) => Math.min(100, Math.max(0, value))
const percent = (value: number) => `${Number(value.toFixed(2))} %`

/** An input of the moves, or null where the scenario does not have it. */
interface Varied {
  input: TornadoInput
  label: string
  baseValue: string
  low: { value: string; scenario: Scenario }
  high: { value: string; scenario: Scenario }
}

type Change = (move: ScenarioMove) => ScenarioMove

const changed = (scenario: Scenario, change: Change): Scenario => ({ ...scenario, moves: scenario.moves.map(change) })

/** All that several moves say, for instance "20 %" or "20 %, 35 %". */
const said = (values: readonly string[]) => [...new Set(values)].join(', ')

interface Numbered {
  input: TornadoInput
  label: string
  /** Percent a move has now; null: it does not have this input. */
  now(move: ScenarioMove): number | null
  by: number
  put(move: ScenarioMove, pct: number): ScenarioMove
}

function varyPoints(scenario: Scenario, { input, label, now, by, put }: Numbered): Varied[] {
  const values = scenario.moves.map(now)
  if (values.every((value) => value === null)) return []
  const shifted = (points: number) => ({
    value: said(values.flatMap((value) => (value === null ? [] : [percent(clamp(value + points))]))),
    scenario: changed(scenario, (move) => {
      const value = now(move)
      return value === null ? move : put(move, clamp(value + points))
    }),
  })
  const baseValue = said(values.flatMap((value) => (value === null ? [] : [percent(value)])))
  return [{ input, label, baseValue, low: shifted(-by), high: shifted(by) }]
}

/** Percent of the prompt tokens of a move's surfaces that are read from a cache; null without prompts. */
function observedHitRate({ cells, scenario }: ProjectionInput, move: ScenarioMove): number | null {
  const named = new Set(scenario.moves.map(({ surface }) => surface))
  let [read, prompt] = [0, 0]
  for (const { surface, tokens } of cells) {
    if (move.surface === ALL_SURFACES ? named.has(surface) : surface !== move.surface) continue
    read += tokens.cacheRead
    prompt += tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
  }
  return prompt === 0 ? null : (100 * read) / prompt
}

function varyHitRate(input: ProjectionInput): Varied[] {
  return varyPoints(input.scenario, {
    input: 'hit-rate', label: 'Cache hit rate', by: POINTS.hitRate,
    now: (move) => (move.cache?.mode === 'hit-rate' ? (move.cache.hitRatePct ?? null) : observedHitRate(input, move)),
    put: (move, hitRatePct) => ({ ...move, cache: { ...move.cache, mode: 'hit-rate', hitRatePct } }),
  })
}

function varyDiscount({ scenario, discounts, cells }: ProjectionInput): Varied[] {
  const lastDay = cells.reduce((last, { utcDay }) => (utcDay > last ? utcDay : last), '')
  return varyPoints(scenario, {
    input: 'discount', label: 'Discount at the target', by: POINTS.discount,
    now: (move) => move.discountPct
      ?? (move.to === undefined ? null : 100 * toNumber(discountOn(discounts, move.to.platform, lastDay))),
    put: (move, discountPct) => ({ ...move, discountPct }),
  })
}

/** Shares above the rest of the same surface would exceed the whole, so that only lone moves are varied. */
function varyShare({ scenario }: ProjectionInput): Varied[] {
  const count = (surface: string) => scenario.moves.filter((move) => move.surface === surface).length
  return varyPoints(scenario, {
    input: 'share', label: 'Share that moves', by: POINTS.share,
    now: (move) => (count(move.surface) === 1 ? (move.sharePct ?? 100) : null),
    put: (move, sharePct) => ({ ...move, sharePct }),
  })
}

/** Only where a move has a factor other than 1: a tenth less and a tenth more of it. */
function varyTokenFactor({ scenario, cells }: ProjectionInput): Varied[] {
  const factorOf = (move: ScenarioMove) => {
    const models = new Set(cells.filter(({ surface }) => move.surface === ALL_SURFACES || surface === move.surface)
      .map(({ priceClass }) => priceClass.model))
    const factors = [...models].map((model) => tokenFactorOf(model, move)).filter(({ num, den }) => num !== den)
    return factors[0] ?? null
  }
  const factors = scenario.moves.map(factorOf)
  const shown = factors.flatMap((factor) => (factor === null ? [] : [toNumber(factor).toFixed(2)]))
  if (shown.length === 0) return []
  const scaled = (tenths: bigint) => ({
    value: said(factors.flatMap((factor) => (factor === null ? [] : [((toNumber(factor) * Number(tenths)) / 10).toFixed(2)]))),
    scenario: changed(scenario, (move) => {
      const factor = factorOf(move)
      return factor === null ? move : { ...move, tokenFactor: `${factor.num * tenths}/${factor.den * 10n}` }
    }),
  })
  return [{ input: 'token-factor', label: 'Tokens for one today', baseValue: said(shown), low: scaled(9n), high: scaled(11n) }]
}

function barOf(about: Pick<TornadoBar, 'input' | 'label' | 'baseValue'>, low: TornadoEnd, high: TornadoEnd): TornadoBar {
  const width = low.difference > high.difference ? low.difference - high.difference : high.difference - low.difference
  return { ...about, low, high, width }
}

/** Usage grows and shrinks in proportion; the fixed cost does not. No second run is needed. */
function trafficBar({ total }: Projection): TornadoBar {
  const usage = subtractUnreduced(total.difference, total.parts.fixed)
  const at = (tenths: bigint) => roundHalfEven(addUnreduced(multiplyUnreduced(usage, fraction(tenths, 10n)), total.parts.fixed))
  return barOf(
    { input: 'traffic', label: 'Traffic', baseValue: '100 %' },
    { value: '80 %', difference: at(8n) },
    { value: '120 %', difference: at(12n) },
  )
}

function fixedBar({ total }: Projection): TornadoBar[] {
  const { fixed } = total.parts
  if (fixed.num === 0n) return []
  const usage = subtractUnreduced(total.difference, fixed)
  const at = (tenths: bigint) => roundHalfEven(addUnreduced(usage, multiplyUnreduced(fixed, fraction(tenths, 10n))))
  return [barOf(
    { input: 'fixed', label: 'Fixed monthly cost', baseValue: '100 %' },
    { value: '80 %', difference: at(8n) },
    { value: '120 %', difference: at(12n) },
  )]
}

/**
 * One bar an input: the monthly difference with the input lower and higher, everything else as asked. Hit rate 10 points,
 * discount 5 points, share 20 points, token factor a tenth, traffic and fixed cost a fifth. `base` is `project(input)`.
 */
export function tornadoOf(input: ProjectionInput, base: Projection): TornadoBar[] {
  if (input.scenario.moves.length === 0) return []
  const differenceOf = (scenario: Scenario): Pico => roundHalfEven(project({ ...input, scenario }).total.difference)
  const varied = [...varyHitRate(input), ...varyDiscount(input), ...varyTokenFactor(input), ...varyShare(input)]
  const bars = varied.map(({ low, high, ...about }) => barOf(
    about,
    { value: low.value, difference: differenceOf(low.scenario) },
    { value: high.value, difference: differenceOf(high.scenario) },
  ))
  return [trafficBar(base), ...fixedBar(base), ...bars].toSorted((a, b) => (a.width > b.width ? -1 : a.width < b.width ? 1 : 0))
}
