// The answer for one surface, what it costs there, and what the constraint costs.
import { Check } from 'lucide-react'
import { ComputedButton, ComputedFigureButton } from '../../components/computed.tsx'
import { KpiStrip, KpiTile } from '../../components/panel.tsx'
import { CostThere } from '../../explain/cost-there.tsx'
import { money, moneyChange, percent, percentChange, share } from '../../format.ts'
import { fraction, roundHalfEven } from '../../../src/core/fraction.ts'
import { parseUsd } from '../../../src/core/money.ts'
import { placementLabel, samePlacement } from '../../../src/core/placement.ts'
import type { DecidedSurface } from '../../../src/api/contract/placement-shapes.ts'
import type { Filters } from '../../../src/api/contract/shapes.ts'
import { constraintRows } from './constraint-model.ts'

const perDay = (monthly: bigint) => roundHalfEven(fraction(monthly * 16n, 487n))

function todayText({ answer, today }: DecidedSurface) {
  if (answer === null) return 'No known placement satisfies what is asked'
  const there = today.find(({ placement }) => samePlacement(placement, answer.placement))
  if (there === undefined) return `runs on ${today[0] === undefined ? 'nothing' : placementLabel(today[0].placement)} today`
  return today.length === 1
    ? <><Check size={12} strokeWidth={2} aria-hidden className="good" /> where it runs today</>
    : `${percent(there.sharePct / 100)} of it runs there today`
}

function constraintLine({ answer, cheapest }: DecidedSurface): string {
  if (answer === null || cheapest === null) return 'needs an answer first'
  const [over, lowest] = [parseUsd(answer.overCheapestUsd), parseUsd(cheapest.monthlyUsd)]
  const ratio = share(over, lowest)
  if (over === 0n || ratio === null) return 'the answer is the cheapest there is'
  return `${percentChange(ratio)} over the cheapest, ${money(lowest)}`
}

export function Kpis({ decided, filters, isStale }: { decided: DecidedSurface; filters: Filters; isStale: boolean }) {
  const { surface, answer, constraintUsd } = decided
  const monthly = answer === null ? null : parseUsd(answer.monthlyUsd)
  return (
    <KpiStrip label={`Answer for ${surface}`} className="kpi-3">
      <KpiTile
        label={`Answer for ${surface}`} stale={isStale} line={todayText(decided)}
        value={answer === null ? 'none known' : `${placementLabel(answer.placement)}${decided.gateway ? ', gateway' : ''}`}
      />
      <KpiTile
        label="Cost there, a month" stale={isStale} value={monthly === null ? 'no data' : money(monthly)}
        line={monthly === null ? 'no placement to price' : `${money(perDay(monthly))} a day`}
        info={answer === null ? undefined : (
          <ComputedFigureButton
            figure="the cost there" content={<CostThere surface={surface} placement={answer.placement} monthlyUsd={answer.monthlyUsd} filters={filters} />}
          />
        )}
      />
      <KpiTile
        label="What the constraint costs" stale={isStale} line={constraintLine(decided)}
        {...(constraintUsd === null ? { value: 'no data' } : { value: moneyChange(parseUsd(constraintUsd)), unit: 'a month' })}
        info={answer === null ? undefined : (
          <ComputedButton figure="what the constraint costs" rows={constraintRows(decided)}
            what="Cost a month at the answer less the cheapest placement at all. The parts add up exactly." />
        )}
      />
    </KpiStrip>
  )
}
