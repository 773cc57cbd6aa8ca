// What the Decide view asks: the answers under the filters, and keeping what is required of a surface. Draws nothing.
import { useState } from 'react'
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
  /** As last touched; the answer follows. */
  requirements: Requirements
  put: (next: Requirements) => void
  /** Gives other surfaces the same answers. */
  putFor: (surfaces: readonly string[]) => Promise<void>
  reset: () => void
  error: Error | null
}

/** Every change is kept with the surface at once; the picker shows it before the answer is there. */
export function useRequirements({ surface, requirements }: Pick<DecidedSurface, 'surface' | 'requirements'>): RequirementsWork {
  const set = useAction('decide.setRequirements')
  const clear = useAction('decide.resetRequirements')
  const [touched, setTouched] = useState<Requirements | null>(null)
  const settled = () => setTouched(null)
  return {
    requirements: touched !== null && touched.surface === surface ? touched : requirements,
    put: (next) => {
      setTouched(next)
      set.mutate({ requirements: next }, { onSettled: settled })
    },
    putFor: async (surfaces) => {
      for (const other of surfaces) await set.mutateAsync({ requirements: { ...requirements, surface: other, confirmed: [] } })
    },
    reset: () => {
      setTouched(null)
      clear.mutate({ surface })
    },
    error: set.error ?? clear.error,
  }
}
