// The right side of the what-if: key figures, charts, the table per surface, and the warnings beside it.
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Named } from '../../components/figures.tsx'
import { Panel } from '../../components/panel.tsx'
import { EmptyState } from '../../components/states.tsx'
import { Swatch, seriesFill } from '../../components/swatch.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { percentChange, share } from '../../format.ts'
import type { PicoRow } from '../../../src/core/projection-json.ts'
import { ALL_SURFACES } from '../../../src/core/scenario.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import { CumulativeChart, DifferenceChart } from './charts.tsx'
import { Difference, Monthly } from './computed-month.tsx'
import { Kpis } from './kpis.tsx'
import { TornadoChart } from './tornado-chart.tsx'
import type { Analysis } from './use-analysis.ts'
import type { Outcome } from './use-projection.ts'
import { concernsText, warningLines } from './warnings-model.ts'
import { PART_LABELS } from './waterfall-model.ts'
import { PARTS } from '../../../src/core/projection.ts'

type Good = Extract<Outcome, { ok: true }>

const nameOfRow = (row: PicoRow) => (row.surface === ALL_SURFACES ? 'All surfaces, fixed' : row.surface)

function change(row: PicoRow): string {
  const ratio = share(row.difference, row.current)
  return ratio === null ? '' : percentChange(ratio)
}

/** What the totals row is called where a figure of it is explained. */
const ALL = 'All surfaces together'

/** Columns of the table, and of the CSV, which also holds the parts. */
export function projectionColumns(total: PicoRow, slotOf: (surface: string) => number): Column<PicoRow>[] {
  const amount = (key: 'current' | 'projected', head: string): Column<PicoRow> => ({
    key,
    head,
    name: `${head} a month USD`,
    align: 'number',
    cell: (row) => <Monthly row={row} name={nameOfRow(row)} of={key} />,
    sort: (row) => row[key],
    csv: { type: 'number', value: (row) => csvUsd(row[key]) },
    total: <Monthly row={total} name={ALL} of={key} />,
    totalCsv: csvUsd(total[key]),
  })
  return [
    {
      key: 'surface',
      head: 'Surface, a month',
      name: 'Surface',
      sort: nameOfRow,
      csv: { type: 'text', value: nameOfRow },
      cell: (row) => (
        <Named swatch={<Swatch fill={seriesFill(slotOf(row.surface))} />} title={nameOfRow(row)}>
          {nameOfRow(row)}
        </Named>
      ),
    },
    amount('current', 'Today'),
    amount('projected', 'Projected'),
    {
      key: 'difference',
      head: 'Difference',
      name: 'Difference a month USD',
      align: 'number',
      sort: (row) => row.difference,
      cell: (row) => <Difference row={row} name={nameOfRow(row)} />,
      csv: { type: 'number', value: (row) => csvUsd(row.difference) },
      total: <Difference row={total} name={ALL} />,
      totalCsv: csvUsd(total.difference),
    },
    { key: 'change', head: 'Change', name: 'Change', align: 'number', cell: change, total: change(total) },
    ...PARTS.map((part): Column<PicoRow> => ({
      key: part,
      head: PART_LABELS[part],
      name: `${PART_LABELS[part]} USD`,
      align: 'number',
      cell: () => null,
      csv: { type: 'number', value: (row) => csvUsd(row.parts[part]) },
      totalCsv: csvUsd(total.parts[part]),
    })),
  ]
}

const SHOWN = 5
const size = (value: bigint) => (value < 0n ? -value : value)

/** What changes most first, then what costs most. */
function byChange(a: PicoRow, b: PicoRow): number {
  const [left, right] = [size(a.difference), size(b.difference)]
  if (left !== right) return left > right ? -1 : 1
  return a.current === b.current ? 0 : a.current > b.current ? -1 : 1
}

function SurfaceTable({ outcome, slotOf }: { outcome: Good; slotOf: (surface: string) => number }) {
  const columns = projectionColumns(outcome.total, slotOf)
  const rows = outcome.surfaces.toSorted(byChange)
  return (
    <ChartFrame
      title="Per surface"
      fileName="what-if-surfaces"
      csv={(options) => tableCsv(columns, outcome.surfaces, { ...options, totals: true })}
    >
      <DataTable
        caption="Today and projected per surface"
        columns={columns.slice(0, SHOWN)}
        rows={rows}
        rowKey={(row) => row.surface}
        totals
        maxHeight={320}
        stickyHead
        dim={(row) => row.difference === 0n}
      />
    </ChartFrame>
  )
}

function Warnings({ outcome, moved }: { outcome: Good; moved: ReadonlySet<string> }) {
  const all = moved.has(ALL_SURFACES)
  const rows = outcome.surfaces.filter((row) => all || moved.has(row.surface))
  const warnings = warningLines(outcome.total.warnings, rows, nameOfRow)
  return (
    <Panel label="Warnings">
      <div className="panel-head">
        <h2>Warnings</h2>
        {warnings.length === 0 ? null : <span className="warning-count">{warnings.length}</span>}
      </div>
      {warnings.length === 0 ? (
        <p className="small t2 warning-none">Nothing to warn of: everything moved is priced and offered there.</p>
      ) : null}
      <ul className="warnings">
        {warnings.map(({ surfaces, text }) => (
          <li key={text}>
            <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />
            <span>
              {surfaces.length === 0 ? null : <strong title={surfaces.join(', ')}>{concernsText(surfaces)}. </strong>}
              {text}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export interface ResultsProps {
  outcome: Outcome
  scenario: Scenario
  coveredDays: number
  stale: boolean
  slotOf: (surface: string) => number
  nameOf: (model: string) => string
  analysis: Analysis | null
  isAnalysisStale: boolean
  /** Below the rest: the surface on every placement. */
  children: ReactNode
}

export function Results(props: ResultsProps) {
  const { outcome, scenario, coveredDays, stale, slotOf, nameOf, analysis, isAnalysisStale, children } = props
  if (!outcome.ok) {
    return (
      <Panel label="Projection">
        <EmptyState title={outcome.problem.message}>
          {outcome.problem.remedy ?? 'Your figures are unchanged; change the scenario on the left.'}
        </EmptyState>
      </Panel>
    )
  }
  // A band of another scenario beside this line would be wrong; bars of a moment ago are only faded.
  const interval = isAnalysisStale ? null : (analysis?.interval ?? null)
  return (
    <div className={`data-stack ${stale ? 'stale' : ''}`}>
      <Kpis outcome={outcome} scenario={scenario} coveredDays={coveredDays} stale={stale} interval={interval} />
      {scenario.moves.length === 0 ? (
        <Panel label="Projection">
          <EmptyState title="Nothing moves yet">
            Choose a surface and a placement on the left. What changes, why, and what to watch for then stands here, and
            every slider answers at once.
          </EmptyState>
        </Panel>
      ) : (
        <>
          <DifferenceChart outcome={outcome} scenario={scenario} nameOf={nameOf} />
          <div className="whatif-lower">
            <CumulativeChart outcome={outcome} scenario={scenario} interval={interval} />
            <TornadoChart bars={analysis?.tornado ?? []} base={outcome.total.difference} isStale={isAnalysisStale} />
          </div>
        </>
      )}
      {scenario.moves.length === 0 ? <SurfaceTable outcome={outcome} slotOf={slotOf} /> : (
        <div className="whatif-lower">
          <SurfaceTable outcome={outcome} slotOf={slotOf} />
          <Warnings outcome={outcome} moved={new Set(scenario.moves.map((move) => move.surface))} />
        </div>
      )}
      {children}
    </div>
  )
}
