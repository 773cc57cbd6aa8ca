// What a constraint costs, part by part, from the answer's own figures. Pure.
import type { ComputedRow } from '../../components/computed.tsx'
import { money, moneyChange } from '../../format.ts'
import { shortPlacement } from '../../words.ts'
import { parseUsd } from '../../../src/core/money.ts'
import type { DecidedSurface } from '../../../src/api/contract/placement-shapes.ts'

export const COST_PARTS = ['premium', 'discount', 'cache', 'features', 'fixed'] as const
export type CostPart = (typeof COST_PARTS)[number]

export const PART_NAMES: Readonly<Record<CostPart, string>> = {
  premium: 'Price premium', discount: 'Discount', cache: 'Caching', features: 'Features in use', fixed: 'Fixed costs',
}

/** What each part is, for its popover. */
export const PART_MEANINGS: Readonly<Record<CostPart, string>> = {
  premium: 'The same tokens at the list prices of the answer, less the same at the cheapest placement.',
  discount: 'Discounts of the price book that hold at one of the two placements and not at the other.',
  cache: 'What caching that one of the two placements lacks costs: its tokens become uncached input or shorter writes.',
  features: 'Fees and tiers of features in use that differ: web searches, fast mode, batch.',
  fixed: 'What was entered as fixed cost of the requirement and of the gateway. It does not depend on the traffic.',
}

export interface PartRow {
  key: CostPart
  label: string
  amount: bigint
}

/** Parts of the answer over the cheapest; they add up to the constraint. Empty without an answer. */
export function partRows({ answer }: DecidedSurface): PartRow[] {
  return answer === null ? [] : COST_PARTS.map((key) => ({ key, label: PART_NAMES[key], amount: parseUsd(answer.parts[key]) }))
}

/** From the cheapest to the answer, for "How this number is computed". */
export function constraintRows(row: DecidedSurface): ComputedRow[] {
  const { answer, cheapest } = row
  if (answer === null || cheapest === null) return []
  const parts = partRows(row).filter(({ amount }) => amount !== 0n)
  return [
    { label: `Cheapest: ${shortPlacement(cheapest.placement)}`, cells: [money(parseUsd(cheapest.monthlyUsd))] },
    ...parts.map(({ label, amount }) => ({ label, cells: [moneyChange(amount)] })),
    { label: `Answer: ${shortPlacement(answer.placement)}`, cells: [money(parseUsd(answer.monthlyUsd))], sum: true },
    { label: 'Answer less cheapest', cells: [moneyChange(parseUsd(answer.overCheapestUsd))], sum: true },
  ]
}
