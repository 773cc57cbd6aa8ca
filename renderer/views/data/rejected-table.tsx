// Rejected lines of one import, page by page, and all of them as CSV. Never the lines' content.
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { callBridge, problemText, useBridge, useCall } from '../../api.ts'
import { IconButton } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { useSaveCsv } from '../../components/save.ts'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import { tableCsv, type Column } from '../../components/table-model.ts'
import { useToast } from '../../components/toast.tsx'
import { count } from '../../format.ts'
import { allRejections, PAGE_SIZE, shortPath, type Rejection } from './rejected-lines.ts'

export const REJECTED_COLUMNS: readonly Column<Rejection>[] = [
  {
    key: 'file',
    head: 'File',
    name: 'File',
    width: '44%',
    cell: (row) => <span title={row.source}>{shortPath(row.source)}</span>,
    csv: { type: 'text', value: (row) => row.source },
  },
  {
    key: 'line',
    head: 'Line',
    name: 'Line',
    align: 'number',
    width: 80,
    cell: (row) => count(row.position),
    csv: { type: 'number', value: (row) => row.position },
  },
  {
    key: 'reason',
    head: 'Reason',
    name: 'Reason',
    cell: (row) => (
      <span className="clip t2" title={row.reason}>
        {row.reason}
      </span>
    ),
    csv: { type: 'text', value: (row) => row.reason },
  },
]

export function useSaveRejected(id: number): () => void {
  const bridge = useBridge()
  const saveCsv = useSaveCsv()
  const toast = useToast()
  return () => {
    allRejections((page) => callBridge(bridge, 'imports.rejections', { id, ...page })).then(
      (rows) => saveCsv(`rejected-lines-${id}`, (options) => tableCsv(REJECTED_COLUMNS, rows, options)),
      (error: unknown) => toast({ title: problemText(error).message, kind: 'bad' }),
    )
  }
}

export interface RejectedLinesProps {
  id: number
  byReason: readonly { reason: string; count: number }[]
  maxHeight?: number
}

export function RejectedLines({ id, byReason, maxHeight = 320 }: RejectedLinesProps) {
  const [offset, setOffset] = useState(0)
  const page = useCall('imports.rejections', { id, offset, limit: PAGE_SIZE })
  const total = page.data?.total ?? 0
  const last = Math.min(offset + PAGE_SIZE, total)
  const common = byReason
    .slice(0, 3)
    .map((one) => `${one.reason}: ${count(one.count)}`)
    .join('. ')
  return (
    <section aria-label="Rejected lines">
      <div className="report-band">
        <strong>Rejected lines</strong>
        <span className="t2 ellipsis" title={common}>
          The line itself is not kept; open the file to see it.
        </span>
      </div>
      {page.error !== null ? (
        <ErrorState error={page.error} onRetry={() => void page.refetch()}>
          The counts above still hold.
        </ErrorState>
      ) : page.data === undefined ? (
        <LoadingBlock height={120} />
      ) : (
        <DataTable
          caption="Rejected lines"
          columns={REJECTED_COLUMNS}
          rows={page.data.rows}
          rowKey={(row) => `${row.source} ${row.position}`}
          fixed
          maxHeight={maxHeight}
          stickyHead
        />
      )}
      <div className="table-foot">
        <span>{total === 0 ? 'None' : `${count(offset + 1)} to ${count(last)} of ${count(total)} lines`}</span>
        <span className="row">
          <IconButton
            icon={ChevronLeft}
            label="Earlier lines"
            disabled={offset === 0}
            onClick={() => setOffset(Math.max(0, offset - PAGE_SIZE))}
          />
          <IconButton
            icon={ChevronRight}
            label="Further lines"
            disabled={last >= total}
            onClick={() => setOffset(offset + PAGE_SIZE)}
          />
        </span>
      </div>
    </section>
  )
}
