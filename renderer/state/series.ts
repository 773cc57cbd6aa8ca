// Decodes the columns of usage.series into rows by time and key, as charts take them. Pure.
import type { Output } from '../../src/api/contract/contract.ts'
import type { Amount, TotalsRow } from '../../src/api/contract/shapes.ts'

export type SeriesAnswer = Output<'usage.series'>

/** What a row of `usage.series` shares with one of `usage.totals`, whose amounts are text. */
export type SeriesRow = Pick<TotalsRow, 'keys' | 'requests' | 'tokens' | 'unpricedTokens'> & {
  listCost: Amount | null
  caching: { netSaving: Amount }
}

/** Throws where the columns are not of one length, so that a damaged answer is seen and not counted as zero. */
export function seriesRows(answer: SeriesAnswer): SeriesRow[] {
  const { each, by, times, values, time, value } = answer
  const columns = [
    value, answer.requests, answer.uncachedInput, answer.cacheRead, answer.cacheWrite5m, answer.cacheWrite1h, answer.output,
    answer.unpricedTokens, answer.listCost, answer.netSaving,
  ]
  if (columns.some(({ length }) => length !== time.length)) throw new RangeError('A series whose columns differ in length')
  return time.map((timeAt, row) => ({
    keys: { [each]: times[timeAt] ?? null, [by]: values[value[row] ?? -1] ?? null },
    requests: answer.requests[row] ?? null,
    tokens: {
      uncachedInput: answer.uncachedInput[row] ?? 0,
      cacheRead: answer.cacheRead[row] ?? 0,
      cacheWrite5m: answer.cacheWrite5m[row] ?? 0,
      cacheWrite1h: answer.cacheWrite1h[row] ?? 0,
      output: answer.output[row] ?? 0,
    },
    unpricedTokens: answer.unpricedTokens[row] ?? 0,
    listCost: answer.listCost[row] ?? null,
    caching: { netSaving: answer.netSaving[row] ?? 0 },
  }))
}
