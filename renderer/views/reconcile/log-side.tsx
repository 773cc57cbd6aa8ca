// The logs' side of a row: single requests, newest first, each with its source and entry.
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useCall } from '../../api.ts'
import { IconButton } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Money, Tokens } from '../../components/figures.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import type { Column } from '../../components/table-model.ts'
import * as format from '../../format.ts'
import { useModelNames } from '../../state/ledger.tsx'
import { shortModel, shortPlacement } from '../../words.ts'
import { dayOf } from '../../../src/core/calendar.ts'
import type { Filters } from '../../../src/api/contract/shapes.ts'
import { TOKEN_CLASSES, type TokenClass } from '../../../src/core/usage.ts'
import { useExportRequests, type RequestRow } from '../surfaces/use-requests.ts'
import { meterName } from './cause-words.ts'
import { More } from './more.tsx'
import { ModelName, SourceName } from './names.tsx'
import { PAGE, SIDE_HEIGHT } from './side.ts'

function tokensOf(row: RequestRow, ofClass: TokenClass | null): number {
  return ofClass === null ? TOKEN_CLASSES.reduce((sum, name) => sum + row.tokens[name], 0) : row.tokens[ofClass]
}

function placeText(row: RequestRow): string {
  return row.tier === 'standard' ? shortPlacement(row) : `${shortPlacement(row)}, ${row.tier}`
}

function columnsOf(ofClass: TokenClass | null, nameOf: (model: string) => string): Column<RequestRow>[] {
  const tokensHead = ofClass === null ? 'Tokens' : meterName(ofClass)
  return [
    {
      key: 'time', head: 'Time UTC', name: 'Time UTC', sort: (row) => row.atMs,
      cell: ({ atMs }) => (
        <span title={new Date(atMs).toISOString()}>{format.shortDate(dayOf(atMs, 'UTC'))} {format.time(atMs, 'UTC')}</span>
      ),
    },
    {
      key: 'model', head: 'Model', name: 'Model', sort: (row) => row.model,
      cell: (row) => <ModelName id={row.rawModel} name={shortModel(nameOf(row.model))} />,
    },
    {
      key: 'placement', head: 'Placement', name: 'Placement', sort: shortPlacement,
      cell: (row) => <span className="clip side-place t2" title={placeText(row)}>{placeText(row)}</span>,
    },
    {
      key: 'tokens', head: tokensHead, name: tokensHead, align: 'number', sort: (row) => tokensOf(row, ofClass),
      cell: (row) => <Tokens value={tokensOf(row, ofClass)} />,
    },
    {
      key: 'cost', head: 'List cost', name: 'List cost USD', align: 'number',
      sort: (row) => (row.listCost === null ? null : BigInt(row.listCost)), cell: (row) => <Money pico={row.listCost} />,
    },
    {
      key: 'source', head: 'Source, entry', name: 'Source and entry', sort: (row) => row.source,
      cell: (row) => <SourceName source={row.source} position={row.position} />,
    },
  ]
}

const requestsText = (number: number) => `${format.count(number)} ${number === 1 ? 'request' : 'requests'}`

export interface LogSideProps {
  filters: Filters
  ofClass: TokenClass | null
  /** A row about something that is not tokens: the logs' requests show it only in part. */
  otherMeter: boolean
}

export function LogSide({ filters, ofClass, otherMeter }: LogSideProps) {
  const [limit, setLimit] = useState(PAGE)
  const query = useCall('usage.requests', { filters, offset: 0, limit })
  const nameOf = useModelNames()
  const exportRequests = useExportRequests(filters, `logs ${filters.from ?? ''} to ${filters.to ?? ''}`)
  const { data, error } = query
  const ofMeter = ofClass !== null || otherMeter
  return (
    <Panel label="Logs" className="side-panel">
      <PanelHead
        title="Logs"
        subtitle={
          data === undefined ? 'Requests, newest first.'
            : `${requestsText(data.total)}, newest first.${ofMeter ? ' List cost is of whole requests.' : ''}`
        }
        actions={<IconButton icon={Download} label="Save the requests as CSV" onClick={exportRequests} />}
      />
      {error !== null ? <ErrorState error={error} onRetry={() => void query.refetch()} />
        : data === undefined ? <div className="panel-body"><LoadingBlock height={SIDE_HEIGHT} /></div>
          : data.total === 0 ? (
            <EmptyState title="Nothing in the logs">
              No request of the logs stands behind this row. What the bill charges here was not logged, or not imported.
            </EmptyState>
          ) : (
            <div className={query.isPlaceholderData ? 'stale' : ''}>
              <DataTable
                caption="Requests of the logs" columns={columnsOf(ofClass, nameOf)} rows={data.rows} rowKey={(row) => String(row.id)}
                density="dense" stickyHead maxHeight={SIDE_HEIGHT}
              />
              <More shown={data.rows.length} total={data.total} limit={limit} onMore={setLimit} what="requests" />
            </div>
          )}
    </Panel>
  )
}
