// Tables: sorting, keyboard, and a CSV whose totals are those on screen.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { DataTable } from '../../../renderer/components/data-table.tsx'
import { csvUsd, sortRows, tableCsv, type Column } from '../../../renderer/components/table-model.ts'
import { money } from '../../../renderer/format.ts'

interface Row {
  name: string
  pico: bigint | null
}

const ROWS: readonly Row[] = [
  { name: 'voice', pico: 4_964_990_000_000_001n },
  { name: '=cmd', pico: null },
  { name: 'support-bot', pico: 14_492_460_000_000_002n },
]
const TOTAL = 19_457_450_000_000_003n
const COLUMNS: readonly Column<Row>[] = [
  {
    key: 'name',
    head: 'Surface',
    name: 'Surface',
    cell: (row) => row.name,
    sort: (row) => row.name,
    csv: { type: 'text', value: (row) => row.name },
  },
  {
    key: 'cost',
    head: 'List cost',
    name: 'List cost USD',
    align: 'number',
    cell: (row) => (row.pico === null ? 'unpriced' : money(row.pico)),
    sort: (row) => row.pico,
    csv: { type: 'number', value: (row) => csvUsd(row.pico) },
    total: money(TOTAL),
    totalCsv: csvUsd(TOTAL),
  },
]

afterEach(cleanup)
const names = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).queryAllByRole('cell')[0]?.textContent)

test('sorts by number and by text, unknown values last both ways', () => {
  const by = (direction: 'ascending' | 'descending') =>
    sortRows(ROWS, COLUMNS, { key: 'cost', direction }).map((row) => row.name)
  expect(by('descending')).toEqual(['support-bot', 'voice', '=cmd'])
  expect(by('ascending')).toEqual(['voice', 'support-bot', '=cmd'])
})

test('the head button turns the order and says so', () => {
  render(<DataTable caption="Spend" columns={COLUMNS} rows={ROWS} rowKey={(row) => row.name} />)
  const head = screen.getByRole('columnheader', { name: 'List cost' })
  expect(head.getAttribute('aria-sort')).toBe('none')
  fireEvent.click(within(head).getByRole('button'))
  expect(head.getAttribute('aria-sort')).toBe('descending')
  expect(names()).toEqual(['support-bot', 'voice', '=cmd'])
  fireEvent.click(within(head).getByRole('button'))
  expect(head.getAttribute('aria-sort')).toBe('ascending')
})

test('arrow keys move between rows and Enter opens one', () => {
  const open = vi.fn()
  render(<DataTable caption="Spend" columns={COLUMNS} rows={ROWS} rowKey={(row) => row.name} onOpen={open} />)
  const [, first, second] = screen.getAllByRole('row')
  if (first === undefined || second === undefined) throw new Error('rows missing')
  first.focus()
  fireEvent.keyDown(first, { key: 'ArrowDown' })
  expect(document.activeElement).toBe(second)
  fireEvent.keyDown(second, { key: 'Enter' })
  expect(open).toHaveBeenCalledExactlyOnceWith(ROWS[1])
})

test('the CSV is exact, defused, and its total is the one on screen', () => {
  render(<DataTable caption="Spend" columns={COLUMNS} rows={ROWS} rowKey={(row) => row.name} totals />)
  const csv = tableCsv(COLUMNS, ROWS, { totals: true })
  // 4,964.990000000001 + 14,492.460000000002 = 19,457.450000000003
  expect(csv).toBe(
    "Surface,List cost USD\r\nvoice,4964.990000000001\r\n'=cmd,\r\nsupport-bot,14492.460000000002\r\nTotal,19457.450000000003\r\n",
  )
  expect(screen.getByText('$19,457.45')).toBeTruthy()
})
