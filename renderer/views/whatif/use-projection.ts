// Everything a projection runs on, asked for once; then the core's project() on every change, in the window.
import { useMemo } from 'react'
import { useCall } from '../../api.ts'
import { ProblemError, type Problem } from '../../../src/core/problem.ts'
import { project, type Projection, type ProjectionCell, type ProjectionInput } from '../../../src/core/projection.ts'
import { roundProjection, type PicoRow } from '../../../src/core/projection-json.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import type { Filters } from '../../../src/api/contract/shapes.ts'
import { bookFrom } from '../../state/book.ts'
import { observe, type Observed } from './observed.ts'
import { decodeCells } from '../../state/project-cells.ts'

/** What stays the same while sliders move. */
export interface Basis {
  cells: readonly ProjectionCell[]
  coveredDays: number
  book: ProjectionInput['book']
  discounts: ProjectionInput['discounts']
  observed: ReadonlyMap<string, Observed>
}

export interface BasisQuery {
  basis: Basis | null
  error: Error | null
  isStale: boolean
  retry: () => void
}

export function useBasis(filters: Filters, enabled: boolean): BasisQuery {
  const cells = useCall('whatif.cells', { filters }, { enabled })
  const prices = useCall('prices.list', {})
  const discounts = useCall('discounts.list', {})
  const usage = useMemo(() => {
    if (cells.data === undefined) return null
    const decoded = decodeCells(cells.data)
    return { cells: decoded, observed: observe(decoded), coveredDays: cells.data.coveredDays }
  }, [cells.data])
  const book = useMemo(() => (prices.data === undefined ? null : bookFrom(prices.data)), [prices.data])
  const basis = useMemo(
    () =>
      usage === null || book === null || discounts.data === undefined
        ? null
        : { ...usage, book, discounts: discounts.data.discounts },
    [usage, book, discounts.data],
  )
  return {
    basis,
    error: cells.error ?? prices.error ?? discounts.error,
    isStale: cells.isPlaceholderData,
    retry: () => {
      void cells.refetch()
      void prices.refetch()
      void discounts.refetch()
    },
  }
}

/** A projection in whole pico-USD, with what happens over the months; or why the scenario makes no sense. */
export type Outcome =
  | { ok: true; surfaces: readonly PicoRow[]; total: PicoRow; horizon: Projection['horizon'] }
  | { ok: false; problem: Problem }

export function outcomeOf(basis: Basis, scenario: Scenario): Outcome {
  try {
    const projection = project({ ...basis, scenario })
    return { ok: true, ...roundProjection(projection), horizon: projection.horizon }
  } catch (error) {
    if (error instanceof ProblemError) return { ok: false, problem: error.problem }
    throw error
  }
}

export function useOutcome(basis: Basis | null, scenario: Scenario): Outcome | null {
  return useMemo(() => (basis === null ? null : outcomeOf(basis, scenario)), [basis, scenario])
}
