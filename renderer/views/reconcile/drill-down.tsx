// Both sides of one row of the table, beside each other.
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { useModelNames } from '../../state/ledger.tsx'
import { BillSide } from './bill-side.tsx'
import { classOf, lastDayOf, meterOf, narrowed, rowTitle } from './drill-model.ts'
import { LogSide } from './log-side.tsx'
import type { RowKeys } from './row-key.ts'
import { PAGE } from './side.ts'
import { logFilters, type ReconcileFilters } from './use-reconcile.ts'

export interface DrillDownProps {
  filters: ReconcileFilters
  keys: RowKeys
  billSource: string
  /** Opened by hand just now: then the focus comes here, and the panel into view. */
  takeFocus: boolean
  onClose: () => void
}

export function DrillDown({ filters, keys, billSource, takeFocus, onClose }: DrillDownProps) {
  const nameOf = useModelNames()
  const head = useRef<HTMLHeadingElement>(null)
  const id = JSON.stringify(keys)
  useEffect(() => {
    if (!takeFocus || head.current === null) return
    head.current.focus({ preventScroll: true })
    head.current.scrollIntoView({ block: 'nearest' })
  }, [takeFocus, id])
  const own = narrowed(filters, keys)
  const ofClass = classOf(keys)
  const question = {
    // The days of the whole view: a line may begin before its row's day and end after it.
    filters: { ...filters, platforms: own.platforms }, billSource: billSource === '' ? null : billSource,
    day: keys.day ?? null, model: keys.model ?? null, meter: meterOf(keys),
  }
  const lines = useCall('reconcile.bills', { ...question, offset: 0, limit: PAGE })
  const to = typeof keys.day === 'string' ? lastDayOf(lines.isPlaceholderData ? [] : (lines.data?.rows ?? []), keys.day) : own.to
  return (
    <section className="drill-down" aria-label="Behind the row">
      <header className="row">
        <h2 ref={head} tabIndex={-1} className="grow">Behind {rowTitle(keys, nameOf)}</h2>
        <Button kind="plain" size="small" icon={X} onClick={onClose}>Close</Button>
      </header>
      <div className="sides" key={id}>
        <LogSide filters={logFilters({ ...own, to })} ofClass={ofClass} otherMeter={ofClass === null && question.meter !== null} />
        <BillSide question={question} />
      </div>
    </section>
  )
}
