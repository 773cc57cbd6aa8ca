// The answer for every surface and for all of them at once, with the line between direct and managed and what it comes to.
import { Route } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ComputedContent, ComputedFigure } from '../../components/computed.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Named, NoData } from '../../components/figures.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { Swatch, seriesFill } from '../../components/swatch.tsx'
import type { Column } from '../../components/table-model.ts'
import { money, moneyChange } from '../../format.ts'
import { shortPlacement } from '../../words.ts'
import { parseUsd } from '../../../src/core/money.ts'
import type { DecidedSurface } from '../../../src/api/contract/placement-shapes.ts'
import { constraintRows } from './constraint-model.ts'
import { ruleText } from '../../placements/requirement-options.ts'
import { RoutingDialog } from './routing-dialog.tsx'
import { sortSurfaces, type Decision } from './use-decision.ts'

function placementText({ answer, equals, rule }: DecidedSurface): string {
  if (answer === null) return 'none known'
  if (equals.length > 0 && rule === 'no-constraint') return `Cheapest, ${equals.length + 1} equal`
  return equals.length === 0 ? shortPlacement(answer.placement) : `${shortPlacement(answer.placement)} or equal`
}

function ConstraintFigure({ row }: { row: DecidedSurface }) {
  if (row.constraintUsd === null) return <NoData />
  return (
    <ComputedFigure
      figure={`what the constraint of ${row.surface} costs`}
      content={<ComputedContent what="Cost a month at the answer less the cheapest placement at all. The parts add up exactly." rows={constraintRows(row)} />}
    >
      {moneyChange(parseUsd(row.constraintUsd))}
    </ComputedFigure>
  )
}

function columnsOf(data: Decision, slotOf: (surface: string) => number): Column<DecidedSurface>[] {
  return [
    {
      key: 'surface', head: 'Surface', name: 'Surface', total: 'All constraints', sort: (row) => row.surface, width: '30%',
      cell: (row) => <Named swatch={<Swatch fill={seriesFill(slotOf(row.surface))} />} title={row.surface}>{row.surface}</Named>,
    },
    {
      key: 'rule', head: 'Rule that fired', name: 'Rule that fired', sort: ruleText, width: '26%',
      cell: (row) => (
        <span className={`clip ${row.rule === 'no-constraint' ? 't3' : ''}`} title={row.because}>{ruleText(row)}</span>
      ),
    },
    {
      key: 'placement', head: 'Placement', name: 'Placement', sort: placementText, width: '26%',
      cell: (row) => <span className={`clip ${row.answer === null ? 'bad' : 't2'}`} title={placementText(row)}>{placementText(row)}</span>,
    },
    {
      key: 'constraint', head: 'A month', name: 'Constraint a month USD', align: 'number', width: '18%',
      sort: (row) => (row.constraintUsd === null ? null : parseUsd(row.constraintUsd)),
      cell: (row) => <ConstraintFigure row={row} />,
      total: moneyChange(parseUsd(data.all.constraintUsd)),
    },
  ]
}

export interface AnswersPanelProps {
  data: Decision
  chosen: string
  onChoose: (surface: string) => void
  slotOf: (surface: string) => number
  isStale: boolean
}

export function AnswersPanel({ data, chosen, onChoose, slotOf, isStale }: AnswersPanelProps) {
  const [routing, setRouting] = useState(false)
  const { all } = data
  return (
    <Panel label="Answers" className={isStale ? 'stale' : ''}>
      <PanelHead
        title="Answers" subtitle="One a surface, with what its constraint costs."
        actions={<Button icon={Route} size="small" disabled={all.routing.length === 0} onClick={() => setRouting(true)}>Routing table</Button>}
      />
      <DataTable
        caption="Answers per surface" columns={columnsOf(data, slotOf)} rows={sortSurfaces(data.surfaces)} rowKey={(row) => row.surface}
        selectedKey={chosen} onOpen={(row) => onChoose(row.surface)} totals stickyHead maxHeight={264} fixed
      />
      <div className="all-answer">
        <p>{all.sentence}</p>
        <p className="t2">
          {money(parseUsd(all.currentMonthlyUsd))} a month today, {money(parseUsd(all.answerMonthlyUsd))} as answered.
        </p>
      </div>
      {routing ? <RoutingDialog entries={all.routing} onClose={() => setRouting(false)} /> : null}
    </Panel>
  )
}
