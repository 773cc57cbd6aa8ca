// Rules that a list of price points must keep as a whole: known models, sane dates, no two prices for one thing.
import { modelFacts } from '../core/model-catalogue.ts'
import type { PricePoint } from '../core/price-book.ts'

function describe(point: PricePoint): string {
  return `${point.platform} ${point.routes.join('/')} ${point.model} ${point.tier} ${point.speed} over ${point.promptOver}`
    + ` from ${point.effectiveFrom ?? 'the start'}`
}

function overlap(a: PricePoint, b: PricePoint): boolean {
  return (a.effectiveTo === null || b.effectiveFrom === null || b.effectiveFrom <= a.effectiveTo)
    && (b.effectiveTo === null || a.effectiveFrom === null || a.effectiveFrom <= b.effectiveTo)
}

function checkOne(point: PricePoint): void {
  if (modelFacts(point.model) === null) throw new Error(`No such model in the catalogue: ${describe(point)}`)
  if (point.effectiveFrom !== null && point.effectiveTo !== null && point.effectiveTo < point.effectiveFrom) {
    throw new Error(`A price that ends before it begins: ${describe(point)}`)
  }
  if (Object.values(point.rates).every((rate) => rate === null)) {
    throw new Error(`A price without a rate: ${describe(point)}`)
  }
}

/** Returns the points, or throws an Error that names the first one that breaks a rule. */
export function checkPoints(points: readonly PricePoint[]): readonly PricePoint[] {
  const same = new Map<string, PricePoint[]>()
  for (const point of points) {
    checkOne(point)
    for (const route of point.routes) {
      const key = [point.platform, route, point.model, point.tier, point.speed, point.promptOver].join('|')
      const others = same.get(key) ?? []
      if (others.some((other) => overlap(other, point))) throw new Error(`Two prices at once: ${describe(point)}`)
      same.set(key, [...others, point])
    }
  }
  return points
}
