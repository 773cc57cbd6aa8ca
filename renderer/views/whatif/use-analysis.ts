// Spread and sensitivity of a scenario. They take many projections, so they follow once the sliders rest.
import { useEffect, useState } from 'react'
import { ProblemError } from '../../../src/core/problem.ts'
import { project } from '../../../src/core/projection.ts'
import { intervalOf, type Interval } from '../../../src/core/projection-interval.ts'
import { tornadoOf, type TornadoBar } from '../../../src/core/projection-tornado.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import type { Basis } from './use-projection.ts'

export interface Analysis {
  interval: Interval
  /** Widest first. */
  tornado: readonly TornadoBar[]
}

interface Drawn {
  basis: Basis
  scenario: Scenario
  analysis: Analysis | null
}

const REST_MS = 150

/** Null where the scenario makes no sense, or nothing moves. */
export function analyse(basis: Basis, scenario: Scenario): Analysis | null {
  if (scenario.moves.length === 0) return null
  try {
    const input = { ...basis, scenario }
    const base = project(input)
    return { interval: intervalOf(input, base), tornado: tornadoOf(input, base) }
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}

/** `isStale`: the analysis is the one of a moment ago. */
export function useAnalysis(basis: Basis | null, scenario: Scenario): { analysis: Analysis | null; isStale: boolean } {
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  useEffect(() => {
    if (basis === null) return
    const timer = setTimeout(() => setDrawn({ basis, scenario, analysis: analyse(basis, scenario) }), REST_MS)
    return () => clearTimeout(timer)
  }, [basis, scenario])
  return { analysis: drawn?.analysis ?? null, isStale: drawn !== null && (drawn.basis !== basis || drawn.scenario !== scenario) }
}
