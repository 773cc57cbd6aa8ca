// What the constraint costs in parts, and what each requirement alone does to it.
import { InlineBar } from '../../charts/marks.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { ComputedContent, ComputedFigure } from '../../components/computed.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { NumberInput } from '../../components/fields.tsx'
import { NoData } from '../../components/figures.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { moneyChange } from '../../format.ts'
import { KIND_NAMES, shortValue, usdText } from '../../placements/requirement-options.ts'
import { shortPlacement } from '../../words.ts'
import { parseUsd } from '../../../src/core/money.ts'
import type { DecidedSurface } from '../../../src/api/contract/placement-shapes.ts'
import { constraintRows, PART_MEANINGS, partRows, type PartRow } from './constraint-model.ts'
import { useRequirements } from './use-decision.ts'

const ACCENT = { colour: 'var(--accent)', hatched: false }
const size = (value: bigint) => (value < 0n ? -value : value)

function partColumns(decided: DecidedSurface): Column<PartRow>[] {
  const rows = partRows(decided)
  const widest = rows.reduce((most, { amount }) => (size(amount) > most ? size(amount) : most), 1n)
  const total = parseUsd(decided.constraintUsd ?? '0')
  return [
    { key: 'part', head: 'Part', name: 'Part', total: 'Constraint', cell: (row) => row.label, csv: { type: 'text', value: (row) => row.label } },
    {
      key: 'amount', head: 'A month', name: 'A month USD', align: 'number', total: moneyChange(total), totalCsv: csvUsd(total),
      csv: { type: 'number', value: (row) => csvUsd(row.amount) },
      cell: (row) => (
        <ComputedFigure
          figure={`the part ${row.label}`} content={<ComputedContent what={PART_MEANINGS[row.key]} rows={constraintRows(decided)} />}
        >
          {moneyChange(row.amount)}
        </ComputedFigure>
      ),
    },
    {
      key: 'bar', head: <span className="visually-hidden">Size</span>, name: 'Size', width: 64,
      cell: (row) => <InlineBar ratio={Number((size(row.amount) * 1000n) / widest) / 1000} fill={ACCENT} />,
    },
  ]
}

type ConstraintRow = DecidedSurface['constraints'][number]

const change = (usd: string | null, sign: 1n | -1n) => (usd === null ? <NoData word="no answer" /> : moneyChange(sign * parseUsd(usd)))

const REQUIREMENT_COLUMNS: readonly Column<ConstraintRow>[] = [
  {
    key: 'requirement', head: 'Requirement', name: 'Requirement',
    cell: (row) => `${KIND_NAMES[row.kind] ?? row.kind}: ${shortValue(row.value)}`,
  },
  { key: 'alone', head: 'Alone', name: 'Alone USD', align: 'number', cell: (row) => change(row.aloneUsd, 1n) },
  { key: 'dropped', head: 'If dropped', name: 'If dropped USD', align: 'number', cell: (row) => change(row.droppedUsd, -1n) },
]

function FixedCost({ decided }: { decided: DecidedSurface }) {
  const { requirements, put } = useRequirements(decided)
  return (
    <div className="panel-foot">
      <span>Fixed cost, a month</span>
      <NumberInput
        label="Fixed cost, a month" prefix="$" digits={2} min={0} width={120} value={Number(requirements.fixedMonthlyUsd ?? 0)}
        onChange={(value) => put({ ...requirements, fixedMonthlyUsd: usdText(value) })}
      />
    </div>
  )
}

export function ConstraintPanel({ decided, isStale }: { decided: DecidedSurface; isStale: boolean }) {
  const columns = partColumns(decided)
  const { answer, cheapest, constraints } = decided
  return (
    <ChartFrame
      title="What the constraint costs" fileName={`constraint ${decided.surface}`} className={isStale ? 'stale' : ''}
      subtitle={answer === null || cheapest === null ? 'Nothing to compare.'
        : `${shortPlacement(answer.placement)} less ${shortPlacement(cheapest.placement)}.`}
      csv={(options) => tableCsv(columns, partRows(decided), { ...options, totals: true })}
    >
      {answer === null ? (
        <p className="state">No placement is known to satisfy what is asked and to run this traffic. What is not known can be confirmed in the table above.</p>
      ) : <DataTable caption="Parts of what the constraint costs" columns={columns} rows={partRows(decided)} rowKey={(row) => row.key} totals />}
      {constraints.length === 0 ? null : (
        <DataTable
          caption="What each requirement costs" columns={REQUIREMENT_COLUMNS} rows={constraints} rowKey={(row) => row.kind} className="each-requirement"
        />
      )}
      {decided.rule === 'hard-requirement' ? <FixedCost decided={decided} /> : null}
    </ChartFrame>
  )
}
