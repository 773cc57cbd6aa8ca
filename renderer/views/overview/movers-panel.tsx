// Which surfaces changed most against the period before, and mostly because of what.
import { ChevronRight, Download } from 'lucide-react'
import { useMemo } from 'react'
import { useCall } from '../../api.ts'
import { DivergingBar } from '../../charts/marks.tsx'
import { IconButton } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Named } from '../../components/figures.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { useSaveCsv } from '../../components/save.ts'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import { seriesFill, Swatch } from '../../components/swatch.tsx'
import { csvUsd, type Column } from '../../components/table-model.ts'
import { date, moneyChange } from '../../format.ts'
import { csvText, type CsvOptions } from '../../../src/core/csv.ts'
import { picoToUsdNumber } from '../../../src/core/money.ts'
import { useModelNames, useSurfaceSlots, useWindow, type ViewWindow } from '../../state/ledger.tsx'
import { goTo, hrefOf } from '../../state/navigation.tsx'
import { beforeBy, nowBy } from './questions.ts'
import { topMovers, type Mover } from './movers-model.ts'

function useMovers(window: ViewWindow) {
  const nameOf = useModelNames()
  const now = useCall('usage.totals', nowBy(window, ['surface', 'model']), { enabled: window.ready })
  const before = useCall('usage.totals', beforeBy(window, ['surface', 'model']), { enabled: window.ready && window.previous !== null })
  const movers = useMemo(
    () =>
      now.data === undefined || before.data === undefined
        ? null
        : topMovers({ now: now.data.rows, before: before.data.rows }, nameOf),
    [now.data, before.data, nameOf],
  )
  const retry = () => void Promise.all([now.refetch(), before.refetch()])
  const stale = now.isPlaceholderData || before.isPlaceholderData
  return { movers, stale, error: now.error ?? before.error, retry }
}

export function MoversPanel() {
  const window = useWindow()
  const saveCsv = useSaveCsv()
  const { movers, stale, error, retry } = useMovers(window)
  return (
    <Panel>
      <PanelHead
        title="Top movers"
        subtitle={
          window.previous === null
            ? 'Nothing to compare with.'
            : `Against the ${window.days === 1 ? 'day' : `${window.days} days`} before.`
        }
        actions={
          <>
            <IconButton
              icon={Download}
              label="Save as CSV"
              disabled={movers === null}
              onClick={() =>
                saveCsv(`top-movers ${window.from} to ${window.to}`, (options) => moversCsv(movers ?? [], options))
              }
            />
            <a className="link" href={hrefOf('surfaces')}>
              All surfaces
              <ChevronRight size={14} aria-hidden />
            </a>
          </>
        }
      />
      {error !== null ? (
        <ErrorState error={error} onRetry={retry} />
      ) : window.previous === null ? (
        <NotCompared window={window} />
      ) : movers === null ? (
        <div className="panel-body">
          <LoadingBlock height={140} />
        </div>
      ) : (
        <MoversTable movers={movers} stale={stale} />
      )}
    </Panel>
  )
}

function NotCompared({ window }: { window: ViewWindow }) {
  if (window.notCompared === 'chosen' || window.firstDay === null) {
    return <EmptyState title="No comparison chosen">Choose a period under Compare to see what moved.</EmptyState>
  }
  return (
    <EmptyState title="The period before is not covered">
      The ledger starts on {date(window.firstDay)}. Choose fewer days, or import earlier logs, to see what moved.
    </EmptyState>
  )
}

function moversCsv(movers: readonly Mover[], options: CsvOptions): string {
  return csvText(
    {
      columns: [
        { name: 'Surface', type: 'text' },
        { name: 'Change USD', type: 'number' },
        { name: 'Mostly because', type: 'text' },
      ],
      rows: movers.map(({ surface, change, because }) => [surface, csvUsd(change), because]),
    },
    options,
  )
}

function MoversTable({ movers, stale }: { movers: readonly Mover[]; stale: boolean }) {
  const slotOf = useSurfaceSlots()
  const most = Math.max(...movers.map(({ change }) => Math.abs(picoToUsdNumber(change))), 1e-12)
  const columns: Column<Mover>[] = [
    {
      key: 'surface',
      head: 'Surface',
      name: 'Surface',
      width: 132,
      cell: ({ surface }) => (
        <Named title={surface} swatch={<Swatch fill={seriesFill(slotOf(surface))} />}>
          {surface}
        </Named>
      ),
    },
    {
      key: 'change',
      head: <strong className="strong">Change</strong>,
      name: 'Change USD',
      align: 'number',
      width: 84,
      cell: ({ change }) => moneyChange(change),
    },
    {
      key: 'bar',
      head: <span className="visually-hidden">Bar</span>,
      name: 'Bar',
      width: 92,
      cell: ({ change, notComparable }) => (
        <DivergingBar ratio={picoToUsdNumber(change) / most} goodWhen={notComparable ? null : 'down'} />
      ),
    },
    {
      key: 'because',
      head: 'Mostly because',
      name: 'Mostly because',
      cell: ({ because }) => (
        <span className="t2 clip" title={because}>
          {because}
        </span>
      ),
    },
  ]
  return (
    <div className={stale ? 'stale' : ''}>
      <DataTable
        caption="Surfaces that changed most"
        columns={columns}
        rows={movers}
        rowKey={({ surface }) => surface}
        fixed
        className="last-plain"
        onOpen={({ surface }) => goTo('surfaces', { open: surface })}
        empty="Nothing changed."
      />
    </div>
  )
}
