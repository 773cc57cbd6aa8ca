// The requests behind a figure, newest first, each with its own list cost. Shows exactly the rows that are counted.
import type { RequestPages, RequestRow } from '../../../db/ledger.ts'
import { utcDayOf } from '../../core/calendar.ts'
import { priceCell } from '../../core/cost.ts'
import type { Output } from '../contract/contract.ts'
import type { Filters } from '../contract/shapes.ts'
import type { Attribution } from './attribution.ts'
import { cellQuery } from './cell-view.ts'
import type { Context } from './context.ts'
import { wantedRows } from './wanted-rows.ts'

type Page = Output<'usage.requests'>
type Row = Page['rows'][number]

interface Asked {
  filters: Filters
  offset: number
  limit: number
}

export function requestPage(context: Context, { filters, offset, limit }: Asked): Page {
  const pages = pagesOf(context, filters)
  return { rows: pages.page(offset, limit).flatMap((row) => shown(context, row)), total: pages.total }
}

/** Per state of the ledger: an attribution is built anew after every change. One view leafs through the same rows. */
const held = new WeakMap<Attribution, { key: string; pages: RequestPages }>()

function pagesOf(context: Context, filters: Filters): RequestPages {
  const attribution = context.attribution()
  const key = JSON.stringify(filters)
  const kept = held.get(attribution)
  if (kept?.key === key) return kept.pages
  const pages = context.ledger.usage.requests(cellQuery(filters, null), isAll(context, filters) ? null : wantedRows(context, filters))
  held.set(attribution, { key, pages })
  return pages
}

/** Then the ledger need not look at pairs at all. */
function isAll(context: Context, { platforms, surfaces, models, routes, basis }: Filters): boolean {
  return [platforms, surfaces, models, routes].every((wanted) => wanted.length === 0) && !context.passesOver(basis)
}

function shown(context: Context, row: RequestRow): Row[] {
  const pair = context.attribution().pair(row.originId, row.classId)
  if (pair === null) return []
  const { priceClass } = pair.known
  const { tokens, webSearches, requests } = row
  const cost = priceCell({ priceClass, utcDay: utcDayOf(row.atMs), tokens, webSearches, requests }, context.prices.book())
  const { id, atMs, rawModel, kind, latencyMs, timeToFirstTokenMs, stopReason, errorCode, importId, source, position } = row
  return [{
    id, atMs, assumedDate: priceClass.assumptions.includes('date'), surface: pair.surface,
    platform: priceClass.platform, route: priceClass.route, model: priceClass.model, rawModel,
    tier: priceClass.tier, speed: priceClass.speed, kind, tokens, webSearches, requests, latencyMs, timeToFirstTokenMs,
    stopReason, errorCode, listCost: cost.listCost?.toString() ?? null, assumptions: [...cost.assumptions],
    importId, source, position,
  }]
}
