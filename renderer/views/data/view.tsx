// Data's place in the rail: its tabs stand where the filter bar would, and each has an address of its own.
import { FileUp, Folder } from 'lucide-react'
import { useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { gapGroups } from '../../state/gaps.ts'
import { useImporting } from '../../state/importing.ts'
import { hrefOf, useViewParam } from '../../state/navigation.tsx'
import type { View } from '../../shell/view.ts'
import { ImportsTab } from './imports-tab.tsx'
import { PriceBookTab } from './price-book-tab.tsx'
import { PullsTab } from './pulls-tab.tsx'
import { RejectedTab } from './rejected-tab.tsx'
import { SettingsTab } from './settings-tab.tsx'
import { SourcesTab } from './sources-tab.tsx'
import './data.css'

const TABS = [
  { key: 'imports', label: 'Imports', Body: ImportsTab },
  { key: 'pulls', label: 'Pulls', Body: PullsTab },
  { key: 'sources', label: 'Sources', Body: SourcesTab },
  { key: 'rejected', label: 'Rejected lines', Body: RejectedTab },
  { key: 'prices', label: 'Price book', Body: PriceBookTab },
  { key: 'settings', label: 'Settings', Body: SettingsTab },
] as const

function useTab() {
  const [param] = useViewParam('tab', 'imports')
  return TABS.find((tab) => tab.key === param) ?? TABS[0]
}

function Toolbar() {
  const importing = useImporting()
  const current = useTab()
  const gaps = gapGroups(useCall('prices.gaps', {}).data?.gaps ?? []).length
  return (
    <div className="filter-bar">
      <nav className="tabs toolbar-tabs" aria-label="Data">
        {TABS.map(({ key, label }) => (
          <a
            key={key}
            className="tab"
            href={hrefOf('data', { tab: key })}
            data-state={key === current.key ? 'active' : 'inactive'}
            aria-current={key === current.key ? 'page' : undefined}
          >
            {label}
            {key === 'prices' && gaps > 0 ? (
              <span className="warning strong" title={`${gaps} gaps`}>
                {gaps}
              </span>
            ) : null}
          </a>
        ))}
      </nav>
      <span className="grow" />
      <Button icon={FileUp} onClick={() => importing.choose('files')}>
        Choose files
      </Button>
      <Button icon={Folder} onClick={() => importing.choose('folder')}>
        Choose a folder
      </Button>
    </div>
  )
}

function Body() {
  const { Body: Tab } = useTab()
  return (
    <div className="view">
      <Tab />
    </div>
  )
}

export const view: View = {
  title: 'Data',
  sentence: () => 'What was read, what was left out and why.',
  Body,
  Toolbar,
  worksEmpty: true,
}
