// The report of one import: the equation, what is left to do, what was ignored, what came in, files and rejected lines.
import { CircleAlert, CircleCheck, Download, TriangleAlert, Undo2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useCall } from '../../api.ts'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Panel } from '../../components/panel.tsx'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import type { Column } from '../../components/table-model.ts'
import { bytes, count, dateRange, duration, money, time, tokens } from '../../format.ts'
import { goTo, hrefOf } from '../../state/navigation.tsx'
import {
  countOf,
  equation,
  formatNames,
  sourcesByTrouble,
  todosOf,
  type ImportReport,
  type ImportSource,
  type Todo,
} from './import-report-model.ts'
import { Overlaps } from './import-overlaps.tsx'
import { MapProfileDialog } from './map-profile-dialog.tsx'
import { wasOrWere } from '../../words.ts'
import { RejectedLines, useSaveRejected } from './rejected-table.tsx'
import { shortPath } from './rejected-lines.ts'
import { SourceSettingDialog } from './source-setting-dialog.tsx'
import { patternFor } from './source-settings-model.ts'

function titleOf({ summary }: ImportReport, tz: string): string {
  const { label, startedAtMs, finishedAtMs, state } = summary
  const at = time(finishedAtMs ?? startedAtMs, tz)
  const took = finishedAtMs === null ? '' : ` in ${duration(finishedAtMs - startedAtMs)}`
  switch (state) {
    case 'done':
      return `${label} ${wasOrWere(label)} read at ${at}${took}`
    case 'running':
      return `${label} ${wasOrWere(label) === 'was' ? 'is' : 'are'} being read`
    case 'cancelled':
      return `${label} ${wasOrWere(label)} cancelled at ${at}; what was complete is kept`
    case 'failed':
      return `${label} failed at ${at}; what was complete is kept`
    case 'undone':
      return `${label} ${wasOrWere(label)} undone`
  }
}

function Head({
  report,
  tz,
  onUndo,
  onSave,
}: {
  report: ImportReport
  tz: string
  onUndo: () => void
  onSave: () => void
}) {
  const { summary, firstDay, lastDay } = report
  const good = summary.state === 'done' && report.sources.every((source) => source.problem === null)
  const days = firstDay === null || lastDay === null ? '' : ` ${dateRange(firstDay, lastDay)}.`
  return (
    <div className="report-head">
      {good ? (
        <CircleCheck size={16} strokeWidth={1.75} className="good" aria-hidden />
      ) : (
        <CircleAlert size={16} strokeWidth={1.75} className="warning" aria-hidden />
      )}
      <div className="grow">
        <h2>{titleOf(report, tz)}</h2>
        <p className="small t2">
          {formatNames(summary.importers)}. {countOf(summary.sources, 'file', 'files')}
          {summary.bytes === 0 ? '' : `, ${bytes(summary.bytes)}`}.{days}
        </p>
      </div>
      {summary.state === 'undone' || summary.state === 'running' ? null : (
        <Button icon={Undo2} onClick={onUndo}>
          Undo this import
        </Button>
      )}
      {summary.tally.rejected === 0 ? null : (
        <Button icon={Download} aria-label="Rejected lines as CSV" onClick={onSave}>
          CSV
        </Button>
      )}
    </div>
  )
}

function Equation({ report }: { report: ImportReport }) {
  const { terms, holds } = equation(report.summary.tally)
  return (
    <>
      <dl className="equation" aria-label="Lines read = accepted + duplicates + ignored + rejected">
        {terms.map((term) => (
          <div key={term.label}>
            <dt>{term.label}</dt>
            <dd className={term.label === 'Rejected' && term.count > 0 ? 'bad' : ''}>
              <span className="sign">{term.sign}</span>
              {count(term.count)}
            </dd>
          </div>
        ))}
      </dl>
      {holds ? null : (
        <p className="todo" role="alert">
          These counts do not add up, so the import is not to be trusted. Undo it and report this.
        </p>
      )}
    </>
  )
}

interface RemedyProps {
  todo: Todo
  onMap: (rawModel: string) => void
  onDescribe: (importers: readonly string[]) => void
  onSave: () => void
}

function Remedy({ todo, onMap, onDescribe, onSave }: RemedyProps) {
  const { remedy } = todo
  switch (remedy.kind) {
    case 'map-profile':
      return <Button onClick={() => onMap(remedy.rawModel)}>Map to a model</Button>
    case 'describe':
      return <Button onClick={() => onDescribe(remedy.importers)}>{remedy.label}</Button>
    case 'add-price':
      return (
        <Button
          onClick={() => goTo('data', { tab: 'prices', add: `${remedy.platform}/${remedy.route}/${remedy.model}` })}
        >
          Add a price
        </Button>
      )
    case 'make-rule':
      return <Button onClick={() => goTo('surfaces', { range: 'all', open: UNATTRIBUTED, tab: 'origins', rules: 'edit' })}>Make a rule</Button>
    case 'save-rejected':
      return <Button onClick={onSave}>Save as CSV</Button>
    case 'none':
      return null
  }
}

function Pairs({
  title,
  rows,
  total,
}: {
  title: string
  rows: readonly { label: string; value: ReactNode }[]
  total?: ReactNode
}) {
  return (
    <div className="pairs">
      <h3>{title}</h3>
      {rows.map((row) => (
        <div key={row.label}>
          <span>{row.label}</span>
          <span>{row.value}</span>
        </div>
      ))}
      {total === undefined ? null : (
        <div className="total">
          <span>Total</span>
          <span>{total}</span>
        </div>
      )}
    </div>
  )
}

/** The name or pattern of the files that a question is about; of all that brought something where no format is named. */
function describedPattern({ sources }: ImportReport, importers: readonly string[]): string {
  const about = sources.filter(({ importer, tally }) => (importers.length === 0 ? tally.accepted > 0 : importer !== null && importers.includes(importer)))
  return patternFor(about.map(({ name }) => name))
}

type Evidence = ImportReport['brought']['evidence'][number]

const EVIDENCE_WORDS: Readonly<Record<Evidence['basis'], string>> = { requests: 'Requests', reports: 'Reports', bills: 'Bills' }

const costText = ({ listCost }: Evidence) => (listCost === null ? 'unpriced' : money(listCost))

/** Kinds of evidence are never added: where there are several, each has its own line. */
function broughtRows({ brought: { evidence, origins, newOrigins } }: ImportReport) {
  const [only, ...others] = evidence
  const rows = only === undefined || others.length > 0 || only.basis === 'bills' ? evidence.map(evidenceRow) : [
    { label: 'Requests', value: only.requests === null ? 'no count' : count(only.requests) },
    { label: 'Tokens', value: <span title={count(only.tokens)}>{tokens(only.tokens)}</span> },
    { label: 'List cost', value: costText(only) },
  ]
  return [...rows, { label: 'Origins, of them new', value: `${count(origins)}, ${count(newOrigins)}` }]
}

/** The amounts of a bill are not list costs, and many bills state no tokens: they stand beside the logs in Reconcile. */
function evidenceRow(one: Evidence) {
  const label = EVIDENCE_WORDS[one.basis]
  const amount = <span title={count(one.tokens)}>{tokens(one.tokens)} tokens</span>
  if (one.basis === 'bills') {
    return { label, value: <>{one.tokens === 0 ? null : <>{amount} stated, </>}<a className="link" href={hrefOf('reconcile')}>amounts in Reconcile</a></> }
  }
  return { label: one.requests === null ? label : `${label}, ${count(one.requests)}`, value: <>{amount}, {costText(one)}</> }
}

const SOURCE_COLUMNS: readonly Column<ImportSource>[] = [
  {
    key: 'name',
    head: 'File',
    name: 'File',
    cell: (source) => <span title={source.name}>{shortPath(source.name, 46)}</span>,
  },
  {
    key: 'what',
    head: 'What happened',
    name: 'What happened',
    cell: (source) =>
      source.problem === null ? (
        <span className="t2">
          {source.importer === null ? 'skipped' : formatNames([source.importer])}
          {source.incompleteLastEntry ? ', ends in the middle of an entry' : ''}
        </span>
      ) : (
        <span className="wrap">
          <span className="warning">{source.problem.message}</span> {source.problem.remedy}
        </span>
      ),
  },
  {
    key: 'accepted',
    head: 'Accepted',
    name: 'Accepted',
    align: 'number',
    cell: (source) => count(source.tally.accepted),
  },
  {
    key: 'rejected',
    head: 'Rejected',
    name: 'Rejected',
    align: 'number',
    cell: (source) => count(source.tally.rejected),
  },
]

const FILES_SHOWN = 200
/** More than these stand in a box that scrolls, and the head says so. */
const FILES_IN_SIGHT = 12

function filesRemark(files: number): string {
  if (files > FILES_SHOWN) return ` ${FILES_SHOWN} of ${count(files)} are listed; scroll for more.`
  return files > FILES_IN_SIGHT ? ` ${count(files)} files; scroll for more.` : ''
}

function Files({ report }: { report: ImportReport }) {
  const sources = sourcesByTrouble(report.sources)
  if (sources.length < 2 && sources.every((source) => source.problem === null)) return null
  return (
    <>
      <div className="report-band">
        <strong>Files</strong>
        <span className="t2">
          Those with a problem first.{filesRemark(sources.length)}
        </span>
      </div>
      <DataTable
        caption="Files of the import"
        columns={SOURCE_COLUMNS}
        rows={sources.slice(0, FILES_SHOWN)}
        rowKey={(source) => source.name}
        {...(sources.length > FILES_IN_SIGHT ? { maxHeight: 280, stickyHead: true } : {})}
        density="dense"
      />
    </>
  )
}

export interface ImportReportProps {
  id: number
  tz: string
  /** Asks first; of this import or of one that overlaps with it. */
  onUndo: (importId: number) => void
}

export function ImportReportPanel({ id, tz, onUndo }: ImportReportProps) {
  const { data: report, error, refetch, isPlaceholderData } = useCall('imports.report', { id })
  const [mapping, setMapping] = useState<string | null>(null)
  const [describing, setDescribing] = useState<string | null>(null)
  const saveRejected = useSaveRejected(id)
  if (error !== null)
    return (
      <Panel label="Import report">
        <ErrorState error={error} onRetry={() => void refetch()}>
          The import itself still holds.
        </ErrorState>
      </Panel>
    )
  if (report === undefined) return <LoadingBlock height={520} />
  const todos = report.summary.state === 'undone' ? [] : todosOf(report)
  const ignored = report.ignoredByReason.map((one) => ({ label: one.reason, value: count(one.count) }))
  return (
    <Panel label="Import report" className={isPlaceholderData ? 'stale' : ''}>
      <Head report={report} tz={tz} onUndo={() => onUndo(id)} onSave={saveRejected} />
      <Equation report={report} />
      <div className="report-band">
        <strong>To do</strong>
        <span className="t2">
          {todos.length === 0
            ? 'Nothing: everything read is priced and has a surface.'
            : 'The totals hold without these, but they are not complete.'}
        </span>
      </div>
      <ul>
        {todos.map((todo) => (
          <li key={todo.id} className="todo">
            <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />
            <p>
              <strong>{todo.cause}</strong> {todo.detail}
            </p>
            <Remedy todo={todo} onMap={setMapping} onDescribe={(importers) => setDescribing(describedPattern(report, importers))} onSave={saveRejected} />
          </li>
        ))}
      </ul>
      {report.summary.state === 'undone' ? null : <Overlaps overlaps={report.overlaps} onUndo={onUndo} />}
      <div className="report-halves">
        {ignored.length === 0 ? (
          <Pairs title="Ignored, by reason" rows={[{ label: 'Nothing was ignored', value: '' }]} />
        ) : (
          <Pairs title="Ignored, by reason" rows={ignored} total={count(report.summary.tally.ignored)} />
        )}
        <Pairs title="What came in" rows={broughtRows(report)} />
      </div>
      <Files report={report} />
      {report.summary.tally.rejected === 0 ? null : (
        <RejectedLines key={id} id={id} byReason={report.rejectedByReason} />
      )}
      {describing === null ? null : (
        <SourceSettingDialog source={describing} from={{ id, names: report.sources.map(({ name }) => name) }} onClose={() => setDescribing(null)} />
      )}
      {mapping === null ? null : <MapProfileDialog rawModel={mapping} onClose={() => setMapping(null)} />}
    </Panel>
  )
}
