// What evidence there is, kind by kind, and which of it counts: for saying what the days of a view stand on.
import { totalTokens } from '../../core/cost.ts'
import { BASES, PLATFORMS, type Basis, type Platform } from '../../core/usage.ts'
import { dayText } from '../../../db/zone-days.ts'
import type { Filters } from '../contract/shapes.ts'
import type { Output } from '../contract/contract.ts'
import { cellQuery, NO_FILTERS } from './cell-view.ts'
import type { Context } from './context.ts'

type Evidence = Output<'usage.evidence'>

/** Tokens of one kind of evidence on one platform and UTC day. */
export interface KindDay {
  platform: Platform
  utcDay: string
  basis: Basis
  importer: string
  tokens: number
}

/** Every kind in the window, one entry a platform and UTC day. Filters other than the dates do not narrow it. */
export function kindDays(context: Context, filters: Filters = { ...NO_FILTERS, tz: context.zone() }): KindDay[] {
  const found = new Map<string, KindDay>()
  for (const { originId, classId, basis, utcDay, tokens } of rollupRows(context, filters)) {
    const pair = context.attribution().pair(originId, classId)
    if (pair === null) continue
    const { importer } = pair.origin
    const { platform } = pair.known.priceClass
    const key = `${platform} ${utcDay} ${basis} ${importer}`
    const held = found.get(key)
    if (held === undefined) found.set(key, { platform, utcDay, basis, importer, tokens })
    else held.tokens += tokens
  }
  return [...found.values()]
}

interface RollupRow { originId: number; classId: number; basis: Basis; utcDay: string; tokens: number }

const [WIDTH, FIRST_CLASS, CLASSES] = [9, 3, 5]

/** From the columns kept in memory where they are of this zone. */
function* rollupRows(context: Context, filters: Filters): Generator<RollupRow> {
  const query = cellQuery(filters, null)
  const columns = context.ledger.usage.dayChunks(query)
  if (columns === null) {
    for (const { tokens, ...row } of context.ledger.usage.cells(query)) yield { ...row, tokens: totalTokens(tokens) }
    return
  }
  for (const chunk of columns.chunks) {
    for (let at = 0; at < chunk.length; at += 1) {
      const pair = columns.pairs[chunk.pair[at] ?? 0]
      if (pair === undefined) continue
      const start = at * WIDTH + FIRST_CLASS
      const tokens = chunk.sums.subarray(start, start + CLASSES).reduce((sum, each) => sum + each, 0)
      yield { ...pair, basis: BASES[chunk.basis[at] ?? 0] ?? 'bills', utcDay: dayText(chunk.utcDay[at] ?? 0), tokens }
    }
  }
}

/** On how many UTC days each kind is there and counts, under the filters' evidence. */
export function evidence(context: Context, filters: Filters): Evidence {
  const choice = context.basisChoice(filters.basis)
  const rows = new Map<string, Evidence['kinds'][number]>()
  for (const { platform, utcDay, basis, importer, tokens } of kindDays(context, filters)) {
    if (filters.platforms.length > 0 && !filters.platforms.includes(platform)) continue
    const key = `${platform} ${basis} ${importer}`
    const row = rows.get(key) ?? {
      platform, basis, importer, days: 0, tokens: 0, countedDays: 0, countedTokens: 0, moneyOnlyDays: 0,
    }
    rows.set(key, row)
    const counts = choice.counts(platform, utcDay, { basis, importer })
    row.days += 1
    row.tokens += tokens
    row.countedDays += counts ? 1 : 0
    row.countedTokens += counts ? tokens : 0
    row.moneyOnlyDays += basis === 'bills' && tokens === 0 ? 1 : 0
  }
  return { kinds: [...rows.values()].toSorted((a, b) => rankOf(a) - rankOf(b) || b.tokens - a.tokens || (a.importer < b.importer ? -1 : 1)) }
}

const BY_PLATFORM = BASES.length
const rankOf = ({ platform, basis }: Evidence['kinds'][number]): number => PLATFORMS.indexOf(platform) * BY_PLATFORM + BASES.indexOf(basis)
