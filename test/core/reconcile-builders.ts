// Toy prices, logs and bills whose residual can be worked out by hand. Rates in USD per million tokens: 1 input, 0.1 read,
// 1.25 and 2 write, 5 output; `us`, `region` and `geo-eu` at 1.1 times, batch at half, `banded` at 5 times over 100,000.
import type { BilledGroup, Cause, PlatformReconciliation, ReconcileEntry } from '../../src/core/reconcile-types.ts'
import { CAUSES } from '../../src/core/reconcile-types.ts'
import { parseRate } from '../../src/core/money.ts'
import { buildPriceBook, picoPerSearch, type PricePoint } from '../../src/core/price-book.ts'
import { reconcile, type Reconciling } from '../../src/core/reconcile.ts'
import type { Meter } from '../../src/core/bill.ts'
import type { Platform, PriceClass, TokenClass, TokenCounts, UsageCell } from '../../src/core/usage.ts'
import { tokens } from './builders.ts'

const BASE = { uncachedInput: '1', cacheRead: '0.1', cacheWrite5m: '1.25', cacheWrite1h: '2', output: '5' } as const

const scaled = (num: bigint, den: bigint) => {
  const rate = (text: string) => (parseRate(text) * num) / den
  return {
    uncachedInput: rate(BASE.uncachedInput), cacheRead: rate(BASE.cacheRead), cacheWrite5m: rate(BASE.cacheWrite5m),
    cacheWrite1h: rate(BASE.cacheWrite1h), output: rate(BASE.output),
  }
}

const point = (given: Pick<PricePoint, 'platform' | 'routes' | 'rates'> & Partial<PricePoint>): PricePoint => ({
  model: 'plain', tier: 'standard', speed: 'standard', promptOver: 0, effectiveFrom: null, effectiveTo: null, confidence: 'high',
  sources: [], checkedOn: '2026-11-22', note: null, override: false, ...given,
})

const PREMIUM: Readonly<Partial<Record<Platform, readonly string[]>>> = { anthropic: ['us'], bedrock: ['region', 'geo-eu', 'geo-us'] }

const POINTS = (['anthropic', 'bedrock'] as const).flatMap((platform) => ['plain', 'banded'].flatMap((model) =>
  (model === 'banded' ? [[0, 1n], [100_000, 5n]] as const : [[0, 1n]] as const).flatMap(([promptOver, times]) =>
    ([['standard', 1n], ['batch', 2n]] as const).flatMap(([tier, part]) => [
      point({ platform, model, promptOver, tier, routes: ['global'], rates: scaled(times, part) }),
      point({ platform, model, promptOver, tier, routes: PREMIUM[platform] ?? [], rates: scaled(times * 11n, part * 10n) }),
    ]))))

export const BOOK = buildPriceBook(POINTS, [], [
  { platform: 'anthropic', effectiveFrom: null, effectiveTo: null, picoPerSearch: picoPerSearch('10'), sources: [], checkedOn: '2026-11-22', note: null },
])

type ClassPart = Partial<PriceClass>

const classOf = (given: ClassPart): PriceClass => ({
  platform: 'anthropic', route: 'global', model: 'plain', tier: 'standard', speed: 'standard', promptOver: 0, promptUpTo: null,
  assumptions: [], ...given,
})

/** Usage of one UTC day of November 2026. */
export const log = (day: number, counts: Partial<TokenCounts>, given: ClassPart & { webSearches?: number } = {}): UsageCell => {
  const { webSearches = 0, ...priceClass } = given
  return { priceClass: classOf({ promptUpTo: 76_923, ...priceClass }), utcDay: dayText(day), tokens: tokens(counts), webSearches, requests: 1 }
}

export const dayText = (day: number): string => `2026-11-${String(day).padStart(2, '0')}`

export type LinePart = Partial<Omit<BilledGroup, 'priceClass'>> & { class?: ClassPart }

/** A line of a bill that charges `billed` pico-USD. */
export const billLine = (day: number, meter: Meter, billed: bigint, given: LinePart = {}): BilledGroup => {
  const { class: priceClass, ...rest } = given
  return {
    importer: 'admin-cost-report', priceClass: classOf(priceClass ?? {}), meter, firstDay: dayText(day), lastDay: dayText(day),
    estimated: false, quantityStated: false, lines: 1, billed, list: null, roundedTo: 0n, tokens: 0, ...rest,
  }
}

/** Micro-USD are pico-USD a million: 1 USD per million tokens is 1,000,000 pico-USD a token. */
export const RATE: Readonly<Record<TokenClass, bigint>> = scaled(1n, 1n)

/** What an exact bill of these logs says, one line a class and day. */
export function billOf(cells: readonly UsageCell[], change: (billed: bigint) => LinePart & { billed?: bigint } = () => ({})): BilledGroup[] {
  return cells.flatMap((cell) => Object.entries(cell.tokens).flatMap(([meter, count]) => {
    const name = CLASSES.find((known) => known === meter)
    const match = BOOK.find(cell.priceClass, cell.utcDay)
    if (name === undefined || count === 0 || match.kind !== 'priced') return []
    const billed = (match.point.rates[name] ?? 0n) * BigInt(count)
    return [billLine(Number(cell.utcDay.slice(8)), name, billed, { class: { ...cell.priceClass, assumptions: [] }, ...change(billed) })]
  }))
}

const CLASSES: readonly TokenClass[] = ['uncachedInput', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output']

export function reconciled(cells: readonly UsageCell[], groups: readonly BilledGroup[], given: Partial<Reconciling> = {}): PlatformReconciliation {
  return reconcile({ platform: 'anthropic', cells, groups, book: BOOK, asked: { from: null, to: null, billSource: null }, ...given })
}

/** The causes that are not zero, summed over the entries. Fails where computed + causes is not billed in some entry. */
export function causesOf(entries: readonly ReconcileEntry[]): Partial<Record<Cause, bigint>> {
  const sums: Partial<Record<Cause, bigint>> = {}
  for (const entry of entries) {
    const residual = CAUSES.reduce((sum, cause) => sum + entry.causes[cause], 0n)
    if (entry.computed + residual !== entry.billed) {
      throw new Error(`${entry.day} ${entry.model} ${entry.meter}: ${entry.computed} + ${residual} is not ${entry.billed}`)
    }
    for (const cause of CAUSES) if (entry.causes[cause] !== 0n) sums[cause] = (sums[cause] ?? 0n) + entry.causes[cause]
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0n))
}

export const sumOf = (entries: readonly ReconcileEntry[], of: 'computed' | 'billed'): bigint =>
  entries.reduce((sum, entry) => sum + entry[of], 0n)
