// The schedule of one kind of pull: off, hourly or daily, when it runs next, and what it may cost.
import { useAction, problemText } from '../../api.ts'
import { Segmented } from '../../components/button.tsx'
import { Money } from '../../components/figures.tsx'
import type { Every, PullRequest, PullState } from '../../../src/api/contract/pull-shapes.ts'
import { whenText } from './pulls-result.tsx'

export interface ScheduleProps {
  pull: PullState
  tz: string
  /** What a scheduled pull would ask for; null while the form does not say. */
  request: PullRequest | null
  /** Cost of CloudWatch's calls as last told for it; null where nothing is charged. */
  cost: string | null
  /** Why it cannot be switched on now; null where it can. */
  blocked: string | null
}

const NAMES: readonly { value: Every; label: string }[] = [
  { value: 'off', label: 'Off' },
  { value: 'hourly', label: 'Hourly' },
  { value: 'daily', label: 'Daily' },
]

export function Schedule({ pull, tz, request, cost, blocked }: ScheduleProps) {
  const set = useAction('pulls.setSchedule')
  const choose = (every: Every) => {
    if (every === pull.every) return
    const on = every !== 'off'
    // A schedule that is on keeps what it pulls and what was agreed to.
    const asked =
      pull.every === 'off' ? { request, agreedCost: cost } : { request: pull.request, agreedCost: pull.agreedCost }
    set.mutate({ kind: pull.kind, every, request: on ? asked.request : null, agreedCost: on ? asked.agreedCost : null })
  }
  return (
    <div className="pull-schedule">
      <div className="row wrap">
        <span className="label">Schedule</span>
        <Segmented
          label={`Schedule of the ${pull.kind === 'cloudwatch' ? 'CloudWatch' : 'Anthropic'} pull`}
          size="small"
          value={pull.every}
          onChange={choose}
          options={NAMES.map((one) => ({
            ...one,
            disabled: set.isPending || (one.value !== 'off' && pull.every === 'off' && blocked !== null),
          }))}
        />
        <span className="t2">{nextText(pull, tz, blocked)}</span>
      </div>
      <p className="field-note">
        {pull.every === 'off'
          ? 'While the app runs, a schedule fetches the days since the last pull. '
          : `Fetches the days since the last pull${placeText(pull)}, while the app runs. `}
        {pull.kind === 'cloudwatch' ? (
          <CostNote pull={pull} cost={cost} />
        ) : (
          'Anthropic charges nothing for these calls.'
        )}
      </p>
      {set.error === null ? null : (
        <p className="field-problem" role="alert">
          {problemText(set.error).message} {problemText(set.error).remedy}
        </p>
      )}
    </div>
  )
}

function nextText({ every, nextAtMs }: PullState, tz: string, blocked: string | null): string {
  if (every === 'off') return blocked ?? 'Nothing goes out by itself.'
  return nextAtMs === null ? 'Next run is being worked out.' : `Next run: ${whenText(nextAtMs, tz)}`
}

function placeText({ request }: PullState): string {
  if (request?.kind !== 'cloudwatch') return ''
  const profile = request.profile === null ? '' : ` with the profile ${request.profile}`
  return `${request.regions.length === 0 ? '' : ` in ${request.regions.join(', ')}`}${profile}`
}

function CostNote({ pull, cost }: { pull: PullState; cost: string | null }) {
  const agreed = pull.every === 'off' ? cost : pull.agreedCost
  if (agreed === null) return <>AWS charges a little for each run.</>
  const last = pull.lastPlan?.cost ?? agreed
  return (
    <>
      {pull.every === 'off' ? (
        <>
          A run like the last plan costs <Money pico={last} />. By switching it on you agree to up to twice that a run.
        </>
      ) : (
        <>
          The last plan cost <Money pico={last} />; you agreed to <Money pico={agreed} />. A run at more than twice that
          is not made and stops the schedule.
        </>
      )}
    </>
  )
}
