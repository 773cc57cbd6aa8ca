// "How this number is computed" for a list cost: the user's own tokens at their price points, summed.
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import { useCall } from '../api.ts'
import { Money } from '../components/figures.tsx'
import { ErrorState, LoadingBlock } from '../components/states.tsx'
import * as format from '../format.ts'
import { formatRate } from '../../src/core/money.ts'
import type { Filters } from '../../src/api/contract/shapes.ts'
import { useModelNames } from '../state/ledger.tsx'
import { hrefOf } from '../state/navigation.tsx'
import { bookFrom } from '../state/book.ts'
import { decodeCells } from '../state/project-cells.ts'
import { hostOf, shortModel, shortPlacement } from '../words.ts'
import { takeApart, type CostPart, type CostTaken } from './list-cost-model.ts'

const CLASS_NAMES = {
  uncachedInput: 'Uncached input',
  cacheRead: 'Cache read',
  cacheWrite5m: 'Cache write 5m',
  cacheWrite1h: 'Cache write 1h',
  output: 'Output',
} as const

/** `what` names the figure: "support-bot, list cost". */
export function ListCostExplained({ what, filters }: { what: string; filters: Filters }) {
  const cells = useCall('whatif.cells', { filters, withToday: true })
  const prices = useCall('prices.list', {})
  const taken = useMemo(
    () =>
      cells.data === undefined || prices.data === undefined || cells.isPlaceholderData
        ? null
        : takeApart(decodeCells(cells.data), bookFrom(prices.data)),
    [cells.data, cells.isPlaceholderData, prices.data],
  )
  if (cells.isError) return <ErrorState error={cells.error} onRetry={() => void cells.refetch()} />
  if (taken === null)
    return (
      <div className="panel-body">
        <LoadingBlock height={160} />
      </div>
    )
  const days = filters.from === null || filters.to === null ? '' : `, ${format.dateRange(filters.from, filters.to)}`
  const classes = taken.parts.length === 1 ? '1 price class' : `${taken.parts.length} price classes`
  return (
    <>
      <div className="what">
        {what}
        {days}: tokens times list price of the day, summed over {classes}.
      </div>
      <CostTable taken={taken} />
      <PriceFooter taken={taken} />
    </>
  )
}

export function CostTable({ taken, children }: { taken: CostTaken; children?: ReactNode }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Price class</th>
          <th scope="col" className="num">
            Tokens
          </th>
          <th scope="col" className="num">
            $ a million
          </th>
          <th scope="col" className="num">
            Amount
          </th>
        </tr>
      </thead>
      {taken.parts.map((part, index) => (
        <PartRows key={`${index} ${part.route}`} part={part} opened={index === 0} />
      ))}
      <tbody>
        {taken.webSearches === 0n ? null : (
          <tr>
            <th scope="row" colSpan={3}>
              Web searches
            </th>
            <td className="num">
              <Money pico={taken.webSearches} />
            </td>
          </tr>
        )}
        <tr className="sum">
          <th scope="row" colSpan={3}>
            List cost
          </th>
          <td className="num">
            <Money pico={taken.total} />
          </td>
        </tr>
        {children}
      </tbody>
    </table>
  )
}

function PartRows({ part, opened }: { part: CostPart; opened: boolean }) {
  const [open, setOpen] = useState(opened)
  const nameOf = useModelNames()
  const { point, route } = part
  const extras = [
    point.tier === 'standard' ? '' : point.tier,
    point.speed === 'standard' ? '' : point.speed,
    point.promptOver === 0 ? '' : `over ${format.count(point.promptOver)}`,
  ]
  const label = [
    `${shortModel(nameOf(point.model))}, ${shortPlacement({ platform: point.platform, route })}`,
    ...extras.filter((text) => text !== ''),
  ].join(', ')
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <tbody>
      <tr className={open ? 'sum' : ''}>
        <th scope="row" colSpan={3}>
          <button type="button" className="row" style={{ gap: 4 }} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Chevron size={12} aria-hidden />
            {label}
            {point.override ? ' (your price)' : ''}
            {part.lowerBound ? ' (lower bound)' : ''}
          </button>
        </th>
        <td className="num">
          <Money pico={part.amount} />
        </td>
      </tr>
      {open
        ? part.lines
            .filter((line) => line.tokens > 0)
            .map((line) => (
              <tr key={line.tokenClass}>
                <th scope="row" style={{ paddingLeft: 28 }}>
                  {CLASS_NAMES[line.tokenClass]}
                </th>
                <td className="num">{format.count(line.tokens)}</td>
                <td className="num">{line.rate === null ? 'no price' : rateText(line.rate)}</td>
                <td className="num">{line.rate === null ? 'unpriced' : <Money pico={line.amount} />}</td>
              </tr>
            ))
        : null}
    </tbody>
  )
}

/** At least two decimals, all there are: 2.20, 0.0275. */
function rateText(rate: bigint): string {
  const [whole = '0', decimals = ''] = formatRate(rate).split('.')
  return `${whole}.${decimals.padEnd(2, '0')}`
}

export function PriceFooter({ taken }: { taken: CostTaken }) {
  const hosts = [...new Set(taken.parts.flatMap((part) => part.point.sources).map(hostOf))]
  const checked = taken.parts.map((part) => part.point.checkedOn).sort()[0]
  const overrides = taken.parts.filter((part) => part.point.override).length
  const unpriced =
    taken.unpricedTokens === 0
      ? 'Nothing is unpriced.'
      : `${format.count(taken.unpricedTokens)} tokens have no price and are not in it.`
  return (
    <footer>
      {hosts.length === 0 ? '' : `Prices: ${hosts.slice(0, 3).join(', ')}`}
      {checked === undefined ? '' : `, checked ${format.date(checked)}. `}
      {overrides === 0 ? 'No override. ' : `${overrides} of your own prices. `}
      {unpriced} <a href={hrefOf('data', { tab: 'prices' })}>Open the price points</a>
    </footer>
  )
}
