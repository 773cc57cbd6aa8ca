// Columns of a data table: how a row is shown, sorted and written as CSV, in one place so that these agree. Pure.
import type { ReactNode } from 'react'
import { formatUsdExact } from '../../src/core/money.ts'
import { csvText, type CsvOptions } from '../../src/core/csv.ts'

export type SortValue = string | number | bigint | null
export type CsvValue = string | number | null

export interface Column<Row> {
  key: string
  head: ReactNode
  /** Text for screen readers and the CSV head where `head` is no text. Say the unit: "List cost USD". */
  name: string
  align?: 'text' | 'number'
  cell: (row: Row) => ReactNode
  /** Left out: the column cannot be sorted. Null sorts last both ways. */
  sort?: (row: Row) => SortValue
  /** Left out: the column is not in the CSV (a bar, a spark line). */
  csv?: { type: 'text' | 'number'; value: (row: Row) => CsvValue }
  /** The cell of the totals row. */
  total?: ReactNode
  totalCsv?: CsvValue
  width?: number | string
}

export interface SortState {
  key: string
  direction: 'ascending' | 'descending'
}

function compare(a: SortValue, b: SortValue): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, 'en', { numeric: true })
  if (a === null || b === null || a === b) return 0
  return a < b ? -1 : 1
}

/** Stable; unknown values stay at the end whichever way the rest is turned. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], state: SortState | null): Row[] {
  const value = columns.find((column) => column.key === state?.key)?.sort
  if (state === null || value === undefined) return [...rows]
  const sign = state.direction === 'ascending' ? 1 : -1
  return rows
    .map((row) => ({ row, by: value(row) }))
    .sort((a, b) => {
      if (a.by === null || b.by === null) return Number(a.by === null) - Number(b.by === null)
      return sign * compare(a.by, b.by)
    })
    .map(({ row }) => row)
}

/** Numbers start with the largest, texts with A. */
export function nextSort<Row>(column: Column<Row>, state: SortState | null): SortState {
  if (state?.key === column.key) {
    return { key: column.key, direction: state.direction === 'ascending' ? 'descending' : 'ascending' }
  }
  return { key: column.key, direction: column.align === 'number' ? 'descending' : 'ascending' }
}

/** The rows as given, then the totals row where a column has one. Amounts are exact, not as rounded on screen. */
export function tableCsv<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  options: CsvOptions & { totals?: boolean } = {},
): string {
  const written = columns.flatMap((column) => (column.csv === undefined ? [] : [{ column, csv: column.csv }]))
  const body: CsvValue[][] = rows.map((row) => written.map(({ csv }) => csv.value(row)))
  const totals =
    options.totals === true
      ? [written.map(({ column }, index) => column.totalCsv ?? (index === 0 ? 'Total' : null))]
      : []
  return csvText(
    {
      columns: written.map(({ column, csv }) => ({ name: column.name, type: csv.type })),
      rows: [...body, ...totals],
    },
    options,
  )
}

/** An amount for a CSV cell: exact plain decimal in USD; empty where unpriced. */
export function csvUsd(pico: bigint | string | null): string | null {
  return pico === null ? null : formatUsdExact(BigInt(pico))
}
