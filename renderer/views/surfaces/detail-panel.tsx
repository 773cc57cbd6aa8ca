// What stands behind one surface: its requests, its price classes, its origins.
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton, Segmented } from '../../components/button.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { seriesFill, Swatch } from '../../components/swatch.tsx'
import * as format from '../../format.ts'
import { useSurfaceSlots, useWindow } from '../../state/ledger.tsx'
import { useViewParam } from '../../state/navigation.tsx'
import { GroupTable } from './group-table.tsx'
import { RequestsTable } from './requests-table.tsx'
import type { SurfaceRow } from './surfaces-model.ts'
import { useExportRequests } from './use-requests.ts'
import { ALL, filtersOf } from './use-surfaces.ts'

const TABS = [
  { value: 'requests', label: 'Requests' },
  { value: 'classes', label: 'Price classes' },
  { value: 'origins', label: 'Origins' },
] as const

export function DetailPanel({
  surface,
  row,
  onOpen,
}: {
  surface: string
  row: SurfaceRow | null
  onOpen: (surface: string) => void
}) {
  const { filters } = useWindow()
  const slotOf = useSurfaceSlots()
  const [tab, setTab] = useViewParam('tab', 'requests')
  const shown = TABS.find(({ value }) => value === tab)?.value ?? 'requests'
  const own = filtersOf(filters, surface)
  const title = surface === ALL ? 'All surfaces' : surface
  return (
    <Panel className="detail-panel">
      {shown === 'requests' ? null : (
        <GroupTable
          key={`${shown} ${surface}`}
          kind={shown}
          surface={surface}
          filters={own}
          head={(actions) => (
            <Head {...{ title, surface, row, slot: slotOf(surface), shown, setTab, onOpen }} extra={actions} />
          )}
        />
      )}
      {shown === 'requests' ? (
        <>
          <Head
            {...{ title, surface, row, slot: slotOf(surface), shown, setTab, onOpen }}
            extra={<RequestsCsv surface={surface} />}
          />
          <RequestsTable key={JSON.stringify(own)} filters={own} />
        </>
      ) : null}
    </Panel>
  )
}

function RequestsCsv({ surface }: { surface: string }) {
  const { filters, from, to } = useWindow()
  const exportRequests = useExportRequests(
    filtersOf(filters, surface),
    `requests ${surface === ALL ? 'all' : surface} ${from} to ${to}`,
  )
  return <IconButton icon={Download} label="Save the requests as CSV" onClick={exportRequests} />
}

interface HeadProps {
  title: string
  surface: string
  row: SurfaceRow | null
  slot: number
  shown: (typeof TABS)[number]['value']
  setTab: (tab: string) => void
  onOpen: (surface: string) => void
  extra: ReactNode
}

function Head({ title, surface, row, slot, shown, setTab, onOpen, extra }: HeadProps) {
  const requests = row === null || row.requests === null ? null : format.count(row.requests)
  const subtitle = {
    requests: requests === null ? 'Newest first.' : `${requests} requests, newest first.`,
    classes: 'What decides the price of a request.',
    origins: 'The fields the records came with.',
  }[shown]
  return (
    <PanelHead
      title={
        <>
          {surface === ALL ? null : <Swatch fill={seriesFill(slot)} />}
          {title}
        </>
      }
      subtitle={subtitle}
      actions={
        <>
          {surface === ALL ? null : (
            <Button kind="plain" size="small" onClick={() => onOpen(ALL)}>
              Show all surfaces
            </Button>
          )}
          <Segmented label="What stands behind it" value={shown} options={TABS} onChange={setTab} />
          {extra}
        </>
      }
    />
  )
}
