// The windows a projection can stand on. Pure.
import { addDays, daysBetween, monthOf } from '../../../src/core/calendar.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'

export interface Baseline {
  key: string
  label: string
  from: string
  to: string
}

export interface BaselineDays {
  firstDay: string
  lastDay: string
  /** The window of the filter bar. */
  window: { from: string; to: string }
}

/** Windows offered: those that hold data, the one of the filter bar first. */
export function baselines({ firstDay, lastDay, window }: BaselineDays): Baseline[] {
  const from = (day: string) => (day < firstDay ? firstDay : day)
  const offered = [
    { label: `${daysBetween(window.from, window.to) + 1} days`, ...window },
    { label: 'last 28 days', from: from(addDays(lastDay, -27)), to: lastDay },
    { label: 'last 7 days', from: from(addDays(lastDay, -6)), to: lastDay },
    { label: 'this month', from: from(`${monthOf(lastDay)}-01`), to: lastDay },
    { label: 'all days', from: firstDay, to: lastDay },
  ]
  const seen = new Set<string>()
  return offered
    .map((one) => ({ ...one, key: `${one.from}:${one.to}` }))
    .filter(({ key }) => !seen.has(key) && seen.add(key) !== undefined)
}

/** The scenario's own window, else the first offered. A window no longer offered is shown as what it is. */
export function baselineOf(scenario: Scenario, offered: readonly Baseline[], days: BaselineDays): Baseline {
  const window = scenario.window ?? days.window
  const key = `${window.from}:${window.to}`
  return offered.find((one) => one.key === key) ?? { key, label: 'as saved', ...window }
}
