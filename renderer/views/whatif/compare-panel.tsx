// Up to four scenarios side by side on one baseline: the one being worked on and saved ones.
import { Check } from 'lucide-react'
import { useMemo } from 'react'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { ComputedContent, ComputedFigure } from '../../components/computed.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { useViewParam } from '../../state/navigation.tsx'
import { compared, compareRows, MOST_COMPARED, SAVED, savedRows, type Compared, type CompareRow } from './compare-model.ts'
import { Difference, Monthly } from './computed-month.tsx'
import { BREAK_EVEN, evenRows, PAYBACK, paybackRows } from './kpis.tsx'
import { oneOffOf } from './one-off.ts'
import type { Basis } from './use-projection.ts'
import type { ScenarioWork } from './use-scenario.ts'

/** A figure opens how it is computed, from the same parts as above; words and what has no parts stay as they are. */
function Explained({ of, column, children }: { of: string; column: Compared; children: string }) {
  const { name, outcome, scenario } = column
  if (!outcome.ok) return children
  switch (of) {
    case 'today': return <Monthly row={outcome.total} name={name} of="current">{children}</Monthly>
    case 'projected': return <Monthly row={outcome.total} name={name} of="projected">{children}</Monthly>
    case 'difference': return <Difference row={outcome.total} name={name}>{children}</Difference>
    case 'payback':
      if (oneOffOf(scenario) === 0n) return children
      return <ComputedFigure figure={`the payback of ${name}`} content={<ComputedContent what={PAYBACK} rows={paybackRows(outcome, scenario)} />}>{children}</ComputedFigure>
    case 'even':
      if (outcome.horizon.breakEvenDiscount === null) return children
      return <ComputedFigure figure={`the break-even discount of ${name}`} content={<ComputedContent what={BREAK_EVEN} rows={evenRows(outcome)} />}>{children}</ComputedFigure>
    case 'saved':
      if (scenario.moves.length === 0) return children
      return <ComputedFigure figure={`what ${name} saves over the horizon`} content={<ComputedContent what={SAVED} rows={savedRows(outcome, scenario)} />}>{children}</ComputedFigure>
    default: return children
  }
}

function columnOf(column: Compared, index: number): Column<CompareRow> {
  const { key, name } = column
  return {
    key, head: name, name, align: 'number',
    cell: (row) => {
      const figure = <Explained of={row.key} column={column}>{row.cells[index]?.text ?? ''}</Explained>
      return row.best.includes(index) ? (
        <span className="compare-best"><Check size={12} strokeWidth={2} aria-hidden className="good" />{figure}<span className="visually-hidden"> lowest</span></span>
      ) : figure
    },
    csv: {
      type: 'text',
      value: (row) => {
        const cell = row.cells[index]
        return cell === undefined ? null : cell.amount === null ? cell.text : csvUsd(cell.amount)
      },
    },
  }
}

const LABEL: Column<CompareRow> = {
  key: 'label', head: 'Figure', name: 'Figure', width: 170, csv: { type: 'text', value: (row) => row.label },
  cell: (row) => <span className={row.key === 'projected' || row.key === 'difference' ? 'strong' : 't2'}>{row.label}</span>,
}

interface PickProps {
  others: readonly { id: number; name: string }[]
  chosen: readonly number[]
  onChange: (ids: number[]) => void
}

function Pick({ others, chosen, onChange }: PickProps) {
  const isFull = chosen.length >= MOST_COMPARED - 1
  return (
    <div className="compare-pick" role="group" aria-label="Scenarios to compare with">
      {others.map(({ id, name }) => {
        const on = chosen.includes(id)
        return (
          <button
            key={id} type="button" className="chip" aria-pressed={on} disabled={!on && isFull}
            onClick={() => onChange(on ? chosen.filter((held) => held !== id) : [...chosen, id])}
          >
            {name}
          </button>
        )
      })}
      {others.length === 0 ? <span className="small t2">Save or duplicate a scenario to have another one to compare with.</span> : null}
    </div>
  )
}

/** The ids in the address that still exist; at first the newest saved ones. */
function chosenIds(param: string, others: readonly { id: number }[]): number[] {
  if (param === '') return others.slice(0, MOST_COMPARED - 1).map(({ id }) => id)
  const asked = param.split(',').map(Number)
  return others.map(({ id }) => id).filter((id) => asked.includes(id)).slice(0, MOST_COMPARED - 1)
}

export function ComparePanel({ work, basis }: { work: ScenarioWork; basis: Basis }) {
  const [param, setParam] = useViewParam('with', '')
  const { saved, current, scenario, isChanged } = work
  const others = useMemo(() => saved.filter(({ id }) => id !== current?.id), [saved, current])
  const chosen = chosenIds(param, others)
  const key = chosen.join(',')
  const columns = useMemo(() => {
    const own = { key: 'own', scenario: isChanged ? { ...scenario, name: `${scenario.name}, as it stands` } : scenario }
    const ids = key.split(',').map(Number)
    return compared(basis, [own, ...others.filter(({ id }) => ids.includes(id)).map((one) => ({ key: String(one.id), scenario: one.scenario }))])
  }, [basis, scenario, isChanged, others, key])
  const rows = compareRows(columns)
  const table = [LABEL, ...columns.map(columnOf)]
  return (
    <ChartFrame
      title="Scenarios side by side" fileName="what-if-compared" className="compare-panel"
      subtitle={`Up to ${MOST_COMPARED}, all on the baseline chosen on the left. The lowest is ticked.`}
      csv={(options) => tableCsv(table, rows, options)}
    >
      <Pick others={others.map(({ id, scenario: { name } }) => ({ id, name }))} chosen={chosen} onChange={(ids) => setParam(ids.length === 0 ? 'none' : ids.join(','))} />
      <DataTable caption="Scenarios side by side" columns={table} rows={rows} rowKey={(row) => row.key} className="compare-table" />
    </ChartFrame>
  )
}
