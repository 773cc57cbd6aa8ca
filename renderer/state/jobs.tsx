// Long work the backend does: what runs now, from events, and toasts when it ends. Asks again for figures that changed.
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useBridge } from '../api.ts'
import { useToast, type ToastMessage } from '../components/toast.tsx'
import * as format from '../format.ts'
import type { Job } from '../../src/api/contract/shapes.ts'
import { wasOrWere } from '../words.ts'
import { useLedgerStatus } from './ledger.tsx'
import { parseHash } from './hash.ts'
import { goTo } from './navigation.tsx'

/** During an import figures change with every batch; asking that often would only slow it down. */
const REFRESH_MS = 1_500

const JobsContext = createContext<readonly Job[]>([])

/** Running jobs, oldest first. */
export function useJobs(): readonly Job[] {
  return useContext(JobsContext)
}

export function finishedToast(job: Job): ToastMessage {
  const { importId } = job
  const action =
    importId === null
      ? {}
      : { action: { label: 'Open the report', onSelect: () => goTo('data', { import: String(importId) }) } }
  const what = job.kind === 'undo' ? 'undone' : job.kind === 'pull' ? 'pulled' : 'read'
  if (job.state === 'failed') {
    return {
      title: `${job.label} could not be ${what}`,
      detail: job.problem?.message ?? 'The work stopped.',
      kind: 'bad',
      ...action,
    }
  }
  if (job.state === 'cancelled')
    return { title: `${job.label}: cancelled`, detail: 'What was complete is kept.', ...action }
  // A pull of which one part failed tells why; the rest of it is there.
  if (job.problem !== null) return { title: `${job.label} ${wasOrWere(job.label)} ${what} in part`, detail: job.problem.message, kind: 'bad', ...action }
  const { accepted, rejected } = job.tally
  const left = rejected === 0 ? '' : `, ${format.count(rejected)} rejected`
  const detail =
    job.kind === 'undo'
      ? {}
      : { detail: `${format.count(accepted)} ${accepted === 1 ? 'entry' : 'entries'} accepted${left}, in ${format.duration(job.elapsedMs)}.` }
  return { title: `${job.label} ${wasOrWere(job.label)} ${what}`, kind: rejected === 0 ? 'good' : 'plain', ...detail, ...action }
}

/** The cards of live pulls say themselves how a pull ended. */
function isShownInPlace({ kind }: Job): boolean {
  const { place, params } = parseHash(window.location.hash)
  return kind === 'pull' && place === 'data' && params.get('tab') === 'pulls'
}

export function JobsProvider({ children }: { children: ReactNode }) {
  const bridge = useBridge()
  const queries = useQueryClient()
  const toast = useToast()
  const status = useLedgerStatus()
  const [jobs, setJobs] = useState<readonly Job[]>([])
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  useEffect(() => {
    if (status !== null)
      setJobs((held) => [...held, ...status.runningJobs.filter((job) => !held.some((one) => one.id === job.id))])
  }, [status])

  useEffect(() => {
    const forgo = () => {
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = null
    }
    const refresh = () => {
      forgo()
      void queries.invalidateQueries()
    }
    const stop = bridge.onEvent((event) => {
      if (event.type === 'changed') {
        timer.current ??= setTimeout(refresh, REFRESH_MS)
        return
      }
      const { job } = event
      setJobs((held) => {
        const others = held.filter((one) => one.id !== job.id)
        return job.state === 'running'
          ? held.some((one) => one.id === job.id)
            ? held.map((one) => (one.id === job.id ? job : one))
            : [...held, job]
          : others
      })
      if (job.state !== 'running') {
        if (!isShownInPlace(job)) toast(finishedToast(job))
        refresh()
      }
    })
    return () => {
      stop()
      forgo()
    }
  }, [bridge, queries, toast])

  return <JobsContext.Provider value={jobs}>{children}</JobsContext.Provider>
}
