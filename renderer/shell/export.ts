// The export of a window: one CSV row a day, surface, platform and model, under the present filters.
import { useCallback } from 'react'
import { callBridge, problemText, useBridge } from '../api.ts'
import { useSaveCsv } from '../components/save.ts'
import { csvUsd, tableCsv, type Column } from '../components/table-model.ts'
import { useToast } from '../components/toast.tsx'
import type { Figures, TotalsRow } from '../../src/api/contract/shapes.ts'
import { useWindow } from '../state/ledger.tsx'

const KEYS = ['day', 'surface', 'platform', 'model'] as const

type Value = (figures: Figures) => string | number | null

const FIGURES: readonly [string, Value][] = [
  ['Requests', (figures) => figures.requests],
  ['Uncached input tokens', (figures) => figures.tokens.uncachedInput],
  ['Cache read tokens', (figures) => figures.tokens.cacheRead],
  ['Cache write 5m tokens', (figures) => figures.tokens.cacheWrite5m],
  ['Cache write 1h tokens', (figures) => figures.tokens.cacheWrite1h],
  ['Output tokens', (figures) => figures.tokens.output],
  ['Web searches', (figures) => figures.webSearches],
  ['List cost USD', (figures) => csvUsd(figures.listCost)],
  ['Net cache saving USD', (figures) => csvUsd(figures.caching.netSaving)],
  ['Unpriced tokens', (figures) => figures.unpricedTokens],
  ['Lower bound USD', (figures) => csvUsd(figures.lowerBoundCost)],
]

export function totalsColumns(totals: Figures): Column<TotalsRow>[] {
  return [
    ...KEYS.map((key) => ({
      key,
      name: key,
      head: key,
      cell: () => null,
      csv: { type: 'text' as const, value: (row: TotalsRow) => row.keys[key] ?? null },
    })),
    ...FIGURES.map(([name, value]) => ({
      key: name,
      name,
      head: name,
      cell: () => null,
      csv: { type: 'number' as const, value },
      totalCsv: value(totals),
    })),
  ]
}

export function useExportTotals(): () => void {
  const bridge = useBridge()
  const { filters, from, to } = useWindow()
  const saveCsv = useSaveCsv()
  const toast = useToast()
  return useCallback(() => {
    callBridge(bridge, 'usage.totals', { filters, by: [...KEYS] }).then(
      ({ rows, totals }) =>
        saveCsv(`token-ledger ${from} to ${to}`, (options) =>
          tableCsv(totalsColumns(totals), rows, { ...options, totals: true }),
        ),
      (error: unknown) => toast({ title: problemText(error).message, kind: 'bad' }),
    )
  }, [bridge, filters, from, to, saveCsv, toast])
}
