// One running import: format, bytes, rate, time left, live counts, and cancelling with what it keeps.
import { X } from 'lucide-react'
import { useAction } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Panel } from '../../components/panel.tsx'
import { count, percent } from '../../format.ts'
import { progressOf, verbOf } from '../../shell/job-strip.tsx'
import type { Job } from '../../../src/api/contract/shapes.ts'
import { equation, formatName } from './import-report-model.ts'

function aboutText(job: Job): string {
  if (job.kind === 'pull') return job.format === null ? 'Waiting for other work.' : `${formatName(job.format)}, as the provider has it.`
  const format = job.format === null ? 'Finding out what it is' : `${formatName(job.format)}, found by content`
  const total = job.sourcesTotal === null ? '' : ` of ${count(job.sourcesTotal)}`
  return `${format}. File ${count(job.sourcesDone + 1)}${total}.`
}

export function RunningJob({ job }: { job: Job }) {
  const cancel = useAction('jobs.cancel')
  const { ratio, text } = progressOf(job)
  const title = `${verbOf(job)} ${job.label}`
  const [size = '', ...rest] = text.split(', ')
  return (
    <Panel label={title}>
      <div className="panel-head">
        <div className="grow">
          <h2>{title}</h2>
          <p className="subtitle">{aboutText(job)}</p>
        </div>
        <Button icon={X} disabled={cancel.isPending} onClick={() => cancel.mutate({ id: job.id })}>
          Cancel
        </Button>
      </div>
      <div className="panel-body">
        <div className="job-line">
          <span>
            {ratio === null ? null : <strong>{percent(ratio)}</strong>}
            {size}
          </span>
          <span>{rest.join(', ')}</span>
        </div>
        <div
          className="progress"
          role="progressbar"
          aria-label={title}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={ratio === null ? undefined : Math.round(ratio * 100)}
        >
          <i style={{ width: `${(ratio ?? 0) * 100}%` }} />
        </div>
        <div className="job-counts">
          {equation(job.tally).terms.map((term) => (
            <div key={term.label}>
              {term.label.replace(' read', '')}
              <b>{count(term.count)}</b>
            </div>
          ))}
        </div>
        <p className="caption job-note">Cancel keeps the {job.kind === 'pull' ? 'parts' : 'files'} that are complete and drops the one being read.</p>
      </div>
    </Panel>
  )
}
