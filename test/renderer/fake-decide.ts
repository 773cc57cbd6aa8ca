// The decision's questions of the contract, answered by the core's own decide() on the fake ledger and the real facts.
import { decide, type PlacementLatency } from '../../src/core/decide.ts'
import { decisionToJson } from '../../src/core/decide-json.ts'
import { modelIdOn } from '../../src/core/model-spelling.ts'
import { offersAt } from '../../src/core/offers.ts'
import type { PlacementFacts } from '../../src/core/placement-facts.ts'
import { gatewayFacts, placementFacts } from '../../src/placements/load-placements.ts'
import { contract, type Input, type Output } from '../../src/api/contract/contract.ts'
import type { Filters } from '../../src/api/contract/shapes.ts'
import type { FakeState, Handlers } from './fake-bridge.ts'
import { cellsUnder, surfaceOfCell, LAST_DAY } from './fake-ledger.ts'
import { FAKE_BOOK } from './fake-prices.ts'

type LatencyAnswer = Output<'usage.latency'>['byPlacement']

/** By surface and placement; streams without a latency have none. */
export function latencyByPlacement(filters: Filters, state: FakeState): LatencyAnswer {
  const rows = new Map<string, LatencyAnswer[number]>()
  for (const cell of cellsUnder(filters, state.rules)) {
    if (cell.latencyMs === null) continue
    const { platform, route } = cell.priceClass
    const surface = surfaceOfCell(cell, state.rules)
    const key = `${surface} ${platform}/${route}`
    const count = (rows.get(key)?.count ?? 0) + cell.requests
    const { latencyMs } = cell
    rows.set(key, {
      surface, platform, route, count, p50Ms: latencyMs, p95Ms: latencyMs * 3, p99Ms: latencyMs * 5,
      ttftCount: 0, ttftP50Ms: null, ttftP95Ms: null, ttftP99Ms: null,
    })
  }
  return [...rows.values()]
}

function decided({ filters, surface, requirements }: Input<'decide.answer'>, state: FakeState) {
  const cells = cellsUnder(filters, state.rules).map((cell) => ({ ...cell, surface: surfaceOfCell(cell, state.rules) }))
  const own = surface === undefined ? cells : cells.filter((cell) => cell.surface === surface)
  const latency: PlacementLatency[] = latencyByPlacement(filters, state)
  const asked = requirements?.map((each) => contract['decide.setRequirements'].input.parse({ requirements: each }).requirements)
  const coveredDays = new Set(cells.map((cell) => cell.day).filter((day) => day < LAST_DAY)).size
  const decision = decide({
    cells: own, coveredDays, book: FAKE_BOOK, discounts: [], placements: placementFacts(),
    requirements: asked ?? state.requirements, latency,
  })
  return { ...decisionToJson(decision), coveredDays, window: { from: filters.from, to: filters.to, tz: filters.tz, basis: {} } }
}

function factsOf(facts: PlacementFacts) {
  const offers = offersAt(FAKE_BOOK, facts).map((offer) => ({ ...offer, platformId: modelIdOn(facts, offer.model) }))
  return contract['placements.list'].output.shape.placements.element.parse({ ...facts, offers })
}

type DecideMethod =
  | 'placements.list' | 'decide.requirements' | 'decide.setRequirements' | 'decide.resetRequirements' | 'decide.answer'
  | 'decide.record' | 'whatif.analysis'

export const fakeDecide: Pick<Handlers, DecideMethod> = {
  'placements.list': () => ({
    placements: placementFacts().map(factsOf),
    gateways: gatewayFacts().map((facts) => contract['placements.list'].output.shape.gateways.element.parse(facts)),
  }),
  'decide.requirements': (_, state) => ({ requirements: state.requirements }),
  'decide.setRequirements': ({ requirements }, state) => {
    const next = contract['decide.setRequirements'].input.parse({ requirements }).requirements
    state.requirements = [...state.requirements.filter(({ surface }) => surface !== next.surface), next]
    return {}
  },
  'decide.resetRequirements': ({ surface }, state) => {
    state.requirements = state.requirements.filter((held) => held.surface !== surface)
    return {}
  },
  'decide.answer': (input, state) => contract['decide.answer'].output.parse(decided(input, state)),
  'decide.record': (input, state) => {
    const answer = decided(input, state)
    return { markdown: `# Decision record\n\n${answer.all.sentence}\n`, json: { all: answer.all, surfaces: answer.surfaces } }
  },
  'whatif.analysis': () => ({
    interval: {
      why: 'Not in the fake.', days: 0, draws: 0, blockDays: 7, seed: 1, projected: null, difference: null, paybackMonths: null, months: [],
    },
    tornado: [], paybackMonths: null, breakEvenDiscountPct: null, breakEvenVolume: null, coldCacheFirstDayUsd: '0', months: [],
  }),
}
