// The placements compared for one surface, and everything known of the one that is looked at.
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { tableCsv } from '../../components/table-model.ts'
import { CandidatesTable, candidateColumns, latencyNote, type Candidate } from '../../placements/candidates-table.tsx'
import { PlacementDetail } from '../../placements/placement-detail.tsx'
import { placementKey } from '../../../src/core/placement.ts'
import type { DecidedSurface } from '../../../src/api/contract/placement-shapes.ts'
import type { Filters } from '../../../src/api/contract/shapes.ts'
import { useRequirements } from './use-decision.ts'

/** Proof that the user holds of what nobody could confirm here. */
function Proof({ decided, row }: { decided: DecidedSurface; row: Candidate }) {
  const { requirements, put } = useRequirements(decided)
  const key = placementKey(row.placement)
  const held = requirements.confirmed.includes(key)
  if (!held && row.checks.every(({ satisfied }) => satisfied !== 'unknown')) return null
  const confirmed = held ? requirements.confirmed.filter((one) => one !== key) : [...requirements.confirmed, key]
  return (
    <Button size="small" onClick={() => put({ ...requirements, confirmed })}>
      {held ? 'Take my proof back' : 'I hold proof of what is not known'}
    </Button>
  )
}

export function CandidatesPanel({ decided, filters, isStale }: { decided: DecidedSurface; filters: Filters; isStale: boolean }) {
  const [selected, setSelected] = useState<string | null>(null)
  const row = decided.candidates.find(({ placement }) => placementKey(placement) === selected)
  return (
    <ChartFrame
      title="Placements compared" fileName={`placements ${decided.surface}`} className={isStale ? 'stale' : ''}
      subtitle="Same traffic, same models, caching as observed. Open a row for reasons and sources."
      csv={(options) => tableCsv(candidateColumns({ decided, filters }), decided.candidates, options)}
    >
      <CandidatesTable
        decided={decided} filters={filters} selected={selected} maxHeight={222}
        onSelect={(key) => setSelected(key === selected ? null : key)}
      />
      {row === undefined ? <p className="caption table-note">{latencyNote(decided)}</p> : (
        <PlacementDetail row={row} onClose={() => setSelected(null)} action={<Proof decided={decided} row={row} />} />
      )}
    </ChartFrame>
  )
}
