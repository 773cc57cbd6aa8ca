// The report of one import: what was read, what it brought, and what is left for the user to do.
import type { CellRow, ImportRow, UsageRepo } from '../../../db/ledger.ts'
import { dayOf } from '../../core/calendar.ts'
import { priceCell, totalTokens } from '../../core/cost.ts'
import { FiguresSum } from '../../core/figures.ts'
import { namesNoModel } from '../../core/nameless-model.ts'
import { UNATTRIBUTED } from '../../core/surface-rules.ts'
import { BASES, type Basis } from '../../core/usage.ts'
import type { Output } from '../contract/contract.ts'
import type { Attribution } from './attribution.ts'
import { usageCell, type ViewCell } from './cell-view.ts'
import type { Context } from './context.ts'
import { importOverlaps } from './import-overlaps.ts'
import { crowdedTags } from './tag-values.ts'

type Report = Output<'imports.report'>
type Unpriced = Report['unpriced'][number]

export async function importReport(context: Context, summary: ImportRow): Promise<Report> {
  const { imports } = context.ledger
  const { cells: rows, newOriginIds, firstAtMs, lastAtMs } = heldBy(context, summary.id)
  const cells = toViewCells(context, rows)
  const reasons = imports.reasons(summary.id)
  const tz = context.zone()
  return {
    summary,
    sources: imports.sources(summary.id).map(({ id: _, ...source }) => source),
    ignoredByReason: reasons.ignored,
    rejectedByReason: reasons.rejected,
    firstDay: firstAtMs === null ? null : dayOf(firstAtMs, tz),
    lastDay: lastAtMs === null ? null : dayOf(lastAtMs, tz),
    brought: {
      evidence: BASES.flatMap((basis) => evidenceOf(context, basis, cells)),
      origins: new Set(cells.map(({ pair }) => pair.originId)).size, newOrigins: newOriginIds.length,
    },
    unpriced: unpriced(context, cells),
    unattributedRequests: cells.reduce((count, { pair, row }) => count + (pair.surface === UNATTRIBUTED ? row.requests : 0), 0),
    assumedDates: cells.reduce((count, cell) => count + (isUndated(cell) ? cell.row.requests : 0), 0),
    crowdedTags: crowdedTags(context, cells),
    overlaps: await importOverlaps(context, summary.id),
  }
}

type Held = ReturnType<UsageRepo['ofImport']>

/** Per state of the ledger: an attribution is built anew after every change. Several places show the report of one import. */
const held = new WeakMap<Attribution, Map<number, Held>>()
const MOST_REPORTS = 3

/** Reads every row of the import: three seconds a million. */
function heldBy(context: Context, id: number): Held {
  const attribution = context.attribution()
  const kept = held.get(attribution) ?? new Map<number, Held>()
  held.set(attribution, kept)
  const known = kept.get(id)
  if (known !== undefined) return known
  if (kept.size >= MOST_REPORTS) kept.clear()
  const read = context.ledger.usage.ofImport(id)
  kept.set(id, read)
  return read
}

/** What an import holds of one kind of evidence; none where it holds none. */
function evidenceOf(context: Context, basis: Basis, cells: readonly ViewCell[]): Report['brought']['evidence'] {
  const own = cells.filter(({ row }) => row.basis === basis)
  if (own.length === 0) return []
  const sum = new FiguresSum()
  for (const cell of own.map(usageCell)) sum.add(cell, priceCell(cell, context.prices.book()))
  const { requests, tokens, listCost } = sum.toFigures()
  return [{ basis, requests, tokens: totalTokens(tokens), listCost }]
}

function toViewCells(context: Context, rows: readonly CellRow[]): ViewCell[] {
  const attribution = context.attribution()
  return rows.flatMap((row) => {
    const pair = attribution.pair(row.originId, row.classId)
    return pair === null ? [] : [{ pair, row }]
  })
}

/** A report's row that is flagged so has a time, but covers more than a day. */
function isUndated({ pair, row }: ViewCell): boolean {
  return row.basis === 'requests' && pair.known.priceClass.assumptions.includes('date')
}

/** Lines of bills have their own amounts: they need no price. */
function unpriced(context: Context, cells: readonly ViewCell[]): Unpriced[] {
  const book = context.prices.book()
  const found = new Map<string, Unpriced>()
  for (const { pair, row } of cells) {
    const { platform, route, model } = pair.known.priceClass
    const tokens = totalTokens(row.tokens)
    if (row.basis === 'bills' || tokens === 0 || book.find(pair.known.priceClass, row.utcDay).kind === 'priced') continue
    const key = [platform, route, model].join('\u001f')
    const held = found.get(key)
    found.set(key, {
      platform, route, model, isProfile: namesNoModel(model),
      requests: (held?.requests ?? 0) + row.requests, tokens: (held?.tokens ?? 0) + tokens,
    })
  }
  return [...found.values()].toSorted((a, b) => b.tokens - a.tokens)
}
