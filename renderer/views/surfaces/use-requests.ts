// Requests page by page: those in sight for the screen, many at once for the CSV.
import { useCallback, useMemo } from 'react'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { callBridge, problemText, useBridge } from '../../api.ts'
import { useSaveCsv } from '../../components/save.ts'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { useToast } from '../../components/toast.tsx'
import * as format from '../../format.ts'
import type { Bridge } from '../../../src/api/bridge.ts'
import type { Output } from '../../../src/api/contract/contract.ts'
import type { Filters } from '../../../src/api/contract/shapes.ts'

export type RequestRow = Output<'usage.requests'>['rows'][number]

export const PAGE = 200
const EXPORT_PAGE = 1_000
/** A spreadsheet opens about a million rows; a drill-down is for looking at some. */
export const MOST_EXPORTED = 100_000

/** The pages that hold rows `first` to `last`, both inclusive. */
export function pagesOf(first: number, last: number): number[] {
  const from = Math.floor(Math.max(first, 0) / PAGE)
  return Array.from({ length: Math.floor(Math.max(last, 0) / PAGE) - from + 1 }, (_, index) => from + index)
}

export interface RequestsInSight {
  /** Null until the first answer. */
  total: number | null
  rowAt: (index: number) => RequestRow | null
  error: Error | null
}

export function useRequests(filters: Filters, pages: readonly number[]): RequestsInSight {
  const bridge = useBridge()
  const queries = useQueries({
    queries: pages.map((page) => {
      const input = { filters, offset: page * PAGE, limit: PAGE }
      return {
        queryKey: ['usage.requests', input],
        queryFn: () => callBridge(bridge, 'usage.requests', input),
        placeholderData: keepPreviousData,
      }
    }),
  })
  const held = new Map(pages.map((page, index) => [page, queries[index]]))
  return {
    total: queries.find((query) => query.data !== undefined)?.data?.total ?? null,
    rowAt: (index) => {
      const query = held.get(Math.floor(index / PAGE))
      return query?.isPlaceholderData === true ? null : (query?.data?.rows[index % PAGE] ?? null)
    },
    error: queries.find((query) => query.error !== null)?.error ?? null,
  }
}

const number = (name: string, value: (row: RequestRow) => number | string | null): Column<RequestRow> => ({
  key: name,
  name,
  head: name,
  cell: () => null,
  csv: { type: 'number', value },
})
const text = (name: string, value: (row: RequestRow) => string | null): Column<RequestRow> => ({
  key: name,
  name,
  head: name,
  cell: () => null,
  csv: { type: 'text', value },
})

export const REQUEST_COLUMNS: readonly Column<RequestRow>[] = [
  text('Time UTC', (row) => new Date(row.atMs).toISOString()),
  text('Assumed date', (row) => (row.assumedDate ? 'yes' : 'no')),
  text('Surface', (row) => row.surface),
  text('Platform', (row) => row.platform),
  text('Route', (row) => row.route),
  text('Model', (row) => row.model),
  text('Model as logged', (row) => row.rawModel),
  text('Tier', (row) => row.tier),
  text('Speed', (row) => row.speed),
  text('Kind', (row) => row.kind),
  number('Uncached input tokens', (row) => row.tokens.uncachedInput),
  number('Cache read tokens', (row) => row.tokens.cacheRead),
  number('Cache write 5m tokens', (row) => row.tokens.cacheWrite5m),
  number('Cache write 1h tokens', (row) => row.tokens.cacheWrite1h),
  number('Output tokens', (row) => row.tokens.output),
  number('Web searches', (row) => row.webSearches),
  number('Latency ms', (row) => row.latencyMs),
  number('Time to first token ms', (row) => row.timeToFirstTokenMs),
  text('Stop reason', (row) => row.stopReason),
  text('Error', (row) => row.errorCode),
  number('List cost USD', (row) => csvUsd(row.listCost)),
  text('Assumptions', (row) => row.assumptions.join(' ')),
  text('Source', (row) => row.source),
  number('Position', (row) => row.position),
]

async function collect(bridge: Bridge, filters: Filters): Promise<{ rows: RequestRow[]; total: number }> {
  const rows: RequestRow[] = []
  for (;;) {
    const page = await callBridge(bridge, 'usage.requests', { filters, offset: rows.length, limit: EXPORT_PAGE })
    rows.push(...page.rows)
    if (page.rows.length < EXPORT_PAGE || rows.length >= Math.min(page.total, MOST_EXPORTED))
      return { rows, total: page.total }
  }
}

export function useExportRequests(filters: Filters, name: string): () => void {
  const bridge = useBridge()
  const toast = useToast()
  const saveCsv = useSaveCsv()
  const columns = useMemo(() => [...REQUEST_COLUMNS], [])
  return useCallback(() => {
    const save = async () => {
      const { rows, total } = await collect(bridge, filters)
      saveCsv(name, (options) => tableCsv(columns, rows, options))
      if (rows.length < total)
        toast({
          title: `The newest ${format.count(rows.length)} of ${format.count(total)} requests`,
          detail: 'Choose fewer days for the others.',
        })
    }
    save().catch((error: unknown) => toast({ title: problemText(error).message, kind: 'bad' }))
  }, [bridge, filters, name, toast, saveCsv, columns])
}
