// Today, projected, difference, payback and break-even of a scenario, each with how it is computed.
import { ComputedButton, type ComputedRow } from '../../components/computed.tsx'
import { KpiStrip, KpiTile } from '../../components/panel.tsx'
import { count, money, moneyChange, percent, percentChange, share, wholeMoney } from '../../format.ts'
import { toNumber, type Fraction } from '../../../src/core/fraction.ts'
import type { Interval } from '../../../src/core/projection-interval.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import { partRows, perDay } from './computed-month.tsx'
import { oneOffOf } from './one-off.ts'
import type { Outcome } from './use-projection.ts'

type Good = Extract<Outcome, { ok: true }>

export const PAYBACK = 'Months until the cumulative saving, growth included, has earned back the one-off costs.'
export const BREAK_EVEN = 'The discount on the moved usage at its target at which the scenario costs what today costs.'

/** `28.7 %`; a break-even that needs no discount, or cannot be had, is said in words. */
function breakEven(value: Fraction | null): { value: string; line: string } {
  if (value === null) return { value: 'none', line: 'nothing moves' }
  const ratio = toNumber(value)
  if (ratio <= 0) return { value: 'not needed', line: 'no dearer than today' }
  return ratio > 1 ? { value: 'out of reach', line: 'fixed costs are too high' } : { value: percent(ratio), line: 'at the target' }
}

function payback(outcome: Good, scenario: Scenario): { value: string; unit?: string; line: string } {
  const once = oneOffOf(scenario)
  const { paybackMonths } = outcome.horizon
  if (once === 0n) return { value: 'none', line: 'no one-off cost' }
  if (paybackMonths === null) return { value: 'not within', line: `${count(scenario.horizonMonths)} months, of ${money(once)} once` }
  return { value: toNumber(paybackMonths).toFixed(1), unit: 'months', line: `of ${money(once)} once` }
}

export function paybackRows(outcome: Good, scenario: Scenario): ComputedRow[] {
  const growth = scenario.growthPctPerMonth === 0 ? 'no growth' : `${percentChange(scenario.growthPctPerMonth / 100)} a month`
  return [
    { label: 'One-off costs', cells: [money(oneOffOf(scenario))] },
    { label: `Saving in the first month, ${growth}`, cells: [money(-outcome.total.difference)] },
    { label: 'Payback, months', cells: [payback(outcome, scenario).value], sum: true },
  ]
}

export function evenRows({ total, horizon }: Good): ComputedRow[] {
  const { breakEvenVolume } = horizon
  return [
    { label: 'Today', cells: [money(total.current)] },
    { label: 'Projected', cells: [money(total.projected)] },
    { label: 'Break-even discount', cells: [breakEven(horizon.breakEvenDiscount).value], sum: true },
    ...(breakEvenVolume === null ? [] : [{ label: 'Break-even volume, of today', cells: [percent(toNumber(breakEvenVolume))] }]),
  ]
}

export interface KpisProps {
  outcome: Good
  scenario: Scenario
  coveredDays: number
  stale: boolean
  /** Null while it is being drawn. */
  interval: Interval | null
}

const HUNDRED_DOLLARS = 100_000_000_000_000n

/** Whole dollars where cents say nothing; below a hundred both ends could read the same. */
function signedWhole(amount: bigint): string {
  const isSmall = amount < HUNDRED_DOLLARS && amount > -HUNDRED_DOLLARS
  return isSmall ? moneyChange(amount) : `${amount > 0n ? '+' : ''}${wholeMoney(amount)}`
}

function spread(interval: Interval | null): string {
  if (interval === null) return 'P10 to P90 follow'
  const { difference } = interval
  return difference === null ? 'no P10 to P90 under 14 days' : `${signedWhole(difference.p10)} to ${signedWhole(difference.p90)}, P10 to P90`
}

function spreadMeaning(interval: Interval | null): string {
  if (interval === null) return ''
  if (interval.why !== null) return interval.why
  return `P10 to P90: ${count(interval.draws)} draws of ${count(interval.days)} days in blocks of ${interval.blockDays} (seed ${interval.seed}). It says how much your days differ, not how wrong a price may be.`
}

export function Kpis({ outcome, scenario, coveredDays, stale, interval }: KpisProps) {
  const { total } = outcome
  const change = share(total.difference, total.current)
  const paid = payback(outcome, scenario)
  const even = breakEven(outcome.horizon.breakEvenDiscount)
  const month = `A month is the average covered day x 30.4375. ${count(coveredDays)} whole days of the baseline hold data; today is left out.`
  const tone = total.difference < 0n ? 'good' : total.difference > 0n ? 'bad' : ''
  return (
    <KpiStrip label="What the scenario comes to" className="kpi-5">
      <KpiTile
        label="Today, a month" value={money(total.current)} line={`${money(perDay(total.current))} a day`} stale={stale}
        info={<ComputedButton figure="today's month" what={`List cost of the baseline, less discounts set in the price book. ${month}`} />}
      />
      <KpiTile
        label="Projected, a month" value={money(total.projected)} line="before growth" stale={stale}
        info={<ComputedButton figure="the projected month" what={`The same usage under the scenario, at the target's prices of the day of the usage. ${month}`}
          rows={[{ label: 'Today', cells: [money(total.current)] }, ...partRows(total).slice(0, -1), { label: 'Projected', cells: [money(total.projected)], sum: true }]} />}
      />
      <KpiTile
        label="Difference, a month" value={moneyChange(total.difference)} stale={stale}
        unit={<span className={tone}>{change === null ? '' : percentChange(change)}</span>}
        line={scenario.moves.length === 0 ? 'nothing moves' : spread(interval)}
        info={<ComputedButton figure="the difference" what="Projected less today. The parts are taken one step at a time and add up exactly." rows={partRows(total)} footer={spreadMeaning(interval)} />}
      />
      <KpiTile
        label="Payback" value={paid.value} unit={paid.unit} line={paid.line} stale={stale}
        info={<ComputedButton figure="the payback" what={PAYBACK} rows={paybackRows(outcome, scenario)} />}
      />
      <KpiTile
        label="Break-even discount" value={even.value} line={even.line} stale={stale}
        info={<ComputedButton figure="the break-even discount" what={BREAK_EVEN} rows={evenRows(outcome)} />}
      />
    </KpiStrip>
  )
}
