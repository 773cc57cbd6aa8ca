// Answers what charts draw over time by one key, in columns: no object a row on the way, where there are columns to start from.
import type { Figures } from '../../core/figures.ts'
import { plainAmount } from '../../core/money.ts'
import type { SeriesColumns } from '../../core/series-columns.ts'
import { TOKEN_CLASSES } from '../../core/usage.ts'
import type { Output } from '../contract/contract.ts'
import type { Filters, GroupKey } from '../contract/shapes.ts'
import { viewCells } from './cell-view.ts'
import type { Context } from './context.ts'
import { bucketFor, compareKeys, keyValue, timeValue, type TimeKey } from './group-keys.ts'
import { pricedDays, type PricedGroups } from './priced-days.ts'
import { groupCells } from './totals.ts'
import type { SlotGroup } from './usage-slots.ts'

type Series = Output<'usage.series'>

interface Asked { filters: Filters; each: TimeKey; by: GroupKey }

export function series(context: Context, { filters, each, by }: Asked): Series {
  const keys = [each, by]
  const priced = pricedDays(context, context.seriesSums, { filters, by: keys, billing: 'spend' })
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

function fromColumns({ groups, times, lanes, columns, window }: PricedGroups<SeriesColumns>, each: TimeKey, by: GroupKey): Series {
  // Pairs that other days brought make no value of this view.
  const used = new Set(groups.map(({ group }) => group))
  const named = lanes.groups.flatMap((pair, group) => (used.has(group) ? [{ group, value: keyValue(by, pair, null) }] : []))
    .toSorted((a, b) => compareKeys([a.value], [b.value]))
  const { rows, time, value } = inOrder(groups, named.map(({ group }) => group), lanes.groups.length)
  return {
    each, by, times: times.map((day) => timeValue(each, day)), values: named.map((one) => one.value), time, value, ...columns.read(rows), window,
  }
}

/** Rows by time and value, and the places of both; `valueGroups` are groups of the lanes in the order of their values. */
function inOrder(groups: readonly SlotGroup[], valueGroups: readonly number[], laneGroups: number): { rows: number[]; time: number[]; value: number[] } {
  const [rows, times, values]: [number[], number[], number[]] = [[], [], []]
  const rowOf = new Int32Array(laneGroups)
  // The groups of a part of time lie together, and the parts are in order.
  for (let from = 0, to = 0; from < groups.length; from = to) {
    const time = groups[from]?.time ?? 0
    rowOf.fill(-1)
    for (; groups[to]?.time === time; to += 1) rowOf[groups[to]?.group ?? 0] = to
    for (let value = 0; value < valueGroups.length; value += 1) {
      const row = rowOf[valueGroups[value] ?? 0] ?? -1
      if (row === -1) continue
      rows.push(row)
      times.push(time)
      values.push(value)
    }
  }
  return { rows, time: times, value: values }
}

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
    answer.listCost.push(figures.listCost === null ? null : plainAmount(BigInt(figures.listCost)))
    answer.netSaving.push(plainAmount(BigInt(figures.caching.netSaving)))
  }
  return answer
}

const numbered = <T>(values: readonly T[]): ReadonlyMap<T, number> => new Map(values.map((value, at) => [value, at]))
