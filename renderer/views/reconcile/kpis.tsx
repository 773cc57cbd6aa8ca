// The five key figures: computed, billed, residual, what of it is explained, and which days are compared.
import { TriangleAlert } from 'lucide-react'
import { ComputedButton } from '../../components/computed.tsx'
import { Money, NoData } from '../../components/figures.tsx'
import { KpiStrip, KpiTile } from '../../components/panel.tsx'
import { count, money, moneyChange, percent, percentChange, tokens } from '../../format.ts'
import type { ReconcileFigures, ReconcilePlatform } from '../../../src/api/contract/reconcile-shapes.ts'
import { CAUSE_WORDS } from './cause-words.ts'
import { explained, occurring, partOf, residualShare } from './reconcile-model.ts'

interface TileProps {
  figures: ReconcileFigures
  stale: boolean
}

function ComputedTile({ figures, stale }: TileProps) {
  const { computed, computedTokens, unpricedTokens } = figures
  return (
    <KpiTile
      label="Computed list cost"
      stale={stale}
      value={<Money pico={computed} />}
      line={
        unpricedTokens > 0 ? (
          <span className="warning">
            <TriangleAlert size={12} strokeWidth={1.75} aria-hidden /> without {tokens(unpricedTokens)} unpriced tokens
          </span>
        ) : (
          `of ${tokens(computedTokens)} logged tokens`
        )
      }
      info={
        <ComputedButton
          figure="the computed list cost"
          what="Logged tokens at the list price of their UTC day, web searches included, on the platforms that have a bill."
          heads={['Logs', 'Tokens', 'List cost']}
          rows={[
            { label: 'Priced', cells: [count(computedTokens - unpricedTokens), money(computed)] },
            { label: 'Without a price', cells: [count(unpricedTokens), 'unpriced'] },
            { label: 'Computed', cells: [count(computedTokens), money(computed)], sum: true },
          ]}
        />
      }
    />
  )
}

function BilledTile({ figures, stale }: TileProps) {
  const { billed, billedList, billedTokens } = figures
  return (
    <KpiTile
      label="Billed"
      stale={stale}
      value={<Money pico={billed} />}
      line={billedList === null ? 'as the bill says' : `${money(billedList)} before discounts`}
      info={
        <ComputedButton
          figure="the billed cost"
          what={`Every line of the bill that counts, after discounts. Where several kinds of bill cover a day, one of them
            counts, never their sum.`}
          rows={[
            { label: 'Before discounts', cells: [billedList === null ? 'not stated' : money(billedList)] },
            { label: 'Tokens on the bill', cells: [billedTokens === null ? 'not stated' : count(billedTokens)] },
            { label: 'Billed', cells: [money(billed)], sum: true },
          ]}
        />
      }
    />
  )
}

function ResidualTile({ figures, stale }: TileProps) {
  const ratio = residualShare(figures)
  return (
    <KpiTile
      label="Residual"
      stale={stale}
      value={moneyChange(figures.residual)}
      line={ratio === null ? 'nothing is billed' : `${percentChange(ratio)} of billed`}
      info={
        <ComputedButton
          figure="the residual"
          what="Billed less computed, to the last digit. Plus: the bill is higher than the logs at list price."
          rows={[
            { label: 'Billed', cells: [money(figures.billed)] },
            { label: 'Computed list cost', cells: [money(-BigInt(figures.computed))] },
            { label: 'Residual', cells: [moneyChange(figures.residual)], sum: true },
          ]}
        />
      }
    />
  )
}

function ExplainedTile({ figures, stale }: TileProps) {
  const { share, unknown, amount } = explained(figures)
  const causes = occurring([figures]).filter((cause) => cause !== 'unknown')
  return (
    <KpiTile
      label="Explained"
      stale={stale}
      value={share === null ? <NoData word="no difference" /> : percent(share < 1 && share > 0.999 ? 0.999 : share)}
      line={unknown === 0n ? 'no part of it is unknown' : `${moneyChange(unknown)} is unknown`}
      info={
        <ComputedButton
          figure="the explained share"
          what={`The parts of the residual with a known cause over all parts, each by its size without sign, so that a plus
            hides no minus.`}
          rows={[
            ...causes.map((cause) => ({ label: CAUSE_WORDS[cause].name, cells: [moneyChange(partOf(figures, cause))] })),
            { label: 'Residual less unknown', cells: [moneyChange(amount)], sum: true },
            { label: 'Unknown', cells: [moneyChange(unknown)] },
            { label: 'Residual', cells: [moneyChange(figures.residual)], sum: true },
          ]}
        />
      }
    />
  )
}

function DaysTile({ days, platforms, uncovered, stale }: Omit<KpisProps, 'figures'>) {
  const onlyLogs = days.onlyLogs + uncovered
  return (
    <KpiTile
      label="Days compared"
      stale={stale}
      value={count(days.both)}
      unit={platforms > 1 ? `on ${platforms} platforms` : undefined}
      line={
        onlyLogs + days.onlyBill === 0
          ? 'on both sides, none on one only'
          : `${count(onlyLogs)} only in logs, ${count(days.onlyBill)} only billed`
      }
      info={
        <ComputedButton
          figure="the days compared"
          what={`UTC days that both the logs and the bill cover, and those that only one side covers. Each platform’s days
            count: one day on two platforms is two.`}
          rows={[
            { label: 'In the logs and on the bill', cells: [count(days.both)] },
            { label: 'Only in the logs', cells: [count(onlyLogs)] },
            { label: 'of them outside the days of any bill, in no figure', cells: [count(uncovered)] },
            { label: 'Only on the bill', cells: [count(days.onlyBill)] },
          ]}
        />
      }
    />
  )
}

export interface KpisProps extends TileProps {
  days: ReconcilePlatform['days']
  /** How many platforms' days are added up. */
  platforms: number
  /** Days of the logs that no bill covers: only in the logs, and in no figure. */
  uncovered: number
}

export function ReconcileKpis({ figures, days, platforms, uncovered, stale }: KpisProps) {
  return (
    <KpiStrip label="Reconciliation in figures" className="reconcile-kpis">
      <ComputedTile {...{ figures, stale }} />
      <BilledTile {...{ figures, stale }} />
      <ResidualTile {...{ figures, stale }} />
      <ExplainedTile {...{ figures, stale }} />
      <DaysTile {...{ days, platforms, uncovered, stale }} />
    </KpiStrip>
  )
}
