// What a CloudWatch pull will ask for and what AWS charges for it, before anything is charged; and the policy it needs.
import { Copy, Download } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import type { Column } from '../../components/table-model.ts'
import { useToast } from '../../components/toast.tsx'
import { Money } from '../../components/figures.tsx'
import { count, shortDateRange, time } from '../../format.ts'
import type { PullPlan } from '../../../src/api/contract/pull-shapes.ts'

type Region = PullPlan['regions'][number]

const columns: Column<Region>[] = [
  { key: 'region', head: 'Region', name: 'Region', cell: ({ region }) => region, sort: ({ region }) => region },
  { key: 'days', head: 'Days (UTC)', name: 'Days', cell: ({ from, to }) => shortDateRange(from, to) },
  {
    key: 'models',
    head: 'Models',
    name: 'Models',
    align: 'number',
    sort: ({ models }) => models.length,
    cell: ({ models }) => <span title={models.join('\n')}>{count(models.length)}</span>,
  },
  {
    key: 'metrics',
    head: 'Metrics',
    name: 'Metrics',
    align: 'number',
    sort: ({ metricsRequested }) => metricsRequested,
    cell: ({ metricsRequested }) => count(metricsRequested),
  },
]

export interface PlanProps {
  plan: PullPlan
  tz: string
  busy: boolean
  onPull: (planId: string) => void
  onDrop: () => void
}

export function CloudWatchPlan({ plan, tz, busy, onPull, onDrop }: PlanProps) {
  const models = [...new Set(plan.regions.flatMap((region) => region.models))]
  return (
    <div className="pull-plan" role="group" aria-label="What the pull will cost">
      <DataTable
        caption="What will be asked for"
        columns={columns}
        rows={plan.regions}
        rowKey={({ region }) => region}
        density="dense"
      />
      <p className="t2">
        {models.length === 0 ? (
          'CloudWatch lists no Claude model there. '
        ) : (
          <span title={models.join('\n')}>
            {models.slice(0, 3).join(', ')}
            {models.length > 3 ? ` and ${models.length - 3} more` : ''}.{' '}
          </span>
        )}
        AWS charges $0.01 per 1,000 metrics; more where an answer must be asked for again.
      </p>
      {plan.regions.flatMap(({ region, notes }) =>
        notes.map((note) => (
          <p key={region + note} className="pull-problem">
            {region}: {note}
          </p>
        )),
      )}
      <div className="row wrap">
        <Button kind="primary" icon={Download} disabled={busy} onClick={() => onPull(plan.id)}>
          <span>
            Pull for <Money pico={plan.cost} />
          </span>
        </Button>
        <Button onClick={onDrop}>Not now</Button>
        <span className="t3">Valid until {time(plan.expiresAtMs, tz)}</span>
      </div>
    </div>
  )
}

/** An IAM policy for the user to hand to whoever runs the account. */
export function PolicyNote({ policy }: { policy: string }) {
  const toast = useToast()
  const copy = () => {
    navigator.clipboard
      .writeText(policy)
      .then(() => toast({ title: 'The policy was copied', kind: 'good' }))
      .catch(() =>
        toast({ title: 'The policy could not be copied', detail: 'Select its text and copy it.', kind: 'bad' }),
      )
  }
  return (
    <details className="pull-policy">
      <summary>IAM policy that the profile needs</summary>
      {/* Focusable, so that it can be scrolled by keyboard. */}
      <pre tabIndex={0} aria-label="IAM policy">
        {policy}
      </pre>
      <Button size="small" icon={Copy} onClick={copy}>
        Copy
      </Button>
    </details>
  )
}
