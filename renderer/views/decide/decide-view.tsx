// Decide: answers and questions on the left; what the answer rests on, and what its constraint costs, on the right.
import { Panel } from '../../components/panel.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import { useSurfaceSlots, useWindow } from '../../state/ledger.tsx'
import { AnswersPanel } from './answers-panel.tsx'
import { CandidatesPanel } from './candidates-panel.tsx'
import { ConstraintPanel } from './constraint-panel.tsx'
import { EvidencePanel } from './evidence-panel.tsx'
import { Kpis } from './kpis.tsx'
import { QuestionsPanel } from './questions-panel.tsx'
import { useDecision } from './use-decision.ts'
import './decide.css'

export function DecideView() {
  const { data, chosen, choose, error, retry, isStale } = useDecision()
  const { filters } = useWindow()
  const slotOf = useSurfaceSlots()
  if (error !== null && data === undefined) {
    return <div className="view"><Panel><ErrorState error={error} onRetry={retry}>What is required of each surface is kept.</ErrorState></Panel></div>
  }
  if (data === undefined) return <div className="view"><LoadingBlock height={640} /></div>
  if (chosen === null) {
    return (
      <div className="view">
        <Panel><EmptyState title="No usage in this window">Choose other days or clear the filters above: a decision rests on a surface's own traffic.</EmptyState></Panel>
      </div>
    )
  }
  return (
    <div className="view decide">
      <div className="decide-columns">
        <div className="data-stack">
          <AnswersPanel {...{ data, slotOf, isStale }} chosen={chosen.surface} onChoose={choose} />
          <QuestionsPanel key={chosen.surface} decided={chosen} surfaces={data.surfaces.map(({ surface }) => surface)} slotOf={slotOf} />
        </div>
        <div className="data-stack">
          <Kpis decided={chosen} filters={filters} isStale={isStale} />
          <CandidatesPanel key={chosen.surface} decided={chosen} filters={filters} isStale={isStale} />
          <div className="decide-lower">
            <ConstraintPanel decided={chosen} isStale={isStale} />
            <EvidencePanel decided={chosen} coveredDays={data.coveredDays} filters={filters} isStale={isStale} />
          </div>
        </div>
      </div>
    </div>
  )
}
