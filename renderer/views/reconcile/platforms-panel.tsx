// One block a platform: its residual, its days, which of its bills counts, and the discount that explains it.
import { Panel, PanelHead } from '../../components/panel.tsx'
import { Select } from '../../components/menu.tsx'
import { count, dateRange, money, moneyChange, percentChange } from '../../format.ts'
import type { ReconcilePlatform } from '../../../src/api/contract/reconcile-shapes.ts'
import { platformLabel } from '../../../src/core/placement.ts'
import { formatName } from '../../state/format-names.ts'
import { DiscountOffer } from './discount-offer.tsx'
import { residualShare } from './reconcile-model.ts'

const BY_RULE = ''
const days = (number: number) => `${count(number)} ${number === 1 ? 'day' : 'days'}`

export interface BillChoice {
  /** The importer whose bills count wherever it covers a day; empty: by rule. */
  value: string
  onChange: (importer: string) => void
}

/** `19, 1 only on the bill`. */
function daysText({ both, onlyLogs, onlyBill }: ReconcilePlatform['days']): string {
  const one = [onlyLogs > 0 ? `${count(onlyLogs)} only in the logs` : '', onlyBill > 0 ? `${count(onlyBill)} only on the bill` : '']
  return [count(both), ...one.filter((text) => text !== '')].join(', ')
}

function Pair({ label, children }: { label: string; children: React.ReactNode }) {
  return <div><span>{label}</span><span>{children}</span></div>
}

function Figures({ platform }: { platform: ReconcilePlatform }) {
  const ratio = residualShare(platform)
  return (
    <div className="pairs">
      <Pair label="Computed">{money(platform.computed)}</Pair>
      <Pair label="Billed">{money(platform.billed)}</Pair>
      <Pair label="Residual">
        <strong>{moneyChange(platform.residual)}</strong>
        {ratio === null ? '' : ` · ${percentChange(ratio)}`}
      </Pair>
      <Pair label="Days compared">{daysText(platform.days)}</Pair>
    </div>
  )
}

function countsText({ days: covered, chosenDays }: ReconcilePlatform['bills'][number]): string {
  if (chosenDays === 0) return `${days(covered)}, does not count`
  return chosenDays === covered ? `${days(covered)}, counts` : `counts on ${count(chosenDays)} of ${days(covered)}`
}

function Bills({ platform, choice }: { platform: ReconcilePlatform; choice: BillChoice }) {
  const { bills } = platform
  const chosen = bills.some(({ importer }) => importer === choice.value) ? choice.value : BY_RULE
  const estimated = bills.reduce((sum, bill) => sum + bill.estimatedDays, 0)
  return (
    <div className="bills">
      <ul>
        {bills.map((bill) => (
          <li key={bill.importer} className={bill.chosenDays === 0 ? 't3' : ''}>
            <span>{formatName(bill.importer)}</span>
            <span>
              {countsText(bill)}
            </span>
          </li>
        ))}
      </ul>
      {bills.length < 2 ? null : (
        <div className="labelled">
          Several kinds of bill cover the same days: one of them counts, never their sum.
          <Select
            label={`Bill that counts for ${platformLabel(platform.platform)}`}
            value={chosen}
            options={[
              { value: BY_RULE, label: 'By rule: the most exact' },
              ...bills.map(({ importer }) => ({ value: importer, label: formatName(importer) })),
            ]}
            onChange={choice.onChange}
          />
        </div>
      )}
      {estimated === 0 ? null : (
        <p className="warning">The provider calls {days(estimated)} estimated: these amounts may still change.</p>
      )}
    </div>
  )
}

function Block({ platform, choice }: { platform: ReconcilePlatform; choice: BillChoice }) {
  const { firstDay, lastDay } = platform
  return (
    <section className="platform-block" aria-label={platformLabel(platform.platform)}>
      <h3>
        {platformLabel(platform.platform)}
        <span className="caption">{firstDay === null || lastDay === null ? '' : dateRange(firstDay, lastDay)}</span>
      </h3>
      <Figures platform={platform} />
      <Bills platform={platform} choice={choice} />
      <DiscountOffer platform={platform.platform} discount={platform.discount} />
    </section>
  )
}

export interface PlatformsPanelProps {
  platforms: readonly ReconcilePlatform[]
  choice: BillChoice
}

export function PlatformsPanel({ platforms, choice }: PlatformsPanelProps) {
  return (
    <Panel className="platforms-panel">
      <PanelHead title="Per platform" subtitle="Which bill counts, and the discount that explains it." />
      <div className="platform-blocks">
        {platforms.map((platform) => <Block key={platform.platform} platform={platform} choice={choice} />)}
      </div>
    </Panel>
  )
}
