// Live pulls in words: what a form asks for, what a plan costs, how a pull ended. Pure; draws nothing.
import type { Output } from '../../../src/api/contract/contract.ts'
import type { AnthropicPull, PullState } from '../../../src/api/contract/pull-shapes.ts'

export type Pulls = Output<'pulls.state'>
export type AwsProfile = Pulls['awsProfiles'][number]
export type AdminKeyState = Pulls['adminKey']
export type Part = AnthropicPull['parts'][number]

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/

/** Regions as typed, separated by commas or spaces; `wrong` is the first that is none. */
export function readRegions(text: string): { regions: string[]; wrong: string | null } {
  const names = [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter((name) => name !== ''),
    ),
  ]
  return { regions: names, wrong: names.find((name) => !REGION.test(name)) ?? null }
}

export const DAYS = ['new', '7', '30', '90', '455', 'chosen'] as const
export type Days = (typeof DAYS)[number]

export interface DayChoice {
  days: Days
  /** UTC days; used for `chosen` only. */
  from: string
  to: string
}

export const NEW_DAYS: DayChoice = { days: 'new', from: '', to: '' }

const DAY = /^\d{4}-\d{2}-\d{2}$/
const DAY_MS = 86_400_000

/** UTC days to ask for; null on both sides: since the last pull. `wrong` where the choice is not complete. */
export function readDays(
  { days, from, to }: DayChoice,
  today: string,
): { from: string | null; to: string | null; wrong: string | null } {
  if (days === 'new') return { from: null, to: null, wrong: null }
  if (days === 'chosen') {
    const wrong =
      !DAY.test(from) || !DAY.test(to) ? 'Enter both days.' : from > to ? 'The first day lies after the last.' : null
    return { from, to, wrong }
  }
  return {
    from: new Date(Date.parse(today) - (Number(days) - 1) * DAY_MS).toISOString().slice(0, 10),
    to: today,
    wrong: null,
  }
}

const SIGN_IN: Readonly<Record<AwsProfile['signIn'], string>> = {
  keys: 'Signs in with keys of your AWS config.',
  sso: 'Signs in by SSO; run "aws sso login" when that has expired.',
  role: 'Assumes a role.',
  process: 'Gets its credentials from a program of yours.',
  login: 'Signs in with "aws login".',
  other: 'Uses what your AWS config says.',
}

/** What is known of a profile, and what that means here. */
export function profileNote(profile: AwsProfile | undefined): string {
  if (profile === undefined)
    return 'What the AWS SDK finds by itself: environment, default profile, or the role of this machine.'
  return `${SIGN_IN[profile.signIn]} ${profile.region === null ? 'It names no Region.' : `Its Region is ${profile.region}.`}`
}

export const PART_NAMES: Readonly<Record<Part, { label: string; note: string }>> = {
  usage: { label: 'Usage report', note: 'Tokens by day, model, workspace and key.' },
  cost: { label: 'Cost report', note: 'What is billed, for Reconcile.' },
  'analytics-usage': {
    label: 'Usage analytics',
    note: 'Like the usage report, with requests; for newer organisations.',
  },
  'analytics-cost': { label: 'Cost analytics', note: 'Like the cost report; for newer organisations.' },
  names: { label: 'Names', note: 'Of workspaces and keys, instead of their ids.' },
}

export const DEFAULT_PARTS: readonly Part[] = ['usage', 'cost', 'names']

/** `1 new entry`, `1,260 new entries`, `nothing new`. */
export function newEntries(count: number): string {
  return count === 0 ? 'nothing new' : `${count.toLocaleString('en-US')} new ${count === 1 ? 'entry' : 'entries'}`
}

export interface Ending {
  tone: 'good' | 'bad' | 'plain'
  /** What became of it, without the time. */
  text: string
  problem: NonNullable<PullState['lastProblem']> | null
}

/** How the last pull ended; null where there was none. */
export function endingOf({ lastState, lastAccepted, lastProblem: problem }: PullState): Ending | null {
  const brought = newEntries(lastAccepted ?? 0)
  if (lastState === null) return null
  if (lastState === 'cancelled') return { tone: 'plain', text: 'Cancelled. What was complete is kept.', problem }
  if (lastState === 'failed') {
    return {
      tone: 'bad',
      text:
        lastAccepted === null || lastAccepted === 0
          ? 'Failed. Nothing was changed.'
          : `Stopped half-way, with ${brought}.`,
      problem,
    }
  }
  return { tone: problem === null ? 'good' : 'plain', text: `Done, with ${brought}.`, problem }
}
