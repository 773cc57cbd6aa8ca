// The Admin API's card: the key, what to pull, the days, then the pull.
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useAction } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { ANTHROPIC_PARTS, type AnthropicPull } from '../../../src/api/contract/pull-shapes.ts'
import type { CardProps } from './pulls-cloudwatch.tsx'
import { DaysRow, Row } from './pulls-fields.tsx'
import { AdminKeyRow, LeavesNote } from './pulls-key.tsx'
import { DEFAULT_PARTS, NEW_DAYS, PART_NAMES, readDays, type DayChoice, type Part } from './pulls-model.ts'
import { LastPull, PullProgress, Refused } from './pulls-result.tsx'
import { Schedule } from './pulls-schedule.tsx'

const DAYS = ['new', '7', '30', '90', 'chosen'] as const

function PartChecks({ parts, onChange }: { parts: readonly Part[]; onChange: (parts: Part[]) => void }) {
  const toggle = (part: Part, on: boolean) =>
    onChange(ANTHROPIC_PARTS.filter((one) => (one === part ? on : parts.includes(one))))
  return (
    <div className="pull-parts" role="group" aria-label="What to pull">
      {ANTHROPIC_PARTS.map((part) => (
        <label key={part} className="check-row">
          <input
            type="checkbox"
            checked={parts.includes(part)}
            onChange={(event) => toggle(part, event.target.checked)}
          />
          <span>
            {PART_NAMES[part].label} <span className="t3">{PART_NAMES[part].note}</span>
          </span>
        </label>
      ))}
    </div>
  )
}

export function AnthropicCard({ pulls, pull, tz, today }: CardProps) {
  const before = pull.request?.kind === 'anthropic' ? pull.request : null
  const [parts, setParts] = useState<readonly Part[]>(before?.parts ?? DEFAULT_PARTS)
  const [choice, setChoice] = useState<DayChoice>(NEW_DAYS)
  const start = useAction('pulls.start')
  const days = readDays(choice, today)
  const request: AnthropicPull | null =
    parts.length === 0 || days.wrong !== null
      ? null
      : { kind: 'anthropic', parts: [...parts], from: days.from, to: days.to }
  const hasKey = pulls.adminKey.held !== 'none'
  return (
    <Panel label="Anthropic Admin API">
      <PanelHead
        title="Anthropic Admin API"
        subtitle="Usage and cost of your organisation by day, as Anthropic reports them."
      />
      <div className="panel-body pull-form">
        <div className="field-grid">
          <AdminKeyRow adminKey={pulls.adminKey} />
          <Row label="What to pull" problem={parts.length === 0 ? 'Choose at least one.' : null}>
            <PartChecks parts={parts} onChange={setParts} />
          </Row>
          <DaysRow
            label="Days to pull from the Admin API"
            choice={choice}
            onChange={setChoice}
            options={DAYS}
            wrong={days.wrong}
            note="UTC days. The first pull takes 30 days; later ones fetch again what may have been revised."
          />
        </div>
        {pull.runningJobId !== null ? (
          <PullProgress jobId={pull.runningJobId} />
        ) : (
          <PullButton request={hasKey ? request : null} hasKey={hasKey} start={start} />
        )}
        <Refused error={start.error} what="Nothing was pulled." />
        <LastPull pull={pull} tz={tz} />
      </div>
      {pulls.canSchedule ? (
        <Schedule
          pull={pull}
          tz={tz}
          request={request}
          cost={null}
          blocked={hasKey ? null : 'Enter an Admin key first.'}
        />
      ) : null}
      <div className="pull-foot">
        <LeavesNote>Only the key and the days asked for go to api.anthropic.com. No usage is sent.</LeavesNote>
      </div>
    </Panel>
  )
}

interface PullButtonProps {
  /** Null while there is nothing that could be pulled. */
  request: AnthropicPull | null
  hasKey: boolean
  start: ReturnType<typeof useAction<'pulls.start'>>
}

function PullButton({ request, hasKey, start }: PullButtonProps) {
  const pull = () => {
    if (request !== null) start.mutate({ request })
  }
  return (
    <div className="row">
      <Button kind="primary" icon={Download} disabled={request === null || start.isPending} onClick={pull}>
        Pull
      </Button>
      <span className="t2">{hasKey ? 'Costs nothing.' : 'Needs an Admin key.'}</span>
    </div>
  )
}
