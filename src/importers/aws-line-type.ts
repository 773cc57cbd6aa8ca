// What the type of a line of an AWS bill makes of it: tax, credit, discount, or what its usage type says. Owns the words
// of the Cost and Usage Report and of Cost Explorer (`EdpDiscount`, `Enterprise Discount Program Discount`).
// https://docs.aws.amazon.com/cur/latest/userguide/Lineitem-columns.html (read 2026-11-22)
import type { Meter } from '../core/bill.ts'

/**
 * Null where the line is usage, or a fee for a commitment, so that its usage type says the meter. A refund is a credit;
 * `SavingsPlanNegation` takes back what a plan covers, so it is a discount.
 */
export function meterOfRecordType(type: string | null): Meter | null {
  const words = (type ?? '').toLowerCase().replace(/[^a-z]/g, '')
  if (words === 'tax' || words.endsWith('tax')) return 'tax'
  if (words === 'credit' || words === 'refund') return 'credit'
  if (words.includes('discount') && !words.startsWith('discounted')) return 'discount'
  return words === 'savingsplannegation' ? 'discount' : null
}
