// One surface on every placement: the cheapest is marked, what cannot run it is greyed with the reason.
import { useState } from 'react'
import { useCall } from '../../api.ts'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { Select } from '../../components/menu.tsx'
import { Panel } from '../../components/panel.tsx'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import { Swatch, seriesFill } from '../../components/swatch.tsx'
import { tableCsv } from '../../components/table-model.ts'
import { CandidatesTable, candidateColumns, latencyNote } from '../../placements/candidates-table.tsx'
import { PlacementDetail } from '../../placements/placement-detail.tsx'
import { noRequirements } from '../../../src/core/requirements.ts'
import { placementKey } from '../../../src/core/placement.ts'
import type { Filters } from '../../../src/api/contract/shapes.ts'

export interface AllPlacementsProps {
  filters: Filters
  /** Dearest first. */
  surfaces: readonly string[]
  /** The surface of the first move, which is most likely looked at. */
  moved: string | null
  slotOf: (surface: string) => number
}

/** Asks without requirements: what is required of a surface is Decide's to weigh. */
export function AllPlacements({ filters, surfaces, moved, slotOf }: AllPlacementsProps) {
  const [picked, setPicked] = useState<string | null>(null)
  const [selected, setSelected] = useState<string | null>(null)
  const fallback = moved !== null && surfaces.includes(moved) ? moved : surfaces[0]
  const surface = picked !== null && surfaces.includes(picked) ? picked : (fallback ?? '')
  const requirements = [{ ...noRequirements(surface), confirmed: [] }]
  const query = useCall('decide.answer', { filters, surface, requirements }, { enabled: surface !== '' })
  const decided = query.data?.surfaces.find((each) => each.surface === surface)
  if (surface === '') return null
  if (query.error !== null) return <Panel><ErrorState error={query.error} onRetry={() => void query.refetch()}>The projection above still holds.</ErrorState></Panel>
  if (decided === undefined) return <LoadingBlock height={320} />
  const row = decided.candidates.find(({ placement }) => placementKey(placement) === selected)
  return (
    <ChartFrame
      title="All placements" fileName={`placements ${surface}`} className={query.isPlaceholderData ? 'stale' : ''}
      subtitle="The surface moved whole, as it is. Latency is measured, where your logs carry it."
      switches={
        <Select
          label="Surface on every placement" value={surface} width={190} onChange={setPicked}
          options={surfaces.map((name) => ({ value: name, label: name, swatch: <Swatch fill={seriesFill(slotOf(name))} /> }))}
        />
      }
      csv={(options) => tableCsv(candidateColumns({ decided, filters, withoutAnswer: true }), decided.candidates, options)}
    >
      <CandidatesTable
        decided={decided} filters={filters} selected={selected} maxHeight={310} withoutAnswer
        onSelect={(key) => setSelected(key === selected ? null : key)}
      />
      {row === undefined ? <p className="caption table-note">{latencyNote(decided)}</p> : <PlacementDetail row={row} onClose={() => setSelected(null)} />}
    </ChartFrame>
  )
}
