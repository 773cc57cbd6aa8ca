// The legend of the cost chart, as a table: a click hides a series, a double click shows it alone, keys do both.
import { useMemo, type KeyboardEvent } from 'react'
import { CostChange, Money, Named, Percent } from '../../components/figures.tsx'
import { DataTable } from '../../components/data-table.tsx'
import type { Column } from '../../components/table-model.ts'
import { Swatch } from '../../components/swatch.tsx'
import * as format from '../../format.ts'
import type { PriceShift } from '../../state/coverage.ts'
import type { LookOf } from './series-look.tsx'
import type { Amounts, Stack } from './stack-model.ts'

export interface LegendTableProps {
  stack: Stack
  /** Null: nothing to compare with. */
  before: Amounts | null
  shiftOf: ShiftOf
  hidden: ReadonlySet<string>
  onHide: (hidden: ReadonlySet<string>) => void
  lookOf: LookOf
  head: string
}

/** Why a change of a series (null: of all) is none; null where it is one. */
export type ShiftOf = (key: string | null, change: number | null) => PriceShift | null

/** `amount` null: used, and nothing of it priced. */
interface LegendRow {
  key: string
  amount: bigint | null
  before: bigint | null
}

export function toggled(hidden: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(hidden)
  if (!next.delete(key)) next.add(key)
  return next
}

/** Only this one; and all again, when it was alone already. */
export function alone(hidden: ReadonlySet<string>, key: string, keys: readonly string[]): Set<string> {
  const others = keys.filter((other) => other !== key)
  return !hidden.has(key) && others.every((other) => hidden.has(other)) ? new Set() : new Set(others)
}

export function LegendTable({ stack, before, shiftOf, hidden, onHide, lookOf, head }: LegendTableProps) {
  const rows = stack.keys.map((key) => ({
    key,
    amount: stack.isUnpriced(key, null) ? null : (stack.totals.get(key) ?? 0n),
    before: before === null ? null : (before.get(key) ?? 0n),
  }))
  const totalBefore = before === null ? null : [...before.values()].reduce((sum, amount) => sum + amount, 0n)
  const columns = useMemo<Column<LegendRow>[]>(
    () => [
      {
        key: 'name',
        head,
        name: head,
        cell: ({ key }) => <SeriesButton {...{ name: key, keys: stack.keys, hidden, onHide, lookOf }} />,
        sort: ({ key }) => lookOf(key).name,
      },
      ...amountColumns(stack, totalBefore, shiftOf),
    ],
    [head, lookOf, hidden, onHide, stack, totalBefore, shiftOf],
  )
  return (
    <DataTable
      caption="Series of the chart"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.key}
      initialSort={{ key: 'cost', direction: 'descending' }}
      totals
      className="flush plain-foot legend-table"
      fixed
      dim={(row) => hidden.has(row.key)}
    />
  )
}

interface SeriesButtonProps extends Pick<LegendTableProps, 'hidden' | 'onHide' | 'lookOf'> {
  name: string
  keys: readonly string[]
}

function SeriesButton({ name, keys, hidden, onHide, lookOf }: SeriesButtonProps) {
  const look = lookOf(name)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !event.shiftKey) return
    event.preventDefault()
    onHide(alone(hidden, name, keys))
  }
  return (
    <button
      type="button"
      className="legend-name"
      aria-pressed={!hidden.has(name)}
      title={`${look.name}. Click hides or shows, double click or Shift Enter shows alone`}
      onClick={() => onHide(toggled(hidden, name))}
      onDoubleClick={() => onHide(alone(hidden, name, keys))}
      onKeyDown={onKeyDown}
    >
      <Named swatch={<Swatch fill={look.fill} />}>{look.name}</Named>
    </button>
  )
}

function amountColumns(stack: Stack, totalBefore: bigint | null, shiftOf: ShiftOf): Column<LegendRow>[] {
  const totalChange = totalBefore === null ? null : format.relativeChange(stack.total, totalBefore)
  return [
    {
      key: 'cost',
      head: 'List cost',
      name: 'List cost USD',
      align: 'number',
      cell: ({ amount }) => <Money pico={amount} />,
      sort: ({ amount }) => amount,
      total: <Money pico={stack.total} />,
      width: 78,
    },
    {
      key: 'share',
      head: 'Share',
      name: 'Share',
      align: 'number',
      cell: ({ amount }) => (
        <span className="t2">{amount === null ? '' : <Percent ratio={format.share(amount, stack.total)} />}</span>
      ),
      sort: ({ amount }) => amount,
      total: stack.total === 0n ? '' : format.percent(1),
      width: 54,
    },
    {
      key: 'change',
      head: 'Change',
      name: 'Change',
      align: 'number',
      width: 94,
      cell: (row) =>
        row.before === null || row.amount === null ? (
          ''
        ) : (
          <CostChange
            value={format.relativeChange(row.amount, row.before)}
            shift={shiftOf(row.key, format.relativeChange(row.amount, row.before))}
            missing={row.amount === 0n ? '' : 'new'}
            short
          />
        ),
      sort: (row) =>
        row.before === null || row.amount === null ? null : format.relativeChange(row.amount, row.before),
      total:
        totalBefore === null ? (
          ''
        ) : (
          <CostChange value={totalChange} shift={shiftOf(null, totalChange)} short />
        ),
    },
  ]
}
