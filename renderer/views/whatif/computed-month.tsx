// "How this number is computed" for a month of the what-if: today's, the projected one, and the difference between them.
import type { ReactNode } from 'react'
import { ComputedContent, ComputedFigure, type ComputedRow } from '../../components/computed.tsx'
import { Money } from '../../components/figures.tsx'
import { money, moneyChange } from '../../format.ts'
import { hrefOf } from '../../state/navigation.tsx'
import { fraction, roundHalfEven } from '../../../src/core/fraction.ts'
import type { PicoRow } from '../../../src/core/projection-json.ts'
import { waterfall } from './waterfall-model.ts'

/** A month is the average covered day x 30.4375. */
export const perDay = (monthly: bigint) => roundHalfEven(fraction(monthly * 16n, 487n))

/** The steps from today to the projected month, the difference last. */
export function partRows({ parts }: Pick<PicoRow, 'parts'>): ComputedRow[] {
  return waterfall(parts).map((step) => ({ label: step.label, cells: [moneyChange(step.value)], sum: step.key === 'difference' }))
}

const steps = (row: PicoRow) => partRows(row).slice(0, -1)

interface FigureProps {
  row: PicoRow
  /** What the figure is of: a surface, all of them, a scenario. */
  name: string
  /** The figure as it stands; without it, the amount. */
  children?: ReactNode
}

/** Opens how a month comes from the average covered day, and the projected one from today. */
export function Monthly({ row, name, of, children }: FigureProps & { of: 'current' | 'projected' }) {
  return (
    <ComputedFigure
      figure={`${of === 'current' ? "today's month" : 'the projected month'} of ${name}`}
      content={
        <ComputedContent
          what={`${name}: tokens times the price of their day over the baseline, as an average covered day, times 30.4375.`}
          rows={[
            { label: 'Average covered day', cells: [money(perDay(row.current))] },
            { label: 'Today, a month', cells: [money(row.current)], sum: of === 'current' },
            ...(of === 'current' ? [] : [...steps(row), { label: 'Projected, a month', cells: [money(row.projected)], sum: true }]),
          ]}
          footer={<a className="link" href={hrefOf('data', { tab: 'prices' })}>Price points</a>}
        />
      }
    >
      {children ?? <Money pico={row[of]} />}
    </ComputedFigure>
  )
}

/** Opens what the difference is made of, from today to the projected month. Nothing opens where nothing differs. */
export function Difference({ row, name, children }: FigureProps) {
  const amount = children ?? <span className={row.difference === 0n ? 't3' : 'strong'}>{moneyChange(row.difference)}</span>
  if (row.difference === 0n) return amount
  return (
    <ComputedFigure
      figure={`the difference of ${name}`}
      content={
        <ComputedContent
          what={`${name}: the same usage under the scenario less today, a month. One step at a time, so that the parts add up exactly.`}
          rows={[
            { label: 'Today', cells: [money(row.current)] },
            ...steps(row),
            { label: 'Projected', cells: [money(row.projected)], sum: true },
          ]}
        />
      }
    >
      {amount}
    </ComputedFigure>
  )
}
