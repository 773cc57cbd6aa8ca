// Imports: the way in, what is being read now, and every import with its report beside it.
import { Lock, Upload } from 'lucide-react'
import { useState } from 'react'
import { useAction, useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Panel } from '../../components/panel.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import { tableCsv, type Column } from '../../components/table-model.ts'
import { useToast } from '../../components/toast.tsx'
import { count, shortDate, time } from '../../format.ts'
import { useImporting } from '../../state/importing.ts'
import { useJobs } from '../../state/jobs.tsx'
import { useWindow } from '../../state/ledger.tsx'
import { useViewParam } from '../../state/navigation.tsx'
import { dayOf } from '../../../src/core/calendar.ts'
import type { Output } from '../../../src/api/contract/contract.ts'
import { ImportReportPanel } from './import-report.tsx'
import { formatNames, overlapMarks, type OverlapMark } from './import-report-model.ts'
import { RunningJob } from './running-job.tsx'

export type ImportSummary = Output<'imports.list'>['imports'][number]

function DropZone() {
  const importing = useImporting()
  return (
    <section className="drop-zone" aria-label="Import logs">
      <Upload size={28} strokeWidth={1.5} aria-hidden />
      <div>
        <h2>Drop log files or folders anywhere in this window</h2>
        <p>Logs, reports and bills: JSON, NDJSON, CSV, Parquet, gzip, zstd, zip. The kind is found from the content. Reading the same thing twice changes nothing.</p>
        <p className="private"><Lock size={14} strokeWidth={1.75} aria-hidden />No prompt or answer text is stored or logged. Nothing is uploaded.</p>
      </div>
      <button type="button" className="visually-hidden" onClick={() => importing.choose('files')}>Choose files to import</button>
    </section>
  )
}

interface ColumnParts {
  tz: string
  overlaps: ReadonlyMap<number, OverlapMark>
  onUndo: (one: ImportSummary) => void
}

function columnsFor({ tz, overlaps, onUndo }: ColumnParts): Column<ImportSummary>[] {
  const when = (one: ImportSummary) => `${shortDate(dayOf(one.startedAtMs, tz))}, ${time(one.startedAtMs, tz)}`
  const number = (key: 'entries' | 'accepted', head: string): Column<ImportSummary> => ({
    key, head, name: head, align: 'number', width: 86, cell: (one) => count(one.tally[key]), sort: (one) => one.tally[key], csv: { type: 'number', value: (one) => one.tally[key] },
  })
  return [
    { key: 'when', head: 'When', name: 'When', width: 104, cell: when, sort: (one) => one.startedAtMs, csv: { type: 'text', value: (one) => new Date(one.startedAtMs).toISOString() } },
    {
      key: 'source', head: 'Source', name: 'Source', sort: (one) => one.label, csv: { type: 'text', value: (one) => one.label },
      cell: (one) => (
        <span className="import-row">
          <span className="ellipsis" title={one.label}>{one.label}</span>
          <span className="caption">{one.state === 'done' ? formatNames(one.importers) : `${stateText(one)}${formatNames(one.importers)}`}</span>
          <OverlapCaption mark={overlaps.get(one.id)} />
        </span>
      ),
    },
    number('entries', 'Lines'), number('accepted', 'Accepted'),
    {
      key: 'undo', head: <span className="visually-hidden">Undo</span>, name: 'Undo', width: 62, align: 'number',
      cell: (one) => (one.state === 'undone' || one.state === 'running' ? null : (
        <button type="button" className="link" aria-label={`Undo the import of ${one.label}`} onClick={(event) => { event.stopPropagation(); onUndo(one) }}>Undo</button>
      )),
    },
  ]
}

function OverlapCaption({ mark }: { mark: OverlapMark | undefined }) {
  if (mark === undefined) return null
  const others = mark.others.join(', ')
  const title = mark.isDouble ? `Some usage may count twice: ${others}` : `Not added to ${others}; one of them counts a day`
  return <span className={`caption two-lines ${mark.isDouble ? 'warning' : ''}`} title={title}>Same days as {others}</span>
}

function stateText(one: ImportSummary): string {
  switch (one.state) {
    case 'cancelled': return 'Cancelled. '
    case 'failed': return 'Failed. '
    case 'undone': return 'Undone. '
    case 'running': return 'Being read. '
    case 'done': return ''
  }
}

export function UndoDialog({ summary, onClose }: { summary: ImportSummary; onClose: () => void }) {
  const undo = useAction('imports.undo')
  const toast = useToast()
  const run = () => undo.mutate({ id: summary.id }, {
    onSuccess: ({ removed, restored }) => {
      toast({ title: `${summary.label} was undone`, detail: `${count(removed)} ${removed === 1 ? 'record' : 'records'} removed, ${count(restored)} of other imports took over.`, kind: 'good' })
      onClose()
    },
  })
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} title={`Undo the import of ${summary.label}?`}
      about={`Exactly what it brought goes: ${count(summary.tally.accepted)} accepted entries. Where another import holds the same request, its record takes over. The files themselves are not touched.`}
      actions={<>
        <Button onClick={onClose}>Keep it</Button>
        <Button kind="danger" disabled={undo.isPending} onClick={run}>{undo.isPending ? 'Undoing' : 'Undo the import'}</Button>
      </>}
    >
      {undo.error === null ? null : <ErrorState error={undo.error}>Nothing was removed.</ErrorState>}
    </Dialog>
  )
}

export function ImportsTab() {
  const { tz } = useWindow()
  const list = useCall('imports.list', {})
  const jobs = useJobs()
  const [param, setImport] = useViewParam('import', '')
  const [undoing, setUndoing] = useState<ImportSummary | null>(null)
  const imports = (list.data?.imports ?? []).toSorted((a, b) => b.startedAtMs - a.startedAtMs || b.id - a.id)
  const selected = imports.find((one) => String(one.id) === param) ?? imports.find((one) => one.state !== 'running') ?? null
  const columns = columnsFor({ tz, overlaps: overlapMarks(useCall('imports.overlaps', {}).data?.overlaps ?? []), onUndo: setUndoing })
  return (
    <div className="data-columns">
      <div className="data-stack">
        <DropZone />
        {jobs.map((job) => <RunningJob key={job.id} job={job} />)}
        <ChartFrame title="Imports" subtitle="Each can be undone exactly." fileName="imports" csv={(options) => tableCsv(columns, imports, options)} className="grow">
          {list.error !== null ? <ErrorState error={list.error} onRetry={() => void list.refetch()}>Figures elsewhere still hold.</ErrorState>
            : list.data === undefined ? <LoadingBlock height={200} />
              : <DataTable
                  caption="Imports" className="two-line" columns={columns} rows={imports} rowKey={(one) => String(one.id)} fixed initialSort={{ key: 'when', direction: 'descending' }}
                  selectedKey={selected === null ? null : String(selected.id)} onOpen={(one) => setImport(String(one.id))} dim={(one) => one.state === 'undone'}
                  empty={<EmptyState title="Nothing has been read yet">Drop a log file or a folder of them; its report stands here afterwards.</EmptyState>}
                />}
        </ChartFrame>
      </div>
      {selected === null
        ? <Panel label="Import report"><EmptyState title="No import to report on">After each import this is where it says what was read, what was left out and why.</EmptyState></Panel>
        : <ImportReportPanel id={selected.id} tz={tz} onUndo={(id) => setUndoing(imports.find((one) => one.id === id) ?? null)} />}
      {undoing === null ? null : <UndoDialog summary={undoing} onClose={() => setUndoing(null)} />}
    </div>
  )
}
