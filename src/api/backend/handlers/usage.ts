// Answers about usage: totals, facets, requests, latency. Groups and prices; knows no SQL.
import type { Handlers } from '../../dispatcher.ts'
import type { Output } from '../../contract/contract.ts'
import type { Figures, Filters, GroupKey, TotalsRow } from '../../contract/shapes.ts'
import { PLATFORMS } from '../../../core/usage.ts'
import type { Context } from '../context.ts'
import { evidence } from '../evidence-days.ts'
import { resultInSlices } from '../in-slices.ts'
import { latencyRows } from '../latency.ts'
import { readHours, readLatencies } from '../read-ahead.ts'
import { requestPage } from '../request-page.ts'
import { series } from '../series.ts'
import { tagKeyValues } from '../tag-values.ts'
import { groupUsage, type Group, type GroupSum } from '../totals.ts'

type UsageHandlers = Pick<Handlers, 'usage.totals' | 'usage.series' | 'usage.facets' | 'usage.requests' | 'usage.latency' | 'usage.evidence' | 'usage.tagKeys'>

export function usageHandlers(context: Context): UsageHandlers {
  return {
    'usage.totals': async ({ filters, by }) => {
      await readHours(context, filters, by)
      return totals(context, filters, by)
    },
    'usage.series': async (asked) => {
      await readHours(context, asked.filters, [asked.each, asked.by])
      return series(context, asked)
    },
    'usage.facets': ({ filters }) => facets(context, filters),
    'usage.requests': (input) => requestPage(context, input),
    'usage.latency': async ({ filters }) => {
      await readLatencies(context, filters)
      return latencyRows(context, filters)
    },
    'usage.tagKeys': () => ({ keys: tagKeyValues(context) }),
    'usage.evidence': ({ filters }) => evidence(context, filters),
  }
}

/** A fraction of a millisecond. */
const ROWS_A_STEP = 32

/** All is added up at once; rows are written out in slices, as those of a year by day and surface take a fifth of a second. */
async function totals(context: Context, filters: Filters, by: readonly GroupKey[]): Promise<Output<'usage.totals'>> {
  const { groups, total, window } = groupUsage(context, filters, { by, billing: 'spend' })
  const shown = (sum: GroupSum) => inZone(sum.toFigures(), window.tz)
  const plan = context.attribution().hasPlans ? shown(planTotal(context, filters)) : null
  const rows: TotalsRow[] = []
  function* written(): Generator<unknown, void> {
    for (const { values, sum } of groups) if (rows.push(rowOf(by, values, shown(sum))) % ROWS_A_STEP === 0) yield
  }
  if (by.length > 0) await resultInSlices(written())
  return { rows, totals: shown(total), window, plan }
}

/** Named one by one: taken over with three dots they took as long as all else of a row. */
function rowOf(by: readonly GroupKey[], values: readonly (string | null)[], figures: Figures): TotalsRow {
  const keys: TotalsRow['keys'] = {}
  for (let at = 0; at < by.length; at += 1) keys[by[at] ?? ''] = values[at] ?? null
  const { requests, tokens, webSearches, listCost, costByClass, unpricedRequests, unpricedTokens, lowerBound, lowerBoundCost, assumptions, caching } = figures
  return {
    keys, requests, tokens, webSearches, listCost, costByClass, unpricedRequests, unpricedTokens, lowerBound, lowerBoundCost, assumptions, caching,
  }
}

function planTotal(context: Context, filters: Filters): GroupSum {
  return groupUsage(context, filters, { by: [], billing: 'plan' }).total
}

/** A UTC day is assumed to be the local day only where the two differ. */
function inZone(figures: Figures, tz: string): Figures {
  if (!UTC_NAMES.has(tz) || !figures.assumptions.includes('utc-day')) return figures
  return { ...figures, assumptions: figures.assumptions.filter((assumption) => assumption !== 'utc-day') }
}

const UTC_NAMES = new Set(['UTC', 'Etc/UTC', 'Etc/UCT', 'UCT', 'Zulu', 'Etc/Zulu', 'Universal', 'Etc/Universal'])

/** What can be chosen in the window, dearest first; the other filters do not narrow it. */
function facets(context: Context, filters: Filters): Output<'usage.facets'> {
  const open: Filters = { ...filters, platforms: [], surfaces: [], models: [], routes: [] }
  const by = ['platform', 'surface', 'model', 'route'] as const
  const { groups } = groupUsage(context, open, { by })
  const present = new Set(groups.map(({ values: [name] }) => name))
  return {
    platforms: PLATFORMS.filter((name) => present.has(name)).toSorted(),
    surfaces: byCost(groups, 1),
    models: byCost(groups, 2),
    routes: byCost(groups, 3),
  }
}

/** The values at one place of the groups' keys, by list cost, then by name. */
export function byCost(groups: readonly Group[], at: number): string[] {
  const costs = new Map<string, bigint>()
  for (const { values, sum } of groups) {
    const value = values[at]
    if (typeof value === 'string') costs.set(value, (costs.get(value) ?? 0n) + (sum.listCost ?? 0n))
  }
  return [...costs]
    .toSorted(([a, costA], [b, costB]) => (costA === costB ? (a < b ? -1 : 1) : costA > costB ? -1 : 1))
    .map(([value]) => value)
}
