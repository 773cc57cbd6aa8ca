// The user's own prices: listed, changed, taken away. Taking one away asks first.
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useAction, useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import { tableCsv, type Column } from '../../components/table-model.ts'
import { useModelNames } from '../../state/ledger.tsx'
import { placementLabel, platformLabel } from '../../../src/core/placement.ts'
import { draftFor, draftOf, variantText, type Override, type OverrideDraft } from './price-book-model.ts'
import { datesText, rateColumns } from './price-columns.tsx'

const where = (one: Override) =>
  one.route === null ? `${platformLabel(one.platform)}, every route` : placementLabel({ ...one, route: one.route })

function columnsFor(
  nameOf: (model: string) => string,
  onEdit: (one: Override) => void,
  onDelete: (one: Override) => void,
): Column<Override>[] {
  return [
    {
      key: 'model',
      head: 'Model',
      name: 'Model',
      cell: (one) => <span title={one.note ?? one.model}>{nameOf(one.model)}</span>,
      sort: (one) => one.model,
      csv: { type: 'text', value: (one) => one.model },
    },
    { key: 'where', head: 'Where', name: 'Where', cell: where, sort: where, csv: { type: 'text', value: where } },
    { key: 'kind', head: 'Kind', name: 'Kind', cell: variantText, csv: { type: 'text', value: variantText } },
    ...rateColumns<Override>(),
    { key: 'dates', head: 'In force', name: 'In force', cell: datesText, csv: { type: 'text', value: datesText } },
    {
      key: 'do',
      head: <span className="visually-hidden">Change</span>,
      name: 'Change',
      align: 'number',
      cell: (one) => (
        <span className="row right">
          <button
            type="button"
            className="link"
            aria-label={`Edit your price for ${nameOf(one.model)}`}
            onClick={() => onEdit(one)}
          >
            Edit
          </button>
          <button
            type="button"
            className="link"
            aria-label={`Delete your price for ${nameOf(one.model)}`}
            onClick={() => onDelete(one)}
          >
            Delete
          </button>
        </span>
      ),
    },
  ]
}

export function OverridesPanel({ onEdit }: { onEdit: (draft: OverrideDraft) => void }) {
  const list = useCall('prices.overrides', {})
  const remove = useAction('prices.deleteOverride')
  const nameOf = useModelNames()
  const [deleting, setDeleting] = useState<Override | null>(null)
  const rows = list.data?.overrides ?? []
  const columns = columnsFor(nameOf, (one) => onEdit(draftOf(one)), setDeleting)
  return (
    <ChartFrame
      title="Your prices"
      subtitle="They go before the list for what they match."
      fileName="price-overrides"
      csv={(options) => tableCsv(columns, rows, options)}
      switches={
        <Button size="small" icon={Plus} onClick={() => onEdit(draftFor({ platform: 'bedrock', model: '' }))}>
          Add a price
        </Button>
      }
    >
      {list.error !== null ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <LoadingBlock height={60} />
      ) : rows.length === 0 ? (
        <p className="panel-body small t2">None: every figure rests on the price list below.</p>
      ) : (
        <DataTable
          caption="Your prices"
          columns={columns}
          rows={rows}
          rowKey={(one) => String(one.id)}
          maxHeight={260}
          stickyHead
        />
      )}
      {deleting === null ? null : (
        <Dialog
          open
          onOpenChange={(open) => {
            if (!open) setDeleting(null)
          }}
          title={`Delete your price for ${nameOf(deleting.model)}?`}
          about="Figures that rested on it go back to the price list, or become unpriced where the list has no price."
          actions={
            <>
              <Button onClick={() => setDeleting(null)}>Keep it</Button>
              <Button
                kind="danger"
                disabled={remove.isPending}
                onClick={() => remove.mutate({ id: deleting.id }, { onSuccess: () => setDeleting(null) })}
              >
                Delete
              </Button>
            </>
          }
        />
      )}
    </ChartFrame>
  )
}
