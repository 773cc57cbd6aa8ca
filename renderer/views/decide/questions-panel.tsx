// The three questions for one surface, in order. The first that is answered with yes decides and is tinted.
import { Copy, Undo2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { problemText } from '../../api.ts'
import { Button, Segmented } from '../../components/button.tsx'
import { NumberInput } from '../../components/fields.tsx'
import { Select } from '../../components/menu.tsx'
import { Panel } from '../../components/panel.tsx'
import { Swatch, seriesFill } from '../../components/swatch.tsx'
import { useToast } from '../../components/toast.tsx'
import { count } from '../../format.ts'
import type { DecidedSurface } from '../../../src/api/contract/placement-shapes.ts'
import {
  chosenOption, REQUIREMENT_ROWS, usdText, withOption, withoutHard, type RequirementRow, type Requirements,
} from '../../placements/requirement-options.ts'
import { useRequirements } from './use-decision.ts'

interface QuestionProps {
  number: 1 | 2 | 3
  title: string
  yes: boolean
  fires: boolean
  onAnswer: (yes: boolean) => void
  children: ReactNode
}

function Question({ number, title, yes, fires, onAnswer, children }: QuestionProps) {
  return (
    <section className="question" data-fires={fires} aria-label={`Question ${number}`}>
      <span className="question-number" aria-hidden>{number}</span>
      <div className="grow">
        <div className="question-head">
          <h3>{title}</h3>
          <Segmented
            label={title} size="small" value={yes ? 'yes' : 'no'}
            options={[{ value: 'yes', label: 'Yes' }, { value: 'no', label: 'No' }]} onChange={(value) => onAnswer(value === 'yes')}
          />
        </div>
        {children}
      </div>
    </section>
  )
}

interface RowProps {
  row: RequirementRow
  requirements: Requirements
  put: (next: Requirements) => void
}

function HardRow({ row, requirements, put }: RowProps) {
  const chosen = chosenOption(row, requirements)
  const [first] = row.options
  return (
    <div className="hard-row">
      <label>
        <input
          type="checkbox" checked={chosen !== null}
          onChange={(event) => put(withOption(requirements, row, event.target.checked ? (first?.value ?? null) : null))}
        />
        {row.label}
      </label>
      {chosen === null ? <span className="t2 ellipsis">{row.none}</span> : (
        <Select
          label={row.label} value={chosen} onChange={(value) => put(withOption(requirements, row, value))}
          options={row.options.some(({ value }) => value === chosen) ? row.options : [...row.options, { value: chosen, label: 'A mix of two clouds' }]}
        />
      )}
    </div>
  )
}

function satisfiedText({ candidates }: DecidedSurface): string {
  const able = candidates.filter(({ satisfies }) => satisfies).length
  return `${able} of ${count(candidates.length)} placements ${able === 1 ? 'satisfies' : 'satisfy'} these. This decides; 2 and 3 are recorded.`
}

const isHard = (requirements: Requirements) => REQUIREMENT_ROWS.some((row) => chosenOption(row, requirements) !== null)

function HardQuestion({ decided, requirements, put }: { decided: DecidedSurface } & Omit<RowProps, 'row'>) {
  const hard = isHard(requirements)
  const [opened, setOpened] = useState(false)
  const yes = hard || opened
  const answer = (next: boolean) => {
    setOpened(next)
    if (!next && hard) put(withoutHard(requirements))
  }
  return (
    <Question number={1} title="Is there a hard requirement?" yes={yes} fires={hard} onAnswer={answer}>
      {yes ? (
        <>
          <div className="hard-rows">
            {REQUIREMENT_ROWS.map((row) => <HardRow key={row.kind} {...{ row, requirements, put }} />)}
          </div>
          <p>{hard ? satisfiedText(decided) : 'Tick what is required. Nothing decides yet.'}</p>
        </>
      ) : <p>Where data is processed, whose network and identities, whose bill, which paper.</p>}
    </Question>
  )
}

const CORES = [
  { value: 'latency', label: 'Latency' },
  { value: 'newest-model', label: 'Newest models' },
] as const

const evidenceOf = (decided: DecidedSurface, what: string) => decided.evidence.find((each) => each.what === what)?.text

function CoreQuestion({ decided, requirements, put }: { decided: DecidedSurface } & Omit<RowProps, 'row'>) {
  const { core } = requirements
  return (
    <Question
      number={2} title="Is latency or the newest model the core of it?" yes={core !== null} fires={core !== null && !isHard(requirements)}
      onAnswer={(yes) => put({ ...requirements, core: yes ? 'latency' : null })}
    >
      {core === null ? null : (
        <Segmented label="The core of it" size="small" value={core} options={CORES} onChange={(value) => put({ ...requirements, core: value })} />
      )}
      <p>{evidenceOf(decided, core === 'newest-model' ? 'models' : 'latency')}</p>
    </Question>
  )
}

function ManyQuestion({ requirements, put }: Omit<RowProps, 'row'>) {
  const { manyProviders, core, gatewayMonthlyUsd } = requirements
  return (
    <Question
      number={3} title="Is more than one provider needed?" yes={manyProviders} fires={manyProviders && core === null && !isHard(requirements)}
      onAnswer={(yes) => put({ ...requirements, manyProviders: yes, gatewayMonthlyUsd: yes ? gatewayMonthlyUsd : null })}
    >
      {manyProviders ? (
        <div className="gateway-row">
          <span>Gateway, a month</span>
          <NumberInput
            label="Gateway, a month" prefix="$" digits={2} min={0} width={110} value={Number(gatewayMonthlyUsd ?? 0)}
            onChange={(value) => put({ ...requirements, gatewayMonthlyUsd: usdText(value) })}
          />
        </div>
      ) : null}
      <p>{manyProviders ? 'A gateway stands in front of the answer, whichever question decides it.' : 'Then a gateway would stand in front.'}</p>
    </Question>
  )
}

function SpreadButton({ others, onSpread }: { others: readonly string[]; onSpread: () => Promise<void> }) {
  const toast = useToast()
  const spread = () => {
    onSpread().then(
      () => toast({ title: `The same answers stand for ${others.length === 1 ? 'one more surface' : `${others.length} more surfaces`}`, kind: 'good' }),
      (error: unknown) => toast({ title: problemText(error).message, kind: 'bad' }),
    )
  }
  return <Button icon={Copy} disabled={others.length === 0} onClick={spread}>Use for all surfaces</Button>
}

export interface QuestionsPanelProps {
  decided: DecidedSurface
  surfaces: readonly string[]
  slotOf: (surface: string) => number
}

/** Make one a surface (`key`): what was opened belongs to it. */
export function QuestionsPanel({ decided, surfaces, slotOf }: QuestionsPanelProps) {
  const { requirements, put, putFor, reset, error } = useRequirements(decided)
  const { surface } = decided
  const isAsked = isHard(requirements) || requirements.core !== null || requirements.manyProviders || requirements.confirmed.length > 0
  return (
    <Panel label={`Questions for ${surface}`} className="questions">
      <div className="panel-head">
        <div className="grow">
          <h2><Swatch fill={seriesFill(slotOf(surface))} /><span className="ellipsis">{surface}</span></h2>
          <p className="subtitle">Questions are asked in order; the first yes decides.</p>
        </div>
        <Button icon={Undo2} size="small" disabled={!isAsked} onClick={reset}>Reset</Button>
      </div>
      <HardQuestion {...{ decided, requirements, put }} />
      <CoreQuestion {...{ decided, requirements, put }} />
      <ManyQuestion {...{ requirements, put }} />
      {error === null ? null : <p className="question-error bad small" role="alert">{problemText(error).message} The answer is not kept.</p>}
      <div className="panel-foot">
        <SpreadButton others={surfaces.filter((name) => name !== surface)} onSpread={() => putFor(surfaces.filter((name) => name !== surface))} />
        <span className="caption">Answers are kept with the surface</span>
      </div>
    </Panel>
  )
}
