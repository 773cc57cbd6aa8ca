// Bills beside logs: reads both from the ledger, platform by platform, and has core explain the difference. Keeps what it
// worked out until the ledger or the prices change, since one view asks for several groupings of the same.
import type { BillGroup } from '../../../db/ledger.ts'
import { grouped } from '../../core/grouped.ts'
import type { PriceBook } from '../../core/price-book.ts'
import { reconciling } from '../../core/reconcile.ts'
import { comparison, type Asked, type Period } from '../../core/reconcile-periods.ts'
import type { BilledGroup, PlatformReconciliation } from '../../core/reconcile-types.ts'
import { PLATFORMS, type Platform, type UsageCell } from '../../core/usage.ts'
import type { ReconcileFilters } from '../contract/reconcile-contract.ts'
import type { Filters } from '../contract/shapes.ts'
import type { Attribution } from './attribution.ts'
import { cellQuery, NO_FILTERS, usageCell, type ViewWindow } from './cell-view.ts'
import type { Context } from './context.ts'
import { resultInSlices } from './in-slices.ts'
import { mergedCells } from './merged-cells.ts'
import { nextSlice } from './turns.ts'

export interface Question {
  filters: ReconcileFilters
  billSource: string | null
}

export interface Reconciliation {
  platforms: PlatformReconciliation[]
  window: ViewWindow
}

interface Kept { book: PriceBook; result: Promise<Reconciliation> }

/** Per state of the ledger: an attribution is built anew after every change. */
const billsOf = new WeakMap<Attribution, BilledGroup[]>()
const answers = new WeakMap<Attribution, Map<string, Kept>>()
const MAX_ANSWERS = 20

/** Other calls are answered in between: a year of bills takes a second. */
export function reconciliation(context: Context, question: Question): Promise<Reconciliation> {
  const attribution = context.attribution()
  const book = context.prices.book()
  const kept = answers.get(attribution) ?? new Map<string, Kept>()
  answers.set(attribution, kept)
  const key = JSON.stringify(question)
  const held = kept.get(key)
  if (held?.book === book) return held.result
  if (kept.size >= MAX_ANSWERS) kept.clear()
  const result = workOut(context, question)
  kept.set(key, { book, result })
  // What failed is worked out again.
  result.catch(() => kept.delete(key))
  return result
}

async function workOut(context: Context, question: Question): Promise<Reconciliation> {
  const { filters } = question
  const groups = wantedBills(context, filters)
  const first = groups.reduce<string | null>((day, group) => (day === null || group.firstDay < day ? group.firstDay : day), null)
  const last = groups.reduce<string | null>((day, group) => (day === null || group.lastDay > day ? group.lastDay : day), null)
  const view: Filters = {
    ...NO_FILTERS, tz: 'UTC', basis: filters.basis, platforms: filters.platforms, models: filters.models,
    from: later(filters.from, first), to: last,
  }
  const { cells, window } = mergedCells(context, view, { by: [], apart: (utcDay) => utcDay, billing: 'spend' })
  const usage = grouped(cells.map(usageCell), ({ priceClass }) => priceClass.platform)
  const byPlatform = grouped(groups, ({ priceClass }) => priceClass.platform)
  const book = context.prices.book()
  // From here on nothing is read of the ledger: bills and usage are of one state of it.
  await nextSlice()
  const platforms: PlatformReconciliation[] = []
  for (const platform of PLATFORMS) {
    const given = { cells: usage.get(platform) ?? [], groups: byPlatform.get(platform) ?? [], asked: askedOf(question, platform, groups), book }
    platforms.push(...(await onPlatform(platform, given)))
  }
  const days = platforms.flatMap(({ firstDay, lastDay }) => (firstDay === null || lastDay === null ? [] : [firstDay, lastDay])).toSorted()
  return { platforms, window: { ...window, from: filters.from ?? days[0] ?? null, to: filters.to ?? days.at(-1) ?? null } }
}

const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a)

/** A kind of bill that one platform has says nothing of the others: there the default stands. */
function askedOf({ filters: { from, to }, billSource }: Question, platform: Platform, groups: readonly BilledGroup[]): Asked {
  const having = groups.filter(({ importer }) => importer === billSource)
  const isElsewhere = having.length > 0 && having.every(({ priceClass }) => priceClass.platform !== platform)
  return { from, to, billSource: isElsewhere ? null : billSource }
}

interface OfPlatform { cells: UsageCell[]; groups: BilledGroup[]; asked: Asked; book: PriceBook }

/** A platform without a bill in the window is not compared. */
async function onPlatform(platform: Platform, given: OfPlatform): Promise<PlatformReconciliation[]> {
  if (given.groups.length === 0) return []
  const result = await resultInSlices(reconciling({ platform, ...given }))
  return result.entries.length === 0 && result.bills.length === 0 ? [] : [result]
}

/** All bills of the ledger, added up once per state of it, then those of the platforms and models that are asked for. */
function wantedBills(context: Context, { from, to, platforms, models }: ReconcileFilters): BilledGroup[] {
  // Checks the days of the range.
  cellQuery({ ...NO_FILTERS, from, to }, null)
  return allBills(context).filter(({ priceClass, lastDay, firstDay }) =>
    (platforms.length === 0 || platforms.includes(priceClass.platform)) && (models.length === 0 || models.includes(priceClass.model)) &&
    (from === null || lastDay >= from) && (to === null || firstDay <= to))
}

function allBills(context: Context): BilledGroup[] {
  const attribution = context.attribution()
  let bills = billsOf.get(attribution)
  if (bills === undefined) {
    const groups = context.ledger.usage.billGroups()
    billsOf.set(attribution, (bills = groups.flatMap((group) => billed(group, attribution))))
  }
  return bills
}

function billed({ classId, webSearches: _, ...group }: BillGroup, attribution: Attribution): BilledGroup[] {
  const priceClass = attribution.classOf(classId)
  return priceClass === null ? [] : [{ ...group, priceClass }]
}

export interface CountedLines {
  platform: Platform
  lines: BilledGroup[]
  periods: readonly Period[]
}

/** Just the lines that `reconciliation` compares. */
export function countedLines(context: Context, question: Question): CountedLines[] {
  const all = wantedBills(context, question.filters)
  return [...grouped(all, ({ priceClass }) => priceClass.platform)]
    .map(([platform, groups]) => ({ platform, ...comparison(groups, askedOf(question, platform, all)) }))
}
