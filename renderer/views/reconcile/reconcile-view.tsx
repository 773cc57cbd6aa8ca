// Reconcile: what the logs cost at list price beside what the bills say, every difference with its cause.
import { useState } from 'react'
import { Panel } from '../../components/panel.tsx'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import { useViewParam } from '../../state/navigation.tsx'
import { BridgePanel } from './bridge-panel.tsx'
import { DrillDown } from './drill-down.tsx'
import { NoBills, NoLogsNote, NothingCompared } from './empty.tsx'
import { FiguresTable } from './figures-table.tsx'
import { ReconcileKpis } from './kpis.tsx'
import { OverTime } from './over-time.tsx'
import { PlatformsPanel } from './platforms-panel.tsx'
import { comparedDays, notCovered, rowsOn } from './reconcile-model.ts'
import { readGrouping, readRowKey } from './row-key.ts'
import { ScopeBar } from './scope-bar.tsx'
import { useReconcile, useTable } from './use-reconcile.ts'
import './reconcile.css'

type Reconcile = ReturnType<typeof useReconcile>

export function ReconcileView() {
  const asked = useReconcile()
  const { main, compared, ever } = asked
  if (main.error !== null && main.data === undefined) {
    return (
      <div className="view">
        <Panel>
          <ErrorState error={main.error} onRetry={() => void main.refetch()}>Logs and bills are unchanged.</ErrorState>
        </Panel>
      </div>
    )
  }
  if (main.data === undefined || (compared.length === 0 && ever.data === undefined && ever.error === null)) return <Loading />
  if (compared.length > 0) return <Compared asked={asked} data={main.data} />
  return ever.data?.platforms.some(({ bills }) => bills.length > 0) === true ? <NothingCompared /> : <NoBills />
}

/** As high as what comes. */
function Loading() {
  return (
    <div className="view">
      <LoadingBlock height={24} />
      <LoadingBlock height={84} />
      <div className="reconcile-columns">
        <LoadingBlock height={440} />
        <LoadingBlock height={440} />
      </div>
      <LoadingBlock height={280} />
      <LoadingBlock height={480} />
    </div>
  )
}

type Answer = NonNullable<Reconcile['main']['data']>

function Compared({ asked, data }: { asked: Reconcile; data: Answer }) {
  const { view, main, compared, billSource, setBillSource, setScope } = asked
  const own = compared.find(({ platform }) => platform === asked.scope)
  const scope = own?.platform ?? ''
  const figures = own ?? data.totals
  const rows = rowsOn(data.rows, scope)
  const shown = own === undefined ? compared : [own]
  const stale = main.isPlaceholderData
  const fileName = `reconciliation ${view.from} to ${view.to}`
  const uncovered = notCovered(asked.logDays.filter(({ platform }) => scope === '' || platform === scope), compared)
  const days = comparedDays(shown)
  const [by, setBy] = useViewParam('by', 'day')
  const [, setRow] = useViewParam('row', '')
  return (
    <div className="view">
      <ScopeBar
        {...{ view, platforms: compared, scope, onScope: setScope }}
        uncovered={uncovered}
      />
      {BigInt(figures.computed) === 0n && days.both === 0 ? <NoLogsNote /> : null}
      <ReconcileKpis {...{ figures, days, stale }} platforms={shown.length} uncovered={[...uncovered.values()].flat().length} />
      <div className={`reconcile-columns ${stale ? 'stale' : ''}`}>
        <BridgePanel {...{ figures, rows, fileName }} />
        <PlatformsPanel platforms={shown} choice={{ value: billSource, onChange: setBillSource }} />
      </div>
      <OverTime {...{ figures, rows, fileName, days: view }} onOpen={(day) => setRow(`day=${day}`)} />
      <TableAndRow asked={asked} scope={scope} by={by} onBy={setBy} fileName={fileName} />
    </div>
  )
}

interface TableAndRowProps {
  asked: Reconcile
  scope: string
  by: string
  onBy: (by: string) => void
  fileName: string
}

function TableAndRow({ asked, scope, by, onBy, fileName }: TableAndRowProps) {
  const { filters, billSource } = asked
  const [row, setRow] = useViewParam('row', '')
  const [opened, setOpened] = useState('')
  const keys = readGrouping(by)
  const table = useTable(filters, keys, { scope, billSource })
  const fits = table.query.data?.rows.every((one) => keys.every((key) => key in one.keys)) === true
  const open = readRowKey(row)
  return (
    <>
      <FiguresTable
        by={keys}
        onBy={(next) => onBy(next.join(','))}
        data={fits ? (table.query.data ?? null) : null}
        stale={table.query.isPlaceholderData}
        error={table.query.error}
        onRetry={() => void table.query.refetch()}
        selected={row}
        onSelect={(key) => {
          setOpened(key)
          setRow(key)
        }}
        fileName={fileName}
      />
      {open === null ? null : (
        <DrillDown
          filters={table.filters}
          keys={open}
          billSource={billSource}
          takeFocus={opened === row}
          onClose={() => setRow('')}
        />
      )}
    </>
  )
}
