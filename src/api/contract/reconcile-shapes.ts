// Shapes of the reconciliation: computed list cost against what bills say, with the residual split by named cause.
import { z } from 'zod'
import { METERS } from '../../core/bill.ts'
import { CAUSES } from '../../core/reconcile-types.ts'
import { count, day, pico, platform } from './shapes.ts'

export const RECONCILE_KEYS = ['platform', 'day', 'model', 'meter'] as const
export const reconcileKey = z.enum(RECONCILE_KEYS)
export type ReconcileKey = z.infer<typeof reconcileKey>

export const meter = z.enum(METERS)

/** Part of the residual by cause, all of them named; the parts sum to the residual exactly. */
const causes = z.record(z.enum(CAUSES), pico)

/** Computed + residual = billed, to the last digit. */
export const reconcileFigures = z.strictObject({
  /** List cost of the logged usage, on the days and platforms that are compared. */
  computed: pico,
  billed: pico,
  /** Before discounts; null where a line of the bill does not say and no discount was found. */
  billedList: pico.nullable(),
  residual: pico,
  causes,
  /** Tokens on both sides; null where the bill has money only and its tokens cannot be told from its prices. */
  computedTokens: count,
  billedTokens: count.nullable(),
  /** Tokens of the logs that have no price: they are in no computed amount. */
  unpricedTokens: count,
})
export type ReconcileFigures = z.infer<typeof reconcileFigures>

export const reconcileRow = reconcileFigures.extend({ keys: z.partialRecord(reconcileKey, z.string().nullable()) })
export type ReconcileRow = z.infer<typeof reconcileRow>

/** A kind of bill that covers some of the days. Where several cover one day, one of them counts (never their sum). */
const billSource = z.strictObject({ importer: z.string(), days: count, chosenDays: count, billed: pico, estimatedDays: count })

/** The discount that explains the bill: stated by its list amounts, or found as one ratio over most of the money. */
export const effectiveDiscount = z.strictObject({
  /** Percent with at most two decimals, as `discounts.set` takes it. */
  pct: z.string(),
  /** The same, unrounded. */
  exactPct: z.string(),
  evidence: z.enum(['stated', 'inferred']),
  /** List cost it holds for, and share of the platform's list cost, 0 to 1. */
  of: pico,
  share: z.number(),
  firstDay: day,
  lastDay: day,
})

export const reconcilePlatform = reconcileFigures.extend({
  platform,
  /** UTC days compared, and those that only one side covers. */
  days: z.strictObject({ both: count, onlyLogs: count, onlyBill: count }),
  firstDay: day.nullable(),
  lastDay: day.nullable(),
  bills: z.array(billSource),
  discount: effectiveDiscount.nullable(),
})
export type ReconcilePlatform = z.infer<typeof reconcilePlatform>

export const billLine = z.strictObject({
  id: count,
  firstDay: day,
  lastDay: day,
  platform,
  route: z.string(),
  model: z.string(),
  rawModel: z.string(),
  meter,
  tier: z.string(),
  speed: z.string(),
  tokens: count.nullable(),
  billed: pico,
  list: pico.nullable(),
  estimated: z.boolean(),
  account: z.string().nullable(),
  workspace: z.string().nullable(),
  apiKey: z.string().nullable(),
  importer: z.string(),
  importId: count,
  source: z.string(),
  position: count,
})
export type BillLine = z.infer<typeof billLine>
