// What discount explains a platform's bill, what is set already, and the button that sets it.
import { BadgePercent, Check } from 'lucide-react'
import { problemText, useAction, useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { useToast } from '../../components/toast.tsx'
import { dateRange, percent, THIN } from '../../format.ts'
import { hrefOf } from '../../state/navigation.tsx'
import type { ReconcilePlatform } from '../../../src/api/contract/reconcile-shapes.ts'
import { platformLabel } from '../../../src/core/placement.ts'
import { datesText } from '../data/price-columns.tsx'
import { heldDiscount, type Found } from './discount-model.ts'

function Statement({ found }: { found: Found }) {
  const ground =
    found.evidence === 'stated'
      ? 'stated by the bill'
      : `one ratio over ${percent(found.share)} of the list cost`
  return (
    <p>
      The bill is <strong title={`Unrounded: ${found.exactPct} percent`}>{found.pct}{THIN}%</strong> below list on{' '}
      {dateRange(found.firstDay, found.lastDay)} ({ground}).
    </p>
  )
}

function useDiscountActions() {
  const set = useAction('discounts.set')
  const remove = useAction('discounts.delete')
  const toast = useToast()
  const failed = (error: unknown) => toast({ title: problemText(error).message, kind: 'bad' })
  const use = (platform: ReconcilePlatform['platform'], { pct, firstDay, lastDay }: Found) =>
    set.mutate(
      { discount: { id: null, platform, pct, effectiveFrom: firstDay, effectiveTo: lastDay } },
      {
        onSuccess: ({ id }) =>
          toast({
            title: `${pct}${THIN}% set as the discount on ${platformLabel(platform)}`,
            detail: `In force ${dateRange(firstDay, lastDay)}. What-if counts it; list cost stays list cost.`,
            kind: 'good',
            action: { label: 'Undo', onSelect: () => remove.mutate({ id }, { onError: failed }) },
          }),
        onError: failed,
      },
    )
  return { use, busy: set.isPending }
}

export function DiscountOffer({ platform, discount }: Pick<ReconcilePlatform, 'platform' | 'discount'>) {
  const list = useCall('discounts.list', {})
  const { use, busy } = useDiscountActions()
  if (discount === null) return <p className="t2">No one discount explains this bill.</p>
  const held = heldDiscount(list.data?.discounts ?? [], platform, discount)
  if (held !== null) {
    return (
      <>
        <Statement found={discount} />
        <p className="row t2">
          <Check size={14} strokeWidth={1.75} aria-hidden />
          <span>
            {held.pct}{THIN}% is set, {datesText(held)}.{' '}
            <a className="in-text" href={hrefOf('data', { tab: 'prices' })}>Change it in Data</a>
          </span>
        </p>
      </>
    )
  }
  return (
    <>
      <Statement found={discount} />
      <div>
        <Button size="small" icon={BadgePercent} disabled={busy || list.data === undefined} onClick={() => use(platform, discount)}>
          Use as {platformLabel(platform)}’s discount
        </Button>
      </div>
    </>
  )
}
