// Every question a user interface may ask: method -> input and output. Types, dispatcher and client follow from it.
import { z } from 'zod'
import {
  amounts, amountsOrNull, assumption, basis, count, counts, countsOrNull, day, figures, filters, groupKey, job, pico, platform, priceClass,
  pricePoint, problem, ruleConditions, GROUP_KEYS, searchFee, surfaceRule, tokens, totalsRow, usdRate, window,
} from './shapes.ts'
import {
  analysis, decidedAll, decidedSurface, gatewayFacts, latencyRow, placementFacts, placementLatencyRow, reportedLatencyRow, requirements,
} from './placement-shapes.ts'
import {
  adminKeyState, anthropicPull, awsProfile, cloudWatchPull, every, newAdminKey, pullKind, pullPlan, pullRequest, pullState,
} from './pull-shapes.ts'
import { importMethods, sourceSetting } from './import-contract.ts'
import { reconcileMethods } from './reconcile-contract.ts'

const none = z.strictObject({})
const done = z.strictObject({})

const origin = z.strictObject({
  importer: z.string(),
  account: z.string().nullable(),
  workspace: z.string().nullable(),
  apiKey: z.string().nullable(),
  principal: z.string().nullable(),
  profile: z.string().nullable(),
  project: z.string().nullable(),
  gateway: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
})

const scenarioMove = z.strictObject({
  surface: z.string(),
  sharePct: z.number().min(0).max(100).default(100),
  to: z.strictObject({ platform, route: z.string() }).optional(),
  modelMap: z.record(z.string(), z.string()).optional(),
  tier: z.enum(['standard', 'batch']).optional(),
  cache: z.strictObject({
    mode: z.enum(['observed', 'hit-rate']),
    hitRatePct: z.number().min(0).max(100).optional(),
    ttl: z.enum(['5m', '1h']).optional(),
  }).optional(),
  /** Tokens at the target for one token today; a fraction "13/10" or a decimal. Default from the tokenizer table. */
  tokenFactor: z.union([z.number().positive(), z.string()]).optional(),
  discountPct: z.number().min(0).max(100).optional(),
  fixedMonthlyUsd: z.union([z.number(), z.string()]).optional(),
  oneOffUsd: z.union([z.number(), z.string()]).optional(),
})

/** The scenario file of the command line, and what the window saves. */
export const scenario = z.strictObject({
  name: z.string().default('Scenario'),
  window: z.strictObject({ from: day, to: day }).optional(),
  horizonMonths: z.number().int().min(1).max(120).default(12),
  growthPctPerMonth: z.number().min(-100).max(1000).default(0),
  moves: z.array(scenarioMove),
})
export type Scenario = z.infer<typeof scenario>

const usd = z.string().regex(/^-?\d+(\.\d+)?$/)
const projectionRow = z.strictObject({
  surface: z.string(),
  currentMonthlyUsd: usd,
  projectedMonthlyUsd: usd,
  differenceUsd: usd,
  parts: z.strictObject({
    model: usd, route: usd, tier: usd, caching: usd, tokenizer: usd, discount: usd, fixed: usd,
  }),
  warnings: z.array(z.string()),
})

const requestRow = z.strictObject({
  id: count,
  atMs: count,
  assumedDate: z.boolean(),
  surface: z.string(),
  platform,
  route: z.string(),
  model: z.string(),
  rawModel: z.string(),
  tier: z.string(),
  speed: z.string(),
  /** `message`, or the kind of an extra pass. */
  kind: z.string(),
  tokens,
  webSearches: count,
  requests: count.nullable(),
  latencyMs: count.nullable(),
  timeToFirstTokenMs: count.nullable(),
  stopReason: z.string().nullable(),
  errorCode: z.string().nullable(),
  listCost: pico.nullable(),
  assumptions: z.array(assumption),
  importId: count,
  source: z.string(),
  position: count,
})

const priceOverride = z.strictObject({
  id: count,
  platform,
  /** Null: every route of the platform. */
  route: z.string().nullable(),
  model: z.string(),
  tier: z.string(),
  speed: z.string(),
  promptOver: count,
  effectiveFrom: day.nullable(),
  effectiveTo: day.nullable(),
  usdPerMillionTokens: z.strictObject({
    uncachedInput: usdRate, cacheRead: usdRate, cacheWrite5m: usdRate, cacheWrite1h: usdRate, output: usdRate,
  }),
  note: z.string().nullable(),
})

const discount = z.strictObject({
  id: count,
  platform,
  /** Percent with at most two decimals, as text, for instance "12.5". */
  pct: z.string().regex(/^\d{1,3}(\.\d{1,2})?$/),
  effectiveFrom: day.nullable(),
  effectiveTo: day.nullable(),
})

const settings = z.strictObject({
  /** IANA zone, or "system". */
  tz: z.string(),
  tagKeys: z.array(z.string()),
  csvBom: z.boolean(),
  csvSeparator: z.enum([',', ';', '\t']),
  csvFilterRows: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
  /** Sources whose traffic is not billed per token (a subscription): conditions as in a surface rule, and `importer`. */
  notBilledPerToken: z.array(ruleConditions),
  /** What is set for sources by name (`*` for any run of characters), the first that fits: null is as derived. */
  sources: z.array(sourceSetting),
})

const timeKey = z.enum(['hour', 'day', 'week', 'month'])

export const contract = {
  /** What the ledger holds: for the rail, the empty state and the date presets. */
  'ledger.status': {
    input: none,
    output: z.strictObject({
      fileName: z.string(), bytes: count, requests: count, lastImportAtMs: count.nullable(),
      firstDay: day.nullable(), lastDay: day.nullable(), tz: z.string(), hasSample: z.boolean(), version: z.string(),
      runningJobs: z.array(job),
    }),
  },
  /**
   * Makes a damaged ledger anew from what can be read of it. The damaged file stays beside it as `keptAs`; `incomplete`
   * names what could not be read to its end.
   */
  'ledger.rebuild': {
    input: none, output: z.strictObject({ keptAs: z.string(), records: count, incomplete: z.array(z.string()) }),
  },
  /** Figures under filters, grouped by any of the keys, sorted by the keys; totals over all groups. */
  'usage.totals': {
    input: z.strictObject({ filters, by: z.array(groupKey).max(GROUP_KEYS.length) }),
    output: z.strictObject({
      rows: z.array(totalsRow), totals: figures, window,
      /** Usage of sources that are not billed per token: value, not spend, and in none of the other figures. Null: no source is. */
      plan: figures.nullable(),
    }),
  },
  /**
   * What charts draw of `usage.totals` by a part of time and one other key, in columns: a year of days by surface is tens of
   * thousands of rows. Sorted by time, then by value. What is left out: cost by class, what rests on assumptions.
   */
  'usage.series': {
    input: z.strictObject({ filters, each: timeKey, by: groupKey }),
    output: z.strictObject({
      each: timeKey, by: groupKey,
      times: z.array(z.string()), values: z.array(z.string().nullable()),
      /** By row: index in `times` and in `values`. */
      time: counts, value: counts,
      requests: countsOrNull, uncachedInput: counts, cacheRead: counts, cacheWrite5m: counts, cacheWrite1h: counts, output: counts, unpricedTokens: counts,
      /** Null: there is usage and none of it is priced. */
      listCost: amountsOrNull, netSaving: amounts,
      window,
    }),
  },
  /** Values to choose from in the filter bar, with their list cost in the window. */
  'usage.facets': {
    input: z.strictObject({ filters }),
    output: z.strictObject({
      platforms: z.array(platform), surfaces: z.array(z.string()), models: z.array(z.string()), routes: z.array(z.string()),
    }),
  },
  /** Requests behind a figure, newest first. */
  'usage.requests': {
    input: z.strictObject({ filters, offset: count.min(0), limit: count.min(1).max(1000) }),
    output: z.strictObject({ rows: z.array(requestRow), total: count }),
  },
  /** Latency per surface; counts say how many requests carry one. Milliseconds. */
  'usage.latency': {
    input: z.strictObject({ filters }),
    output: z.strictObject({
      rows: z.array(latencyRow),
      /** The same by surface and placement. */
      byPlacement: z.array(placementLatencyRow),
      /** What a provider reports of the models that pass the filters (surfaces are not known to it). */
      reported: z.array(reportedLatencyRow),
    }),
  },
  /** Usage by surface, price class and UTC day: what a projection runs on, in the window and in the backend alike. */
  'whatif.cells': {
    /** `withToday`: the unfinished day too, for taking a figure of the window apart. No projection may rest on it. */
    input: z.strictObject({ filters, withToday: z.boolean().optional() }),
    output: z.strictObject({
      classes: z.array(priceClass),
      /** [surface index, class index, utcDay index, uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output, webSearches, requests] */
      cells: z.array(z.array(z.number().int().nullable())),
      surfaces: z.array(z.string()),
      utcDays: z.array(day),
      /** Whole days of the window with data, today excluded: the divisor of "a month". */
      coveredDays: count,
      window,
    }),
  },
  'whatif.project': {
    input: z.strictObject({ scenario, filters: filters.optional() }),
    output: z.strictObject({ surfaces: z.array(projectionRow), total: projectionRow, coveredDays: count, window }),
  },
  /** What a projection rests on: spread, sensitivity, payback, break-even. */
  'whatif.analysis': { input: z.strictObject({ scenario, filters: filters.optional() }), output: analysis },
  'scenarios.list': {
    input: none,
    output: z.strictObject({ scenarios: z.array(z.strictObject({ id: count, savedAtMs: count, scenario })) }),
  },
  'scenarios.save': { input: z.strictObject({ id: count.nullable(), scenario }), output: z.strictObject({ id: count }) },
  'scenarios.delete': { input: z.strictObject({ id: count }), output: done },

  /** What each placement satisfies and offers, with sources. */
  'placements.list': {
    input: none, output: z.strictObject({ placements: z.array(placementFacts), gateways: z.array(gatewayFacts) }),
  },
  'decide.requirements': { input: none, output: z.strictObject({ requirements: z.array(requirements) }) },
  /** Replaces the answers for the surface. */
  'decide.setRequirements': { input: z.strictObject({ requirements }), output: done },
  'decide.resetRequirements': { input: z.strictObject({ surface: z.string() }), output: done },
  /** Every surface (or one), on the usage in the window. `requirements` stand in for the stored ones. */
  'decide.answer': {
    input: z.strictObject({ filters, surface: z.string().optional(), requirements: z.array(requirements).optional() }),
    output: z.strictObject({ surfaces: z.array(decidedSurface), all: decidedAll, coveredDays: count, window }),
  },
  /** The decision as a document: `json` is what `markdown` says, with every number exact. */
  'decide.record': {
    input: z.strictObject({ filters, surface: z.string().optional(), requirements: z.array(requirements).optional() }),
    output: z.strictObject({ markdown: z.string(), json: z.record(z.string(), z.unknown()) }),
  },

  'surfaces.rules': { input: none, output: z.strictObject({ rules: z.array(surfaceRule) }) },
  /** What each rule catches in the window, saved or not, and what is left over. */
  'surfaces.preview': {
    input: z.strictObject({ rules: z.array(surfaceRule), filters }),
    output: z.strictObject({
      rules: z.array(z.strictObject({ requests: count, tokens: count, origins: count })),
      leftOver: z.array(z.strictObject({
        origin, platform, surface: z.string(), requests: count, tokens: count,
      })),
      leftOverRequests: count,
      totalRequests: count,
    }),
  },
  'surfaces.setRules': { input: z.strictObject({ rules: z.array(surfaceRule) }), output: done },
  /** The series colour slot (1 to 8, 0 for "other" and unattributed) each surface keeps. */
  'surfaces.colours': { input: none, output: z.strictObject({ slots: z.record(z.string(), count) }) },

  ...importMethods,
  'jobs.cancel': { input: z.strictObject({ id: z.string() }), output: done },
  /** Loads generated data of both providers as one import that can be undone. */
  'sample.load': { input: none, output: z.strictObject({ jobId: z.string() }) },

  /** Application profiles and other ids that name no model, with what waits on them. */
  'profiles.list': {
    input: none,
    output: z.strictObject({
      profiles: z.array(z.strictObject({
        rawModel: z.string(), requests: count, tokens: count, model: z.string().nullable(), route: z.string().nullable(),
        /** A model name seen inside the bodies: a hint, never the price key. */
        hint: z.string().nullable(),
      })),
    }),
  },
  'profiles.map': {
    input: z.strictObject({ rawModel: z.string(), model: z.string().nullable(), route: z.string().nullable() }),
    output: done,
  },

  'prices.list': {
    input: z.strictObject({ model: z.string().optional(), platform: platform.optional(), on: day.optional() }),
    /** All that a price book is built from, overrides included, so that the window prices as the backend does. */
    output: z.strictObject({
      points: z.array(pricePoint),
      searchFees: z.array(searchFee),
      models: z.array(z.strictObject({
        id: z.string(), name: z.string(), family: z.string(), released: day.nullable(), tokenizer: z.enum(['pre-4.7', '4.7+']).nullable(),
      })),
    }),
  },
  /** Usage in the ledger that no price point covers. */
  'prices.gaps': {
    input: none,
    output: z.strictObject({
      gaps: z.array(z.strictObject({
        platform, route: z.string(), model: z.string(), tier: z.string(), speed: z.string(), promptOver: count,
        firstDay: day, lastDay: day, requests: count.nullable(), tokens: count, why: z.string(),
      })),
    }),
  },
  'prices.overrides': { input: none, output: z.strictObject({ overrides: z.array(priceOverride) }) },
  'prices.setOverride': {
    input: z.strictObject({ override: priceOverride.extend({ id: count.nullable() }) }), output: z.strictObject({ id: count }),
  },
  'prices.deleteOverride': { input: z.strictObject({ id: count }), output: done },
  'discounts.list': { input: none, output: z.strictObject({ discounts: z.array(discount) }) },
  'discounts.set': { input: z.strictObject({ discount: discount.extend({ id: count.nullable() }) }), output: z.strictObject({ id: count }) },
  'discounts.delete': { input: z.strictObject({ id: count }), output: done },

  /** Live pulls: how they stand, and what they may use. Asks nothing of anyone outside. */
  'pulls.state': {
    input: none,
    output: z.strictObject({
      pulls: z.array(pullState), awsProfiles: z.array(awsProfile), adminKey: adminKeyState,
      /** Why the AWS config could not be read. */
      awsProblem: problem.nullable(),
      /** False where nothing stays running that could keep to a schedule. */
      canSchedule: z.boolean(),
      /** What an AWS user needs to be allowed, as a policy document to copy. */
      awsPolicy: z.string(),
    }),
  },
  /** Lists the series and counts what pulling them costs; charges nothing. A new plan takes the place of the one before. */
  'pulls.plan': { input: z.strictObject({ request: cloudWatchPull }), output: pullPlan },
  'pulls.cancelPlan': { input: none, output: done },
  /** CloudWatch by its plan, so that the cost was told; the Admin API, which is free, by what is asked for. */
  'pulls.start': {
    input: z.union([z.strictObject({ planId: z.string() }), z.strictObject({ request: anthropicPull })]),
    output: z.strictObject({ jobId: z.string() }),
  },
  /** `agreedCost`: of the last plan with the same profile and Regions. Days of a scheduled pull are those since the last. */
  'pulls.setSchedule': {
    input: z.strictObject({ kind: pullKind, every, request: pullRequest.nullable(), agreedCost: pico.nullable() }), output: done,
  },
  'pulls.setAdminKey': { input: newAdminKey, output: adminKeyState },
  'pulls.forgetAdminKey': { input: none, output: adminKeyState },

  ...reconcileMethods,

  'settings.get': { input: none, output: settings },
  'settings.set': { input: settings.partial(), output: settings },
} as const

export type Contract = typeof contract
export type Method = keyof Contract
export type Input<M extends Method> = z.input<Contract[M]['input']>
export type Output<M extends Method> = z.output<Contract[M]['output']>

/** What comes back over any carrier. A failure is a reply, not a throw. */
export const reply = z.union([
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), problem }),
])
export type Reply = z.infer<typeof reply>

/** What the backend says unasked. */
export const ledgerEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('job'), job }),
  /** Figures may have changed: ask again. */
  z.strictObject({ type: z.literal('changed') }),
])
export type LedgerEvent = z.infer<typeof ledgerEvent>
export { basis }
