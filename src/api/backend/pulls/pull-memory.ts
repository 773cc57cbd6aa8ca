// What is kept of pulls between runs: schedule, last result, last plan. In the ledger's settings; never a key.
import { z } from 'zod'
import type { Ledger } from '../../../../db/ledger.ts'
import { pullState, type PullKind } from '../../contract/pull-shapes.ts'

const kept = pullState.omit({ kind: true, runningJobId: true }).extend({
  /** Scheduled runs that failed since the last that did not. */
  failures: z.number().int(),
  /** The installation of the app whose schedule this is. */
  scheduledBy: z.string().nullable(),
})
export type PullMemory = z.infer<typeof kept>

const NOTHING: PullMemory = {
  every: 'off', request: null, agreedCost: null, lastPlan: null, lastStartedAtMs: null, lastFinishedAtMs: null, lastState: null,
  lastProblem: null, lastImportId: null, lastAccepted: null, nextAtMs: null, failures: 0, scheduledBy: null,
}

const keyOf = (kind: PullKind) => `pulls.${kind}`

/** Read anew each time: another process may have pulled into the same ledger. What cannot be read counts as nothing. */
export function readPullMemory(ledger: Ledger, kind: PullKind): PullMemory {
  const held = kept.safeParse(ledger.settings.get(keyOf(kind)))
  return held.success ? held.data : NOTHING
}

/** As an installation sees it: the schedule of another, in a ledger that was copied or handed on, is off here. */
export function readOwnMemory(ledger: Ledger, kind: PullKind, installation: () => string): PullMemory {
  const memory = readPullMemory(ledger, kind)
  if (memory.every === 'off' || memory.scheduledBy === installation()) return memory
  return { ...memory, every: 'off', nextAtMs: null, failures: 0, scheduledBy: null }
}

export function changePullMemory(ledger: Ledger, kind: PullKind, change: Partial<PullMemory>): void {
  ledger.settings.set(keyOf(kind), { ...readPullMemory(ledger, kind), ...change })
}
