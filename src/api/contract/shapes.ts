// Shapes that several contract methods share. Everything survives JSON; money is a decimal string of pico-USD, in columns a
// number where it is a safe integer.
import { z } from 'zod'
import { ASSUMPTIONS, BASES, PLATFORMS } from '../../core/usage.ts'

const PICO = /^-?\d+$/
export const pico = z.string().regex(PICO)
/** Of a column of amounts, pico-USD: a number where that is exact, within 2^53, else a decimal. */
export type Amount = number | string
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
export const count = z.number().int()

/** Checked in one go: a schema for each number took a third of the time in which a year is to be painted (30 ms, and 80 at first). */
function column<T>(isOne: (value: unknown) => value is T) {
  return z.custom<T[]>((values) => Array.isArray(values) && values.every(isOne), 'a column of other values')
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value)
const isAmount = (value: unknown): value is Amount => isCount(value) || (typeof value === 'string' && PICO.test(value))
export const counts = column(isCount)
export const countsOrNull = column((value): value is number | null => value === null || isCount(value))
export const amounts = column(isAmount)
export const amountsOrNull = column((value): value is Amount | null => value === null || isAmount(value))
export const platform = z.enum(PLATFORMS)
export const basis = z.enum(BASES)
export const assumption = z.enum(ASSUMPTIONS)

export const tokens = z.strictObject({
  uncachedInput: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  output: count,
})

/** Group keys of a report. Hour, day, week and month are in the asked time zone. */
export const GROUP_KEYS = [
  'hour', 'day', 'week', 'month', 'platform', 'route', 'model', 'surface', 'tier', 'speed', 'account', 'workspace',
  'apiKey', 'principal', 'profile', 'project', 'gateway', 'importer',
] as const
export const groupKey = z.enum(GROUP_KEYS)
export type GroupKey = z.infer<typeof groupKey>

/** What a view looks at. Days are inclusive, in `tz`; empty lists mean all; basis null means the default rule. */
export const filters = z.strictObject({
  from: day.nullable(),
  to: day.nullable(),
  tz: z.string(),
  basis: basis.nullable(),
  platforms: z.array(platform),
  surfaces: z.array(z.string()),
  models: z.array(z.string()),
  routes: z.array(z.string()),
})
export type Filters = z.infer<typeof filters>

/** The window a result covers, and on how many days of each platform it stands on which basis. */
export const window = z.strictObject({
  from: day.nullable(),
  to: day.nullable(),
  tz: z.string(),
  basis: z.record(z.string(), z.record(z.string(), count)),
})

/** Figures of one group, or of all of them. */
export const figures = z.strictObject({
  /** Null where the evidence has no count. */
  requests: count.nullable(),
  tokens,
  webSearches: count,
  /** Exact list cost of the priced part; null only if there is usage and none of it is priced. */
  listCost: pico.nullable(),
  costByClass: z.strictObject({
    uncachedInput: pico, cacheRead: pico, cacheWrite5m: pico, cacheWrite1h: pico, output: pico, webSearches: pico,
  }),
  unpricedRequests: count.nullable(),
  unpricedTokens: count,
  lowerBound: z.boolean(),
  /** The part of the list cost that is a lower bound. */
  lowerBoundCost: pico,
  assumptions: z.array(assumption),
  caching: z.strictObject({
    /** cacheRead x (input price - read price). */
    readSaving: pico,
    /** What writes cost over plain input, 5m and 1h. */
    writePremium5m: pico,
    writePremium1h: pico,
    /** readSaving - writePremium5m - writePremium1h. May be negative. */
    netSaving: pico,
    costWithoutCaching: pico,
  }),
})
export type Figures = z.infer<typeof figures>

export const totalsRow = figures.extend({ keys: z.record(z.string(), z.string().nullable()) })
export type TotalsRow = z.infer<typeof totalsRow>

export const priceClass = z.strictObject({
  platform,
  route: z.string(),
  model: z.string(),
  tier: z.string(),
  speed: z.string(),
  promptOver: count,
  promptUpTo: count.nullable(),
  assumptions: z.array(assumption),
})

/** A price point: what one model costs on some routes of a platform from a day on. Rates in USD per million tokens. */
export const usdRate = z.string().regex(/^\d+(\.\d+)?$/).nullable()
export const pricePoint = z.strictObject({
  platform,
  routes: z.array(z.string()),
  model: z.string(),
  tier: z.string(),
  speed: z.string(),
  /** Applies to a whole pass whose prompt size exceeds this many tokens. */
  promptOver: count,
  effectiveFrom: day.nullable(),
  effectiveTo: day.nullable(),
  usdPerMillionTokens: z.strictObject({
    uncachedInput: usdRate, cacheRead: usdRate, cacheWrite5m: usdRate, cacheWrite1h: usdRate, output: usdRate,
  }),
  confidence: z.enum(['high', 'medium', 'low']),
  sources: z.array(z.string()),
  checkedOn: day,
  note: z.string().nullable(),
  /** True for a price the user set. */
  override: z.boolean(),
})
export type PricePoint = z.infer<typeof pricePoint>

/** What web searches cost on a platform between two days, both inclusive. Not halved by batch, not raised by route. */
export const searchFee = z.strictObject({
  platform,
  usdPerThousandSearches: z.string().regex(/^\d+(\.\d+)?$/),
  effectiveFrom: day.nullable(),
  effectiveTo: day.nullable(),
  sources: z.array(z.string()),
  checkedOn: day,
  note: z.string().nullable(),
})
export type SearchFee = z.infer<typeof searchFee>

/** A rule of attribution: every pattern must match; `*` stands for any run of characters, `?` for one, case is ignored. */
export const RULE_FIELDS = ['workspace', 'apiKey', 'principal', 'profile', 'project', 'account', 'model', 'platform'] as const
export const ruleField = z.union([z.enum(RULE_FIELDS), z.templateLiteral(['tag:', z.string()])])
/** Every pattern must match: field -> glob. */
export const ruleConditions = z.record(z.string(), z.string())

export const surfaceRule = z.strictObject({
  surface: z.string().trim().min(1),
  when: ruleConditions,
})
export type SurfaceRule = z.infer<typeof surfaceRule>

/** What an import did with every entry: accepted + duplicates + ignored + rejected = entries. */
export const tally = z.strictObject({
  entries: count, accepted: count, duplicates: count, ignored: count, rejected: count,
})
export type Tally = z.infer<typeof tally>

export const problem = z.strictObject({ code: z.string(), message: z.string(), remedy: z.string().optional() })

/** A running or finished piece of long work. */
export const job = z.strictObject({
  id: z.string(),
  kind: z.enum(['import', 'sample', 'undo', 'pull']),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  label: z.string(),
  /** The source being read and the format found in it. */
  source: z.string().nullable(),
  format: z.string().nullable(),
  sourcesDone: count,
  sourcesTotal: count.nullable(),
  bytesRead: count,
  bytesTotal: count.nullable(),
  startedAtMs: count,
  elapsedMs: count,
  tally,
  importId: count.nullable(),
  problem: problem.nullable(),
})
export type Job = z.infer<typeof job>
