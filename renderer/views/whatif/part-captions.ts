// The second line under each bar of the waterfall: what was changed, in a few words. Pure.
import { routeLabel } from '../../../src/core/placement.ts'
import type { Part } from '../../../src/core/projection.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import type { Move } from './scenario-state.ts'

type Names = (model: string) => string

/** One answer for one move, `several` where moves differ, the fallback where none says anything. */
function oneOf(moves: readonly Move[], say: (move: Move) => string | null, fallback: string): string {
  const said = [...new Set(moves.flatMap((move) => say(move) ?? []))]
  return said.length === 0 ? fallback : said.length === 1 ? (said[0] ?? fallback) : 'several'
}

function modelText(move: Move, nameOf: Names): string | null {
  const pairs = Object.entries(move.modelMap ?? {})
  const [first] = pairs
  if (first === undefined) return null
  const short = (id: string) => nameOf(id).replace(/^Claude /, '')
  return pairs.length > 1 ? 'several' : `to ${short(first[1])}`
}

function cachingText(move: Move): string | null {
  return move.cache?.mode === 'hit-rate' ? `hit rate ${(move.cache.hitRatePct ?? 0).toFixed(1)}\u202f%` : null
}

export function partCaptions(scenario: Scenario, nameOf: Names): Record<Part, string> {
  const { moves } = scenario
  return {
    model: oneOf(moves, (move) => modelText(move, nameOf), 'unchanged'),
    route: oneOf(moves, (move) => (move.to === undefined ? null : `to ${routeLabel(move.to.route)}`), 'unchanged'),
    tier: oneOf(moves, (move) => (move.tier === undefined ? null : `in ${move.tier}`), 'unchanged'),
    caching: oneOf(moves, cachingText, 'as observed'),
    tokenizer: oneOf(
      moves,
      (move) => (move.tokenFactor === undefined ? null : `factor ${move.tokenFactor}`),
      'from the model',
    ),
    discount: oneOf(
      moves,
      (move) => (move.discountPct === undefined ? null : `${move.discountPct.toFixed(1)}\u202f%`),
      'none entered',
    ),
    fixed: oneOf(moves, (move) => (Number(move.fixedMonthlyUsd ?? 0) === 0 ? null : 'a month'), 'none entered'),
  }
}
