// Which models a placement sells and since when, read from the price points: what has a price is offered.
import type { Placement } from './placement.ts'
import type { PriceBook, PricePoint } from './price-book.ts'

export interface Offer {
  model: string
  /** First and last UTC day with a price; null: open. */
  from: string | null
  to: string | null
  tiers: string[]
  speeds: string[]
}

const earlier = (a: string | null, b: string | null) => (a === null || b === null ? null : a < b ? a : b)
const later = (a: string | null, b: string | null) => (a === null || b === null ? null : a > b ? a : b)
const including = (values: readonly string[], value: string) => (values.includes(value) ? [...values] : [...values, value])

function sells(point: PricePoint, { platform, route }: Placement): boolean {
  return point.platform === platform && point.routes.includes(route)
}

function withPoint(held: Offer | undefined, point: PricePoint): Offer {
  const { model, effectiveFrom: from, effectiveTo: to, tier, speed } = point
  if (held === undefined) return { model, from, to, tiers: [tier], speeds: [speed] }
  return {
    model, from: earlier(held.from, from), to: later(held.to, to),
    tiers: including(held.tiers, tier), speeds: including(held.speeds, speed),
  }
}

/** Models by id. */
export function offersAt(book: PriceBook, placement: Placement): Offer[] {
  const offers = new Map<string, Offer>()
  for (const point of book.points) {
    if (sells(point, placement)) offers.set(point.model, withPoint(offers.get(point.model), point))
  }
  return [...offers.values()].toSorted((a, b) => (a.model < b.model ? -1 : 1))
}
