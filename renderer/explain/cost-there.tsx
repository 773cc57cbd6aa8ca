// "How this number is computed" for what a surface would cost a month on a placement: its own tokens at the prices there.
import { useMemo } from 'react'
import { useCall } from '../api.ts'
import { Money } from '../components/figures.tsx'
import { ErrorState, LoadingBlock } from '../components/states.tsx'
import { count, dateRange, moneyChange } from '../format.ts'
import { fraction, roundHalfEven } from '../../src/core/fraction.ts'
import { parseUsd } from '../../src/core/money.ts'
import { placementLabel, type Placement } from '../../src/core/placement.ts'
import type { Filters } from '../../src/api/contract/shapes.ts'
import { bookFrom } from '../state/book.ts'
import { decodeCells } from '../state/project-cells.ts'
import { CostTable, PriceFooter } from './list-cost.tsx'
import { takeApart, type CostTaken } from './list-cost-model.ts'

export interface CostThereProps {
  surface: string
  placement: Placement
  /** The answer's own figure: USD a month. */
  monthlyUsd: string
  filters: Filters
}

/** A month is the average covered day x 30.4375. */
const monthOf = (inWindow: bigint, coveredDays: number) =>
  coveredDays === 0 ? 0n : roundHalfEven(fraction(inWindow * 487n, 16n * BigInt(coveredDays)))

function useTaken({ surface, placement, filters }: CostThereProps) {
  const cells = useCall('whatif.cells', { filters })
  const prices = useCall('prices.list', {})
  const { platform, route } = placement
  const found = useMemo(() => {
    if (cells.data === undefined || prices.data === undefined || cells.isPlaceholderData) return null
    const there = decodeCells(cells.data)
      .filter((cell) => cell.surface === surface)
      .map((cell) => ({ ...cell, priceClass: { ...cell.priceClass, platform, route } }))
    return { taken: takeApart(there, bookFrom(prices.data)), coveredDays: cells.data.coveredDays }
  }, [cells.data, cells.isPlaceholderData, prices.data, surface, platform, route])
  return { found, error: cells.error ?? prices.error, retry: () => void cells.refetch() }
}

function MonthRows({ taken, coveredDays, monthlyUsd }: { taken: CostTaken; coveredDays: number; monthlyUsd: string }) {
  const asListed = monthOf(taken.total, coveredDays)
  const monthly = parseUsd(monthlyUsd)
  const rest = monthly - asListed
  return (
    <>
      <tr>
        <th scope="row" colSpan={3}>A month: times 30.4375 over {count(coveredDays)} covered days</th>
        <td className="num"><Money pico={asListed} /></td>
      </tr>
      {rest === 0n ? null : (
        <tr>
          <th scope="row" colSpan={3}>Discounts, fixed costs, and what is not offered there</th>
          <td className="num">{moneyChange(rest)}</td>
        </tr>
      )}
      <tr className="sum">
        <th scope="row" colSpan={3}>Cost there, a month</th>
        <td className="num"><Money pico={monthly} /></td>
      </tr>
    </>
  )
}

/** The month adds up to the figure it explains; what list prices do not explain stands on a line of its own. */
export function CostThere(props: CostThereProps) {
  const { surface, placement, monthlyUsd, filters } = props
  const { found, error, retry } = useTaken(props)
  if (error !== null) return <ErrorState error={error} onRetry={retry} />
  if (found === null) return <div className="panel-body"><LoadingBlock height={160} /></div>
  const days = filters.from === null || filters.to === null ? '' : `, ${dateRange(filters.from, filters.to)}`
  return (
    <>
      <div className="what">
        {surface}{days}: its tokens as they are, times the list price of the day on {placementLabel(placement)}.
      </div>
      <CostTable taken={found.taken}>
        <MonthRows taken={found.taken} coveredDays={found.coveredDays} monthlyUsd={monthlyUsd} />
      </CostTable>
      <PriceFooter taken={found.taken} />
    </>
  )
}
