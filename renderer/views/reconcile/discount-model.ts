// Whether a discount found in a bill is set already. Pure.
import type { ReconcilePlatform } from '../../../src/api/contract/reconcile-shapes.ts'
import type { Output } from '../../../src/api/contract/contract.ts'

export type Found = NonNullable<ReconcilePlatform['discount']>
type Held = Output<'discounts.list'>['discounts'][number]

function overlaps(held: Held, found: Found): boolean {
  return (held.effectiveFrom ?? '') <= found.lastDay && (held.effectiveTo ?? '9999-12-31') >= found.firstDay
}

/** A discount of the platform on any of these days: a second one on the same day would only hide the first. */
export function heldDiscount(discounts: readonly Held[], platform: string, found: Found): Held | null {
  return discounts.findLast((held) => held.platform === platform && overlaps(held, found)) ?? null
}
