// Trouble with the ledger itself, whichever answer or work told of it first.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useBridge } from '../api.ts'
import { ProblemError, type Problem } from '../../src/core/problem.ts'

export interface LedgerTrouble {
  problem: Problem
  /** Nothing of the ledger can be shown. Otherwise only some answers fail. */
  total: boolean
}

/** The one trouble a rebuild helps with. */
export const isDamage = ({ code }: Pick<Problem, 'code'>): boolean => code === 'ledger-corrupt'

const isLedgers = ({ code }: Problem): boolean => /^(ledger-|disk-full)/.test(code)

/** Null where all is well. Goes when every answer is well again. */
export function useLedgerTrouble(): LedgerTrouble | null {
  const bridge = useBridge()
  const cache = useQueryClient().getQueryCache()
  const [trouble, setTrouble] = useState<LedgerTrouble | null>(null)
  useEffect(() => {
    let damagedWork: Problem | null = null
    const look = () => {
      const found = cache.getAll().flatMap(({ queryKey, state: { error } }) =>
        error instanceof ProblemError && isLedgers(error.problem) ? [{ method: queryKey[0], problem: error.problem }] : [])
      const problem = found.find((one) => isDamage(one.problem))?.problem ?? found[0]?.problem ?? damagedWork
      const total = found.some(({ method }) => method === 'ledger.status')
      setTrouble((held) => (problem === null ? null : held?.problem.code === problem.code && held.total === total ? held : { problem, total }))
    }
    const stopEvents = bridge.onEvent((event) => {
      // A rebuilt ledger says so; what fails still will be told again.
      if (event.type === 'changed') damagedWork = null
      else if (event.job.problem !== null && isDamage(event.job.problem)) damagedWork = { code: event.job.problem.code, message: event.job.problem.message }
      look()
    })
    // The cache tells of a query that is new while a component renders, when no state may be set; a new query has no answer yet.
    const stopAnswers = cache.subscribe(({ type }) => {
      if (type === 'updated' || type === 'removed') look()
    })
    look()
    return () => {
      stopEvents()
      stopAnswers()
    }
  }, [bridge, cache])
  return trouble
}
