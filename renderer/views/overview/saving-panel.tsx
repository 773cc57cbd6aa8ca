// What caching saved in the window, as an equation down to the list cost.
import { ChevronRight } from 'lucide-react'
import { Money, Percent } from '../../components/figures.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { moneyChange, share } from '../../format.ts'
import type { Figures } from '../../../src/api/contract/shapes.ts'
import { hrefOf } from '../../state/navigation.tsx'

export function SavingPanel({ totals, stale }: { totals: Figures; stale: boolean }) {
  const { caching } = totals
  const searches = BigInt(totals.costByClass.webSearches)
  const rows: readonly [string, string][] = [
    ['Saved by cache reads', moneyChange(-BigInt(caching.readSaving))],
    ['Extra paid for 5m writes', moneyChange(caching.writePremium5m)],
    ['Extra paid for 1h writes', moneyChange(caching.writePremium1h)],
    ...webSearches(searches),
  ]
  return (
    <Panel>
      <PanelHead
        title="Net cache saving"
        subtitle="What reads saved less what writes cost."
        actions={
          <a className="link" href={hrefOf('caching')}>
            Caching
            <ChevronRight size={14} aria-hidden />
          </a>
        }
      />
      <dl className={`saving-sum ${stale ? 'stale' : ''}`}>
        <div>
          <dt>Cost without caching</dt>
          <dd>
            <Money pico={caching.costWithoutCaching} />
          </dd>
        </div>
        {rows.map(([label, amount]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{amount}</dd>
          </div>
        ))}
        <div className="sum">
          <dt>List cost</dt>
          <dd>
            <Money pico={totals.listCost} />
          </dd>
        </div>
      </dl>
      <p className="saving-sum-foot">
        Net saving{' '}
        <strong>
          <Money pico={caching.netSaving} />
        </strong>
        , <Percent ratio={share(caching.netSaving, caching.costWithoutCaching)} /> of the cost without caching.
      </p>
    </Panel>
  )
}

function webSearches(cost: bigint): [string, string][] {
  return cost === 0n ? [] : [['Web searches, never cached', moneyChange(cost)]]
}
