// The pull questions of the contract, answered with a made-up account; what was set is kept in the fake's state.
import type { Output } from '../../src/api/contract/contract.ts'
import { anthropicPull, cloudWatchPull, type PullState } from '../../src/api/contract/pull-shapes.ts'
import type { Handlers } from './fake-bridge.ts'

type PullMethods =
  | 'pulls.state'
  | 'pulls.plan'
  | 'pulls.cancelPlan'
  | 'pulls.start'
  | 'pulls.setSchedule'
  | 'pulls.setAdminKey'
  | 'pulls.forgetAdminKey'

export type FakePulls = Output<'pulls.state'>

const never: Omit<PullState, 'kind'> = {
  every: 'off',
  request: null,
  agreedCost: null,
  lastPlan: null,
  lastStartedAtMs: null,
  lastFinishedAtMs: null,
  lastState: null,
  lastProblem: null,
  lastImportId: null,
  lastAccepted: null,
  nextAtMs: null,
  runningJobId: null,
}

/** A new user's: nothing was ever pulled. */
export function noPulls(): FakePulls {
  return {
    pulls: [
      { kind: 'cloudwatch', ...never },
      { kind: 'anthropic', ...never },
    ],
    awsProfiles: [
      { name: 'default', region: 'us-east-1', signIn: 'keys' },
      { name: 'bedrock-readonly', region: 'eu-central-1', signIn: 'sso' },
    ],
    adminKey: { held: 'none', keychain: 'unavailable', ending: null },
    awsProblem: null,
    canSchedule: true,
    awsPolicy: '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow"\n    }\n  ]\n}',
  }
}

const PLAN_COST = '420000000'

function change(pulls: FakePulls, kind: PullState['kind'], part: Partial<PullState>): void {
  pulls.pulls = pulls.pulls.map((one) => (one.kind === kind ? { ...one, ...part } : one))
}

export const fakePulls: Pick<Handlers, PullMethods> = {
  'pulls.state': (_, state) => state.pulls,
  'pulls.plan': ({ request }, state) => {
    const asked = cloudWatchPull.parse(request)
    change(state.pulls, 'cloudwatch', {
      lastPlan: { request: asked, cost: PLAN_COST, atMs: Date.parse('2026-11-22T13:00:00Z') },
    })
    const regions = asked.regions.length === 0 ? ['us-east-1'] : asked.regions
    return {
      id: 'plan-1',
      cost: PLAN_COST,
      expiresAtMs: Date.parse('2026-11-22T13:15:00Z'),
      regions: regions.map((region) => ({
        region,
        from: asked.from ?? '2026-10-24',
        to: asked.to ?? '2026-11-22',
        metricsRequested: 42,
        notes: [],
        models: ['anthropic.claude-haiku-5-5-v1:0', 'eu.anthropic.claude-sonnet-5-5-v1:0'],
      })),
    }
  },
  'pulls.cancelPlan': () => ({}),
  'pulls.start': (asked, state) => {
    const kind = 'planId' in asked ? 'cloudwatch' : anthropicPull.parse(asked.request).kind
    change(state.pulls, kind, { runningJobId: 'pull-1', lastStartedAtMs: Date.parse('2026-11-22T13:05:00Z') })
    return { jobId: 'pull-1' }
  },
  'pulls.setSchedule': ({ kind, every, request, agreedCost }, state) => {
    const next = every === 'off' ? null : Date.parse('2026-11-22T14:05:00Z')
    change(state.pulls, kind, {
      every,
      agreedCost,
      nextAtMs: next,
      ...(request === null ? {} : { request: readRequest(request) }),
    })
    return {}
  },
  'pulls.setAdminKey': ({ key, keep }, state) => {
    state.pulls = { ...state.pulls, adminKey: { ...state.pulls.adminKey, held: keep, ending: key.slice(-4) } }
    return state.pulls.adminKey
  },
  'pulls.forgetAdminKey': (_, state) => {
    state.pulls = { ...state.pulls, adminKey: { ...state.pulls.adminKey, held: 'none', ending: null } }
    return state.pulls.adminKey
  },
}

function readRequest(request: { kind: 'cloudwatch' | 'anthropic' }): PullState['request'] {
  return request.kind === 'cloudwatch' ? cloudWatchPull.parse(request) : anthropicPull.parse(request)
}
