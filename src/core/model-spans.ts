// Adds up cells of days between which no price of their own model changes, on any placement: for projections that keep the
// models. All prices together change some twenty times a year, those of one model once or twice.
import type { Discount } from './discount.ts'
import type { PriceBook } from './price-book.ts'
import { spanStarts, spanOf, type ProjectionCell } from './projection-baseline.ts'
import { changesOf } from './projection-plan.ts'
import { TOKEN_CLASSES, type PriceClass } from './usage.ts'

/** A cell carries the last of its days. Those without a price stay as they are. */
export function mergeSpans(cells: readonly ProjectionCell[], book: PriceBook, discounts: readonly Discount[]): ProjectionCell[] {
  const spanOfCell = modelSpans(book, discounts)
  const classes = new Map<PriceClass, Map<string, ProjectionCell>>()
  const unpriced: ProjectionCell[] = []
  for (const cell of cells) {
    const { priceClass, surface } = cell
    const span = spanOfCell(cell)
    // What is said of them names their day.
    if (span === null) {
      unpriced.push(cell)
      continue
    }
    const sums = classes.get(priceClass) ?? new Map<string, ProjectionCell>()
    classes.set(priceClass, sums)
    const key = `${span} ${surface}`
    const sum = sums.get(key)
    if (sum === undefined) sums.set(key, { ...cell, tokens: { ...cell.tokens } })
    else add(sum, cell)
  }
  return [...[...classes.values()].flatMap((sums) => [...sums.values()]), ...unpriced]
}

/** Numbers the span of a cell's model; null without a price. Looked up once a class and day, whatever the number of surfaces. */
function modelSpans(book: PriceBook, discounts: readonly Discount[]): (cell: ProjectionCell) => number | null {
  const starts = new Map<string, readonly string[]>()
  const startsOf = (model: string) => {
    const own = starts.get(model) ?? spanStarts(changesOf({ points: book.points.filter((point) => point.model === model), searchFees: book.searchFees }), discounts)
    starts.set(model, own)
    return own
  }
  const found = new Map<PriceClass, Map<string, number | null>>()
  return ({ priceClass, utcDay }) => {
    const ofClass = found.get(priceClass) ?? new Map<string, number | null>()
    found.set(priceClass, ofClass)
    let span = ofClass.get(utcDay)
    if (span === undefined) {
      span = book.find(priceClass, utcDay).kind === 'unpriced' ? null : spanOf(startsOf(priceClass.model), utcDay)
      ofClass.set(utcDay, span)
    }
    return span
  }
}

function add(sum: ProjectionCell, { utcDay, requests, webSearches, tokens }: ProjectionCell): void {
  if (utcDay > sum.utcDay) sum.utcDay = utcDay
  sum.requests = sum.requests === null || requests === null ? null : sum.requests + requests
  sum.webSearches += webSearches
  for (const name of TOKEN_CLASSES) sum.tokens[name] += tokens[name]
}
