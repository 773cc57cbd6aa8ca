// What a decision needs to know of a surface's own traffic: where it runs, what it uses, how much of it has a price.
import { priceCell, totalTokens } from './cost.ts'
import { grouped } from './grouped.ts'
import { modelFacts } from './model-catalogue.ts'
import type { Pico } from './money.ts'
import { placementKey, type Placement } from './placement.ts'
import type { Feature, PlacementFacts } from './placement-facts.ts'
import type { PriceBook, PriceMatch, PricePoint } from './price-book.ts'
import type { ProjectionCell } from './projection.ts'
import type { PriceClass } from './usage.ts'

export interface TodayPlacement {
  placement: Placement
  /** Pico-USD in the window, at list. */
  listCost: Pico
  /** Null where some of the evidence has no count. */
  requests: number | null
}

/** The traffic of one surface in the window. */
export interface SurfaceUsage {
  surface: string
  /** Dearest first. */
  today: readonly TodayPlacement[]
  models: readonly string[]
  /** Distinct price classes. */
  classes: readonly PriceClass[]
  /** Features the logs show in use, with how often where that can be counted. */
  uses: ReadonlyMap<Feature, string>
  tokens: number
  unpricedTokens: number
  lowerBound: boolean
  /** The last UTC day with usage. */
  lastDay: string
}

const plural = (count: number, what: string) => `${count.toLocaleString('en-US')} ${what}`

/** What the records show; a feature they cannot show (code execution, files) is not among them. */
function usesOf(cells: readonly ProjectionCell[]): Map<Feature, string> {
  let [searches, hourWrites, reads, batch, batchReads, fast] = [0, 0, 0, 0, 0, 0]
  for (const { priceClass, tokens, webSearches } of cells) {
    const cached = tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
    searches += webSearches
    hourWrites += tokens.cacheWrite1h
    reads += cached
    if (priceClass.tier === 'batch') batch += totalTokens(tokens)
    if (priceClass.tier === 'batch') batchReads += cached
    if (priceClass.speed === 'fast') fast += totalTokens(tokens)
  }
  const found: [Feature, number, string][] = [
    ['promptCaching', reads, 'cached tokens'], ['oneHourCache', hourWrites, 'tokens written for an hour'],
    ['batch', batch, 'tokens in batches'], ['batchCaching', batchReads, 'cached tokens in batches'],
    ['fastMode', fast, 'tokens at fast speed'], ['webSearch', searches, 'web searches'],
  ]
  return new Map(found.flatMap(([feature, count, what]) => (count === 0 ? [] : [[feature, plural(count, what)]])))
}

/** `cells` in their order, which decides between equals; `merged` are the same, added up by `mergeSpans`: a tenth as many to price. */
interface OwnCells { cells: readonly ProjectionCell[]; merged: readonly ProjectionCell[] }

function usageOf(surface: string, { cells, merged }: OwnCells, book: PriceBook): SurfaceUsage {
  const classes = [...new Set(cells.map(({ priceClass }) => priceClass))]
  const today = new Map<string, TodayPlacement>()
  for (const { platform, route } of classes) today.set(placementKey({ platform, route }), { placement: { platform, route }, listCost: 0n, requests: 0 })
  let [tokens, unpricedTokens, lowerBound, lastDay] = [0, 0, false, '']
  for (const cell of merged) {
    const cost = priceCell(cell, book)
    const held = today.get(placementKey(cell.priceClass))
    if (held !== undefined) {
      held.listCost += cost.listCost ?? 0n
      held.requests = held.requests === null || cell.requests === null ? null : held.requests + cell.requests
    }
    tokens += totalTokens(cell.tokens)
    unpricedTokens += cost.unpricedTokens
    lowerBound ||= cost.lowerBound
    if (cell.utcDay > lastDay) lastDay = cell.utcDay
  }
  return {
    surface, tokens, unpricedTokens, lowerBound, lastDay, classes,
    today: [...today.values()].toSorted((a, b) => (a.listCost > b.listCost ? -1 : a.listCost < b.listCost ? 1 : 0)),
    models: [...new Set(classes.map(({ model }) => model))].toSorted(),
    uses: usesOf(merged),
  }
}

/** One entry a surface, by name. `merged` are the cells as `mergeSpans` adds them up. */
export function surfaceUsage(cells: readonly ProjectionCell[], merged: readonly ProjectionCell[], book: PriceBook): SurfaceUsage[] {
  const [own, ownMerged] = [grouped(cells, ({ surface }) => surface), grouped(merged, ({ surface }) => surface)]
  return [...own].toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([surface, each]) => usageOf(surface, { cells: each, merged: ownMerged.get(surface) ?? [] }, book))
}

/** By book, then by placement and day: fifty surfaces ask for the same few classes on each placement. */
const movedPrices = new WeakMap<PriceBook, Map<string, WeakMap<PriceClass, PriceMatch>>>()

function pricesHeld(book: PriceBook, where: string): WeakMap<PriceClass, PriceMatch> {
  const ofBook = movedPrices.get(book) ?? new Map<string, WeakMap<PriceClass, PriceMatch>>()
  movedPrices.set(book, ofBook)
  const held = ofBook.get(where) ?? new WeakMap<PriceClass, PriceMatch>()
  ofBook.set(where, held)
  return held
}

function priceAt(priceClass: PriceClass, held: WeakMap<PriceClass, PriceMatch>, find: () => PriceMatch): PriceMatch {
  let match = held.get(priceClass)
  if (match === undefined) held.set(priceClass, (match = find()))
  return match
}

/** The prices of a surface's traffic at a placement, as of its last day; each once. */
export function pricePointsAt(usage: SurfaceUsage, { platform, route }: Placement, book: PriceBook): PricePoint[] {
  const points = new Set<PricePoint>()
  const held = pricesHeld(book, `${platform} ${route} ${usage.lastDay}`)
  for (const priceClass of usage.classes) {
    const match = priceAt(priceClass, held, () => book.find({ ...priceClass, platform, route }, usage.lastDay))
    if (match.kind === 'priced') points.add(match.point)
  }
  return [...points].toSorted((a, b) =>
    a.model === b.model ? a.promptOver - b.promptOver : a.model < b.model ? -1 : 1)
}

/** Models that Anthropic's own API refuses by the last day; other platforms keep some of them longer. */
export function retiredThere(usage: SurfaceUsage, facts: PlacementFacts): string[] {
  if (facts.operator !== 'anthropic') return []
  return usage.models.filter((model) => {
    const retired = modelFacts(model)?.retired ?? null
    return retired !== null && retired <= usage.lastDay
  })
}

/** Features in use that a placement is known not to have; an hour's cache counts as lost only where caching stays. */
export function lostFeatures(usage: SurfaceUsage, facts: PlacementFacts): Feature[] {
  return [...usage.uses.keys()].filter((feature) => facts.features[feature].value === 'no')
}

/** Features in use of which nobody knows whether a placement has them. */
export function unsureFeatures(usage: SurfaceUsage, facts: PlacementFacts): Feature[] {
  return [...usage.uses.keys()].filter((feature) => facts.features[feature].value === 'unknown')
}
