// Answers about bills: computed against billed, and the lines behind a figure. Groups and shapes; the arithmetic is core's.
import { fraction, roundHalfEven, toNumber, type Fraction } from '../../../core/fraction.ts'
import { grouped } from '../../../core/grouped.ts'
import { ReconcileSum } from '../../../core/reconcile-figures.ts'
import type { FoundDiscount, PlatformReconciliation, ReconcileEntry } from '../../../core/reconcile-types.ts'
import type { Handlers } from '../../dispatcher.ts'
import type { Input, Output } from '../../contract/contract.ts'
import type { ReconcileKey, ReconcilePlatform, ReconcileRow } from '../../contract/reconcile-shapes.ts'
import { billPage } from '../bill-page.ts'
import type { Context } from '../context.ts'
import { compareKeys } from '../group-keys.ts'
import { reconciliation } from '../reconciliation.ts'

type ReconcileHandlers = Pick<Handlers, 'reconcile.run' | 'reconcile.bills'>

export function reconcileHandlers(context: Context): ReconcileHandlers {
  return {
    'reconcile.run': (input) => run(context, input),
    'reconcile.bills': (input) => billPage(context, input),
  }
}

async function run(context: Context, { filters, by, billSource }: Input<'reconcile.run'>): Promise<Output<'reconcile.run'>> {
  const { platforms, window } = await reconciliation(context, { filters, billSource })
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
