// What evidence there is, kind by kind, and which of it counts: for saying what the days of a view stand on.
import { BASES, PLATFORMS, type Basis, type Platform } from '../../core/usage.ts'
import type { DayChunk } from '../../../db/ledger.ts'
import { dayText } from '../../../db/zone-days.ts'
import type { Filters } from '../contract/shapes.ts'
import type { Output } from '../contract/contract.ts'
import { cellQuery, NO_FILTERS } from './cell-view.ts'
import type { Context } from './context.ts'
import { UsageLanes } from './usage-lanes.ts'

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
  const query = cellQuery(filters, null)
  const attribution = context.attribution()
  const kinds = new KindTable()
  const found = context.ledger.usage.spanChunks(query)
  const chunks = [...found.chunks]
  const lanes = new UsageLanes(found.pairs, { by: [], attribution, wanted: () => true })
  for (const chunk of chunks) addChunk(kinds, chunk, lanes)
  return kinds.all
}

const [WIDTH, FIRST_CLASS, CLASSES] = [9, 3, 5]

/** Rows of a UTC day lie together: they are added up by number, and reach the table once a kind. */
function addChunk(kinds: KindTable, chunk: DayChunk, { laneOf, evidenceOf, evidence }: UsageLanes): void {
  const sums = new Float64Array(evidence.length * BASES.length).fill(Number.NaN)
  const handOver = (utcDay: number) => {
    for (const [key, tokens] of sums.entries()) {
      const [kind, basis] = [evidence[Math.floor(key / BASES.length)], BASES[key % BASES.length]]
      if (!Number.isNaN(tokens) && kind !== undefined && basis !== undefined) kinds.add({ ...kind, basis, utcDay: dayText(utcDay), tokens })
    }
    sums.fill(Number.NaN)
  }
  for (let at = 0; at < chunk.length; at += 1) {
    const pair = chunk.pair[at] ?? 0
    if (laneOf[pair] !== -1) {
      let tokens = 0
      const start = at * WIDTH + FIRST_CLASS
      for (let index = start; index < start + CLASSES; index += 1) tokens += chunk.sums[index] ?? 0
      const key = (evidenceOf[pair] ?? 0) * BASES.length + (chunk.basis[at] ?? 0)
      const held = sums[key] ?? Number.NaN
      sums[key] = Number.isNaN(held) ? tokens : held + tokens
    }
    if (at + 1 === chunk.length || chunk.utcDay[at + 1] !== chunk.utcDay[at]) handOver(chunk.utcDay[at] ?? 0)
  }
}

class KindTable {
  readonly #found = new Map<string, KindDay>()

  get all(): KindDay[] {
    return [...this.#found.values()]
  }

  add(day: KindDay): void {
    const key = `${day.platform} ${day.utcDay} ${day.basis} ${day.importer}`
    const held = this.#found.get(key)
    if (held === undefined) this.#found.set(key, { ...day })
    else held.tokens += day.tokens
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
