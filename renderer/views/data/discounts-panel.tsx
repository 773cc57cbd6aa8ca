// Discounts per platform, with dates. List cost stays list cost; What-if takes them into account.
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useAction, useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Select } from '../../components/menu.tsx'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import { tableCsv, type Column } from '../../components/table-model.ts'
import { THIN } from '../../format.ts'
import { platformLabel } from '../../../src/core/placement.ts'
import { PLATFORMS } from '../../../src/core/usage.ts'
import { TextRow } from './override-dialog.tsx'
import { readDiscount, type Discount, type DiscountDraft, type FieldProblems } from './price-book-model.ts'
import { datesText } from './price-columns.tsx'

const NEW: DiscountDraft = { id: null, platform: 'bedrock', pct: '', effectiveFrom: '', effectiveTo: '' }

function columnsFor(onEdit: (one: Discount) => void, onDelete: (one: Discount) => void): Column<Discount>[] {
  return [
    { key: 'platform', head: 'Platform', name: 'Platform', cell: (one) => platformLabel(one.platform), sort: (one) => one.platform, csv: { type: 'text', value: (one) => one.platform } },
    { key: 'pct', head: 'Discount', name: 'Discount %', align: 'number', cell: (one) => `${one.pct}${THIN}%`, sort: (one) => Number(one.pct), csv: { type: 'number', value: (one) => one.pct } },
    { key: 'dates', head: 'In force', name: 'In force', cell: datesText, csv: { type: 'text', value: datesText } },
    {
      key: 'do', head: <span className="visually-hidden">Change</span>, name: 'Change', align: 'number',
      cell: (one) => (
        <span className="row right">
          <button type="button" className="link" aria-label={`Edit the discount on ${platformLabel(one.platform)}`} onClick={() => onEdit(one)}>Edit</button>
          <button type="button" className="link" aria-label={`Delete the discount on ${platformLabel(one.platform)}`} onClick={() => onDelete(one)}>Delete</button>
        </span>
      ),
    },
  ]
}

function DiscountDialog({ initial, onClose }: { initial: DiscountDraft; onClose: () => void }) {
  const [draft, setDraft] = useState(initial)
  const [problems, setProblems] = useState<FieldProblems>({})
  const set = useAction('discounts.set')
  const save = () => {
    const read = readDiscount(draft)
    setProblems(read.ok ? {} : read.problems)
    if (read.ok) set.mutate({ discount: read.value }, { onSuccess: onClose })
  }
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} title={initial.id === null ? 'Add a discount' : 'Change the discount'}
      about="On everything of one platform, on top of its list prices."
      actions={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" disabled={set.isPending} onClick={save}>Save the discount</Button></>}
    >
      <div className="field-grid">
        <span className="label" aria-hidden>Platform</span>
        <Select label="Platform" value={draft.platform} options={PLATFORMS.map((name) => ({ value: name, label: platformLabel(name) }))}
          onChange={(value) => setDraft({ ...draft, platform: PLATFORMS.find((name) => name === value) ?? draft.platform })} />
        <TextRow label="Discount" unit="%" value={draft.pct} problem={problems['pct']} onChange={(pct) => setDraft({ ...draft, pct })} />
        <TextRow label="From" type="date" value={draft.effectiveFrom} problem={problems['effectiveFrom']} onChange={(effectiveFrom) => setDraft({ ...draft, effectiveFrom })} />
        <TextRow label="To" type="date" value={draft.effectiveTo} problem={problems['effectiveTo']} onChange={(effectiveTo) => setDraft({ ...draft, effectiveTo })} />
      </div>
      {set.error === null ? null : <ErrorState error={set.error}>Nothing was changed.</ErrorState>}
    </Dialog>
  )
}

export function DiscountsPanel() {
  const list = useCall('discounts.list', {})
  const remove = useAction('discounts.delete')
  const [draft, setDraft] = useState<DiscountDraft | null>(null)
  const [deleting, setDeleting] = useState<Discount | null>(null)
  const rows = list.data?.discounts ?? []
  const edit = (one: Discount) => setDraft({ ...one, effectiveFrom: one.effectiveFrom ?? '', effectiveTo: one.effectiveTo ?? '' })
  const columns = columnsFor(edit, setDeleting)
  return (
    <ChartFrame
      title="Discounts" subtitle="List cost is never discounted; What-if takes these into account." fileName="discounts" csv={(options) => tableCsv(columns, rows, options)}
      switches={<Button size="small" icon={Plus} onClick={() => setDraft(NEW)}>Add a discount</Button>}
    >
      {list.error !== null ? <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        : list.data === undefined ? <LoadingBlock height={60} />
          : rows.length === 0 ? <p className="panel-body small t2">None: What-if compares list prices.</p>
            : <DataTable caption="Discounts" columns={columns} rows={rows} rowKey={(one) => String(one.id)} maxHeight={260} stickyHead />}
      {draft === null ? null : <DiscountDialog initial={draft} onClose={() => setDraft(null)} />}
      {deleting === null ? null : (
        <Dialog
          open onOpenChange={(open) => { if (!open) setDeleting(null) }} title={`Delete the discount on ${platformLabel(deleting.platform)}?`}
          actions={<><Button onClick={() => setDeleting(null)}>Keep it</Button>
            <Button kind="danger" disabled={remove.isPending} onClick={() => remove.mutate({ id: deleting.id }, { onSuccess: () => setDeleting(null) })}>Delete</Button></>}
        />
      )}
    </ChartFrame>
  )
}
