// Hit rate or net saving over time, a line a surface and one for all, named at its end.
import { ChartTip } from '../../charts/chart-tip.tsx'
import { LineChart } from '../../charts/line-chart.tsx'
import { roundTicks } from '../../charts/ticks.ts'
import { bucketsBetween, bucketTitle, currentBucket } from '../../charts/time-axis.ts'
import { useCall } from '../../api.ts'
import { Segmented } from '../../components/button.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Money, NoData, Percent } from '../../components/figures.tsx'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import { seriesFill, type Fill } from '../../components/swatch.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { moneyTick, percent } from '../../format.ts'
import { useViewParam } from '../../state/navigation.tsx'
import type { ViewWindow } from '../../state/ledger.tsx'
import { useSeries } from '../../state/use-series.ts'
import { picoToUsdNumber } from '../../../src/core/money.ts'
import { timeline, type PointFigures } from './caching-model.ts'
import { spread } from './end-labels.ts'

const ALL = '\u0000all'
const HEIGHT = 310
/** Space of the chart above the plot and below it (its x axis). */
const TOP = 8
const BOTTOM = 24
const MOST_LINES = 8

type Metric = 'hit-rate' | 'net-saving'
interface Row {
  bucket: string
  values: ReadonlyMap<string, PointFigures>
}
interface Series {
  key: string
  name: string
  fill: Fill
}

const METRICS = [
  { value: 'hit-rate', label: 'Hit rate' },
  { value: 'net-saving', label: 'Net saving' },
] as const
const BUCKETS = [
  { value: 'day', label: 'Day' },
  { value: 'week', label: 'Week' },
] as const

function valueOf(figures: PointFigures | undefined, metric: Metric): number | null {
  if (figures === undefined) return null
  return metric === 'hit-rate' ? figures.hitRate : picoToUsdNumber(figures.netSaving)
}

function Figure({ figures, metric }: { figures: PointFigures | undefined; metric: Metric }) {
  if (figures === undefined) return <NoData />
  return metric === 'hit-rate' ? <Percent ratio={figures.hitRate} /> : <Money pico={figures.netSaving} />
}

function columnsFor(series: readonly Series[], metric: Metric, by: 'day' | 'week'): Column<Row>[] {
  const unit = metric === 'hit-rate' ? 'hit rate' : 'net saving USD'
  const csv = (figures: PointFigures | undefined) =>
    figures === undefined ? null : metric === 'hit-rate' ? figures.hitRate : csvUsd(figures.netSaving)
  return [
    {
      key: 'bucket',
      head: by === 'day' ? 'Day' : 'Week from',
      name: by === 'day' ? 'Day' : 'Week from',
      cell: (row) => bucketTitle(row.bucket, by),
      sort: (row) => row.bucket,
      csv: { type: 'text', value: (row) => row.bucket },
    },
    ...series.map((one): Column<Row> => ({
      key: one.key,
      head: one.name,
      name: `${one.name}, ${unit}`,
      align: 'number',
      cell: (row) => <Figure figures={row.values.get(one.key)} metric={metric} />,
      csv: { type: 'number', value: (row) => csv(row.values.get(one.key)) },
    })),
  ]
}

function EndLabels({
  rows,
  series,
  metric,
  ticks,
}: {
  rows: readonly Row[]
  series: readonly Series[]
  metric: Metric
  ticks: readonly number[]
}) {
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1]
  const plot = HEIGHT - TOP - BOTTOM
  const wanted = series.flatMap((one) => {
    const last = rows.findLast((row) => valueOf(row.values.get(one.key), metric) !== null)
    const value = valueOf(last?.values.get(one.key), metric)
    return value === null ? [] : [{ key: one.key, y: TOP + (1 - (value - low) / (high - low)) * plot }]
  })
  return (
    <ul className="end-labels" aria-hidden>
      {spread(wanted, 15, HEIGHT - BOTTOM).map(({ key, y }) => {
        const one = series.find((candidate) => candidate.key === key)
        return one === undefined ? null : (
          <li key={key} style={{ top: y - 8 }} title={one.name}>
            <span className="swatch" style={{ background: one.fill.colour }} />
            <span className="ellipsis">{one.name}</span>
          </li>
        )
      })}
    </ul>
  )
}

export interface OverTimeProps {
  window: ViewWindow
  /** Largest net saving first. */
  surfaces: readonly string[]
  slotOf: (surface: string) => number
}

interface Drawing {
  rows: readonly Row[]
  series: readonly Series[]
  metric: Metric
  by: 'day' | 'week'
  title: string
  today: string
}

function Lines({ rows, series, metric, by, title, today }: Drawing) {
  const points = rows.map((row) => ({
    bucket: row.bucket,
    values: Object.fromEntries(series.map((one) => [one.key, valueOf(row.values.get(one.key), metric)])),
  }))
  const values = points.flatMap((point) => Object.values(point.values).filter((value) => value !== null))
  const ticks =
    metric === 'hit-rate' ? [0, 0.25, 0.5, 0.75, 1] : roundTicks(Math.min(0, ...values), Math.max(0, ...values))
  const now = currentBucket(today, '', by)
  const tooltip = (bucket: string) => {
    const row = rows.find((one) => one.bucket === bucket)
    const shown = series.map((one) => ({
      key: one.key,
      name: one.name,
      fill: one.fill,
      value: <Figure figures={row?.values.get(one.key)} metric={metric} />,
    }))
    return <ChartTip title={bucketTitle(bucket, by)} rows={shown} />
  }
  return (
    <>
      <div className="grow">
        <LineChart
          label={title}
          height={HEIGHT}
          points={points}
          by={by}
          ticks={ticks}
          tooltip={tooltip}
          now={rows.some((row) => row.bucket === now) ? now : null}
          series={series.map((one) => ({ key: one.key, name: one.name, colour: one.fill.colour }))}
          tickText={metric === 'hit-rate' ? (value) => percent(value).replace('.0', '') : (value) => moneyTick(value, ticks)}
        />
      </div>
      <EndLabels rows={rows} series={series} metric={metric} ticks={ticks} />
    </>
  )
}

function useSwitches() {
  const [metricParam, setMetric] = useViewParam('metric', 'hit-rate')
  const [byParam, setBy] = useViewParam('by', 'day')
  const metric: Metric = metricParam === 'net-saving' ? 'net-saving' : 'hit-rate'
  const by = byParam === 'week' ? ('week' as const) : ('day' as const)
  const switches = (
    <>
      <Segmented label="What is shown" size="small" value={metric} options={METRICS} onChange={setMetric} />
      <Segmented label="A point a" size="small" value={by} options={BUCKETS} onChange={setBy} />
    </>
  )
  return { metric, by, switches }
}

function subtitleOf(metric: Metric, left: number): string {
  const what =
    metric === 'hit-rate' ? 'Days without prompts stay empty.' : 'What reads save, less what writes cost extra.'
  return left > 0 ? `${what} ${left} smaller surfaces are in the table below only.` : what
}

export function OverTime({ window: view, surfaces, slotOf }: OverTimeProps) {
  const { metric, by, switches } = useSwitches()
  const { rows: ofSurfaces, query: perSurface } = useSeries(view.filters, { each: by, by: 'surface' }, view.ready)
  const overall = useCall('usage.totals', { filters: view.filters, by: [by] }, { enabled: view.ready })
  const error = perSurface.error ?? overall.error
  const shown = surfaces.slice(0, MOST_LINES)
  const series: Series[] = [
    { key: ALL, name: 'All surfaces', fill: { colour: 'var(--t1)', hatched: false } },
    ...shown.map((name) => ({ key: name, name, fill: seriesFill(slotOf(name)) })),
  ]
  const points = timeline({
    buckets: bucketsBetween(view.from, view.to, by),
    bucketKey: by,
    rows: ofSurfaces ?? [],
    totals: overall.data?.rows ?? [],
  })
  const rows: Row[] = points.map((point) => ({
    bucket: point.bucket,
    values: point.total === null ? new Map() : new Map([[ALL, point.total], ...point.bySurface]),
  }))
  const columns = columnsFor(series, metric, by)
  const title = metric === 'hit-rate' ? 'Hit rate over time' : 'Net cache saving over time'
  const retry = () => {
    void perSurface.refetch()
    void overall.refetch()
  }
  return (
    <ChartFrame
      title={title}
      subtitle={subtitleOf(metric, surfaces.length - shown.length)}
      switches={switches}
      fileName={metric === 'hit-rate' ? 'hit-rate-over-time' : 'net-saving-over-time'}
      csv={(options) => tableCsv(columns, rows, options)}
      table={
        <DataTable
          caption={title}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.bucket}
          maxHeight={HEIGHT}
          stickyHead
          density="dense"
        />
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={retry}>
          The figures per surface below still hold.
        </ErrorState>
      ) : overall.data === undefined || perSurface.data === undefined ? (
        <LoadingBlock height={HEIGHT} />
      ) : (
        <div className={`over-time ${overall.isPlaceholderData ? 'stale' : ''}`}>
          <Lines {...{ rows, series, metric, by, title, today: view.today }} />
        </div>
      )}
    </ChartFrame>
  )
}
