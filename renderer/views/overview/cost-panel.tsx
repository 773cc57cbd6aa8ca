// List cost over time: the stacked chart, its legend table, what stands out, and the table behind it.
import { useDeferredValue, useMemo, useState } from 'react'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { Segmented } from '../../components/button.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import { CostChange, Money } from '../../components/figures.tsx'
import { ChartTip } from '../../charts/chart-tip.tsx'
import type { StackSeries } from '../../charts/stack-layer.tsx'
import { StackedBars } from '../../charts/stacked-bars.tsx'
import { bucketsBetween, bucketTitle, currentBucket, type BucketKey } from '../../charts/time-axis.ts'
import { useCall } from '../../api.ts'
import * as format from '../../format.ts'
import { addDays, hourOf } from '../../../src/core/calendar.ts'
import { priceShift } from '../../state/coverage.ts'
import { useWindow, type ViewWindow } from '../../state/ledger.tsx'
import { useSeries } from '../../state/use-series.ts'
import { goTo, useViewParam } from '../../state/navigation.tsx'
import { bucketCsv, BucketTable } from './bucket-table.tsx'
import { LegendTable, type ShiftOf } from './legend-table.tsx'
import { beforeBy, nowBy } from './questions.ts'
import { useSeriesLook } from './series-look.tsx'
import {
  bucketTotal,
  groupKeysOf,
  joinSeries,
  rowsOfBucket,
  rowsOfSeries,
  stackBars,
  STACK_KEYS,
  stackOf,
  sumBySeries,
  type Stack,
  type StackKey,
  type StackRow,
} from './stack-model.ts'
import { StandsOutList } from './stands-out-list.tsx'
import { standsOut, type StandsOut } from './stands-out.ts'

const STACK_LABELS: Readonly<Record<StackKey, string>> = {
  surface: 'Surface',
  platform: 'Platform',
  model: 'Model',
  'token-class': 'Token class',
}
const BUCKETS: readonly BucketKey[] = ['hour', 'day', 'week', 'month']
const BUCKET_LABELS: Readonly<Record<BucketKey, string>> = { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' }
/** Beyond this an hour is less than three pixels. */
const MOST_HOUR_DAYS = 14

function useSwitches(window: ViewWindow) {
  const [by, setBy] = useViewParam('by', 'surface')
  const [each, setEach] = useViewParam('each', 'day')
  const stack = STACK_KEYS.find((key) => key === by) ?? 'surface'
  const wanted = BUCKETS.find((key) => key === each) ?? 'day'
  const bucketKey: BucketKey = wanted === 'hour' && window.days > MOST_HOUR_DAYS ? 'day' : wanted
  const switches = (
    <>
      <Segmented
        label="Stacked by"
        value={stack}
        onChange={setBy}
        options={STACK_KEYS.map((value) => ({ value, label: STACK_LABELS[value] }))}
      />
      <Segmented
        label="A bar each"
        value={bucketKey}
        onChange={setEach}
        options={BUCKETS.map((value) => ({
          value,
          label: BUCKET_LABELS[value],
          ...(value === 'hour' && window.days > MOST_HOUR_DAYS
            ? { disabled: true, title: `Choose at most ${MOST_HOUR_DAYS} days for hours` }
            : {}),
        }))}
      />
    </>
  )
  return { stack, bucketKey, switches }
}

function useStackData(window: ViewWindow, stack: StackKey, bucketKey: BucketKey) {
  const isByClass = stack === 'token-class'
  const byClass = useCall('usage.totals', nowBy(window, [bucketKey]), { enabled: window.ready && isByClass })
  const current = useSeries(window.filters, { each: bucketKey, by: isByClass ? 'surface' : stack }, window.ready && !isByClass)
  const earlier = useCall(
    'usage.totals',
    beforeBy(window, groupKeysOf(stack, null)),
    { enabled: window.ready && window.previous !== null },
  )
  const { from, to } = window
  const query = isByClass ? byClass : current.query
  // In slices: drawn at once as the answer comes, a chart holds up the window for a tenth of a second.
  const answered: readonly StackRow[] | undefined = useDeferredValue(isByClass ? byClass.data?.rows : current.rows)
  // Until the new answer is there, the old rows have other keys: they would all fall under "unattributed".
  const rows = fits(answered?.[0]?.keys, groupKeysOf(stack, bucketKey)) ? answered : undefined
  const built = useMemo(
    () =>
      rows === undefined ? null : stackOf({ rows, stack, bucketKey, buckets: bucketsBetween(from, to, bucketKey) }),
    [rows, stack, bucketKey, from, to],
  )
  const before = useMemo(() => {
    if (built === null || window.previous === null || earlier.data === undefined) return null
    const figures = stack === 'token-class' ? [{ keys: {}, ...earlier.data.totals }] : earlier.data.rows
    return joinSeries(sumBySeries(figures, stack), built.seriesOf)
  }, [built, earlier.data, stack, window.previous])
  const shiftOf: ShiftOf = (key, change) => {
    if (built === null || rows === undefined || earlier.data === undefined) return null
    const of = { key, seriesOf: built.seriesOf }
    const figures = stack === 'token-class' ? [{ keys: {}, ...earlier.data.totals }] : earlier.data.rows
    return priceShift(change, rowsOfSeries(rows, stack, of), rowsOfSeries(figures, stack, of))
  }
  return { built, before, shiftOf, rows: rows ?? [], query }
}

function fits(keys: Readonly<Record<string, unknown>> | undefined, wanted: readonly string[]): boolean {
  return keys === undefined || (Object.keys(keys).length === wanted.length && wanted.every((key) => key in keys))
}

function useEvents(window: ViewWindow): StandsOut[] {
  const rows = useDeferredValue(useSeries(window.filters, { each: 'day', by: 'surface' }, window.ready).rows)
  return useMemo(() => (rows === undefined ? [] : standsOut(rows, window.today)), [rows, window.today])
}

export function CostPanel() {
  const window = useWindow()
  const { stack, bucketKey, switches } = useSwitches(window)
  const { built, before, shiftOf, rows, query } = useStackData(window, stack, bucketKey)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const lookOf = useSeriesLook(stack, built?.keys ?? [])
  const events = useEvents(window)
  const now = window.to === window.today ? currentBucket(window.today, hourOf(Date.now(), window.tz), bucketKey) : null
  const series = useMemo<StackSeries[]>(
    () => (built?.keys ?? []).filter((key) => !hidden.has(key)).map((key) => ({ key, ...lookOf(key) })),
    [built, hidden, lookOf],
  )
  const bars = useMemo(() => (built === null ? [] : stackBars(built, hidden)), [built, hidden])
  return (
    <ChartFrame
      title="List cost over time"
      className="cost-panel"
      fileName={`list-cost by ${stack} ${window.from} to ${window.to}`}
      switches={switches}
      subtitle={subtitleOf({ stack, bucketKey, unfinished: now !== null })}
      csv={(options) => (built === null ? '' : bucketCsv(built, { by: bucketKey, lookOf, options }))}
      table={built === null ? undefined : <BucketTable {...{ stack: built, by: bucketKey, lookOf }} />}
    >
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()}>
          The other panels hold.
        </ErrorState>
      ) : null}
      {built === null && !query.isError ? (
        <div className="panel-body grow">
          <LoadingBlock height={360} />
        </div>
      ) : null}
      {built === null || query.isError ? null : built.keys.length === 0 ? (
        <NothingHere />
      ) : (
        <div className={`cost-columns ${query.isPlaceholderData ? 'stale' : ''}`}>
          <div className="chart-box">
            <StackedBars
              label={`List cost ${window.from} to ${window.to}, stacked by ${STACK_LABELS[stack]}`}
              bars={bars}
              series={series}
              by={bucketKey}
              now={now}
              tickText={format.moneyTick}
              events={bucketKey === 'day' ? events : undefined}
              onOpen={(bucket) => openRequests(bucket, bucketKey)}
              tooltip={(bucket) => <Tip {...{ bucket, by: bucketKey, stack: built, rows, hidden, lookOf, now }} />}
            />
          </div>
          <div className="cost-side">
            <LegendTable {...{ stack: built, before, shiftOf, hidden, onHide: setHidden, lookOf, head: STACK_LABELS[stack] }} />
            <StandsOutList events={events} />
          </div>
        </div>
      )}
    </ChartFrame>
  )
}

function NothingHere() {
  return (
    <EmptyState title="No usage under these filters in these days">Widen the dates, or reset the filters.</EmptyState>
  )
}

function subtitleOf({
  stack,
  bucketKey,
  unfinished,
}: {
  stack: StackKey
  bucketKey: BucketKey
  unfinished: boolean
}): string {
  const bar = { hour: 'a bar an hour', day: 'a bar a day', week: 'a bar a week', month: 'a bar a month' }[bucketKey]
  const hatched = bucketKey === 'day' ? 'the hatched bar is today so far' : 'the hatched bar is not over yet'
  const parts = [bucketKey === 'day' ? 'Shaded columns are weekends' : '', unfinished ? hatched : '']
  const rest = parts.filter((part) => part !== '').join('; ')
  const sentence = rest === '' ? '' : ` ${rest.charAt(0).toUpperCase()}${rest.slice(1)}.`
  return `Stacked by ${STACK_LABELS[stack].toLowerCase()}, ${bar}.${sentence}`
}

/** The requests of that day, in Surfaces. */
function openRequests(bucket: string, by: BucketKey): void {
  const day = bucket.slice(0, 10)
  const range = by === 'month' ? monthRange(bucket) : `${day}:${by === 'week' ? addDays(day, 6) : day}`
  goTo('surfaces', { range, open: '*' })
}

function monthRange(month: string): string {
  const next = addDays(`${month}-28`, 4).slice(0, 7)
  return `${month}-01:${addDays(`${next}-01`, -1)}`
}

interface TipProps {
  bucket: string
  by: BucketKey
  stack: Stack
  /** What the stack was built from. */
  rows: readonly StackRow[]
  hidden: ReadonlySet<string>
  lookOf: ReturnType<typeof useSeriesLook>
  now: string | null
}

function Tip({ bucket, by, stack, rows, hidden, lookOf, now }: TipProps) {
  const amounts = stack.buckets.get(bucket)
  const total = bucketTotal(stack, bucket)
  const weekBefore = by === 'day' ? addDays(bucket, -7) : null
  const earlier = weekBefore === null || !stack.buckets.has(weekBefore) ? null : bucketTotal(stack, weekBefore)
  const change = earlier === null || bucket === now ? null : format.relativeChange(total, earlier)
  const against =
    weekBefore === null || change === null ? null : (
      <>
        <CostChange
          value={change}
          shift={priceShift(change, rowsOfBucket(rows, by, bucket), rowsOfBucket(rows, by, weekBefore))}
        />{' '}
        against {format.shortWeekdayDate(weekBefore)}.{' '}
      </>
    )
  return (
    <ChartTip
      title={bucketTitle(bucket, by)}
      total={<Money pico={total} />}
      rows={stack.keys
        .filter((key) => !hidden.has(key))
        .map((key) => ({
          key,
          ...lookOf(key),
          value: <Money pico={stack.isUnpriced(key, bucket) ? null : (amounts?.get(key) ?? 0n)} />,
        }))}
      footer={
        <>
          {bucket === now ? 'Not over yet. ' : null}
          {against}Enter or a click opens the requests.
        </>
      }
    />
  )
}
