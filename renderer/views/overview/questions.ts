// What the overview asks, in the order in which it is looked at. Said once, so that it can be asked before the view is there.
import type { Input } from '../../../src/api/contract/contract.ts'
import { addDays, monthOf } from '../../../src/core/calendar.ts'
import type { Question } from '../../api.ts'
import type { ViewWindow } from '../../state/view-window.ts'

type Totals = Input<'usage.totals'>

/** Of the window, and of the period before: where there is none, the window stands in so that there is a question. */
export const nowBy = ({ filters }: ViewWindow, by: Totals['by']): Totals => ({ filters, by })
export const beforeBy = ({ filters, previous }: ViewWindow, by: Totals['by']): Totals => ({ filters: previous ?? filters, by })

/** Six days more, so that the first mean of seven days is of seven days too. */
export const sparkDays = ({ filters, from }: ViewWindow): Totals => ({ filters: { ...filters, from: addDays(from, -6) }, by: ['day'] })

/** The last day that a forecast knows: today, or the ledger's last. */
export const forecastDay = ({ lastDay, today }: ViewWindow): string => (lastDay !== null && lastDay < today ? lastDay : today)

/** The month so far, and five weeks at least. */
export function forecastDays(window: ViewWindow): Totals {
  const to = forecastDay(window)
  const [monthStart, weeksAgo] = [`${monthOf(to)}-01`, addDays(to, -34)]
  return { filters: { ...window.filters, from: weeksAgo < monthStart ? weeksAgo : monthStart, to }, by: ['day'] }
}

/** The chart as the overview opens, and the figures above it. */
export function firstQuestions(window: ViewWindow): Question[] {
  const totals = [
    nowBy(window, ['surface']), ...(window.previous === null ? [] : [beforeBy(window, ['surface'])]), sparkDays(window), forecastDays(window),
  ]
  return [
    { method: 'usage.series', input: { filters: window.filters, each: 'day', by: 'surface' } },
    ...totals.map((input) => ({ method: 'usage.totals' as const, input })),
  ]
}
