// The strip of key figures: now, against the period before, and how each is computed.
import type { ReactNode } from 'react'
import { Sparkline } from '../../charts/marks.tsx'
import { bucketsBetween } from '../../charts/time-axis.ts'
import { useCall } from '../../api.ts'
import { ComputedButton, ComputedContent, ComputedFigureButton } from '../../components/computed.tsx'
import { Change, CostChange, Money, Percent, Tokens } from '../../components/figures.tsx'
import { KpiStrip, KpiTile } from '../../components/panel.tsx'
import { HitRateExplained, NetSavingExplained } from '../../explain/caching.tsx'
import { ListCostExplained } from '../../explain/list-cost.tsx'
import * as format from '../../format.ts'
import { hitRate } from '../../../src/core/caching.ts'
import { FORECAST_MIN_DAYS } from '../../../src/core/forecast.ts'
import { picoToUsdNumber } from '../../../src/core/money.ts'
import type { Figures } from '../../../src/api/contract/shapes.ts'
import { priceShift, tokenTotal } from '../../state/coverage.ts'
import { costPerThousand, pricedRequests } from './movers-model.ts'
import { sparkDays } from './questions.ts'
import { useForecast, type OverviewData } from './use-overview.ts'

export function Kpis({ data }: { data: OverviewData }) {
  const { window, now, before, stale } = data
  const sparks = useSparks(data)
  if (now === null) return null
  const days = window.days === 1 ? '1 day' : `${window.days} days`
  const { totals } = now
  const explained = { figures: totals, from: window.from, to: window.to }
  return (
    <KpiStrip label="Key figures" className="overview-kpis">
      <KpiTile
        label={`List cost, ${days}`}
        value={<Money pico={totals.listCost} />}
        stale={stale}
        spark={<Sparkline values={sparks.cost} width={60} />}
        info={
          <ComputedFigureButton
            figure="list cost"
            content={<ListCostExplained what="List cost" filters={window.filters} />}
          />
        }
        line={<MoneyLine of={(figures) => figures.listCost} now={totals} before={before?.totals ?? null} goodWhen="down" />}
      />
      <ForecastTile data={data} />
      <KpiTile
        label="Net cache saving"
        value={<Money pico={totals.caching.netSaving} />}
        stale={stale}
        info={<ComputedFigureButton figure="net cache saving" content={<NetSavingExplained {...explained} />} />}
        line={
          <MoneyLine
            of={(figures) => figures.caching.netSaving}
            now={totals}
            before={before?.totals ?? null}
            goodWhen="up"
          />
        }
      />
      <KpiTile
        label="Token hit rate"
        value={<Percent ratio={hitRate(totals.tokens)} />}
        stale={stale}
        spark={<Sparkline values={sparks.hitRate} width={56} />}
        info={<ComputedFigureButton figure="token hit rate" content={<HitRateExplained {...explained} />} />}
        line={<HitRateLine now={totals} before={before?.totals ?? null} />}
      />
      <KpiTile
        label="Tokens"
        value={<Tokens value={tokenTotal(totals.tokens)} />}
        stale={stale}
        spark={<Sparkline values={sparks.tokens} width={56} />}
        info={<ComputedFigureButton figure="tokens" content={<TokensExplained totals={totals} />} />}
        line={<TokensLine now={totals} before={before?.totals ?? null} />}
      />
      <PerThousandTile {...{ totals, before: before?.totals ?? null, stale }} />
    </KpiStrip>
  )
}

function PerThousandTile({ totals, before, stale }: { totals: Figures; before: Figures | null; stale: boolean }) {
  const perThousand = costPerThousand(totals)
  const priced = pricedRequests(totals)
  return (
    <KpiTile
      label="Cost per 1,000 requests"
      value={perThousand === null ? 'no data' : <Money pico={perThousand} />}
      stale={stale}
      info={
        <ComputedButton
          figure="cost per 1,000 requests"
          what="List cost over the requests that have a price, times 1,000."
          rows={[
            { label: 'List cost', cells: [<Money key="a" pico={totals.listCost} />] },
            {
              label: 'Requests with a price',
              cells: [priced === null ? 'not counted by the evidence' : format.count(priced)],
            },
          ]}
        />
      }
      line={
        perThousand === null ? (
          'the evidence has no count'
        ) : (
          <MoneyLine
            of={(figures) => costPerThousand(figures)?.toString() ?? null}
            now={totals}
            before={before}
            goodWhen="down"
          />
        )
      }
    />
  )
}

function From({ children }: { children: ReactNode }) {
  return <span> from {children}</span>
}

interface MoneyLineProps {
  /** The amount of a period in pico-USD; null where none of it is priced. */
  of: (figures: Figures) => string | null
  now: Figures
  before: Figures | null
  goodWhen: 'up' | 'down'
}

function MoneyLine({ of, now, before, goodWhen }: MoneyLineProps) {
  const [amount, earlier] = [of(now), before === null ? null : of(before)]
  if (amount === null) return <span>no price for any of it</span>
  if (before === null || earlier === null) return <span>nothing to compare with</span>
  const change = format.relativeChange(amount, earlier)
  if (change === null) return <span>nothing in the period before</span>
  const shift = priceShift(change, [now], [before])
  return (
    <>
      <CostChange value={change} goodWhen={goodWhen} shift={shift} />
      {shift === null ? <From>{format.money(earlier)}</From> : null}
    </>
  )
}

function HitRateLine({ now, before }: { now: Figures; before: Figures | null }) {
  const [rate, earlier] = [hitRate(now.tokens), before === null ? null : hitRate(before.tokens)]
  if (rate === null || earlier === null) return <span>nothing to compare with</span>
  return (
    <>
      <Change value={rate - earlier} as="points" goodWhen="up" />
      <From>{format.percent(earlier)}</From>
    </>
  )
}

function TokensLine({ now, before }: { now: Figures; before: Figures | null }) {
  const earlier = before === null ? 0 : tokenTotal(before.tokens)
  if (earlier === 0) return <span>nothing to compare with</span>
  return (
    <>
      <Change value={tokenTotal(now.tokens) / earlier - 1} goodWhen={null} />
      <From>{format.tokens(earlier)}</From>
    </>
  )
}

function TokensExplained({ totals }: { totals: Figures }) {
  const { tokens } = totals
  return (
    <ComputedContent
      what="Every billed token, in five classes that do not overlap."
      heads={['Class', 'Tokens']}
      rows={[
        { label: 'Uncached input', cells: [format.count(tokens.uncachedInput)] },
        { label: 'Cache read', cells: [format.count(tokens.cacheRead)] },
        { label: 'Cache write 5m', cells: [format.count(tokens.cacheWrite5m)] },
        { label: 'Cache write 1h', cells: [format.count(tokens.cacheWrite1h)] },
        { label: 'Output', cells: [format.count(tokens.output)] },
        { label: 'Tokens', cells: [format.count(tokenTotal(tokens))], sum: true },
      ]}
    />
  )
}

const FORECAST_WORDS =
  'each day left as the same weekday was in the last four weeks: at its lowest, on average, at its highest. ' +
  'Growth and one-off changes are not foreseen.'

function ForecastTile({ data }: { data: OverviewData }) {
  const found = useForecast(data.window)
  if (found === null) return <KpiTile label="Month to date and forecast" value="…" />
  const { forecast, isThisMonth } = found
  const month = format.monthName(forecast.monthEnd)
  const label = isThisMonth ? 'Month to date and forecast' : `${month} in the ledger`
  const end = format.shortDate(forecast.monthEnd)
  const line = !isThisMonth
    ? 'the month is over, so no forecast'
    : forecast.atEnd === null
      ? `no forecast under ${FORECAST_MIN_DAYS} days of data`
      : `${format.wholeMoney(forecast.atEnd.low)} to ${format.wholeMoney(forecast.atEnd.high)} by ${end}`
  return (
    <KpiTile
      label={label}
      value={<Money pico={forecast.monthToDate} />}
      line={line}
      info={
        <ComputedButton
          figure="the forecast"
          what={`What ${month} cost so far, plus ${FORECAST_WORDS}`}
          rows={
            forecast.atEnd === null
              ? []
              : [
                  { label: 'Month to date', cells: [<Money key="a" pico={forecast.monthToDate} />] },
                  { label: 'Days left, today included', cells: [String(forecast.daysLeft)] },
                  { label: `By ${end}, lowest`, cells: [format.wholeMoney(forecast.atEnd.low)] },
                  { label: `By ${end}, average`, cells: [format.wholeMoney(forecast.atEnd.expected)] },
                  { label: `By ${end}, highest`, cells: [format.wholeMoney(forecast.atEnd.high)] },
                ]
          }
          footer="The filters for platform, surface, model and route hold; the dates do not."
        />
      }
    />
  )
}

/** Seven-day means over the window, the unfinished day left out. */
function useSparks({ window }: OverviewData) {
  const asked = sparkDays(window)
  const { data } = useCall('usage.totals', asked, { enabled: window.ready })
  const days = bucketsBetween(asked.filters.from ?? window.from, window.to, 'day').filter((day) => day !== window.today)
  const byDay = new Map(data?.rows.map((row) => [row.keys['day'], row]))
  const sum = (of: (figures: Figures) => number) =>
    days.map((day) => {
      const row = byDay.get(day)
      return row === undefined ? null : of(row)
    })
  const reads = sum((row) => row.tokens.cacheRead)
  const mean = (values: readonly (number | null)[]) => format.sevenDayMeans(values).slice(6)
  const prompts = sum((row) => tokenTotal(row.tokens) - row.tokens.output)
  return {
    cost: mean(sum((row) => picoToUsdNumber(BigInt(row.listCost ?? '0')))),
    tokens: mean(sum((row) => tokenTotal(row.tokens))),
    hitRate: mean(
      reads.map((read, index) => (read === null || (prompts[index] ?? 0) === 0 ? null : read / (prompts[index] ?? 1))),
    ),
  }
}
