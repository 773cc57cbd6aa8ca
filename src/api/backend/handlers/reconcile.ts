// Answers about bills: computed against billed, and the lines behind a figure. Groups and shapes; the arithmetic is core's.
import type { BillRow } from '../../../../db/ledger.ts'
import { fraction, roundHalfEven, toNumber, type Fraction } from '../../../core/fraction.ts'
import { grouped } from '../../../core/grouped.ts'
import { ReconcileSum } from '../../../core/reconcile-figures.ts'
import type { FoundDiscount, PlatformReconciliation, ReconcileEntry } from '../../../core/reconcile-types.ts'
import type { Handlers } from '../../dispatcher.ts'
import type { Input, Output } from '../../contract/contract.ts'
import type { ReconcileKey, ReconcilePlatform, ReconcileRow } from '../../contract/reconcile-shapes.ts'
import type { Context } from '../context.ts'
import { compareKeys } from '../group-keys.ts'
import { countedLines, reconciliation } from '../reconciliation.ts'

type ReconcileHandlers = Pick<Handlers, 'reconcile.run' | 'reconcile.bills'>

export function reconcileHandlers(context: Context): ReconcileHandlers {
  return {
    'reconcile.run': (input) => run(context, input),
    'reconcile.bills': (input) => bills(context, input),
  }
}

function run(context: Context, { filters, by, billSource }: Input<'reconcile.run'>): Output<'reconcile.run'> {
  const { platforms, window } = reconciliation(context, { filters, billSource })
  const entries = platforms.flatMap((platform) => platform.entries)
  return { platforms: platforms.map(shownPlatform), rows: by.length === 0 ? [] : rowsBy(entries, by), totals: figures(entries), window }
}

function figures(entries: readonly ReconcileEntry[]) {
  const sum = new ReconcileSum()
  for (const entry of entries) sum.add(entry)
  return sum.toFigures()
}

function rowsBy(entries: readonly ReconcileEntry[], by: readonly ReconcileKey[]): ReconcileRow[] {
  const groups = grouped(entries, (entry) => JSON.stringify(by.map((key) => entry[key])))
  return [...groups.values()]
    .map((group) => ({ values: by.map((key) => group[0]?.[key] ?? null), group }))
    .toSorted((a, b) => compareKeys(a.values, b.values))
    .map(({ values, group }) => ({ keys: Object.fromEntries(by.map((key, at) => [key, values[at] ?? null])), ...figures(group) }))
}

function shownPlatform({ platform, entries, days, firstDay, lastDay, bills: kinds, discount }: PlatformReconciliation): ReconcilePlatform {
  return {
    ...figures(entries), platform, days, firstDay, lastDay, discount: discount === null ? null : shownDiscount(discount),
    bills: kinds.map((kind) => ({ ...kind, billed: String(kind.billed) })),
  }
}

function shownDiscount({ rate, evidence, of, outOf, firstDay, lastDay }: FoundDiscount): ReconcilePlatform['discount'] {
  const share = outOf === 0n ? 0 : toNumber(fraction(of, outOf))
  return { pct: percent(rate, 2), exactPct: percent(rate, 8), evidence, of: String(of), share, firstDay, lastDay }
}

/** A fraction of 1 in percent, rounded to so many decimals, without zeros at its end. */
function percent(rate: Fraction, decimals: number): string {
  const scaled = roundHalfEven(fraction(rate.num * 10n ** BigInt(decimals + 2), rate.den)).toString().padStart(decimals + 1, '0')
  return `${scaled.slice(0, -decimals)}.${scaled.slice(-decimals)}`.replace(/\.?0+$/, '')
}

function bills(context: Context, { filters, billSource, day, model, meter, offset, limit }: Input<'reconcile.bills'>): Output<'reconcile.bills'> {
  const { counted, periodOf } = countedLines(context, { filters, billSource })
  const span = day === null ? { firstDay: filters.from, lastDay: filters.to } : periodOf(day)
  const { rows, total } = context.ledger.usage.billLines({
    from: span.firstDay, to: span.lastDay, counted, classIds: classIds(context, filters, model), meter, offset, limit,
  })
  return { rows: rows.flatMap((row) => shownLine(context, row)), total }
}

/** Classes of the asked platforms and models, after the user's mapping; null: all. */
function classIds(context: Context, { platforms, models }: Input<'reconcile.bills'>['filters'], model: string | null): number[] | null {
  if (platforms.length === 0 && models.length === 0 && model === null) return null
  const attribution = context.attribution()
  return context.ledger.usage.classes().flatMap(({ id }) => {
    const known = attribution.classOf(id)
    if (known === null || (platforms.length > 0 && !platforms.includes(known.platform))) return []
    if (models.length > 0 && !models.includes(known.model)) return []
    return model === null || known.model === model ? [id] : []
  })
}

function shownLine(context: Context, row: BillRow): Output<'reconcile.bills'>['rows'] {
  const pair = context.attribution().pair(row.originId, row.classId)
  if (pair === null) return []
  const { origin, known: { priceClass } } = pair
  return [{
    id: row.id, firstDay: row.firstDay, lastDay: row.lastDay, platform: priceClass.platform, route: priceClass.route,
    model: priceClass.model, rawModel: row.rawModel, meter: row.meter, tier: priceClass.tier, speed: priceClass.speed,
    tokens: row.quantityStated ? row.tokens : null, billed: String(row.billed), list: row.list?.toString() ?? null,
    estimated: row.estimated, account: origin.account, workspace: origin.workspace, apiKey: origin.apiKey,
    importer: origin.importer, importId: row.importId, source: row.source, position: row.position,
  }]
}
