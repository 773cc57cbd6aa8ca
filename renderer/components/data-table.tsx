// A table with sorted columns, a totals row and keyboard: arrows move between rows, Enter opens one.
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react'
import { nextSort, sortRows, type Column, type SortState } from './table-model.ts'

export interface DataTableProps<Row> {
  /** Read out as the table's name. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  initialSort?: SortState
  /** Show the totals row (cells from `column.total`). */
  totals?: boolean
  /** A click or Enter on a row. */
  onOpen?: (row: Row) => void
  selectedKey?: string | null
  dim?: (row: Row) => boolean
  /** Shown instead of rows. */
  empty?: ReactNode
  density?: 'normal' | 'dense'
  className?: string
  stickyHead?: boolean
  maxHeight?: number | string
  fixed?: boolean
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, initialSort, totals = false, empty, density = 'normal', className = '' } = props
  const [sort, setSort] = useState<SortState | null>(initialSort ?? null)
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort])
  return (
    <div
      className="table-scroll"
      style={{ maxHeight: props.maxHeight }}
      {...(props.maxHeight === undefined || props.onOpen !== undefined
        ? {}
        : { role: 'group', 'aria-label': caption, tabIndex: 0 })}
    >
      <table
        className={`data-table ${density} ${className}`}
        style={props.fixed === true ? { tableLayout: 'fixed' } : undefined}
      >
        <caption className="visually-hidden">{caption}</caption>
        <colgroup>
          {columns.map((column) => (
            <col key={column.key} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead className={props.stickyHead === true ? 'sticky-head' : ''}>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.key} {...{ column, sort, onSort: setSort }} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <BodyRow key={props.rowKey(row)} {...{ row, table: props }} />
          ))}
          {sorted.length === 0 && empty !== undefined ? (
            <tr>
              <td colSpan={columns.length} className="t2">
                {empty}
              </td>
            </tr>
          ) : null}
        </tbody>
        {totals ? <TotalsRow columns={columns} sticky={props.stickyHead === true} /> : null}
      </table>
    </div>
  )
}

interface HeadCellProps<Row> {
  column: Column<Row>
  sort: SortState | null
  onSort: (state: SortState) => void
}

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const className = column.align === 'number' ? 'num' : ''
  const active = sort?.key === column.key ? sort.direction : undefined
  if (column.sort === undefined)
    return (
      <th scope="col" className={className}>
        {column.head}
      </th>
    )
  const Arrow = active === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th scope="col" className={className} aria-sort={active ?? 'none'}>
      <button type="button" onClick={() => onSort(nextSort(column, sort))}>
        {column.head}
        {active === undefined ? null : <Arrow size={11} strokeWidth={2} aria-hidden />}
      </button>
    </th>
  )
}

/** Up and down, Home and End move the focus; Enter and Space open. */
function moveFocus(event: KeyboardEvent<HTMLTableRowElement>, open: () => void): void {
  if (event.target !== event.currentTarget) return
  const row = event.currentTarget
  const target = {
    ArrowDown: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    Home: row.parentElement?.firstElementChild,
    End: row.parentElement?.lastElementChild,
  }[event.key]
  if (target instanceof HTMLElement) {
    event.preventDefault()
    target.focus()
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault()
    open()
  }
}

function BodyRow<Row>({ row, table }: { row: Row; table: DataTableProps<Row> }) {
  const { columns, onOpen, selectedKey = null } = table
  const selected = selectedKey !== null && table.rowKey(row) === selectedKey
  const open = () => onOpen?.(row)
  const active =
    onOpen === undefined
      ? {}
      : {
          tabIndex: 0,
          'data-active': true,
          onClick: open,
          onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => moveFocus(event, open),
        }
  return (
    <tr
      {...active}
      data-selected={selected}
      aria-current={selected ? 'true' : undefined}
      data-dim={table.dim?.(row) ?? false}
    >
      {columns.map((column) => (
        <td key={column.key} className={column.align === 'number' ? 'num' : ''}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

function TotalsRow<Row>({ columns, sticky }: { columns: readonly Column<Row>[]; sticky: boolean }) {
  return (
    <tfoot className={sticky ? 'sticky-foot' : ''}>
      <tr>
        {columns.map((column, index) =>
          index === 0 ? (
            <th key={column.key} scope="row">
              {column.total ?? 'Total'}
            </th>
          ) : (
            <td key={column.key} className={column.align === 'number' ? 'num' : ''}>
              {column.total}
            </td>
          ),
        )}
      </tr>
    </tfoot>
  )
}
