// The columns of the spend table: how a surface's figures are shown, sorted and written as CSV.
import { useMemo } from 'react'
import { InlineBar, MixBar, Sparkline } from '../../charts/marks.tsx'
import { ComputedFigure } from '../../components/computed.tsx'
import { CostChange, Count, Money, Named, NoData, Percent, Tokens } from '../../components/figures.tsx'
import { placementFill, seriesFill, Swatch } from '../../components/swatch.tsx'
import { csvUsd, type Column, type CsvValue } from '../../components/table-model.ts'
import { ListCostExplained } from '../../explain/list-cost.tsx'
import * as format from '../../format.ts'
import { hitRate } from '../../../src/core/caching.ts'
import type { Figures, Filters } from '../../../src/api/contract/shapes.ts'
import { priceShift, tokenTotal } from '../../state/coverage.ts'
import { useSurfaceSlots } from '../../state/ledger.tsx'
import type { SurfaceRow } from './surfaces-model.ts'
import { filtersOf, type SurfacesData } from './use-surfaces.ts'

type SlotOf = (surface: string) => number

const rounded = (ratio: number | null): CsvValue => (ratio === null ? null : Number(ratio.toFixed(6)))
const numbers = (value: (row: SurfaceRow) => CsvValue) => ({ type: 'number' as const, value })

export function useSpendColumns({ rows, totals, totalsBefore, window }: SurfacesData): Column<SurfaceRow>[] {
  const slotOf = useSurfaceSlots()
  const { filters, days, previous } = window
  return useMemo(() => {
    const widest = Math.max(...(rows ?? []).map((row) => row.share ?? 0), 1e-9)
    return [
      ...costColumns(totals, filters, slotOf),
      ...shapeColumns({ widest, days, slotOf }),
      changeColumn({ totals, before: totalsBefore, compares: previous !== null }),
      ...usageColumns(totals),
      ...runColumns(),
    ]
  }, [rows, totals, totalsBefore, days, previous, filters, slotOf])
}

function costColumns(totals: Figures | null, filters: Filters, slotOf: SlotOf): Column<SurfaceRow>[] {
  return [
    {
      key: 'surface',
      head: 'Surface',
      name: 'Surface',
      cell: ({ surface }) => (
        <Named title={surface} swatch={<Swatch fill={seriesFill(slotOf(surface))} />}>
          {surface}
        </Named>
      ),
      sort: ({ surface }) => surface,
      csv: { type: 'text', value: ({ surface }) => surface },
    },
    {
      key: 'cost',
      head: 'List cost',
      name: 'List cost USD',
      align: 'number',
      sort: ({ cost }) => cost,
      csv: numbers(({ cost }) => csvUsd(cost)),
      cell: ({ surface, cost }) => (
        <ComputedFigure
          figure={`the list cost of ${surface}`}
          content={<ListCostExplained what={`${surface}, list cost`} filters={filtersOf(filters, surface)} />}
        >
          <Money pico={cost} />
        </ComputedFigure>
      ),
      total: totals === null ? '' : <Money pico={totals.listCost} />,
      totalCsv: totals === null ? null : csvUsd(totals.listCost),
    },
    {
      key: 'share',
      head: 'Share',
      name: 'Share of list cost',
      align: 'number',
      cell: (row) => (
        <span className="t2">
          <Percent ratio={row.share} />
        </span>
      ),
      sort: (row) => row.share,
      csv: numbers((row) => rounded(row.share)),
      total: totals?.listCost === '0' ? '' : format.percent(1),
      totalCsv: 1,
    },
  ]
}

function shapeColumns({
  widest,
  days,
  slotOf,
}: {
  widest: number
  days: number
  slotOf: SlotOf
}): Column<SurfaceRow>[] {
  return [
    {
      key: 'bar',
      head: <span className="visually-hidden">Share as a bar</span>,
      name: 'Bar',
      width: 84,
      cell: (row) => <InlineBar ratio={(row.share ?? 0) / widest} fill={seriesFill(slotOf(row.surface))} />,
    },
    {
      key: 'trend',
      head: `Trend, ${days} days`,
      name: 'Trend',
      width: 104,
      cell: (row) => <Sparkline values={row.trend} width={84} height={18} />,
    },
  ]
}

function changeColumn(figures: {
  totals: Figures | null
  before: Figures | null
  compares: boolean
}): Column<SurfaceRow> {
  const [now, before] = [figures.totals?.listCost ?? null, figures.before?.listCost ?? null]
  const change = now === null || before === null ? null : format.relativeChange(now, before)
  return {
    key: 'change',
    head: 'Change',
    name: 'Change of list cost',
    align: 'number',
    cell: (row) => <CostChange value={row.change} shift={row.shift} missing={figures.compares ? 'new' : ''} short />,
    sort: (row) => row.change,
    csv: numbers((row) => rounded(row.change)),
    total:
      change === null || figures.totals === null || figures.before === null ? (
        ''
      ) : (
        <CostChange value={change} shift={priceShift(change, [figures.totals], [figures.before])} short />
      ),
    totalCsv: rounded(change),
  }
}

function usageColumns(totals: Figures | null): Column<SurfaceRow>[] {
  const tokens = totals === null ? 0 : tokenTotal(totals.tokens)
  return [
    {
      key: 'requests',
      head: 'Requests',
      name: 'Requests',
      align: 'number',
      cell: (row) => <Count value={row.requests} />,
      sort: (row) => row.requests,
      csv: numbers((row) => row.requests),
      total: totals === null ? '' : <Count value={totals.requests} />,
      totalCsv: totals?.requests ?? null,
    },
    {
      key: 'tokens',
      head: 'Tokens',
      name: 'Tokens',
      align: 'number',
      cell: (row) => <Tokens value={row.tokens} />,
      sort: (row) => row.tokens,
      csv: numbers((row) => row.tokens),
      total: <Tokens value={tokens} />,
      totalCsv: tokens,
    },
    {
      key: 'hit',
      head: 'Hit rate',
      name: 'Token hit rate',
      align: 'number',
      cell: (row) => <Percent ratio={row.hitRate} />,
      sort: (row) => row.hitRate,
      csv: numbers((row) => rounded(row.hitRate)),
      total: totals === null ? '' : <Percent ratio={hitRate(totals.tokens)} />,
      totalCsv: totals === null ? null : rounded(hitRate(totals.tokens)),
    },
  ]
}

/** How fast and where it runs. */
function runColumns(): Column<SurfaceRow>[] {
  return [
    {
      key: 'p50',
      head: 'p50 ms',
      name: 'Latency p50 ms',
      align: 'number',
      cell: (row) => <Latency ms={row.p50Ms} />,
      sort: (row) => row.p50Ms,
      csv: numbers((row) => row.p50Ms),
    },
    {
      key: 'p95',
      head: 'p95 ms',
      name: 'Latency p95 ms',
      align: 'number',
      cell: (row) => <Latency ms={row.p95Ms} />,
      sort: (row) => row.p95Ms,
      csv: numbers((row) => row.p95Ms),
    },
    {
      key: 'mix',
      head: 'Placement mix',
      name: 'Placement mix',
      width: 132,
      cell: (row) => <Mix row={row} />,
      csv: {
        type: 'text',
        value: (row) => row.mix.map((part) => `${part.label} ${format.percent(part.ratio)}`).join('; '),
      },
    },
  ]
}

function Latency({ ms }: { ms: number | null }) {
  return ms === null ? <NoData /> : <>{format.count(ms)}</>
}

function Mix({ row }: { row: SurfaceRow }) {
  const label = row.mix.map((part) => `${part.label} ${format.percent(part.ratio)}`).join(', ')
  return <MixBar label={label} parts={row.mix.map((part) => ({ ...part, fill: placementFill(part.key) }))} />
}
