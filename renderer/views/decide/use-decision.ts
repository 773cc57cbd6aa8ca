// What the Decide view asks: the answers under the filters, and keeping what is required of a surface. Draws nothing.
import { useQueryClient } from '@tanstack/react-query'
import { useAction, useCall } from '../../api.ts'
import { useWindow } from '../../state/ledger.tsx'
import { useViewParam } from '../../state/navigation.tsx'
import type { Output } from '../../../src/api/contract/contract.ts'
import type { DecidedSurface } from '../../../src/api/contract/placement-shapes.ts'
import type { Requirements } from '../../placements/requirement-options.ts'

export type Decision = Output<'decide.answer'>

export interface DecisionWork {
  data: Decision | undefined
  /** The surface that is looked at; null without any. */
  chosen: DecidedSurface | null
  choose: (surface: string) => void
  error: Error | null
  retry: () => void
  isStale: boolean
}

const monthly = (row: DecidedSurface) => Number(row.currentMonthlyUsd)

/** Dearest first; surfaces that nobody can attribute last. */
export function sortSurfaces(rows: readonly DecidedSurface[]): DecidedSurface[] {
  return rows.toSorted((a, b) => monthly(b) - monthly(a))
}

export function useDecision(): DecisionWork {
  const { filters, ready, empty } = useWindow()
  const answer = useCall('decide.answer', { filters }, { enabled: ready && !empty })
  const [at, choose] = useViewParam('at', '')
  const rows = answer.data?.surfaces ?? []
  return {
    data: answer.data,
    chosen: rows.find(({ surface }) => surface === at) ?? sortSurfaces(rows)[0] ?? null,
    choose,
    error: answer.error,
    retry: () => void answer.refetch(),
    isStale: answer.isPlaceholderData,
  }
}

export interface RequirementsWork {
  requirements: Requirements
  put: (next: Requirements) => void
  /** Gives other surfaces the same answers. */
  putFor: (surfaces: readonly string[]) => Promise<void>
  reset: () => void
  error: Error | null
}

const ANSWERS = { queryKey: ['decide.answer'] }

function withRequirements(decision: Decision | undefined, next: Requirements): Decision | undefined {
  return decision === undefined ? undefined
    : { ...decision, surfaces: decision.surfaces.map((row) => (row.surface === next.surface ? { ...row, requirements: next } : row)) }
}

/** Every change is kept with the surface at once, and shown before its answer is there: a tick must not jump back. */
export function useRequirements({ surface, requirements }: Pick<DecidedSurface, 'surface' | 'requirements'>): RequirementsWork {
  const queries = useQueryClient()
  const set = useAction('decide.setRequirements')
  const clear = useAction('decide.resetRequirements')
  const put = (next: Requirements) => {
    // An answer still on its way is about the requirements of before.
    void queries.cancelQueries(ANSWERS)
    queries.setQueriesData<Decision>(ANSWERS, (held) => withRequirements(held, next))
    set.mutate({ requirements: next }, { onError: () => void queries.invalidateQueries(ANSWERS) })
  }
  return {
    requirements,
    put,
    putFor: async (surfaces) => {
      for (const other of surfaces) await set.mutateAsync({ requirements: { ...requirements, surface: other, confirmed: [] } })
    },
    reset: () => clear.mutate({ surface }),
    error: set.error ?? clear.error,
  }
}
