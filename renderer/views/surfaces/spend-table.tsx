// Spend per surface: cost, share, trend, change, requests, hit rate, latency and where it runs.
import { ChartFrame } from '../../components/chart-frame.tsx'
import { Button } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/states.tsx'
import { placementFill, Swatch } from '../../components/swatch.tsx'
import { tableCsv } from '../../components/table-model.ts'
import { shortPlacement } from '../../words.ts'
import { placementKey } from '../../../src/core/placement.ts'
import { reportedLatencyText } from '../../../src/core/reported-latency.ts'
import { DEFAULT_FILTERS } from '../../state/filters.ts'
import { changeFilters } from '../../state/navigation.tsx'
import { useSpendColumns } from './spend-columns.tsx'
import { placementsIn } from './surfaces-model.ts'
import type { SurfacesData } from './use-surfaces.ts'

export function SpendTable({
  data,
  opened,
  onOpen,
}: {
  data: SurfacesData
  opened: string
  onOpen: (surface: string) => void
}) {
  const columns = useSpendColumns(data)
  const rows = data.rows ?? []
  const { window } = data
  return (
    <ChartFrame
      title="Spend per surface"
      fileName={`spend-per-surface ${window.from} to ${window.to}`}
      csv={(options) => tableCsv(columns, rows, { ...options, totals: true })}
      className="spend-panel"
      switches={
        <ul className="placement-legend" aria-label="Placements">
          {placementsIn(data.placements).map((placement) => (
            <li key={placementKey(placement)}>
              <Swatch fill={placementFill(placementKey(placement))} />
              {shortPlacement(placement)}
            </li>
          ))}
        </ul>
      }
    >
      <div className={data.stale ? 'stale' : ''}>
        <DataTable
          caption="Spend per surface"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.surface}
          totals
          selectedKey={opened}
          initialSort={{ key: 'cost', direction: 'descending' }}
          onOpen={(row) => onOpen(row.surface)}
          empty={
            <EmptyState
              title="No usage under these filters in these days"
              action={<Button size="small" onClick={() => changeFilters(DEFAULT_FILTERS)}>Reset the filters</Button>}
            />
          }
          maxHeight={420}
        />
        <ReportedNote data={data} />
      </div>
    </ChartFrame>
  )
}

/** Where requests of some surface carry no latency, what the provider reports of its models; of all surfaces together. */
function ReportedNote({ data: { rows, reported } }: { data: SurfacesData }) {
  if (reported.length === 0 || rows === null || rows.every(({ p50Ms }) => p50Ms !== null)) return null
  return (
    <details className="caption table-note">
      <summary>Latency by model, as CloudWatch reports it</summary>
      <ul>{reported.map((each) => <li key={`${each.model} ${each.platform} ${each.route} ${each.measure}`}>{reportedLatencyText(each)}</li>)}</ul>
    </details>
  )
}
