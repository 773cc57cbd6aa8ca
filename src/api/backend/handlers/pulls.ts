// Live pulls: how they stand, plan and start, schedules, and the Admin key's keeping. Nothing goes out but what is asked here.
import { problem } from '../../../core/problem.ts'
import { PULL_POLICY } from '../../../pull/pull-policy.ts'
import { PULL_KINDS, type CloudWatchPull, type PullKind, type PullState } from '../../contract/pull-shapes.ts'
import type { Handlers } from '../../dispatcher.ts'
import type { Parsed } from '../../schemas.ts'
import type { Context } from '../context.ts'
import type { AdminKeys } from '../pulls/admin-keys.ts'
import type { PullDesk } from '../pulls/pull-desk.ts'
import { changePullMemory, readOwnMemory, type PullMemory } from '../pulls/pull-memory.ts'
import { isSamePlace } from '../pulls/pull-plans.ts'
import type { PullScheduler } from '../pulls/pull-scheduler.ts'
import { awsProfiles } from '../pulls/pull-sources.ts'
import { firstRunAt } from '../pulls/schedule-times.ts'

type PullHandlers = Pick<
  Handlers,
  'pulls.state' | 'pulls.plan' | 'pulls.cancelPlan' | 'pulls.start' | 'pulls.setSchedule' | 'pulls.setAdminKey' | 'pulls.forgetAdminKey'
>

export interface PullParts {
  context: Context
  desk: PullDesk
  keys: AdminKeys
  /** Null where nothing stays running: no schedule is kept there. */
  scheduler: PullScheduler | null
}

export function pullHandlers(parts: PullParts): PullHandlers {
  const { context, desk, keys, scheduler } = parts
  return {
    'pulls.state': async () => ({
      pulls: PULL_KINDS.map((kind) => stateOf(parts, kind)),
      ...await awsProfiles(), adminKey: await keys.state(), canSchedule: scheduler !== null,
      awsPolicy: JSON.stringify(PULL_POLICY, null, 2),
    }),
    'pulls.plan': ({ request }) => desk.plan(request),
    'pulls.cancelPlan': () => {
      desk.cancelPlan()
      return {}
    },
    'pulls.start': async (asked) => {
      const { jobId } = 'planId' in asked ? desk.startPlanned(asked.planId) : await desk.startAnthropic(asked.request)
      return { jobId }
    },
    'pulls.setSchedule': (asked) => {
      changePullMemory(context.ledger, asked.kind, scheduleOf(asked, parts))
      scheduler?.arm()
      context.emit({ type: 'changed' })
      return {}
    },
    'pulls.setAdminKey': async (given) => {
      await keys.keep(given)
      return keys.state()
    },
    'pulls.forgetAdminKey': async () => {
      await keys.forget()
      return keys.state()
    },
  }
}

function stateOf({ context, desk, scheduler }: PullParts, kind: PullKind): PullState {
  const installation = () => scheduler?.installation() ?? ''
  const { failures: _, scheduledBy: _by, ...memory } = readOwnMemory(context.ledger, kind, installation)
  return { kind, ...memory, runningJobId: desk.jobOf(kind) }
}

/** Throws a ProblemError for a schedule that says too little, or costs what nobody was told. */
function scheduleOf(asked: Parsed<'pulls.setSchedule'>, { context, scheduler }: PullParts): Partial<PullMemory> {
  const { kind, every, request, agreedCost } = asked
  if (every === 'off') return { every, nextAtMs: null, failures: 0 }
  if (scheduler === null) throw problem('no-schedules', 'Nothing stays running here that could keep to a schedule.')
  if (request === null || request.kind !== kind) throw problem('no-request', 'The schedule does not say what to pull.')
  const memory = readOwnMemory(context.ledger, kind, scheduler.installation)
  if (request.kind === 'cloudwatch' && !isCostTold(request, agreedCost, memory)) {
    throw problem('no-plan', 'The cost of this schedule has not been told.', 'Ask what it will cost first.')
  }
  const nextAtMs = firstRunAt(every, { lastStartedAtMs: memory.lastStartedAtMs, nowMs: context.nowMs() })
  // The days are those since the last pull, whatever was asked for once.
  const openDays = { ...request, from: null, to: null }
  return { every, request: openDays, agreedCost, nextAtMs, failures: 0, scheduledBy: scheduler.installation() }
}

/** By the last plan, or by a schedule that is on: to run it more or less often needs no new agreement to what a run costs. */
function isCostTold(request: CloudWatchPull, agreed: string | null, memory: PullMemory): boolean {
  const { every, request: scheduled, agreedCost, lastPlan } = memory
  if (agreed === null) return false
  const isOn = every !== 'off' && scheduled?.kind === 'cloudwatch' && isSamePlace(scheduled, request)
  if (isOn && agreed === agreedCost) return true
  return lastPlan !== null && isSamePlace(lastPlan.request, request) && lastPlan.cost === agreed
}
