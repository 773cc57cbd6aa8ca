// Editing a scenario: pure steps from one scenario to the next. Owns no state, asks nothing, draws nothing.
import { batchCaches, placementLabel, type Placement } from '../../../src/core/placement.ts'
import { ALL_SURFACES } from '../../../src/core/scenario.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'

export type Move = Scenario['moves'][number]

/** What a change of one move may set; `undefined` takes the setting away, so that the default holds again. */
export type MovePatch = { [K in keyof Move]?: Move[K] | undefined }

export function emptyScenario(name: string, window: { from: string; to: string } | null): Scenario {
  return { name, ...(window === null ? {} : { window }), horizonMonths: 12, growthPctPerMonth: 0, moves: [] }
}

function replaceMove(scenario: Scenario, index: number, change: (move: Move) => Move[]): Scenario {
  return { ...scenario, moves: scenario.moves.flatMap((move, at) => (at === index ? change(move) : [move])) }
}

export function addMove(scenario: Scenario, move: Move): Scenario {
  return { ...scenario, moves: [...scenario.moves, move] }
}

export function removeMove(scenario: Scenario, index: number): Scenario {
  return replaceMove(scenario, index, () => [])
}

/** Splits a move in two halves, to be set apart: the shares of one surface may not exceed its traffic. */
export function duplicateMove(scenario: Scenario, index: number): Scenario {
  return replaceMove(scenario, index, (move) => {
    const half = Math.floor(move.sharePct * 5) / 10
    return [
      { ...move, sharePct: Math.round((move.sharePct - half) * 10) / 10 },
      { ...move, sharePct: half },
    ]
  })
}

/** What the other moves leave of a surface's traffic, 0 to 100; for a move yet to come with `index` -1. */
export function shareLeft(scenario: Scenario, surface: string, index = -1): number {
  const taken = scenario.moves.reduce(
    (sum, move, at) => (move.surface === surface && at !== index ? sum + move.sharePct : sum),
    0,
  )
  return Math.max(0, Math.round((100 - taken) * 10) / 10)
}

export function patchMove(scenario: Scenario, index: number, patch: MovePatch): Scenario {
  return replaceMove(scenario, index, (move) => [withPatch(move, patch)])
}

function withPatch(move: Move, patch: MovePatch): Move {
  const next = { ...move, ...patch }
  const { surface, sharePct, ...settings } = next
  const kept = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
  return { surface: surface ?? move.surface, sharePct: sharePct ?? move.sharePct, ...kept }
}

/** Takes the hit rate of one move; 0 to 100. */
export function withHitRate(scenario: Scenario, index: number, hitRatePct: number): Scenario {
  const ttl = scenario.moves[index]?.cache?.ttl
  return patchMove(scenario, index, {
    cache: { mode: 'hit-rate', hitRatePct, ...(ttl === undefined ? {} : { ttl }) },
  })
}

/** Maps one model to another; mapping a model to itself takes the mapping away. */
export function withModel(scenario: Scenario, index: number, step: { from: string; to: string }): Scenario {
  const others = Object.entries(scenario.moves[index]?.modelMap ?? {}).filter(([from]) => from !== step.from)
  const pairs = step.from === step.to ? others : [...others, [step.from, step.to]]
  return patchMove(scenario, index, { modelMap: pairs.length === 0 ? undefined : Object.fromEntries(pairs) })
}

/** True where the move ends in batch on a platform whose batch does not cache, whatever the slider says. */
export function batchWithoutCache(move: Move, today: readonly Placement[]): boolean {
  if (move.tier !== 'batch') return false
  const ends = move.to === undefined ? today : [move.to]
  return ends.length > 0 && ends.every((placement) => !batchCaches(placement))
}

/** A move in words, for instance `support-bot to Bedrock · EU`. */
export function moveTitle(move: Move): string {
  const surface = move.surface === ALL_SURFACES ? 'All surfaces' : move.surface
  if (move.to !== undefined) return `${surface} to ${placementLabel(move.to)}`
  if (move.tier === 'batch') return `${surface} in batch`
  if (move.cache?.mode === 'hit-rate') return `${surface} at another hit rate`
  return surface
}

/** Same content, whatever the order of keys: decides whether there is something to save. */
export function sameScenario(a: Scenario, b: Scenario): boolean {
  return stable(a) === stable(b)
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/** `Copy of X`, then `Copy of X 2`: the first name not taken yet. */
export function copyName(name: string, taken: readonly string[]): string {
  const base = name.startsWith('Copy of ') ? name.replace(/ \d+$/, '') : `Copy of ${name}`
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? base : `${base} ${n}`
    if (!taken.includes(candidate)) return candidate
  }
}
