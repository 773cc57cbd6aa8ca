// Scenarios side by side: one line a figure, one column a scenario, the cheapest marked. Pure.
import type { ComputedRow } from '../../components/computed.tsx'
import { count, money, moneyChange, percent, share, percentChange } from '../../format.ts'
import { toNumber } from '../../../src/core/fraction.ts'
import { PARTS } from '../../../src/core/projection.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import { oneOffOf } from './one-off.ts'
import { moveTitle } from './scenario-state.ts'
import { outcomeOf, type Basis, type Outcome } from './use-projection.ts'
import { PART_LABELS } from './waterfall-model.ts'

/** As many as can be read side by side. */
export const MOST_COMPARED = 4

export interface Compared {
  key: string
  name: string
  scenario: Scenario
  outcome: Outcome
}

/** All on the same baseline, so that they can be compared; a scenario's own window plays no part here. */
export function compared(basis: Basis, scenarios: readonly { key: string; scenario: Scenario }[]): Compared[] {
  return scenarios.slice(0, MOST_COMPARED).map(({ key, scenario }) => ({ key, name: scenario.name, scenario, outcome: outcomeOf(basis, scenario) }))
}

type Good = Extract<Outcome, { ok: true }>

export interface CompareCell {
  text: string
  /** Pico-USD or months where the line is a number, for the CSV and for the lowest. */
  amount: bigint | null
}

export interface CompareRow {
  key: string
  label: string
  cells: CompareCell[]
  /** Columns that are lower than all others; none where nothing is better or worse. */
  best: number[]
}

const usd = (amount: bigint, spell: (amount: bigint) => string = money): CompareCell => ({ text: spell(amount), amount })
const words = (text: string): CompareCell => ({ text, amount: null })

function paybackText({ horizon }: Good, scenario: Scenario): string {
  if (oneOffOf(scenario) === 0n) return 'none needed'
  return horizon.paybackMonths === null ? `not within ${count(scenario.horizonMonths)} months` : `${toNumber(horizon.paybackMonths).toFixed(1)} months`
}

function breakEvenText({ horizon }: Good): string {
  if (horizon.breakEvenDiscount === null) return 'nothing moves'
  const ratio = toNumber(horizon.breakEvenDiscount)
  return ratio <= 0 ? 'not needed' : ratio > 1 ? 'out of reach' : percent(ratio)
}

function savedAtEnd({ horizon }: Good, scenario: Scenario): bigint {
  const last = horizon.months.at(-1)
  return last === undefined ? -oneOffOf(scenario) : last.today - last.projected
}

export const SAVED = 'What today would cost over the horizon less what the scenario costs, growth, fixed and one-off costs included.'

export function savedRows(outcome: Good, scenario: Scenario): ComputedRow[] {
  const last = outcome.horizon.months.at(-1)
  const [today, projected] = [last?.today ?? 0n, last?.projected ?? oneOffOf(scenario)]
  return [
    { label: `Today, ${count(scenario.horizonMonths)} months`, cells: [money(today)] },
    { label: 'The scenario', cells: [money(projected)] },
    { label: 'Saved', cells: [moneyChange(today - projected)], sum: true },
  ]
}

type Line = readonly [key: string, label: string, cell: (outcome: Good, scenario: Scenario) => CompareCell]

const LINES: readonly Line[] = [
  ['moves', 'Moves', (_, scenario) => words(scenario.moves.length === 0 ? 'nothing' : scenario.moves.map(moveTitle).join('; '))],
  ['today', 'Today, a month', ({ total }) => usd(total.current)],
  ['projected', 'Projected, a month', ({ total }) => usd(total.projected)],
  ['difference', 'Difference, a month', ({ total }) => usd(total.difference, moneyChange)],
  ['change', 'Of today', ({ total }) => {
    const ratio = share(total.difference, total.current)
    return words(ratio === null ? 'no data' : percentChange(ratio))
  }],
  ...PARTS.map((part): Line => [part, `of it: ${PART_LABELS[part].toLowerCase()}`, ({ total }) => usd(total.parts[part], moneyChange)]),
  ['once', 'One-off cost', (_, scenario) => usd(oneOffOf(scenario))],
  ['payback', 'Payback', (outcome, scenario) => words(paybackText(outcome, scenario))],
  ['even', 'Break-even discount', (outcome) => words(breakEvenText(outcome))],
  ['saved', 'Saved over the horizon', (outcome, scenario) => {
    const saved = savedAtEnd(outcome, scenario)
    return { text: `${moneyChange(saved)} in ${count(scenario.horizonMonths)} months`, amount: null }
  }],
  ['warnings', 'Warnings', (outcome) => words(count(new Set(outcome.surfaces.flatMap((row) => row.warnings)).size))],
]

/** Lines in which the lowest is worth a mark. */
const MARKED: readonly string[] = ['projected', 'difference']

function lowest(cells: readonly CompareCell[]): number[] {
  const known = cells.flatMap(({ amount }) => (amount === null ? [] : [amount]))
  const [first = 0n] = known
  const least = known.reduce((low, amount) => (amount < low ? amount : low), first)
  if (known.length < 2 || known.every((amount) => amount === least)) return []
  return cells.flatMap(({ amount }, index) => (amount === least ? [index] : []))
}

export function compareRows(columns: readonly Compared[]): CompareRow[] {
  return LINES.map(([key, label, cell]) => {
    const cells = columns.map(({ outcome, scenario }) => (outcome.ok ? cell(outcome, scenario) : words(outcome.problem.message)))
    return { key, label, cells, best: MARKED.includes(key) ? lowest(cells) : [] }
  })
}
