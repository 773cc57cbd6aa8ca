// The invented company of the sample data: what its surfaces call, how often, and how well they cache. Data only.

/** A model and the first day the company used it; the newest that has begun is called. */
export type ModelPlan = readonly { from: string; model: string }[]

export interface Workload {
  /** Names the source; also the seed. */
  id: string
  /** Null: the calls carry no name. */
  surface: string | null
  format: 'bedrock-converse' | 'bedrock-invoke' | 'messages-log' | 'claude-code'
  /** Prefix of the Bedrock id: `global`, `eu`, `us`; null outside Bedrock. */
  routing: 'global' | 'eu' | 'us' | null
  region: string | null
  /** IAM role on Bedrock, else unused. */
  role: string | null
  /** Resource id of an application inference profile, called instead of a model from this day on. */
  profile: { from: string; id: string } | null
  models: ModelPlan
  requestsPerWeekday: number
  /** Share of a weekday's requests on a day of the weekend. */
  weekend: number
  /** Hours (UTC) between which most calls fall. */
  hours: readonly [number, number]
  /** Growth of traffic over the whole span: 0.5 ends 50 % higher than it began. */
  growth: number
  /** Typical tokens of one request. `prefix` is what is cached. */
  prefix: number
  input: number
  output: number
  /** How often the prefix is read from the cache, and how much of a miss is written with the 1 hour lifetime. */
  hitProbability: number
  longLived: number
  /** Share of requests whose prompt is several times as long. */
  longPrompts: number
  batch: boolean
  searches: number
  msPerOutputToken: number
  feature: string | null
}

const haiku: ModelPlan = [
  { from: '2020-01-01', model: 'claude-haiku-4-5-20251001' }, { from: '2026-10-12', model: 'claude-haiku-5-5' },
]
const sonnet: ModelPlan = [
  { from: '2020-01-01', model: 'claude-sonnet-5' }, { from: '2026-10-01', model: 'claude-sonnet-5-5' },
]
const opus: ModelPlan = [{ from: '2020-01-01', model: 'claude-opus-5' }, { from: '2026-09-28', model: 'claude-opus-5-5' }]

const base = {
  routing: null, region: null, role: null, profile: null, weekend: 0.45, hours: [6, 20] as const, growth: 0.2, longLived: 0,
  longPrompts: 0, batch: false, searches: 0, msPerOutputToken: 9, feature: null,
}

export const WORKLOADS: readonly Workload[] = [
  {
    ...base, id: 'support-bot-eu', surface: 'support-bot', format: 'bedrock-converse', routing: 'eu', region: 'eu-central-1',
    role: 'support-prod', models: sonnet, requestsPerWeekday: 150, growth: 0.35, prefix: 11_000, input: 900, output: 420,
    hitProbability: 0.86, feature: 'chat',
  },
  {
    ...base, id: 'support-bot-escalation', surface: 'support-bot', format: 'messages-log', models: opus, requestsPerWeekday: 14,
    prefix: 9_000, input: 2_600, output: 1_100, hitProbability: 0.55, searches: 0.5, feature: 'escalation',
  },
  {
    ...base, id: 'voice', surface: 'voice', format: 'messages-log', models: haiku, requestsPerWeekday: 130, weekend: 0.7,
    hours: [7, 22], prefix: 6_400, input: 240, output: 90, hitProbability: 0.93, msPerOutputToken: 5,
  },
  {
    ...base, id: 'doc-search', surface: 'doc-search', format: 'bedrock-invoke', routing: 'us', region: 'us-east-1',
    role: 'search-svc', models: haiku, requestsPerWeekday: 110, prefix: 24_000, input: 5_200, output: 310,
    hitProbability: 0.62, longLived: 0.3, longPrompts: 0.06,
  },
  {
    ...base, id: 'contract-intake', surface: 'contract-intake', format: 'bedrock-invoke', routing: 'us', region: 'us-west-2',
    role: 'contracts-batch', profile: { from: '2026-11-03', id: 'k7p2contracts' }, models: opus,
    requestsPerWeekday: 26, weekend: 0.05, hours: [8, 17], prefix: 14_000, input: 31_000, output: 2_400, hitProbability: 0.34,
  },
  {
    ...base, id: 'nightly-eval', surface: 'nightly-eval', format: 'messages-log', models: sonnet, requestsPerWeekday: 70,
    weekend: 0.1, hours: [1, 4], growth: -0.1, prefix: 7_500, input: 3_800, output: 900, hitProbability: 0.22, batch: true,
  },
  {
    ...base, id: 'code-review', surface: 'code-review', format: 'claude-code', models: opus, requestsPerWeekday: 85,
    weekend: 0.12, hours: [7, 18], growth: 0.6, prefix: 52_000, input: 60, output: 640, hitProbability: 0.95, longLived: 1,
  },
  {
    ...base, id: 'notebooks', surface: null, format: 'bedrock-converse', routing: 'global', region: 'us-west-2',
    role: 'data-science', models: sonnet, requestsPerWeekday: 18, prefix: 3_000, input: 4_200, output: 800, hitProbability: 0.12,
  },
]
