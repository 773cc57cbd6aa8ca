// A pull as it runs, and how the last one ended: with the way to its report, and to undoing it.
import { Check, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { problemText, useAction, useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { shortDate, time } from '../../format.ts'
import { useJobs } from '../../state/jobs.tsx'
import { hrefOf } from '../../state/navigation.tsx'
import { dayOf } from '../../../src/core/calendar.ts'
import type { PullState } from '../../../src/api/contract/pull-shapes.ts'
import { UndoDialog } from './imports-tab.tsx'
import { endingOf, newEntries } from './pulls-model.ts'

/** `22 Nov, 14:06`. */
export const whenText = (ms: number, tz: string): string => `${shortDate(dayOf(ms, tz))}, ${time(ms, tz)}`

export function PullProgress({ jobId }: { jobId: string }) {
  const job = useJobs().find(({ id }) => id === jobId)
  const cancel = useAction('jobs.cancel')
  const total = job?.sourcesTotal ?? 1
  const part = job?.source ?? 'Waiting for other work'
  return (
    <div className="pull-now" role="status" aria-label="Pulling">
      <div className="grow">
        <strong>{job === undefined ? 'Pulling' : `Pulling ${job.label}`}</strong>
        <p className="t2">
          {total > 1 ? `${part} (${(job?.sourcesDone ?? 0) + 1} of ${total})` : part}
          {job === undefined ? '' : `. So far ${newEntries(job.tally.accepted)}.`}
        </p>
        <div className="progress moving" aria-hidden>
          <i style={{ width: `${(100 * (job?.sourcesDone ?? 0)) / total}%` }} />
        </div>
      </div>
      <Button
        icon={X}
        size="small"
        disabled={cancel.isPending}
        title="Drops the part that is being read; what is complete stays"
        onClick={() => cancel.mutate({ id: jobId })}
      >
        Cancel
      </Button>
    </div>
  )
}

export function LastPull({ pull, tz }: { pull: PullState; tz: string }) {
  const ending = endingOf(pull)
  if (ending === null) return <p className="t3">Nothing was pulled from here yet.</p>
  const { problem, tone, text } = ending
  const at = pull.lastFinishedAtMs
  return (
    <div className="pull-last">
      <p>
        {tone === 'bad' ? (
          <TriangleAlert size={14} strokeWidth={1.75} aria-hidden className="bad" />
        ) : tone === 'good' ? (
          <Check size={14} strokeWidth={1.75} aria-hidden className="good" />
        ) : null}
        <span className="grow">
          {at === null ? null : <span className="t2">{whenText(at, tz)}: </span>}
          {text}
        </span>
        <ReportLinks importId={pull.lastImportId} />
      </p>
      {problem === null ? null : <Trouble message={problem.message} remedy={problem.remedy} isBad={tone === 'bad'} />}
    </div>
  )
}

function Trouble({ message, remedy, isBad }: { message: string; remedy: string | undefined; isBad: boolean }) {
  return (
    <p className={isBad ? 'pull-problem bad-edge' : 'pull-problem'} role="alert">
      <strong>{message}</strong>
      {remedy === undefined ? null : ` ${remedy}`}
    </p>
  )
}

/** A call that was refused before anything was pulled. */
export function Refused({ error, what }: { error: unknown; what: string }) {
  if (error === null) return null
  const { message, remedy } = problemText(error)
  return <Trouble message={message} remedy={remedy === null ? what : `${remedy} ${what}`} isBad />
}

function ReportLinks({ importId }: { importId: number | null }) {
  const imports = useCall('imports.list', {}).data?.imports
  const [undoing, setUndoing] = useState(false)
  const summary = imports?.find(({ id }) => id === importId)
  if (summary === undefined) return null
  return (
    <>
      <a className="link" href={hrefOf('data', { tab: 'imports', import: String(summary.id) })}>
        Report
      </a>
      {summary.tally.accepted === 0 ? null : summary.state === 'undone' ? (
        <span className="t3">Undone</span>
      ) : (
        <button
          type="button"
          className="link"
          aria-label={`Undo the pull from ${summary.label}`}
          onClick={() => setUndoing(true)}
        >
          Undo
        </button>
      )}
      {undoing ? <UndoDialog summary={summary} onClose={() => setUndoing(false)} /> : null}
    </>
  )
}
