// One rule in the table: its handle moves it (drag, or arrow keys), its words open it, the bin deletes it.
import { GripVertical, Trash2 } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { IconButton } from '../../components/button.tsx'
import { Count, Named } from '../../components/figures.tsx'
import { seriesFill, Swatch } from '../../components/swatch.tsx'
import type { SurfaceRule } from '../../../src/api/contract/shapes.ts'
import { useSurfaceSlots } from '../../state/ledger.tsx'
import { conditionWords } from './rules-model.ts'

export interface RuleRowProps {
  rule: SurfaceRule
  index: number
  count: number
  /** Null while they are counted. */
  requests: number | null
  dragged: boolean
  onEdit: () => void
  onMove: (to: number) => void
  onDelete: () => void
  onDrag: (index: number | null) => void
  onDropHere: () => void
}

export function RuleRow(props: RuleRowProps) {
  const { rule, index, requests } = props
  const slotOf = useSurfaceSlots()
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step === 0) return
    event.preventDefault()
    props.onMove(index + step)
  }
  const words = Object.entries(rule.when).map(([field, pattern]) => conditionWords(field, pattern))
  return (
    <tr
      data-dim={props.dragged}
      onDragOver={(event) => event.dataTransfer.types.includes('text/rule') && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        props.onDropHere()
      }}
    >
      <td>
        <button
          type="button"
          className="grip"
          draggable
          aria-label={`Rule ${index + 1} of ${props.count}, ${rule.surface}. Arrow keys move it`}
          onKeyDown={onKeyDown}
          onDragStart={(event) => {
            event.dataTransfer.setData('text/rule', String(index))
            event.dataTransfer.effectAllowed = 'move'
            props.onDrag(index)
          }}
          onDragEnd={() => props.onDrag(null)}
        >
          <GripVertical size={14} strokeWidth={1.75} aria-hidden />
        </button>
      </td>
      <td>
        <button type="button" className="rule-words" title="Change this rule" onClick={props.onEdit}>
          {words.map(({ words: text, pattern }, at) => (
            <span key={at}>
              {at === 0 ? '' : ' and '}
              <span className="t2">{text}</span> <code>{pattern}</code>
            </span>
          ))}
        </button>
      </td>
      <td>
        <Named title={rule.surface} swatch={<Swatch fill={seriesFill(slotOf(rule.surface))} />}>
          {rule.surface}
        </Named>
      </td>
      <td className="num">{requests === null ? <span className="t3">…</span> : <Count value={requests} />}</td>
      <td>
        <IconButton icon={Trash2} label={`Delete rule ${index + 1}`} onClick={props.onDelete} />
      </td>
    </tr>
  )
}
