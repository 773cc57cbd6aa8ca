// Shapes of live pulls: what may be pulled, what it will cost, when it last ran. No key ever crosses in an answer.
import { z } from 'zod'
import { count, day, pico, problem } from './shapes.ts'

export const PULL_KINDS = ['cloudwatch', 'anthropic'] as const
export const pullKind = z.enum(PULL_KINDS)
export type PullKind = z.infer<typeof pullKind>

/** What of the Anthropic Admin API a pull asks for. */
export const ANTHROPIC_PARTS = ['usage', 'cost', 'analytics-usage', 'analytics-cost', 'names'] as const
export const anthropicPart = z.enum(ANTHROPIC_PARTS)

/** Days are UTC days, inclusive; null: since the last pull, with the trailing days that may have been revised. */
const days = { from: day.nullable(), to: day.nullable() }

export const cloudWatchPull = z.strictObject({
  kind: z.literal('cloudwatch'),
  /** A profile's name in the user's AWS config; null: the default chain. */
  profile: z.string().nullable(),
  /** Empty: the profile's own Region. */
  regions: z.array(z.string()),
  ...days,
})
export const anthropicPull = z.strictObject({ kind: z.literal('anthropic'), parts: z.array(anthropicPart).min(1), ...days })
export const pullRequest = z.discriminatedUnion('kind', [cloudWatchPull, anthropicPull])
export type PullRequest = z.infer<typeof pullRequest>

/** A profile of the user's AWS config, by name; how it signs in is for the sentence beside it. */
export const awsProfile = z.strictObject({
  name: z.string(), region: z.string().nullable(), signIn: z.enum(['keys', 'sso', 'role', 'process', 'login', 'other']),
})

/** What a pull will ask for, told before anything is charged. */
export const pullPlan = z.strictObject({
  id: z.string(),
  regions: z.array(z.strictObject({ region: z.string(), from: day, to: day, models: z.array(z.string()), metricsRequested: count })),
  /** What AWS charges for the calls, in pico-USD. */
  cost: pico,
})

export const EVERY = ['off', 'hourly', 'daily'] as const

export const pullState = z.strictObject({
  kind: pullKind,
  every: z.enum(EVERY),
  /** What a scheduled pull asks for; null: never set up. */
  request: pullRequest.nullable(),
  lastStartedAtMs: count.nullable(),
  lastFinishedAtMs: count.nullable(),
  lastProblem: problem.nullable(),
  lastImportId: count.nullable(),
  lastAccepted: count.nullable(),
  nextAtMs: count.nullable(),
  runningJobId: z.string().nullable(),
})
export type PullState = z.infer<typeof pullState>

/** Where the Admin key is: in the system's keychain, for this run only, or nowhere; and whether a keychain may be used. */
export const adminKeyState = z.strictObject({
  held: z.enum(['none', 'keychain', 'this-run']),
  keychain: z.enum(['available', 'unavailable']),
  /** Last four characters, to know it again. */
  ending: z.string().nullable(),
})
