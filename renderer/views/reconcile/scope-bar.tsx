// The line over the figures: which platform is looked at, that days are UTC days, and which filters are left out.
import { Segmented } from '../../components/button.tsx'
import { dateRange } from '../../format.ts'
import type { ViewWindow } from '../../state/ledger.tsx'
import type { ReconcilePlatform } from '../../../src/api/contract/reconcile-shapes.ts'
import { platformLabel } from '../../../src/core/placement.ts'
import { PLATFORMS } from '../../../src/core/usage.ts'
import { runsText } from './reconcile-model.ts'

const ALL = 'all'

export interface ScopeBarProps {
  view: ViewWindow
  platforms: readonly ReconcilePlatform[]
  /** Days of the logs without a bill, per platform: in no figure here. */
  uncovered: ReadonlyMap<string, readonly string[]>
  /** A platform, or empty for all. */
  scope: string
  onScope: (platform: string) => void
}

function leftOut({ state }: ViewWindow): string | null {
  const surface = state.surfaces.length > 0 ? 'The surface filter does not count here: bills know no surface.' : null
  const route = state.routes.length > 0 ? 'The route filter does not count here: bills name routes otherwise than logs.' : null
  const told = [surface, route].filter((sentence) => sentence !== null)
  return told.length === 0 ? null : told.join(' ')
}

/** `Bedrock 21 to 22 Nov; Google Cloud 1 to 22 Nov`. */
function uncoveredText(uncovered: ReadonlyMap<string, readonly string[]>): string {
  return PLATFORMS.filter((name) => uncovered.has(name))
    .map((name) => `${platformLabel(name)} ${runsText(uncovered.get(name) ?? [])}`)
    .join('; ')
}

export function ScopeBar({ view, platforms, uncovered, scope, onScope }: ScopeBarProps) {
  const ignored = leftOut(view)
  return (
    <div className="scope-bar">
      {platforms.length < 2 ? null : (
        <Segmented
          label="Platform looked at"
          size="small"
          value={scope === '' ? ALL : scope}
          options={[
            { value: ALL, label: 'All platforms' },
            ...platforms.map(({ platform }) => ({ value: platform, label: platformLabel(platform) })),
          ]}
          onChange={(value) => onScope(value === ALL ? '' : value)}
        />
      )}
      <p className="scope-note t2">
        {dateRange(view.from, view.to)} in UTC days, as bills state them, whatever the time zone in Settings.
        {uncovered.size === 0 ? null : ` Not compared, for lack of a bill: ${uncoveredText(uncovered)}.`}
        {ignored === null ? null : <span className="warning"> {ignored}</span>}
      </p>
    </div>
  )
}
