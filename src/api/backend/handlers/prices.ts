// Prices: the list, what it lacks, and the user's overrides and discounts.
import { formatRate, formatUsdExact } from '../../../core/money.ts'
import { MODELS } from '../../../core/model-catalogue.ts'
import { holdsOn, type PricePoint, type SearchFee } from '../../../core/price-book.ts'
import { totalTokens } from '../../../core/cost.ts'
import type { Handlers } from '../../dispatcher.ts'
import type { Output } from '../../contract/contract.ts'
import { NO_FILTERS, usageCell, type MergedCell } from '../cell-view.ts'
import type { Context } from '../context.ts'
import { cellsOf, mergedCells, usageSlots } from '../merged-cells.ts'

type PriceHandlers = Pick<Handlers,
  'prices.list' | 'prices.gaps' | 'prices.overrides' | 'prices.setOverride' | 'prices.deleteOverride'
  | 'discounts.list' | 'discounts.set' | 'discounts.delete'>
type List = Output<'prices.list'>
type Gap = Output<'prices.gaps'>['gaps'][number]

export function priceHandlers(context: Context): PriceHandlers {
  const { prices } = context
  const changed = <T>(result: T): T => {
    context.changed()
    return result
  }
  return {
    'prices.list': (asked) => list(context, asked),
    'prices.gaps': () => ({ gaps: gaps(context) }),
    'prices.overrides': () => ({ overrides: prices.overrides() }),
    'prices.setOverride': ({ override }) => changed({ id: prices.setOverride(override) }),
    'prices.deleteOverride': ({ id }) => {
      prices.removeOverride(id)
      return changed({})
    },
    'discounts.list': () => ({ discounts: prices.discounts() }),
    'discounts.set': ({ discount }) => changed({ id: prices.setDiscount(discount) }),
    'discounts.delete': ({ id }) => {
      prices.removeDiscount(id)
      return changed({})
    },
  }
}

interface Asked { model?: string | undefined; platform?: string | undefined; on?: string | undefined }

function list(context: Context, { model, platform, on }: Asked): List {
  const book = context.prices.book()
  const wanted = (point: PricePoint) =>
    (model === undefined || point.model === model) && (platform === undefined || point.platform === platform)
    && (on === undefined || holdsOn(point, on))
  return {
    points: book.points.filter(wanted).map(pointText),
    searchFees: book.searchFees
      .filter((fee) => (platform === undefined || fee.platform === platform) && (on === undefined || holdsOn(fee, on)))
      .map(feeText),
    models: MODELS.filter(({ id }) => model === undefined || id === model).map((facts) => ({
      id: facts.id, name: facts.displayName, family: facts.family, released: facts.released, tokenizer: facts.tokenizer,
    })),
  }
}

function pointText({ rates, routes, sources, ...point }: PricePoint): List['points'][number] {
  const text = (rate: bigint | null) => (rate === null ? null : formatRate(rate))
  return {
    ...point, routes: [...routes], sources: [...sources],
    usdPerMillionTokens: {
      uncachedInput: text(rates.uncachedInput), cacheRead: text(rates.cacheRead), cacheWrite5m: text(rates.cacheWrite5m),
      cacheWrite1h: text(rates.cacheWrite1h), output: text(rates.output),
    },
  }
}

function feeText({ picoPerSearch, sources, ...fee }: SearchFee): List['searchFees'][number] {
  return { ...fee, sources: [...sources], usdPerThousandSearches: formatUsdExact(picoPerSearch * 1000n) }
}

/** Where there are columns, no cell is made of what has a price: most of a ledger. */
function unpricedCells(context: Context): MergedCell[] {
  const options = { by: [], apart: (utcDay: string) => utcDay }
  const view = usageSlots(context, NO_FILTERS, options)
  if (view === null) return mergedCells(context, NO_FILTERS, options).cells
  const { slots, prices } = view
  return cellsOf(view, false, (slot) => prices.prices[slots.price[slot] ?? -1]?.isPriced !== true)
}

/** Usage that counts and has no price, by what would have to be priced. */
function gaps(context: Context): Gap[] {
  const book = context.prices.book()
  const found = new Map<string, Gap>()
  for (const cell of unpricedCells(context)) {
    const { priceClass, utcDay, requests, tokens } = usageCell(cell)
    const count = totalTokens(tokens)
    const match = book.find(priceClass, utcDay)
    if (match.kind === 'priced' || (count === 0 && cell.row.webSearches === 0)) continue
    const { platform, route, model, tier, speed, promptOver } = priceClass
    const key = [platform, route, model, tier, speed, promptOver].join('\u001f')
    const held = found.get(key)
    found.set(key, {
      platform, route, model, tier, speed, promptOver,
      firstDay: held === undefined || utcDay < held.firstDay ? utcDay : held.firstDay,
      lastDay: held === undefined || utcDay > held.lastDay ? utcDay : held.lastDay,
      requests: held === undefined ? requests : held.requests === null || requests === null ? null : held.requests + requests,
      tokens: (held?.tokens ?? 0) + count,
      why: held?.why ?? match.why,
    })
  }
  return [...found.values()].toSorted((a, b) => b.tokens - a.tokens)
}
