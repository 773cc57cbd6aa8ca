// What caching saved in the window, as an equation down to the list cost.
import { ChevronRight, Download } from 'lucide-react'
import { IconButton } from '../../components/button.tsx'
import { Money, Percent } from '../../components/figures.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { useSaveCsv } from '../../components/save.ts'
import { csvUsd } from '../../components/table-model.ts'
import { moneyChange, share } from '../../format.ts'
import { csvText, type CsvOptions } from '../../../src/core/csv.ts'
import type { Figures } from '../../../src/api/contract/shapes.ts'
import { useWindow } from '../../state/ledger.tsx'
import { hrefOf } from '../../state/navigation.tsx'

export function SavingPanel({ totals, stale }: { totals: Figures; stale: boolean }) {
  const { caching } = totals
  const { from, to } = useWindow()
  const saveCsv = useSaveCsv()
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
          <>
            <IconButton
              icon={Download}
              label="Save as CSV"
              onClick={() => saveCsv(`net-cache-saving ${from} to ${to}`, (options) => savingCsv(totals, options))}
            />
            <a className="link" href={hrefOf('caching')}>
              Caching
              <ChevronRight size={14} aria-hidden />
            </a>
          </>
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

/** The equation of the panel to the last digit: the lines above the list cost add up to it. */
export function savingCsv({ caching, costByClass, listCost }: Figures, options: CsvOptions): string {
  const lines: [string, bigint | string | null][] = [
    ['Cost without caching', caching.costWithoutCaching],
    ['Saved by cache reads', -BigInt(caching.readSaving)],
    ['Extra paid for 5m writes', caching.writePremium5m],
    ['Extra paid for 1h writes', caching.writePremium1h],
    ['Web searches, never cached', costByClass.webSearches],
    ['List cost', listCost],
    ['Net cache saving', caching.netSaving],
  ]
  const columns = [{ name: 'Part', type: 'text' as const }, { name: 'Amount USD', type: 'number' as const }]
  return csvText({ columns, rows: lines.map(([part, amount]) => [part, csvUsd(amount)]) }, options)
}

function webSearches(cost: bigint): [string, string][] {
  return cost === 0n ? [] : [['Web searches, never cached', moneyChange(cost)]]
}
