// CloudWatch's card: what to ask for, what it will cost, then the pull; its last result and its schedule.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { callBridge, useAction, useBridge } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import type { CloudWatchPull, PullState } from '../../../src/api/contract/pull-shapes.ts'
import { CloudWatchFields, useCloudWatchForm } from './pulls-cloudwatch-form.tsx'
import { LeavesNote } from './pulls-key.tsx'
import type { Pulls } from './pulls-model.ts'
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

/** Planning tells and charges nothing, so that only the state of pulls is asked for again. */
function usePlan() {
  const bridge = useBridge()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (request: CloudWatchPull) => callBridge(bridge, 'pulls.plan', { request }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['pulls.state'] }),
  })
}

export function CloudWatchCard({ pulls, pull, tz, today }: CardProps) {
  const plan = usePlan()
  const start = useAction('pulls.start')
  const form = useCloudWatchForm(pull, today, () => {
    plan.reset()
    start.reset()
  })
  const { request } = form
  const pullNow = (planId: string) => start.mutate({ planId }, { onSuccess: () => plan.reset() })
  return (
    <Panel label="CloudWatch">
      <PanelHead
        title="CloudWatch"
        subtitle="Tokens and requests of Claude on Bedrock by hour, from the metrics of your AWS account."
      />
      <div className="panel-body pull-form">
        <CloudWatchFields form={form} pulls={pulls} />
        {pull.runningJobId !== null ? (
          <PullProgress jobId={pull.runningJobId} />
        ) : plan.data !== undefined ? (
          <CloudWatchPlan plan={plan.data} tz={tz} busy={start.isPending} onPull={pullNow} onDrop={plan.reset} />
        ) : (
          <PlanButton plan={plan} request={request} />
        )}
        <Refused error={plan.error} what="Nothing was charged." />
        <Refused error={start.error} what="Nothing was pulled." />
        <LastPull pull={pull} tz={tz} />
      </div>
      {pulls.canSchedule ? <CloudWatchSchedule pull={pull} tz={tz} request={request} /> : null}
      <div className="pull-foot">
        <LeavesNote>
          Only the names of metrics, Regions and days go to AWS, signed with your own credentials, which are not stored.
          No usage is sent.
        </LeavesNote>
        <PolicyNote policy={pulls.awsPolicy} />
      </div>
    </Panel>
  )
}

/** Can be switched on once its cost was told for what the form asks for. */
function CloudWatchSchedule({ pull, tz, request }: { pull: PullState; tz: string; request: CloudWatchPull | null }) {
  const { lastPlan } = pull
  const isTold = lastPlan !== null && request !== null && isSamePlace(lastPlan.request, request)
  const blocked = isTold ? null : 'Ask what it will cost first.'
  return <Schedule pull={pull} tz={tz} request={request} cost={isTold ? lastPlan.cost : null} blocked={blocked} />
}

function PlanButton({ plan, request }: { plan: ReturnType<typeof usePlan>; request: CloudWatchPull | null }) {
  const cancel = useAction('pulls.cancelPlan')
  if (plan.isPending) {
    return (
      <div className="row" role="status">
        <span className="t2">Asking AWS which metrics there are</span>
        <Button size="small" onClick={() => cancel.mutate({})}>
          Cancel
        </Button>
      </div>
    )
  }
  return (
    <div className="row">
      <Button
        kind="primary"
        disabled={request === null}
        onClick={() => {
          if (request !== null) plan.mutate(request)
        }}
      >
        What will it cost?
      </Button>
      <span className="t2">Asking is free.</span>
    </div>
  )
}

function isSamePlace(a: CloudWatchPull, b: CloudWatchPull): boolean {
  return a.profile === b.profile && a.regions.toSorted().join() === b.regions.toSorted().join()
}
