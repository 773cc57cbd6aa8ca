// The report of one import: what was read, what it brought, and what is left for the user to do.
import type { ImportRow, UsageRepo } from '../../../db/ledger.ts'
import { dayOf } from '../../core/calendar.ts'
import { totalTokens } from '../../core/cost.ts'
import { namesNoModel } from '../../core/nameless-model.ts'
import { UNATTRIBUTED } from '../../core/surface-rules.ts'
import { BASES } from '../../core/usage.ts'
import type { Output } from '../contract/contract.ts'
import type { Attribution } from './attribution.ts'
import type { Context } from './context.ts'
import { importOverlaps } from './import-overlaps.ts'
import { figuresOfBasis, heldPairs, readImport, type HeldPair, type ImportColumns } from './import-usage.ts'
import { crowdedTags } from './tag-values.ts'

type Report = Output<'imports.report'>
type Unpriced = Report['unpriced'][number]

export async function importReport(context: Context, summary: ImportRow): Promise<Report> {
  const { imports } = context.ledger
  const overlaps = await importOverlaps(context, summary.id)
  const { columns, newOriginIds, firstAtMs, lastAtMs } = await heldBy(context, summary.id)
  const { all, unpriced } = heldPairs(context, columns)
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
      evidence: evidenceOf(context, columns, all),
      origins: new Set(all.map(({ pair }) => pair.originId)).size, newOrigins: newOriginIds.length,
    },
    unpriced: unpricedModels(unpriced),
    unattributedRequests: requestsOf(all.filter(({ pair }) => pair.surface === UNATTRIBUTED)),
    assumedDates: requestsOf(all.filter(isUndated)),
    crowdedTags: crowdedTags(context, all),
    overlaps,
  }
}

type Held = ReturnType<UsageRepo['ofImport']> & { columns: ImportColumns }

/** Per state of the ledger: an attribution is built anew after every change. Several places show the report of one import. */
const held = new WeakMap<Attribution, Map<number, Held>>()
const MOST_REPORTS = 3

async function heldBy(context: Context, id: number): Promise<Held> {
  const attribution = context.attribution()
  const known = held.get(attribution)?.get(id)
  if (known !== undefined) return known
  const columns = await readImport(context, id)
  const read = { columns, ...context.ledger.usage.ofImport(id) }
  const kept = held.get(attribution) ?? new Map<number, Held>()
  if (kept.size >= MOST_REPORTS) kept.clear()
  // Of a ledger that has changed while it was read, nothing is kept.
  if (attribution === context.attribution()) held.set(attribution, kept.set(id, read))
  return read
}

/** What an import holds of each kind of evidence; none of a kind where it holds none. */
function evidenceOf(context: Context, columns: ImportColumns, all: readonly HeldPair[]): Report['brought']['evidence'] {
  const present = new Set(all.map(({ basis }) => basis))
  return BASES.filter((basis) => present.has(basis)).map((basis) => {
    const { requests, tokens, listCost } = figuresOfBasis(context, columns, basis).toFigures()
    return { basis, requests, tokens: totalTokens(tokens), listCost }
  })
}

const requestsOf = (pairs: readonly HeldPair[]): number => pairs.reduce((count, { requests }) => count + requests, 0)

/** A report's row that is flagged so has a time, but covers more than a day. */
function isUndated({ pair, basis }: HeldPair): boolean {
  return basis === 'requests' && pair.known.priceClass.assumptions.includes('date')
}

function unpricedModels(pairs: readonly HeldPair[]): Unpriced[] {
  const found = new Map<string, Unpriced>()
  for (const { pair, unpriced: { requests, tokens } } of pairs) {
    const { platform, route, model } = pair.known.priceClass
    const key = [platform, route, model].join('\u001f')
    const before = found.get(key)
    found.set(key, {
      platform, route, model, isProfile: namesNoModel(model),
      requests: (before?.requests ?? 0) + requests, tokens: (before?.tokens ?? 0) + tokens,
    })
  }
  return [...found.values()].toSorted((a, b) => b.tokens - a.tokens)
}
