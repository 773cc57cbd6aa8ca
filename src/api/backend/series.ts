// Answers what charts draw over time by one key, in columns: no object a row on the way, where there are columns to start from.
import type { Figures } from '../../core/figures.ts'
import { SeriesColumns } from '../../core/series-columns.ts'
import { TOKEN_CLASSES } from '../../core/usage.ts'
import type { Output } from '../contract/contract.ts'
import type { Filters, GroupKey } from '../contract/shapes.ts'
import { viewCells } from './cell-view.ts'
import type { Context } from './context.ts'
import { bucketFor, compareKeys, keyValue, timeValue, type TimeKey } from './group-keys.ts'
import { groupCells, pricedSlots, type PricedSlots } from './totals.ts'

type Series = Output<'usage.series'>

interface Asked { filters: Filters; each: TimeKey; by: GroupKey }

export function series(context: Context, { filters, each, by }: Asked): Series {
  const keys = [each, by]
  const priced = pricedSlots(context, filters, { by: keys, billing: 'spend', columns: new SeriesColumns() })
  if (priced !== null) return fromColumns(priced, each, by)
  const { cells, window } = viewCells(context, filters, { bucket: bucketFor(keys), billing: 'spend' })
  const rows = groupCells(cells, keys, context.prices.book()).groups.map(({ values: [time, value], sum }) =>
    ({ time: time ?? '', value: value ?? null, figures: sum.toFigures() }))
  return fromRows(rows, nothing(window, { each, by }))
}

const nothing = (window: Series['window'], asked: Pick<Series, 'each' | 'by'>): Series => ({
  each: asked.each, by: asked.by, times: [], values: [], time: [], value: [], requests: [], uncachedInput: [], cacheRead: [], cacheWrite5m: [], cacheWrite1h: [],
  output: [], unpricedTokens: [], listCost: [], netSaving: [], window,
})

function fromColumns({ view: { slots, lanes, window }, columns }: PricedSlots<SeriesColumns>, each: TimeKey, by: GroupKey): Series {
  // Pairs that other days brought make no value of this view.
  const used = new Set(slots.groups.map(({ group }) => group))
  const named = lanes.groups.flatMap((pair, group) => (used.has(group) ? [{ group, value: keyValue(by, pair, null) }] : []))
    .toSorted((a, b) => compareKeys([a.value], [b.value]))
  const rank = new Int32Array(lanes.groups.length)
  for (const [place, { group }] of named.entries()) rank[group] = place
  // By time and value, each with its row behind it in one number: sorting numbers takes a tenth of sorting objects.
  const order = Float64Array.from(slots.groups, ({ time, group }, row) => (time * named.length + (rank[group] ?? 0)) * ROW_SPACE + row).sort()
  const answer = nothing(window, { each, by })
  answer.times = slots.times.map((day) => timeValue(each, day))
  answer.values = named.map(({ value }) => value)
  for (const place of order) {
    const [row, cell] = [place % ROW_SPACE, Math.floor(place / ROW_SPACE)]
    answer.time.push(Math.floor(cell / named.length))
    answer.value.push(cell % named.length)
    answer.requests.push(columns.requests(row))
    for (const [index, name] of TOKEN_CLASSES.entries()) answer[name].push(columns.tokens(row, index))
    answer.unpricedTokens.push(columns.unpricedTokens(row))
    answer.listCost.push(columns.listCost(row))
    answer.netSaving.push(columns.netSaving(row))
  }
  return answer
}

/** Groups stay far below this. */
const ROW_SPACE = 2 ** 22

interface Row { time: string; value: string | null; figures: Figures }

function fromRows(rows: readonly Row[], answer: Series): Series {
  answer.times = [...new Set(rows.map(({ time }) => time))]
  answer.values = [...new Set(rows.map(({ value }) => value))].toSorted((a, b) => compareKeys([a], [b]))
  const [times, values] = [numbered(answer.times), numbered(answer.values)]
  for (const { time, value, figures } of rows) {
    answer.time.push(times.get(time) ?? 0)
    answer.value.push(values.get(value) ?? 0)
    answer.requests.push(figures.requests)
    for (const name of TOKEN_CLASSES) answer[name].push(figures.tokens[name])
    answer.unpricedTokens.push(figures.unpricedTokens)
    answer.listCost.push(figures.listCost)
    answer.netSaving.push(figures.caching.netSaving)
  }
  return answer
}

const numbered = <T>(values: readonly T[]): ReadonlyMap<T, number> => new Map(values.map((value, at) => [value, at]))
