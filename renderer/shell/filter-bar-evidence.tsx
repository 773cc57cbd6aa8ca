// The evidence switch of the filter bar: which layer counts, and on how many days of the window each kind of it does.
import { ChevronDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { useCall } from '../api.ts'
import { count } from '../format.ts'
import { platformLabel } from '../../src/core/placement.ts'
import type { Output } from '../../src/api/contract/contract.ts'
import type { FilterState } from '../state/filters.ts'
import { formatName } from '../state/format-names.ts'
import { useWindow } from '../state/ledger.tsx'
import { changeFilters, hrefOf } from '../state/navigation.tsx'

type Kind = Output<'usage.evidence'>['kinds'][number]
type Choice = FilterState['basis']

const CHOICES: readonly { value: Choice; short: string; label: string; about: string }[] = [
  { value: null, short: 'By rule', label: 'By rule', about: 'Requests; reports on days that only they cover, or where one holds over 5 % more tokens.' },
  { value: 'requests', short: 'Requests', label: 'Requests only', about: 'One record a request, from logs.' },
  { value: 'reports', short: 'Reports', label: 'Reports only', about: 'Of several kinds for one day the one with the most tokens.' },
  { value: 'bills', short: 'As billed', label: 'As billed', about: 'Quantities that bills state, at list price. Amounts of money are compared in Reconcile.' },
]

export function EvidenceMenu() {
  const { state } = useWindow()
  const [open, setOpen] = useState(false)
  const take = (basis: Choice) => {
    changeFilters({ basis })
    setOpen(false)
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="button evidence">
        <span className="lead">Evidence</span>{' '}
        <span className="strong">{CHOICES.find(({ value }) => value === state.basis)?.short}</span>
        <ChevronDown size={14} strokeWidth={1.75} className="t3" aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu evidence-menu" align="end" sideOffset={4} collisionPadding={8} aria-label="Evidence">
          <div role="radiogroup" aria-label="Which evidence counts">
            {CHOICES.map(({ value, label, about }) => (
              <button key={label} type="button" role="radio" aria-checked={value === state.basis} className="menu-item evidence-choice" onClick={() => take(value)}>
                <span className="radio" data-on={value === state.basis} />
                <span><strong>{label}</strong><span className="caption">{about}</span></span>
              </button>
            ))}
          </div>
          <div className="menu-separator" />
          <StandsOn />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Asked only while the switch is open. */
function StandsOn() {
  const { filters, ready } = useWindow()
  const { data } = useCall('usage.evidence', { filters }, { enabled: ready })
  const kinds = data?.kinds ?? []
  return (
    <div className="evidence-days">
      <div className="menu-label">What the days of this window stand on, in UTC days</div>
      {data !== undefined && kinds.length === 0 ? <p className="caption">No evidence in this window.</p> : null}
      <dl>
        {kinds.map((kind) => (
          <div key={`${kind.platform} ${kind.basis} ${kind.importer}`} data-passed={kind.countedDays === 0}>
            <dt>{platformLabel(kind.platform)}: {formatName(kind.importer)}</dt>
            <dd>{daysText(kind)}</dd>
          </div>
        ))}
      </dl>
      <p className="caption">
        Kinds are never added to each other. <a className="link" href={hrefOf('data')}>Imports</a>
      </p>
    </div>
  )
}

function daysText({ days, countedDays, basis }: Kind): string {
  if (countedDays === days) return `${count(days)} ${days === 1 ? 'day' : 'days'}`
  if (countedDays > 0) return `${count(countedDays)} of ${count(days)} days`
  return basis === 'bills' ? `${count(days)} to reconcile` : `0 of ${count(days)} days`
}

/** Says so where the chosen evidence states less than it seems to: bills that have money only. */
export function EvidenceNote() {
  const { state, filters, ready } = useWindow()
  const isBilled = state.basis === 'bills'
  const { data } = useCall('usage.evidence', { filters }, { enabled: ready && isBilled })
  const money = (data?.kinds ?? []).filter(({ basis, countedDays, moneyOnlyDays }) => basis === 'bills' && countedDays > 0 && moneyOnlyDays > 0)
  if (!isBilled || data === undefined) return null
  const text = money.length > 0
    ? `${[...new Set(money.map(({ importer }) => formatName(importer)))].join(', ')}: some days have money only, so that their usage is missing here.`
    : 'Usage as bills state it, at list price. What was charged is in Reconcile.'
  return (
    <p className="filter-note" role="status">
      {text} <a className="link" href={hrefOf('reconcile')}>Reconcile</a>
    </p>
  )
}
