// Which other imports cover the same platform and days: what counts and why, each with the way to it and its undo.
import { Info, TriangleAlert } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { overlapText } from '../../../src/core/overlap-words.ts'
import { hrefOf } from '../../state/navigation.tsx'
import { formatName, type ImportReport } from './import-report-model.ts'

type Overlap = ImportReport['overlaps'][number]

const SHOWN = 20

export interface OverlapsProps {
  overlaps: readonly Overlap[]
  /** Asks first. */
  onUndo: (importId: number) => void
}

export function Overlaps({ overlaps, onUndo }: OverlapsProps) {
  if (overlaps.length === 0) return null
  const left = overlaps.length - SHOWN
  return (
    <>
      <div className="report-band">
        <strong>Other evidence of the same days</strong>
        <span className="t2">Kinds of evidence are never added; logs of requests are.{left > 0 ? ` ${left} more are not listed.` : ''}</span>
      </div>
      <ul aria-label="Overlaps">
        {overlaps.slice(0, SHOWN).map((overlap) => (
          <OneOverlap key={`${overlap.other.importId} ${overlap.platform} ${overlap.own.importer} ${overlap.other.importer} ${overlap.relation}`} overlap={overlap} onUndo={onUndo} />
        ))}
      </ul>
    </>
  )
}

function OneOverlap({ overlap, onUndo }: { overlap: Overlap; onUndo: (importId: number) => void }) {
  const { cause, detail, isDouble } = overlapText(overlap, formatName)
  const { importId, label } = overlap.other
  const isOwn = importId === overlap.own.importId
  const Icon = isDouble ? TriangleAlert : Info
  return (
    <li className="todo" data-calm={!isDouble}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      <p>
        <strong>{cause}</strong> {detail}{' '}
        {isOwn ? null : <a className="link" href={hrefOf('data', { import: String(importId) })}>Open its report</a>}
      </p>
      {isOwn ? null : <Button aria-label={`Undo the import of ${label}`} onClick={() => onUndo(importId)}>Undo {label}</Button>}
    </li>
  )
}
