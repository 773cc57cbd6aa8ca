// Requests and tokens by pair of origin and price class, where nothing is priced: a view of rules, of profiles.
import type { DayChunk } from '../../../db/ledger.ts'
import type { Filters } from '../contract/shapes.ts'
import type { Attribution, Pair } from './attribution.ts'
import { cellQuery } from './cell-view.ts'
import type { Context } from './context.ts'
import { wantedRows } from './wanted-rows.ts'

export interface PairSum { pair: Pair; requests: number; tokens: number }

/** Of each pair that has usage which counts; a pair may come in parts. */
export function pairSums(context: Context, filters: Filters, attribution = context.attribution()): PairSum[] {
  return sumColumns(context, { filters, attribution, chunks: context.ledger.usage.spanChunks(cellQuery(filters, null)).chunks })
}

const [WIDTH, REQUESTS, FIRST_CLASS, CLASSES] = [9, 1, 3, 5]

function sumColumns(context: Context, { filters, attribution, chunks }: { filters: Filters; attribution: Attribution; chunks: Iterable<DayChunk> }): PairSum[] {
  const wanted = wantedRows(context, filters, attribution)
  const pairs = context.ledger.usage.pairs()
  const requests = new Float64Array(pairs.length)
  // NaN: no usage that counts.
  const tokens = new Float64Array(pairs.length).fill(Number.NaN)
  for (const { length, utcDay, pair: numbers, basis, sums } of chunks) {
    for (let row = 0; row < length; row += 1) {
      if (row === 0 || utcDay[row] !== utcDay[row - 1]) wanted.startDay(utcDay[row] ?? 0)
      const number = numbers[row] ?? 0
      if (!wanted.has(number, basis[row] ?? 0)) continue
      let sum = tokens[number] ?? Number.NaN
      if (Number.isNaN(sum)) sum = 0
      const start = row * WIDTH
      for (let index = start + FIRST_CLASS; index < start + FIRST_CLASS + CLASSES; index += 1) sum += sums[index] ?? 0
      tokens[number] = sum
      requests[number] = (requests[number] ?? 0) + (sums[start + REQUESTS] ?? 0)
    }
  }
  return pairs.flatMap(({ originId, classId }, number) => {
    const sum = tokens[number] ?? Number.NaN
    const pair = Number.isNaN(sum) ? null : attribution.pair(originId, classId)
    return pair === null ? [] : [{ pair, requests: requests[number] ?? 0, tokens: sum }]
  }).toSorted(inOrder)
}

/** Pairs are numbered as days are read: what is told of equal ones must not depend on what was looked at before. */
const inOrder = ({ pair: a }: PairSum, { pair: b }: PairSum): number => a.originId - b.originId || a.classId - b.classId
