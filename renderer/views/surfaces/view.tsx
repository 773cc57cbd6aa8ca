// Surfaces: what each product workload spends, the rules that decide what belongs to it, and the requests behind it.
import { Panel } from '../../components/panel.tsx'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import type { View } from '../../shell/view.ts'
import { ExportButton } from '../overview/view.tsx'
import { DetailPanel } from './detail-panel.tsx'
import { RulesPanel } from './rules-panel.tsx'
import { SpendTable } from './spend-table.tsx'
import { useOpened, useSurfaces } from './use-surfaces.ts'

function Surfaces() {
  const data = useSurfaces()
  const [opened, open] = useOpened(data.rows)
  if (data.error !== null)
    return (
      <div className="view">
        <Panel>
          <ErrorState error={data.error} onRetry={data.retry} />
        </Panel>
      </div>
    )
  if (data.rows === null)
    return (
      <div className="view">
        <LoadingBlock height={280} />
        <LoadingBlock height={420} />
      </div>
    )
  return (
    <div className="view">
      <SpendTable data={data} opened={opened} onOpen={open} />
      <div className="columns surfaces-bottom">
        <RulesPanel />
        <DetailPanel surface={opened} row={data.rows.find((row) => row.surface === opened) ?? null} onOpen={open} />
      </div>
    </div>
  )
}

export const view: View = {
  title: 'Surfaces',
  sentence: () => 'A surface is a product workload that makes calls. Rules decide what belongs to it.',
  Body: Surfaces,
  HeaderActions: ExportButton,
}
