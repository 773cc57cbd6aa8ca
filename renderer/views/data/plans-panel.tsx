// Sources that are not billed per token: what is marked, what it would have cost, and how to take the mark back.
import { useAction, useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Count, Money } from '../../components/figures.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { useWindow } from '../../state/ledger.tsx'
import { formatName } from './import-report-model.ts'

/** Field -> pattern, as in a surface rule. */
export type Conditions = Readonly<Record<string, string>>

/** "Format is Claude Code transcripts and project is app", in the words of the table beside it. */
export function conditionsText(conditions: Conditions): string {
  return Object.entries(conditions)
    .map(([field, pattern]) => (field === 'importer' ? `format is ${formatName(pattern)}` : `${field} is ${pattern}`))
    .join(' and ')
}

/** The marks, and how to change them. */
export function usePlans() {
  const { data } = useCall('settings.get', {})
  const set = useAction('settings.set')
  const marked = data?.notBilledPerToken ?? []
  return {
    marked,
    mark: (conditions: Conditions) => set.mutate({ notBilledPerToken: [...marked, { ...conditions }] }),
    unmark: (at: number) => set.mutate({ notBilledPerToken: marked.filter((_, index) => index !== at) }),
  }
}

export function PlansPanel() {
  const { filters, ready } = useWindow()
  const { marked, unmark } = usePlans()
  const { data } = useCall('usage.totals', { filters: { ...filters, from: null, to: null }, by: [] }, { enabled: ready })
  if (marked.length === 0) return null
  return (
    <Panel label="Not billed per token">
      <PanelHead
        title="Not billed per token"
        subtitle="Usage on a subscription. Its list cost is value, not spend, and stands in no other figure."
      />
      <ul className="plans">
        {marked.map((conditions, at) => (
          <li key={conditionsText(conditions)}>
            <span>{conditionsText(conditions)}</span>
            <Button onClick={() => unmark(at)} aria-label={`Count as spend again: ${conditionsText(conditions)}`}>
              Count as spend again
            </Button>
          </li>
        ))}
      </ul>
      {data?.plan === undefined || data.plan === null ? null : (
        <p className="panel-body t2">
          <Money pico={data.plan.listCost} /> of list cost from <Count value={data.plan.requests} /> requests, all days.
        </p>
      )}
    </Panel>
  )
}
