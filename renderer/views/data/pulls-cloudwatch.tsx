// CloudWatch's card: whose account, which Regions and days, what it will cost, then the pull.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callBridge, useAction, useBridge } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/menu.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { NEW_DAYS, profileNote, readDays, readRegions, type DayChoice, type Pulls } from './pulls-model.ts'
import type { CloudWatchPull, PullState } from '../../../src/api/contract/pull-shapes.ts'
import { DaysRow, Row } from './pulls-fields.tsx'
import { LeavesNote } from './pulls-key.tsx'
import { CloudWatchPlan, PolicyNote } from './pulls-plan.tsx'
import { LastPull, PullProgress, Refused } from './pulls-result.tsx'
import { Schedule } from './pulls-schedule.tsx'

export interface CardProps {
  pulls: Pulls
  pull: PullState
  tz: string
  /** UTC day. */
  today: string
}

const DAYS = ['new', '7', '30', '90', '455', 'chosen'] as const
const ANY = ''

/** What the form stands on; what it asks for is null while a field is wrong. */
function useForm({ pull, today }: CardProps) {
  const before = pull.every === 'off' ? pull.lastPlan?.request : pull.request
  const known = before?.kind === 'cloudwatch' ? before : null
  const [profile, setProfile] = useState(known?.profile ?? ANY)
  const [regions, setRegions] = useState((known?.regions ?? []).join(', '))
  const [choice, setChoice] = useState<DayChoice>(NEW_DAYS)
  const [read, days] = [readRegions(regions), readDays(choice, today)]
  const request: CloudWatchPull | null = read.wrong !== null || days.wrong !== null ? null
    : { kind: 'cloudwatch', profile: profile === ANY ? null : profile, regions: read.regions, from: days.from, to: days.to }
  return { profile, setProfile, regions, setRegions, choice, setChoice, request, wrongRegion: read.wrong, wrongDays: days.wrong }
}

/** Planning tells and charges nothing, so that only the state of pulls is asked for again. */
function usePlan() {
  const bridge = useBridge()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (request: CloudWatchPull) => callBridge(bridge, 'pulls.plan', { request }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['pulls.state'] }),
  })
}

export function CloudWatchCard(props: CardProps) {
  const { pulls, pull, tz } = props
  const form = useForm(props)
  const plan = usePlan()
  const start = useAction('pulls.start')
  const changed = <T,>(set: (value: T) => void) => (value: T) => {
    plan.reset()
    start.reset()
    set(value)
  }
  const { request } = form
  const told = pull.lastPlan !== null && request !== null && isSamePlace(pull.lastPlan.request, request) ? pull.lastPlan.cost : null
  const pullNow = (planId: string) => start.mutate({ planId }, { onSuccess: () => plan.reset() })
  return (
    <Panel label="CloudWatch">
      <PanelHead title="CloudWatch" subtitle="Tokens and requests of Claude on Bedrock by hour, from the metrics of your AWS account." />
      <div className="panel-body pull-form">
        <div className="field-grid">
          <Row label="AWS profile" note={profileNote(pulls.awsProfiles.find(({ name }) => name === form.profile))} problem={pulls.awsProblem?.message ?? null}>
            <Select label="AWS profile" value={form.profile} width={260} options={profileOptions(pulls)} onChange={changed(form.setProfile)} />
          </Row>
          <Row label="Regions" note="From which Claude is called, separated by commas. Empty: the profile's own." problem={form.wrongRegion === null ? null : `${form.wrongRegion} is not a Region such as us-east-1.`}>
            <span className="field wide-field" data-invalid={form.wrongRegion !== null}>
              <input aria-label="Regions" placeholder="us-east-1, eu-central-1" spellCheck={false} value={form.regions} onChange={(event) => changed(form.setRegions)(event.target.value)} />
            </span>
          </Row>
          <DaysRow label="Days to pull from CloudWatch" choice={form.choice} onChange={changed(form.setChoice)} options={DAYS} wrong={form.wrongDays} note="UTC days. The first pull takes 30 days; CloudWatch keeps 455." />
        </div>
        {pull.runningJobId !== null ? <PullProgress jobId={pull.runningJobId} />
          : plan.data !== undefined ? <CloudWatchPlan plan={plan.data} tz={tz} busy={start.isPending} onPull={pullNow} onDrop={() => plan.reset()} />
            : <PlanButton plan={plan} request={request} />}
        <Refused error={plan.error} what="Nothing was charged." />
        <Refused error={start.error} what="Nothing was pulled." />
        <LastPull pull={pull} tz={tz} />
      </div>
      {pulls.canSchedule ? <Schedule pull={pull} tz={tz} request={request} cost={told} blocked={told === null ? 'Ask what it will cost first.' : null} /> : null}
      <div className="pull-foot">
        <LeavesNote>Only the names of metrics, Regions and days go to AWS, signed with your own credentials, which are not stored. No usage is sent.</LeavesNote>
        <PolicyNote policy={pulls.awsPolicy} />
      </div>
    </Panel>
  )
}

function PlanButton({ plan, request }: { plan: ReturnType<typeof usePlan>; request: CloudWatchPull | null }) {
  const cancel = useAction('pulls.cancelPlan')
  if (plan.isPending) {
    return (
      <div className="row" role="status">
        <span className="t2">Asking AWS which metrics there are</span>
        <Button size="small" onClick={() => cancel.mutate({})}>Cancel</Button>
      </div>
    )
  }
  return (
    <div className="row">
      <Button kind="primary" disabled={request === null} onClick={() => { if (request !== null) plan.mutate(request) }}>What will it cost?</Button>
      <span className="t2">Asking is free.</span>
    </div>
  )
}

function profileOptions({ awsProfiles }: Pulls) {
  return [{ value: ANY, label: 'Default credentials' }, ...awsProfiles.map(({ name }) => ({ value: name, label: name }))]
}

function isSamePlace(a: CloudWatchPull, b: CloudWatchPull): boolean {
  return a.profile === b.profile && a.regions.toSorted().join() === b.regions.toSorted().join()
}
