// Running imports, on every view: bytes, rate, time left, cancel.
import { X } from 'lucide-react'
import { useAction } from '../api.ts'
import { Button } from '../components/button.tsx'
import * as format from '../format.ts'
import type { Job } from '../../src/api/contract/shapes.ts'
import { useLocation } from '../state/navigation.tsx'
import { useJobs } from '../state/jobs.tsx'

export interface JobProgress {
  /** 0 to 1; null where the size is not known beforehand. */
  ratio: number | null
  text: string
}

/** What the work does, for its title. */
export function verbOf({ kind }: Job): string {
  return kind === 'undo' ? 'Undoing' : kind === 'pull' ? 'Pulling' : 'Reading'
}

/** A pull has no size; its parts are counted. */
function pullProgress({ sourcesDone, sourcesTotal, source }: Job): JobProgress {
  const total = sourcesTotal ?? 1
  const text = source ?? 'waiting for other work'
  return { ratio: total > 1 ? sourcesDone / total : null, text: total > 1 ? `${text} (${Math.min(sourcesDone + 1, total)} of ${total})` : text }
}

/** `1.31 GB of 2.10 GB, 214 MB/s, about 4 s left`. No time left within the first second: a guess would jump. */
export function progressOf(job: Job): JobProgress {
  if (job.kind === 'pull') return pullProgress(job)
  const known = job.bytesTotal !== null && job.bytesTotal > 0
  const ratio = known ? Math.min(job.bytesRead / (job.bytesTotal ?? 1), 1) : null
  const perSecond = job.elapsedMs < 1_000 ? null : job.bytesRead / (job.elapsedMs / 1_000)
  const size = known
    ? `${format.bytes(job.bytesRead)} of ${format.bytes(job.bytesTotal ?? 0)}`
    : format.bytes(job.bytesRead)
  const parts = [size]
  if (perSecond !== null && perSecond > 0) {
    parts.push(`${format.bytes(Math.round(perSecond))}/s`)
    if (known)
      parts.push(
        `about ${format.duration(Math.max(1_000, (((job.bytesTotal ?? 0) - job.bytesRead) / perSecond) * 1_000))} left`,
      )
  }
  return { ratio, text: parts.join(', ') }
}

export function JobStrip() {
  const jobs = useJobs()
  const { place, params } = useLocation()
  // Those places show the same work in full.
  const tab = place === 'data' ? (params.get('tab') ?? 'imports') : ''
  const elsewhere = tab === 'imports' ? [] : jobs.filter((job) => tab !== 'pulls' || job.kind !== 'pull')
  return (
    <div>
      {elsewhere.map((job) => (
        <OneJob key={job.id} job={job} />
      ))}
    </div>
  )
}

function OneJob({ job }: { job: Job }) {
  const cancel = useAction('jobs.cancel')
  const { ratio, text } = progressOf(job)
  const verb = verbOf(job)
  return (
    <section className="job-strip" aria-label={`${verb} ${job.label}`}>
      <span className="label ellipsis">
        {verb} {job.label}
      </span>
      {ratio === null ? null : <span className="strong">{format.percent(ratio)}</span>}
      <span
        className="progress"
        role="progressbar"
        aria-label={`${verb} ${job.label}`}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(ratio === null ? {} : { 'aria-valuenow': Math.round(ratio * 100) })}
      >
        <i style={{ width: `${(ratio ?? 0) * 100}%` }} />
      </span>
      <span className="t2 nowrap">{text}</span>
      <span className="t2 nowrap wide-only">{format.count(job.tally.accepted)} accepted</span>
      <Button
        size="small"
        icon={X}
        disabled={cancel.isPending}
        title="Keeps what is complete"
        onClick={() => cancel.mutate({ id: job.id })}
      >
        Cancel
      </Button>
    </section>
  )
}
