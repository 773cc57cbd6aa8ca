// Shapes of live pulls: what may be pulled, what it will cost, when it last ran. No key ever crosses in an answer.
import { z } from 'zod'
import { count, day, pico, problem } from './shapes.ts'

export const PULL_KINDS = ['cloudwatch', 'anthropic'] as const
export const pullKind = z.enum(PULL_KINDS)
export type PullKind = z.infer<typeof pullKind>

/** A Region's name, `us-east-1`. */
const region = z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/)

/** What of the Anthropic Admin API a pull asks for. */
export const ANTHROPIC_PARTS = ['usage', 'cost', 'analytics-usage', 'analytics-cost', 'names'] as const
export const anthropicPart = z.enum(ANTHROPIC_PARTS)

/** Days are UTC days, inclusive; null: since the last pull, with the trailing days that may have been revised. */
const days = { from: day.nullable(), to: day.nullable() }

export const cloudWatchPull = z.strictObject({
  kind: z.literal('cloudwatch'),
  /** A profile's name in the user's AWS config; null: the default chain. */
  profile: z.string().min(1).max(200).nullable(),
  /** Empty: the profile's own Region. */
  regions: z.array(region).max(60),
  ...days,
})
export type CloudWatchPull = z.infer<typeof cloudWatchPull>
export const anthropicPull = z.strictObject({ kind: z.literal('anthropic'), parts: z.array(anthropicPart).min(1), ...days })
export type AnthropicPull = z.infer<typeof anthropicPull>
export const pullRequest = z.discriminatedUnion('kind', [cloudWatchPull, anthropicPull])
export type PullRequest = z.infer<typeof pullRequest>

/** A profile of the user's AWS config, by name; how it signs in is for the sentence beside it. */
export const awsProfile = z.strictObject({
  name: z.string(), region: z.string().nullable(), signIn: z.enum(['keys', 'sso', 'role', 'process', 'login', 'other']),
})
export type AwsProfile = z.infer<typeof awsProfile>

/** What a pull will ask for, told before anything is charged. */
export const pullPlan = z.strictObject({
  id: z.string(),
  regions: z.array(z.strictObject({
    region: z.string(), from: day, to: day, models: z.array(z.string()), metricsRequested: count,
    /** What the user should know of this part, in sentences. */
    notes: z.array(z.string()),
  })),
  /** What AWS charges for the calls, in pico-USD. */
  cost: pico,
  /** A plan can be pulled once, until then. */
  expiresAtMs: count,
})
export type PullPlan = z.infer<typeof pullPlan>

export const EVERY = ['off', 'hourly', 'daily'] as const
export const every = z.enum(EVERY)
export type Every = z.infer<typeof every>

export const pullState = z.strictObject({
  kind: pullKind,
  every,
  /** What a scheduled pull asks for; null: never set up. */
  request: pullRequest.nullable(),
  /** What the calls of a scheduled CloudWatch pull may cost: it stops above twice that. Pico-USD. */
  agreedCost: pico.nullable(),
  /** The last plan of CloudWatch calls, also one of a scheduled pull. */
  lastPlan: z.strictObject({ request: cloudWatchPull, cost: pico, atMs: count }).nullable(),
  lastStartedAtMs: count.nullable(),
  lastFinishedAtMs: count.nullable(),
  /** `done`: to its end, also where `lastProblem` tells of something left out. */
  lastState: z.enum(['done', 'cancelled', 'failed']).nullable(),
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
  ending: z.string().max(4).nullable(),
})
export type AdminKeyState = z.infer<typeof adminKeyState>

/** The one place where a key crosses, towards whoever keeps it. What is refused is named by its field, never quoted. */
export const newAdminKey = z.strictObject({
  key: z.string().trim().regex(/^[\x21-\x7e]{8,500}$/),
  keep: z.enum(['keychain', 'this-run']),
})
export type NewAdminKey = z.infer<typeof newAdminKey>
