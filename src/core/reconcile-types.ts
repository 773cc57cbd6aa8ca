// The words of a reconciliation. Owns no arithmetic.

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
