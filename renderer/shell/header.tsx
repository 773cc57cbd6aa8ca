// The header of every place: title, one sentence, coverage, what the view offers, and the way to the palette.
import { Search, TriangleAlert } from 'lucide-react'
import { useCall } from '../api.ts'
import { Button } from '../components/button.tsx'
import { Tip } from '../components/tooltip.tsx'
import { percent } from '../format.ts'
import { coverageOf } from '../state/coverage.ts'
import { goTo } from '../state/navigation.tsx'
import { useWindow } from '../state/ledger.tsx'
import { isMac } from './shortcuts.ts'
import type { View } from './view.ts'

const SEARCH_KEYS = isMac() ? '⌘K' : 'Ctrl K'

export function Header({ view, empty, onSearch }: { view: View; empty: boolean; onSearch: () => void }) {
  const window = useWindow()
  const { HeaderActions } = view
  return (
    <header className="header">
      <h1>{view.title}</h1>
      <p className="header-sentence">{empty ? 'Nothing has been read yet.' : view.sentence(window)}</p>
      {empty ? null : <CoverageBadge />}
      {empty || HeaderActions === undefined ? null : <HeaderActions />}
      <Button
        icon={Search}
        className="search-button"
        // The words are hidden in a narrow window; the name must still hold what is seen.
        aria-label={`Search or jump ${SEARCH_KEYS}`}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={onSearch}
      >
        <span className="wide-only">Search or jump </span>
        <kbd>{SEARCH_KEYS}</kbd>
      </Button>
    </header>
  )
}

/** Opens the coverage panel of the overview. */
function CoverageBadge() {
  const { filters, ready } = useWindow()
  const { data } = useCall('usage.totals', { filters, by: ['surface'] }, { enabled: ready })
  if (data === undefined) return null
  const { priced, attributed, lowerBound } = coverageOf(data)
  const text = (ratio: number | null) => (ratio === null ? 'no data' : percent(ratio))
  return (
    <Tip text="What the figures of this window rest on">
      <button
        type="button"
        className="coverage-badge"
        aria-label={`Coverage: priced ${text(priced)}, attributed ${text(attributed)}, lower bound ${text(lowerBound)}`}
        onClick={() => goTo('overview', { show: 'coverage' })}
      >
        <span>
          Priced <strong>{text(priced)}</strong>
        </span>
        <span>
          Attributed <strong>{text(attributed)}</strong>
        </span>
        <span>
          {lowerBound !== null && lowerBound > 0 ? <TriangleAlert size={12} strokeWidth={1.75} aria-hidden /> : null}
          Lower bound <strong>{text(lowerBound)}</strong>
        </span>
      </button>
    </Tip>
  )
}
