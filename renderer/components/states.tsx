// What stands in a panel that has nothing to show: empty, failed, or on its way.
import type { ReactNode } from 'react'
import { problemText } from '../api.ts'
import { Button } from './button.tsx'

export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="state">
      <strong>{title}</strong>
      {children === undefined ? null : <span>{children}</span>}
      {action}
    </div>
  )
}

/** What failed, what still holds, and another try. */
export function ErrorState({
  error,
  onRetry,
  children,
}: {
  error: unknown
  onRetry?: () => void
  children?: ReactNode
}) {
  const { message, remedy } = problemText(error)
  return (
    <div className="state" role="alert">
      <strong>{message}</strong>
      {remedy === null ? null : <span>{remedy}</span>}
      {children === undefined ? null : <span>{children}</span>}
      {onRetry === undefined ? null : (
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}

/** Keeps the layout the first time; later loads keep the old figures at half strength instead (`stale`). */
export function LoadingBlock({ height, width = '100%' }: { height: number | string; width?: number | string }) {
  return <div className="loading-block" style={{ height, width }} role="status" aria-label="Loading" />
}
