// A list cost taken apart: by price class, tokens x price = amount, with the price points it rests on. Pure.
import type { Pico } from '../../src/core/money.ts'
import { priceCell } from '../../src/core/cost.ts'
import type { PriceBook, PricePoint } from '../../src/core/price-book.ts'
import type { ProjectionCell } from '../../src/core/projection.ts'
import { TOKEN_CLASSES, type TokenClass } from '../../src/core/usage.ts'

export interface CostLine {
  tokenClass: TokenClass
  tokens: number
  /** Micro-USD per million tokens; null: no price. */
  rate: bigint | null
  amount: Pico
}

/** Usage under one price point. */
export interface CostPart {
  point: PricePoint
  route: string
  lines: CostLine[]
  amount: Pico
  lowerBound: boolean
}

export interface CostTaken {
  /** Dearest first. */
  parts: CostPart[]
  webSearches: Pico
  total: Pico
  unpricedTokens: number
}

function emptyPart(point: PricePoint, route: string): CostPart {
  const lines = TOKEN_CLASSES.map((tokenClass) => ({
    tokenClass,
    tokens: 0,
    rate: point.rates[tokenClass],
    amount: 0n,
  }))
  return { point, route, lines, amount: 0n, lowerBound: false }
}

/** The same pricing as everywhere else (`priceCell`), only kept apart by price point. */
export function takeApart(cells: readonly ProjectionCell[], book: PriceBook): CostTaken {
  const parts = new Map<PricePoint, Map<string, CostPart>>()
  let [webSearches, total, unpricedTokens] = [0n, 0n, 0]
  for (const cell of cells) {
    const cost = priceCell(cell, book)
    webSearches += cost.webSearches
    total += cost.listCost ?? 0n
    unpricedTokens += cost.unpricedTokens
    if (cost.match.kind === 'unpriced') continue
    const { point, lowerBound } = cost.match
    const { route } = cell.priceClass
    const byRoute = parts.get(point) ?? new Map<string, CostPart>()
    parts.set(point, byRoute)
    const part = byRoute.get(route) ?? emptyPart(point, route)
    byRoute.set(route, part)
    if (lowerBound) part.lowerBound = true
    for (const line of part.lines) {
      line.tokens += cell.tokens[line.tokenClass]
      line.amount += cost.byClass[line.tokenClass]
      part.amount += cost.byClass[line.tokenClass]
    }
  }
  const sorted = [...parts.values()]
    .flatMap((byRoute) => [...byRoute.values()])
    .sort((a, b) => (a.amount > b.amount ? -1 : 1))
  return { parts: sorted, webSearches, total, unpricedTokens }
}
