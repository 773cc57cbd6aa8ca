// The words of bills: what one line of a provider's bill charges for, and how much. Owns no arithmetic.
import { TOKEN_CLASSES } from './token-classes.ts'

/**
 * What a line of a bill charges for: a token class, or something that is not tokens. `discount`, `credit` and `tax` are
 * lines of their own on some bills. `other`: a charge for Claude that none of the words fits.
 */
export const METERS = [
  ...TOKEN_CLASSES, 'webSearches', 'codeExecution', 'sessionHours', 'provisioned', 'discount', 'credit', 'tax', 'other',
] as const
export type Meter = (typeof METERS)[number]

/** What a bill says of one line. Amounts are pico-USD: exact up to 12 decimals of a dollar, rounded half-even beyond. */
export interface BillAmount {
  meter: Meter
  /** What is charged: after discounts, before credits and tax (those are lines of their own). May be negative. */
  billed: bigint
  /** Before discounts; null where the bill does not say. */
  list: bigint | null
  /** The unit each amount was rounded to by the source (a cent is 10,000,000,000); 0 where it does not round. */
  roundedTo: bigint
  /** The last UTC day the line covers, inclusive; its first is that of `occurredAtMs`. */
  lastDay: string
  /** The provider says that the amount may still change. */
  estimated: boolean
  /** True where the record's token counts are the bill's own quantities; false where the bill has money only. */
  quantityStated: boolean
}
