// The foot of a side: how many of how many are shown, and a button for more.
import { Button } from '../../components/button.tsx'
import { count } from '../../format.ts'
import { MOST_SHOWN, PAGE } from './side.ts'

export interface MoreProps {
  shown: number
  total: number
  limit: number
  onMore: (limit: number) => void
  what: string
}

export function More({ shown, total, limit, onMore, what }: MoreProps) {
  if (shown >= total) return null
  const full = limit >= MOST_SHOWN
  return (
    <div className="panel-foot">
      <span>{count(shown)} of {count(total)} {what}.{full ? ' The CSV has them all.' : ''}</span>
      {full ? null : <Button size="small" onClick={() => onMore(Math.min(MOST_SHOWN, limit + PAGE))}>Show more</Button>}
    </div>
  )
}
