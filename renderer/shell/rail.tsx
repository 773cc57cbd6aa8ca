// The left rail: seven places, and what the ledger is.
import {
  Database,
  DatabaseZap,
  Layers,
  LayoutDashboard,
  Lock,
  ReceiptText,
  Scale,
  Shuffle,
  type LucideIcon,
} from 'lucide-react'
import { useCall } from '../api.ts'
import { Tip } from '../components/tooltip.tsx'
import * as format from '../format.ts'
import type { Place } from '../state/hash.ts'
import { systemZone, useLedgerStatus } from '../state/ledger.tsx'
import { gapGroups } from '../state/gaps.ts'
import { useSettled } from '../state/settled.ts'
import { hrefOf, useLocation } from '../state/navigation.tsx'

export const RAIL: readonly { place: Place; label: string; icon: LucideIcon }[] = [
  { place: 'overview', label: 'Overview', icon: LayoutDashboard },
  { place: 'surfaces', label: 'Surfaces', icon: Layers },
  { place: 'caching', label: 'Caching', icon: DatabaseZap },
  { place: 'what-if', label: 'What-if', icon: Shuffle },
  { place: 'decide', label: 'Decide', icon: Scale },
  { place: 'reconcile', label: 'Reconcile', icon: ReceiptText },
  { place: 'data', label: 'Data', icon: Database },
]

export function Rail() {
  const location = useLocation()
  // All usage of the ledger is priced for this count, so that what the view shows comes first.
  const gaps = gapGroups(useCall('prices.gaps', {}, { enabled: useSettled() }).data?.gaps ?? []).length
  return (
    <nav className="rail" aria-label="Places">
      <div className="brand">
        <Mark />
        <span className="rail-label">Token Ledger</span>
      </div>
      <ul className="rail-items">
        {RAIL.map(({ place, label, icon: Icon }) => (
          <li key={place}>
            <Tip text={label} side="right">
              <a
                className="rail-item"
                href={hrefOf(place)}
                aria-current={location.place === place ? 'page' : undefined}
                aria-label={place === 'data' && gaps > 0 ? `${label} ${gaps} without a price` : label}
              >
                <Icon size={16} strokeWidth={1.75} aria-hidden />
                <span className="rail-label">{label}</span>{' '}
                {place === 'data' && gaps > 0 ? (
                  <span className="rail-count" title={`${gaps} without a price`}>
                    {gaps}
                  </span>
                ) : null}
              </a>
            </Tip>
          </li>
        ))}
      </ul>
      <RailFoot />
    </nav>
  )
}

function RailFoot() {
  const status = useLedgerStatus()
  const tz = systemZone()
  // Until it is known what the ledger holds, its lines are held open: nothing is said that may not be so.
  const empty = status !== null && status.firstDay === null
  return (
    <div className="rail-foot">
      <strong className="ellipsis">{status === null ? '\u00A0' : empty ? 'New ledger' : status.fileName}</strong>
      <div>{status === null ? '\u00A0' : empty ? 'Nothing read yet' : `${format.count(status.requests)} requests`}</div>
      {status === null ? <div>{'\u00A0'}</div> : empty ? null : (
        <div>
          {format.bytes(status.bytes)}
          {status.lastImportAtMs === null ? '' : `, last import ${format.time(status.lastImportAtMs, status.tz || tz)}`}
        </div>
      )}
      <div className="rail-private">
        <Lock size={12} strokeWidth={1.75} aria-hidden />
        Nothing is uploaded
      </div>
    </div>
  )
}

/** The app's mark: three entries of a ledger. */
function Mark() {
  return (
    <svg width={20} height={20} viewBox="0 0 20 20" aria-hidden>
      <rect width={20} height={20} rx={4} fill="var(--accent)" />
      <path d="M5 6h8M9 10h6M5 14h6" stroke="var(--on-accent)" strokeWidth={1.75} fill="none" strokeLinecap="round" />
    </svg>
  )
}
