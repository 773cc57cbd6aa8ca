// Which surfaces changed most against the period before, and mostly because of what. Pure.
import { hitRate } from '../../../src/core/caching.ts'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import type { Figures, TotalsRow } from '../../../src/api/contract/shapes.ts'
import { percent, percentChange } from '../../format.ts'
import { tokenTotal } from '../../state/coverage.ts'

/** One surface in one period, with its cost by model. */
export interface SurfacePeriod {
  cost: bigint
  requests: number | null
  prompt: number
  output: number
  cacheRead: number
  unpricedTokens: number
  costByModel: ReadonlyMap<string, bigint>
}

const NOTHING: SurfacePeriod = {
  cost: 0n,
  requests: 0,
  prompt: 0,
  output: 0,
  cacheRead: 0,
  unpricedTokens: 0,
  costByModel: new Map(),
}

/** `rows` are grouped by surface and model. */
export function bySurface(rows: readonly TotalsRow[]): Map<string, SurfacePeriod> {
  const surfaces = new Map<string, SurfacePeriod>()
  for (const row of rows) {
    const name = row.keys['surface'] ?? UNATTRIBUTED
    const model = row.keys['model'] ?? ''
    const held = surfaces.get(name) ?? NOTHING
    const cost = BigInt(row.listCost ?? '0')
    surfaces.set(name, {
      cost: held.cost + cost,
      requests: held.requests === null || row.requests === null ? null : held.requests + row.requests,
      prompt: held.prompt + tokenTotal(row.tokens) - row.tokens.output,
      output: held.output + row.tokens.output,
      cacheRead: held.cacheRead + row.tokens.cacheRead,
      unpricedTokens: held.unpricedTokens + row.unpricedTokens,
      costByModel: new Map([...held.costByModel, [model, (held.costByModel.get(model) ?? 0n) + cost]]),
    })
  }
  return surfaces
}

export interface Mover {
  surface: string
  change: bigint
  /** In a few words. */
  because: string
  /** Prices came or went: neither good nor bad news. */
  notComparable: boolean
}

const ratio = (now: number, before: number): number | null => (before > 0 && now > 0 ? now / before : null)
const rate = (period: SurfacePeriod): number | null =>
  period.prompt === 0
    ? null
    : hitRate({
        uncachedInput: period.prompt - period.cacheRead,
        cacheRead: period.cacheRead,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
        output: 0,
      })

const unpricedShare = (period: SurfacePeriod): number =>
  period.unpricedTokens / Math.max(period.prompt + period.output, 1)

/** The model whose share of the cost moved most, when that is over 5 points. */
function modelShift(now: SurfacePeriod, before: SurfacePeriod): string | null {
  const share = (period: SurfacePeriod, model: string) =>
    period.cost === 0n ? 0 : Number(((period.costByModel.get(model) ?? 0n) * 10_000n) / period.cost) / 10_000
  const shifts = [...now.costByModel.keys()].map((model) => ({ model, by: share(now, model) - share(before, model) }))
  const largest = shifts.sort((a, b) => b.by - a.by)[0]
  return largest !== undefined && largest.by > 0.05 ? largest.model : null
}

/** What prices that came or went explain; null where they do not. */
function becauseOfPrices(now: SurfacePeriod, before: SurfacePeriod): string | null {
  if (before.cost === 0n) return before.unpricedTokens > 0 ? 'Priced now, not before' : null
  if (now.cost === 0n) return now.unpricedTokens > 0 ? 'No price any more' : null
  const lost = unpricedShare(now) - unpricedShare(before)
  if ((now.cost > before.cost ? 1 : -1) * lost >= -0.05) return null
  return lost > 0 ? `${percent(unpricedShare(now))} without a price` : 'Priced now, not before'
}

/**
 * The largest of the factors that cost is a product of, on a log scale and in the direction of the change:
 * requests, prompt tokens a request, output tokens a request; or fewer cache hits, or another model.
 */
export function mostlyBecause(now: SurfacePeriod, before: SurfacePeriod, nameOf: (model: string) => string): string {
  const prices = becauseOfPrices(now, before)
  if (prices !== null) return prices
  if (before.cost === 0n) return 'New in this period'
  if (now.cost === 0n) return 'No use in this period'
  const direction = now.cost > before.cost ? 1 : -1
  const requests = ratio(now.requests ?? 0, before.requests ?? 0)
  const perRequest = (of: (period: SurfacePeriod) => number) =>
    ratio(of(now) / Math.max(now.requests ?? 1, 1), of(before) / Math.max(before.requests ?? 1, 1))
  const factors = [
    { ratio: requests, text: (by: number) => `Requests ${percentChange(by - 1)}` },
    {
      ratio: perRequest((period) => period.prompt),
      text: (by: number) => `${by > 1 ? 'Longer' : 'Shorter'} prompts, ${percentChange(by - 1)}`,
    },
    {
      ratio: perRequest((period) => period.output),
      text: (by: number) => `${by > 1 ? 'Longer' : 'Shorter'} answers, ${percentChange(by - 1)}`,
    },
  ]
  const pulls = factors.flatMap(({ ratio: by, text }) =>
    by === null ? [] : [{ pull: direction * Math.log(by), text: text(by) }],
  )
  const strongest = pulls.sort((a, b) => b.pull - a.pull)[0]
  const whole = Math.abs(Math.log(Number((now.cost * 1_000_000n) / before.cost) / 1_000_000))
  const [rateNow, rateBefore] = [rate(now), rate(before)]
  const hits = rateNow === null || rateBefore === null ? 0 : direction * (rateBefore - rateNow)
  const explained = strongest !== undefined && strongest.pull > whole / 2
  if (explained) return hits > 0.005 ? `${strongest.text}, ${direction > 0 ? 'fewer' : 'more'} hits` : strongest.text
  const model = modelShift(now, before)
  if (model !== null) return `More ${nameOf(model)}`
  if (hits > 0.005) return direction > 0 ? 'Fewer cache hits' : 'More cache hits'
  return strongest !== undefined && strongest.pull > 0 ? strongest.text : 'Several small changes'
}

export function topMovers(
  data: { now: readonly TotalsRow[]; before: readonly TotalsRow[] },
  nameOf: (model: string) => string,
  most = 5,
): Mover[] {
  const [now, before] = [bySurface(data.now), bySurface(data.before)]
  const size = (value: bigint) => (value < 0n ? -value : value)
  return [...new Set([...now.keys(), ...before.keys()])]
    .map((surface) => {
      const [n, b] = [now.get(surface) ?? NOTHING, before.get(surface) ?? NOTHING]
      return {
        surface,
        change: n.cost - b.cost,
        because: mostlyBecause(n, b, nameOf),
        notComparable: becauseOfPrices(n, b) !== null,
      }
    })
    .filter((mover) => mover.change !== 0n)
    .sort((a, b) => (size(a.change) === size(b.change) ? 0 : size(a.change) > size(b.change) ? -1 : 1))
    .slice(0, most)
}

/** Requests that the list cost is made of; null where the evidence does not count them. */
export function pricedRequests({ requests, unpricedRequests }: Figures): number | null {
  return requests === null ? null : requests - (unpricedRequests ?? 0)
}

/** Cost of 1,000 requests that have a price, in pico-USD; null without a count. */
export function costPerThousand(figures: Figures): bigint | null {
  const priced = pricedRequests(figures)
  if (priced === null || priced === 0 || figures.listCost === null) return null
  return (BigInt(figures.listCost) * 1_000n) / BigInt(priced)
}
