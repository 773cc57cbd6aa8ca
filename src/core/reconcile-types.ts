// The words of a reconciliation. Owns no arithmetic.
import type { Meter } from './bill.ts'
import type { Fraction } from './fraction.ts'
import type { Platform, PriceClass } from './usage.ts'

/**
 * Why a bill and the list cost of the logs differ. Each is billed minus computed, so that a bill that is higher is positive.
 * `routePremium`: the bill charges another route. `cacheTtl`: 1h writes against 5m. `tier`: tier, batch or speed.
 * `promptBand`: prompt sizes over a price threshold that the other side does not tell apart. `otherMeters`: web searches,
 * code execution, session hours, credits, tax. `dayEdge`: the same usage on the day before or after. `logGap`: on the bill,
 * not in the logs. `billGap`: in the logs, not on the bill. `price`: the bill's own rate is not the list price.
 * `discount`: below list. `rounding`: within what the bill rounds each row to. `unknown`: none of these.
 */
export const CAUSES = [
  'routePremium', 'cacheTtl', 'tier', 'promptBand', 'otherMeters', 'dayEdge', 'logGap', 'billGap', 'price', 'discount',
  'rounding', 'unknown',
] as const
export type Cause = (typeof CAUSES)[number]

/** Lines of one kind of bill that are alike but for their amounts, added up. Amounts in pico-USD. */
export interface BilledGroup {
  importer: string
  /** Route, tier and speed may be `unknown`; the band is the range of prompt sizes the lines cover. */
  priceClass: PriceClass
  meter: Meter
  /** UTC days, inclusive. */
  firstDay: string
  lastDay: string
  estimated: boolean
  quantityStated: boolean
  lines: number
  billed: bigint
  /** Before discounts; null where the bill does not say. */
  list: bigint | null
  /** Sum over the lines of the unit each was rounded to. */
  roundedTo: bigint
  tokens: number
}

/** One day (or run of days that a bill does not divide), model and meter: computed + causes = billed, to the last digit. */
export interface ReconcileEntry {
  platform: Platform
  day: string
  model: string
  meter: Meter
  computed: bigint
  billed: bigint
  /** Null where a line does not say and no discount was found. */
  billedList: bigint | null
  causes: Record<Cause, bigint>
  computedTokens: bigint
  /** Null where some line has money only and its tokens cannot be told from its prices. */
  billedTokens: bigint | null
  unpricedTokens: bigint
}

/** The discount that explains a bill. */
export interface FoundDiscount {
  /** As a fraction of 1: hundredths of a percent where these explain as much, else exact. */
  rate: Fraction
  evidence: 'stated' | 'inferred'
  /** List cost it holds for, of all that could be compared. */
  of: bigint
  outOf: bigint
  firstDay: string
  lastDay: string
}

/** A kind of bill: on how many days it has lines, and on how many it counts. */
export interface BillKind {
  importer: string
  days: number
  chosenDays: number
  billed: bigint
  estimatedDays: number
}

export interface PlatformReconciliation {
  platform: Platform
  entries: ReconcileEntry[]
  /** UTC days compared, and those that only one side covers. */
  days: { both: number; onlyLogs: number; onlyBill: number }
  firstDay: string | null
  lastDay: string | null
  bills: BillKind[]
  discount: FoundDiscount | null
}
