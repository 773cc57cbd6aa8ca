// The words of the product as types: what one record of usage is. Owns no behaviour.
import type { BillAmount } from './bill.ts'
import type { TokenCounts } from './token-classes.ts'

export { TOKEN_CLASSES, type TokenClass, type TokenCounts } from './token-classes.ts'

/** Who runs and bills the API. Direct is `anthropic`; every other platform is managed. */
export const PLATFORMS = ['anthropic', 'claude-platform-aws', 'bedrock', 'google-cloud', 'foundry'] as const
export type Platform = (typeof PLATFORMS)[number]

/** What decides the price inside a platform: `global`, `us`, `geo-us`, `geo-eu`, ..., `region`, `us-gov`, or `unknown`. */
export type Route = string

/** What kind of evidence a record is. Layers of evidence are never added. */
export const BASES = ['requests', 'reports', 'bills'] as const
export type Basis = (typeof BASES)[number]

/**
 * What a figure rests on that its source did not say.
 * `write-split`: cache writes of unknown TTL, counted as 5m. `date`: the file's modification time stands in.
 * `route`: the platform's route is not known. `price`: the price point is uncertain. `priority`: list price of a
 * request served under a commitment. `output`: a stream that was cut off, output unknown. `utc-day`: a UTC day,
 * shown as a local day.
 */
export const ASSUMPTIONS = ['write-split', 'date', 'route', 'price', 'priority', 'output', 'utc-day'] as const
export type Assumption = (typeof ASSUMPTIONS)[number]

/** The attribution fields a record came with. Absent is null. */
export interface Origin {
  importer: string
  account: string | null
  workspace: string | null
  apiKey: string | null
  /** IAM principal with the role session name stripped, for instance `role/support-prod`. */
  principal: string | null
  /** Inference profile, by the resource id after the last slash. */
  profile: string | null
  project: string | null
  gateway: string | null
  tags: Readonly<Record<string, string>>
}

/** One priced run of a model inside a request. */
export interface Pass {
  kind: 'message' | 'compaction' | 'advisor' | 'fallback'
  /** The Anthropic API id, or the raw id where the model is not known. */
  model: string
  /** The id exactly as the source spelled it. */
  rawModel: string
  tier: string
  speed: string
  tokens: TokenCounts
  webSearches: number
  /** True where cache writes are of unknown TTL and were counted as 5m. */
  writeSplitAssumed: boolean
  /** Set by aggregates only: the range of prompt sizes they cover, (over, upTo]. Null: the pass's own prompt size. */
  promptRange: { over: number; upTo: number | null } | null
}

/** One accepted entry of a source, with the source's input convention already settled. */
export interface UsageRecord {
  basis: Basis
  /** The vendor's message id (`msg_...`), null where the source has none. */
  messageId: string | null
  /** The vendor's request id (`req_...`, an AWS request id), null where the source has none. */
  requestId: string | null
  /**
   * Identity of an aggregate row: every group key and the bucket, so that a later revision replaces it.
   * Null for requests.
   */
  reportKey: string | null
  /** Null: the source has no time; the file's modification time is taken and the row flagged `date`. */
  occurredAtMs: number | null
  /** `utc-day` for aggregates by UTC day; their day is the same in every time zone. */
  grain: 'instant' | 'utc-day'
  platform: Platform
  route: Route
  origin: Origin
  /** The request's own pass first, then compaction, advisor and fallback passes. Never empty. */
  passes: readonly Pass[]
  /** 1 for a request; the source's count for an aggregate; null where the evidence has no count. */
  requests: number | null
  latencyMs: number | null
  timeToFirstTokenMs: number | null
  stopReason: string | null
  errorCode: string | null
  /** Conversation or session key, where the source has one. */
  session: string | null
  /** True for a side chain's copy; it loses ties. */
  sidechain: boolean
  /** A model name seen in a body whose id names no model (application profiles): a hint, never the price key. */
  modelHint: string | null
  assumptions: readonly Assumption[]
  /** Of a line of a bill (basis `bills`), what it charges. Its one pass carries the tokens charged for, zero where not told. */
  bill?: BillAmount
}

/** Everything that decides the price of a pass, and what the figure rests on. Few; interned by the database. */
export interface PriceClass {
  platform: Platform
  route: Route
  model: string
  tier: string
  speed: string
  /** The prompt band (promptOver, promptUpTo]; null: no upper end. */
  promptOver: number
  promptUpTo: number | null
  assumptions: readonly Assumption[]
}

/** Usage of one price class on one UTC day (prices change by UTC day). The unit that is priced. */
export interface UsageCell {
  priceClass: PriceClass
  utcDay: string
  tokens: TokenCounts
  webSearches: number
  /** Null where the evidence has no count. */
  requests: number | null
}
